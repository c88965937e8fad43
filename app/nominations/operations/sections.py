"""Saving one section of a dossier from the texts of its fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.kernel.errors import RuleBroken
from app.nominations.operations.writing import (
    accept_declaration,
    save_answers,
    save_basics,
    save_typed_people,
)
from app.nominations.rules.sections import SectionKind
from app.nominations.rules.texts import people_in
from app.registry.queries import get_unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.nominations.models import Nomination
    from app.nominations.rules.sections import Section

LARGEST_ID = 2**31 - 1


def save_section(nomination: Nomination, section: Section, texts: Mapping[str, str]) -> None:
    """Keep what was typed in a section, in order or not.

    Raises:
        WrongState: when the dossier is not in its author's hands.
        RuleBroken: for a choice that was not offered, or a text that no field holds.
    """
    if section.kind is SectionKind.BASICS:
        _save_basics(nomination, texts)
    elif section.kind is SectionKind.PEOPLE:
        save_typed_people(nomination, people_in(texts))
    elif section.kind is SectionKind.ANSWERS:
        answers = {q.code: texts.get(q.field, "") for q in section.questions}
        save_answers(nomination, answers)
    elif section.kind is SectionKind.PLEDGE:
        accept_declaration(nomination, accepted=bool(texts.get("accepted_declaration")))


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
