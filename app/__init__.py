"""Vinh Danh: the platform on which a province honours its intellectuals.

Importing the package loads nothing, so that the regulations in ``app.*.rules`` can be read
and tested without Flask or SQLAlchemy; the application is assembled by `app.factory`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from app.settings import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """Assemble the application; the settings come from the environment unless given."""
    # Imported late on purpose: see the module docstring.
    from app.factory import assemble  # noqa: PLC0415
    from app.settings import Settings  # noqa: PLC0415

    return assemble(settings or Settings.from_environment())
