"""What the web package binds to the application besides its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.web import errors, headers, identity, navigation

if TYPE_CHECKING:
    from flask import Flask


def install(app: Flask) -> None:
    """Bind identity, error pages, headers and what every template can name."""
    identity.install(app)
    errors.install(app)
    headers.install(app)
    navigation.install(app)
