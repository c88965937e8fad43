"""The server and the worker are killed in the middle of saves: what was acknowledged is there."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from tests.journeys.writers import check, kill, writing

if TYPE_CHECKING:
    from tests.journeys.serving import Served
    from tests.journeys.writers import Writer

KILLS = 3
SECONDS_ALIVE = 1.2


@pytest.mark.long
def test_no_acknowledged_save_is_lost_when_everything_is_killed(
    house: Served, writers: list[Writer]
) -> None:
    house.start()
    with writing(writers):
        for _ in range(KILLS):
            time.sleep(SECONDS_ALIVE)
            kill(house.children)
            house.start()
        time.sleep(SECONDS_ALIVE)
    kill(house.children)
    check(writers)
