"""How a run shows itself at a terminal: a bar while a step goes on, a line when it is done."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TypeVar

import click

from app.kernel.numbers import format_decimal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.folders.operations.course import StepDone

T = TypeVar("T")


class Terminal:
    """Follows a run on the terminal; the bar goes to the error stream, and only to a person."""

    def each(self, things: Sequence[T], title: str) -> Iterator[T]:
        """Yield the things of a step one by one, and show how far it is."""
        if not sys.stderr.isatty() or not things:
            yield from things
            return
        label = f"  {title}…"
        with click.progressbar(things, label=label, file=sys.stderr, width=30) as bar:
            yield from bar

    def done(self, step: StepDone) -> None:
        """Say what a finished step has done."""
        click.echo(f"✓ {step.title}: {step.count} ({seconds(step.seconds)})")


class Bars(Terminal):
    """Shows the bars only, where somebody else tells what is done."""

    def done(self, step: StepDone) -> None:
        """Say nothing."""


def seconds(span: float) -> str:
    """Return "3,2 giây"."""
    tenths = round(span * 10)
    return f"{format_decimal(tenths // 10)},{tenths % 10} giây"
