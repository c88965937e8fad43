"""A plan as round.toml, with every setting in which the preset it came from might differ."""

from __future__ import annotations

import json
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from app.folders.rules.round_file import PRESET, RoundFile
from app.kernel.calendar import local
from app.programmes.rules.stage_tables import ScoringTable, StageTable, stage_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app.programmes.rules.plan import RoundPlan


def round_toml(plan: RoundPlan, *, keeps_form: bool) -> str:
    """Return the text of round.toml; plain settings first, as TOML asks, then tables."""
    values: dict[str, Any] = {"programme": plan.programme_key}
    values |= {f.name: getattr(plan, f.name, None) for f in fields(RoundFile)} | values
    values |= _stages(plan)
    values |= {"eligibility": PRESET, "form": PRESET if keeps_form else None}
    said = {name: value for name, value in values.items() if value is not None}
    plain = [f"{name} = {_value(value)}" for name, value in said.items() if not _is_table(value)]
    tables = [_table(name, value) for name, value in said.items() if _is_table(value)]
    return "\n".join([*plain, *tables]) + "\n"


def _stages(plan: RoundPlan) -> dict[str, Any]:
    """Return what is said of the stages: of an only one at the head of the file."""
    if len(plan.stages) > 1:
        return {"stages": tuple(map(stage_table, plan.stages))}
    only = plan.final_stage
    return {
        "stages": None,
        "is_blind": only.is_blind,
        "scoring": ScoringTable.of(only.scoring, only.pass_score, only.pass_count),
        "criteria": only.criteria,
    }


def _is_table(value: Any) -> bool:
    return is_dataclass(value) or (isinstance(value, tuple) and any(map(is_dataclass, value)))


def _table(name: str, value: Any) -> str:
    if is_dataclass(value):
        return "\n".join(["", f"[{name}]", *_lines(name, value)])
    return "\n".join(line for item in value for line in ("", f"[[{name}]]", *_lines(name, item)))


def _lines(within: str, item: Any) -> Iterator[str]:
    """Yield the settings of an item; what a stage says in tables of its own follows them."""
    tables = {}
    for name, value in _said(item):
        if isinstance(item, StageTable) and _is_table(value):
            tables[f"{within}.{name}"] = value
        else:
            yield f"{name} = {_value(value)}"
    for name, value in tables.items():
        yield _table(name, value)


def _said(item: Any) -> Iterator[tuple[str, Any]]:
    """Yield the settings that are not what holds when nothing is said."""
    for field in fields(item):
        value = getattr(item, field.name)
        if field.default is MISSING or value != field.default:
            yield field.name, value


def _value(value: Any) -> str:
    write = next((write for kind, write in _WRITERS if isinstance(value, kind)), None)
    return _inline(_said(value)) if write is None else write(value)


def _text(text: str) -> str:
    """Return a basic string of TOML; long texts keep their lines."""
    if "\n" not in text:
        return json.dumps(text, ensure_ascii=False)
    lines = (json.dumps(line, ensure_ascii=False)[1:-1] for line in text.split("\n"))
    return '"""\n' + "\n".join(lines) + '"""'


def _array(items: tuple[Any, ...]) -> str:
    if items and all(isinstance(item, tuple) for item in items):
        return _inline(iter(items))
    return "[" + ", ".join(map(_value, items)) + "]"


def _inline(pairs: Iterator[tuple[str, Any]]) -> str:
    return "{ " + ", ".join(f"{name} = {_value(value)}" for name, value in pairs) + " }"


# In this order: a truth value is an integer too, and a moment a day.
_WRITERS: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (bool, lambda flag: "true" if flag else "false"),
    (str, lambda text: _text(str(text))),
    (int, str),
    (Decimal, lambda number: f"{number:f}"),
    (Fraction, lambda share: f'"{share}"'),
    (datetime, lambda moment: local(moment).isoformat()),
    (date, date.isoformat),
    (tuple, _array),
)
