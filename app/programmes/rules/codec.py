"""The form of a round between its plan and the JSON that is kept."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from app.programmes.rules.plan import SectionPlan
from app.programmes.rules.plan_tables import read_table

if TYPE_CHECKING:
    from collections.abc import Iterable


def sections_to_json(sections: Iterable[SectionPlan]) -> list[dict[str, Any]]:
    """Return the sections as what JSON can hold; empty limits are left out."""
    return [_without_nothing(asdict(section)) for section in sections]


def sections_from_json(kept: Iterable[dict[str, Any]]) -> tuple[SectionPlan, ...]:
    """Return the sections of a kept form."""
    return tuple(read_table(SectionPlan, section) for section in kept)


def _without_nothing(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nothing(item) for key, item in value.items() if item is not None}
    if isinstance(value, list | tuple):
        return [_without_nothing(item) for item in value]
    return value
