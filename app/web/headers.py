"""Security headers on every answer: no inline code, no framing, no guessing of kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, request

if TYPE_CHECKING:
    from flask import Flask, Response

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; manifest-src 'self'; media-src 'self'; frame-src 'self'; object-src 'none'"
)
HEADERS = (
    ("Content-Security-Policy", CONTENT_SECURITY_POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
    ("Cache-Control", "no-store"),
)
# Sent with an address that holds a token: no link and no file that the page names learns it.
# Ours must still hear from which host a form comes, so it is not "no-referrer".
HOST_ONLY = "strict-origin"
SECURE_HEADERS = (*HEADERS, ("Strict-Transport-Security", "max-age=31536000"))
# An address with the hash of its content never changes; script modules import each other
# without one, and are asked for again.
FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "public, no-cache"
LASTING = frozenset({"static", "web.stylesheet"})


def install(app: Flask) -> None:
    """Put the headers on every answer."""
    app.after_request(protect)


def protect(response: Response) -> Response:
    """Add what the view did not set itself; pages of people are kept in no shared cache."""
    if request.endpoint in LASTING:
        response.headers["Cache-Control"] = FOR_EVER if "v" in request.args else ASK_AGAIN
    if request.view_args and "token" in request.view_args:
        response.headers["Referrer-Policy"] = HOST_ONLY
    is_secure = current_app.extensions["settings"].secure_cookies
    held = {name.lower() for name, _value in response.headers}
    response.headers.extend(
        [pair for pair in (SECURE_HEADERS if is_secure else HEADERS) if pair[0].lower() not in held]
    )
    return response
