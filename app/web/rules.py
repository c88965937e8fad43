"""What all packages say of one round, put together for the page that shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.kernel.waits import RoundNews

if TYPE_CHECKING:
    from collections.abc import Sequence


def together(news: Sequence[RoundNews]) -> RoundNews:
    """Join what packages say of a round, the lowest first.

    Waits and figures stand in that order; the highest package that names a main action has the
    word, because it knows what stands in the way of those below.
    """
    actions = [part.action for part in news if part.action is not None]
    return RoundNews(
        waits=tuple(wait for part in news for wait in part.waits),
        figures=tuple(figure for part in news for figure in part.figures),
        action=actions[-1] if actions else None,
    )
