"""A client that costs next to nothing, so that what is measured is the server.

The server closes after each answer, as the sync workers of gunicorn do; every request is a
connection of its own, for us and for the baseline alike.
"""

from __future__ import annotations

import json
import re
import socket
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from time import perf_counter
from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Mapping

CHUNK = 1 << 16
PATIENCE = 20.0
STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})")


class WrongAnswer(Exception):
    """The server did not answer as a measurement needs it."""


@dataclass
class Browser:
    """Somebody's signed-in session with one server."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def get(self, path: str) -> bytes:
        """Fetch a page; return its body."""
        return self._body(self.ask(self.request("GET", path)))

    def post(self, path: str, typed: Mapping[str, str]) -> bytes:
        """Send a form as a script sends it; return the body of the answer."""
        return self._body(self.ask(self.request("POST", path, typed)))

    def request(self, method: str, path: str, typed: Mapping[str, str] | None = None) -> bytes:
        """Return the bytes of a request with our cookie and token."""
        body = urlencode(typed).encode() if typed is not None else b""
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            "Connection: close",
            "Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        ]
        if typed is not None:
            lines += [
                "Content-Type: application/x-www-form-urlencoded",
                f"Content-Length: {len(body)}",
                f"X-CSRFToken: {self.token}",
                f"Referer: http://127.0.0.1:{self.port}/",
                "X-Requested-With: fetch",
            ]
        return "\r\n".join([*lines, "", ""]).encode() + body

    def ask(self, request: bytes) -> bytes:
        """Send a request and return the whole answer."""
        with socket.create_connection(("127.0.0.1", self.port), PATIENCE) as connection:
            connection.sendall(request)
            parts = []
            while part := connection.recv(CHUNK):
                parts.append(part)
        return b"".join(parts)

    def _body(self, answer: bytes) -> bytes:
        head, _, body = answer.partition(b"\r\n\r\n")
        require_success(head)
        for line in head.split(b"\r\n"):
            if line.lower().startswith(b"set-cookie:"):
                kept = SimpleCookie(line.split(b":", 1)[1].decode())
                self.cookies |= {name: morsel.value for name, morsel in kept.items()}
        return body

    def sign_in(self, email: str, password: str) -> None:
        """Sign in as a person does."""
        self.take_token()
        self.post("/dang-nhap", {"email": email, "password": password})
        self.take_token()

    def take_token(self) -> None:
        """Fetch the token that unsafe requests carry."""
        answer = json.loads(self.get("/phien/giu"))
        self.token = answer["csrf_token"]


def require_success(answer: bytes) -> None:
    """Stop a measurement that would measure refusals.

    Raises:
        WrongAnswer: for an answer that is no success.
    """
    status = STATUS.match(answer)
    if status is None or int(status[1]) >= 400:  # noqa: PLR2004  # HTTP's first refusal
        raise WrongAnswer(answer[:600].decode(errors="replace"))


def mean_seconds(browser: Browser, requests: list[bytes]) -> float:
    """Send requests one after another; return the mean time of one."""
    started = perf_counter()
    answers = [browser.ask(request) for request in requests]
    taken = perf_counter() - started
    for answer in answers:
        require_success(answer)
    return taken / len(requests)
