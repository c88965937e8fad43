"""For `scripts/harden kills`: web and worker are killed at any moment, one of them or both."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tests.journeys.writers import check, kill, writing

if TYPE_CHECKING:
    from tests.journeys.serving import Served
    from tests.journeys.writers import Writer
    from tests.long_runs import LongRun

SHORTEST_LIFE, LONGEST_LIFE = 0.05, 2.0


def test_no_acknowledged_save_is_lost_whenever_something_is_killed(
    house: Served, writers: list[Writer], long_run: LongRun
) -> None:
    house.start()
    with writing(writers):
        while long_run.goes_on():
            time.sleep(long_run.chance.uniform(SHORTEST_LIFE, LONGEST_LIFE))
            victims = long_run.chance.choice([[house.web], [house.worker], house.children])
            kill(victims)
            house.start(*victims)
        time.sleep(LONGEST_LIFE)
    kill(house.children)
    check(writers)
