"""The list of laureates as anybody reads it: provisional while comments are taken, then final."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import render_template

from app.kernel.errors import NotFound
from app.programmes.enums import DECIDED
from app.programmes.enums import RoundState as S
from app.programmes.queries import get_call
from app.results.policy import ResultsPermission as P
from app.results.queries.decision import awards_of, find_decision
from app.results.rules.printed import Printed
from app.results.views.doors import pages
from app.results.views.tables import computed_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.typing import ResponseReturnValue

    from app.programmes.models import Round

PUBLISHED = DECIDED | {S.PUBLIC_COMMENT}


@dataclass(frozen=True, slots=True)
class Laureate:
    """What the public learns of a dossier that is honoured, and nothing else."""

    code: str
    title: str
    people: str
    unit: str


def published_round(slug: str) -> Round:
    """Return a round whose list is public.

    Raises:
        NotFound: while it is not.
    """
    round_ = get_call(slug)
    if round_.state not in PUBLISHED or round_.is_rehearsal:
        raise NotFound
    return round_


@pages.get("/dot/<slug>/ket-qua", P.READ_PUBLISHED, load=published_round)
def published(round_: Round) -> ResponseReturnValue:
    """Show who is honoured, level by level."""
    is_final = round_.state in DECIDED
    return render_template(
        "results/published.html",
        round=round_,
        groups=_by_level(round_, is_final=is_final),
        is_final=is_final,
        decision=find_decision(round_.id) if is_final else None,
    )


def _by_level(round_: Round, *, is_final: bool) -> list[tuple[str, list[Laureate]]]:
    """Return the laureates of each level that is given, the highest first."""
    found: dict[str, list[Laureate]] = {prize.level: [] for prize in round_.prizes}
    for level, printed in _honoured(round_, is_final=is_final):
        found.setdefault(level, []).append(laureate_of(printed))
    return [(level, laureates) for level, laureates in found.items() if laureates]


def _honoured(round_: Round, *, is_final: bool) -> Iterator[tuple[str, Printed]]:
    """Yield who is honoured; a final list says for ever what was frozen."""
    if is_final:
        for award in awards_of(round_.id):
            yield award.level, Printed.of_json(award.printed)
    else:
        yield from ((row.level or "", row.printed) for row in computed_table(round_).honoured)


def laureate_of(printed: Printed) -> Laureate:
    """Return the public part of a dossier."""
    return Laureate(
        code=printed.code,
        title=printed.title,
        people=", ".join(printed.people),
        unit=printed.unit,
    )
