"""The words that are printed on a certificate, from the facts of an award."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from app.kernel.placeholders import filled
from app.kernel.vietnamese.dates import date_in_words, short_date

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardFacts:
    """What a certificate tells of an award and of the round that gave it."""

    level: str
    title: str
    category: str
    round_name: str
    year: int
    recipient: str
    degree: str
    position: str
    unit: str
    decision_number: str
    decided_on: date
    is_collective: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """Who issues the certificate, where, and who signs."""

    issuer: str
    place: str
    authority_lines: tuple[str, ...]
    signer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Templates:
    """The round's own words, with {level}, {title}, {category}, {round} and {year}."""

    honour_intro: str
    honour_title: str
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Every word that is printed; kept with the certificate, so that a reprint says the same."""

    issuer: str
    honour_intro: str
    honour_title: str
    recipient: str
    recipient_line: str
    purpose: str
    place_and_date: str
    dated: str
    authority_lines: tuple[str, ...]
    signer: str
    number: str
    decision_line: str
    register_line: str
    verify_url: str
    collective: bool

    def kept(self) -> dict[str, Any]:
        """Return what JSON can hold."""
        return asdict(self) | {"authority_lines": list(self.authority_lines)}


def words_of(
    facts: AwardFacts,
    letterhead: Letterhead,
    templates: Templates,
    *,
    number: str,
    verify_url: str,
) -> Words:
    """Return the words of one certificate; it carries the day of the decision."""
    values = values_of(facts)
    return Words(
        issuer=letterhead.issuer.upper(),
        honour_intro=templates.honour_intro,
        honour_title=filled(templates.honour_title, values).strip(),
        recipient=facts.recipient,
        recipient_line=", ".join(
            part for part in (facts.degree, facts.position, facts.unit) if part
        ),
        purpose=filled(templates.purpose, values).strip(),
        place_and_date=f"{letterhead.place}, {date_in_words(facts.decided_on)}",
        dated=facts.decided_on.isoformat(),
        authority_lines=letterhead.authority_lines,
        signer=letterhead.signer,
        number=number,
        decision_line=f"Quyết định số {facts.decision_number} {_on(facts.decided_on)}",
        register_line=f"Vào sổ cấp giấy chứng nhận năm {facts.year}",
        verify_url=verify_url,
        collective=facts.is_collective,
    )


def _on(day: date) -> str:
    return f"ngày {short_date(day)}"


def values_of(facts: AwardFacts) -> dict[str, str]:
    """Return what stands for each name in the round's own words."""
    return {
        "level": facts.level,
        "title": facts.title,
        "category": facts.category,
        "round": facts.round_name,
        "year": str(facts.year),
    }
