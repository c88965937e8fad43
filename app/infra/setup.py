"""What the infrastructure binds to the application by itself: the log of every request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.infra import logs

if TYPE_CHECKING:
    from flask import Flask


def install(app: Flask) -> None:
    """Bind the log."""
    logs.install(app)
