"""Commands about rounds as folders, and the demonstration that is made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.folders.cli.demo import demo
from app.folders.cli.rounds import rounds

if TYPE_CHECKING:
    import click

commands: tuple[click.Command, ...] = (rounds, demo)
