"""A preset programme, kept as a TOML text, as the plan of a round.

Presets are what an organiser starts from; they are data that anybody can correct, so each mistake
in one is named by its place instead of showing up later as a missing question.
"""

from __future__ import annotations

import tomllib
from decimal import Decimal

from app.kernel.errors import RuleBroken
from app.programmes.rules.plan import RoundPlan
from app.programmes.rules.plan_tables import Unreadable, read_table
from app.programmes.rules.soundness import require_sound_plan


def read_preset(text: str) -> RoundPlan:
    """Read a preset; `RuleBroken` names every unknown key, unfit value and unsound rule."""
    plan = _plan(text)
    require_sound_plan(plan)
    return plan


def _plan(text: str) -> RoundPlan:
    try:
        return read_table(RoundPlan, tomllib.loads(text, parse_float=Decimal))
    except tomllib.TOMLDecodeError as problem:
        message = f"Tệp TOML viết sai cú pháp: {problem}"
        raise RuleBroken(message) from problem
    except Unreadable as problem:
        lines = (str(fault.as_fault()) for fault in problem.faults)
        raise RuleBroken("\n".join(lines)) from problem
