"""What the package binds to the application: the catalogue of all letters that are shipped."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.letters.queries import EXTENSION, read_catalogue

if TYPE_CHECKING:
    from flask import Flask


def install(app: Flask) -> None:
    """Read the letters of all packages; a fault in one keeps the application from starting."""
    app.extensions[EXTENSION] = read_catalogue(Path(app.root_path))
