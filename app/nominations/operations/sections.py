"""Saving one section of a dossier from the texts of its fields, field by field."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, update

from app.audit.operations import unfinished_work
from app.infra.db.engine import db
from app.kernel import clock
from app.kernel.errors import RuleBroken, WrongState
from app.kernel.vietnamese.text import clean_line
from app.nominations.enums import EDITABLE_STATES
from app.nominations.models import ANSWERS, Nomination
from app.nominations.operations.writing import (
    SENT_ALREADY,
    accept_declaration,
    require_editable,
    save_basics,
    save_typed_people,
)
from app.nominations.queries.sections import get_nomination_to_write
from app.nominations.rules.people import with_even_shares
from app.nominations.rules.plans import people_typed_in, texts_of
from app.nominations.rules.sections import SectionKind
from app.nominations.rules.texts import people_in, with_new_row, with_whole_rows, without_row
from app.questions.operations import keep_answers, restore_answer
from app.questions.rules.answer import kept_as_typed
from app.questions.rules.editions import Merged, merged
from app.registry.queries import get_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Update

    from app.kernel.access import Actor
    from app.nominations.queries.sections import QuestionPlace, SectionPlace
    from app.questions.rules.answer import EarlierText

LARGEST_ID = 2**31 - 1
REMOVE = "remove-"


def save_section(
    place: SectionPlace, sent: Mapping[str, str], known: Mapping[str, str] | None, *, by: Actor
) -> Merged:
    """Keep what was typed in a section, in order or not; tell what became of each field.

    Args:
        place: as it was read, before anything was locked.
        sent: the texts of fields, by name; a field that was not sent is left alone.
        known: the editions from which the page was drawn, by name; None when it tells none.
        by: who writes.

    Raises:
        WrongState: when the dossier is not in its author's hands.
        RuleBroken: for a choice that was not offered, or a text that no field holds.
    """
    require_editable(place.nomination)
    if place.section.kind is SectionKind.ANSWERS:
        return _save_answers(place, sent, known, by=by)
    return _save_own(place, sent, known)


def _save_answers(
    place: SectionPlace, sent: Mapping[str, str], known: Mapping[str, str] | None, *, by: Actor
) -> Merged:
    codes = {question.field: question.code for question in place.section.questions}
    typed = {codes[name]: text for name, text in sent.items() if name in codes}
    editions = None if known is None else {codes[n]: e for n, e in known.items() if n in codes}
    found = keep_answers(ANSWERS.of(place.nomination.id), typed, editions, by=by)
    if found.kept:
        _note_saved(place.nomination.id)
    fields = {code: name for name, code in codes.items()}
    return found.renamed(fields)


def _note_saved(nomination_id: int) -> None:
    """Note the time of a save; a dossier that was sent meanwhile takes none.

    Raises:
        WrongState: when it was.
    """
    values = {"number": nomination_id, "now": clock.now()}
    if db.session.connection().execute(_noting(), values).rowcount != 1:
        raise WrongState(SENT_ALREADY)


@cache
def _noting() -> Update:
    """Build the UPDATE once: it runs at every keystroke that rests."""
    return (
        update(Nomination)
        .where(Nomination.id == bindparam("number"), Nomination.state.in_(EDITABLE_STATES))
        .values(saved_at=bindparam("now"), version=Nomination.version + 1)
    )


@unfinished_work
def restore_text(place: QuestionPlace, earlier: EarlierText, *, by: Actor) -> None:
    """Make an earlier text of an answer the answer again; the present one is kept in its place.

    Raises:
        WrongState: when the dossier is not in its author's hands.
    """
    require_editable(place.nomination)
    restore_answer(ANSWERS.of(place.nomination.id), place.question.code, earlier, by=by)
    _note_saved(place.nomination.id)


# ── the sections that every dossier has ──────────────────────────────────────────────────────


def _save_own(
    place: SectionPlace, sent: Mapping[str, str], known: Mapping[str, str] | None
) -> Merged:
    nomination = get_nomination_to_write(place.nomination.id)
    require_editable(nomination)
    stored = texts_of(nomination, place.section)
    typed = {name: _cleaned(name, text) for name, text in sent.items()}
    found = merged(typed, stored, known)
    if place.section.kind is SectionKind.PEOPLE:
        found = with_whole_rows(found, typed, stored)
    if found.kept:
        SAVERS[place.section.kind](nomination, {**stored, **found.kept})
    return found


def _cleaned(name: str, text: str) -> str:
    """Return a text as it is kept, so that it can be compared with one that was."""
    return clean_line(kept_as_typed(text)) if name == "title" else kept_as_typed(text)


def _save_basics(nomination: Nomination, texts: Mapping[str, str]) -> None:
    unit_id = _chosen(texts, "unit")
    if unit_id is not None and unit_id != nomination.unit_id:
        get_unit(unit_id)
    save_basics(
        nomination,
        title=texts.get("title", ""),
        summary=texts.get("summary", ""),
        category_id=_chosen(texts, "category"),
        unit_id=unit_id,
    )


def _chosen(texts: Mapping[str, str], name: str) -> int | None:
    text = texts.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal()) or int(text[:12]) > LARGEST_ID:
        raise RuleBroken("Mục đã chọn không có trong danh sách. Hãy chọn lại.", field=name)
    return int(text)


def _save_people(nomination: Nomination, texts: Mapping[str, str]) -> None:
    save_typed_people(nomination, people_in(texts))


def _save_pledge(nomination: Nomination, texts: Mapping[str, str]) -> None:
    accept_declaration(nomination, accepted=bool(texts.get("accepted_declaration")))


def _save_nothing(_nomination: Nomination, _texts: Mapping[str, str]) -> None:
    """Files are kept when they are taken in."""


SAVERS: dict[SectionKind, Callable[[Nomination, Mapping[str, str]], None]] = {
    SectionKind.BASICS: _save_basics,
    SectionKind.PEOPLE: _save_people,
    SectionKind.FILES: _save_nothing,
    SectionKind.PLEDGE: _save_pledge,
}


def change_rows(place: SectionPlace, wish: str) -> bool:
    """Add, remove or even out rows of people, as a button asked; tell whether one did.

    Raises:
        WrongState: when the dossier is not in its author's hands.
    """
    changed = _row_change(wish)
    if place.section.kind is not SectionKind.PEOPLE or changed is None:
        return False
    nomination = get_nomination_to_write(place.nomination.id)
    save_typed_people(nomination, changed(people_typed_in(nomination)))
    return True


def _row_change(
    wish: str,
) -> Callable[[list[dict[str, str]]], list[dict[str, str]]] | None:
    if wish == "add":
        return with_new_row
    if wish == "even":
        return with_even_shares
    number = wish.removeprefix(REMOVE)[:9]
    if wish.startswith(REMOVE) and number.isascii() and number.isdecimal():
        return lambda rows: without_row(rows, int(number))
    return None
