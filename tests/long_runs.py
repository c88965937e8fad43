"""A run that goes on until its time is over, the same again from the same seed."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from random import Random


@dataclass
class LongRun:
    """How long to go on, and the chance that decides what comes next."""

    seed: int
    seconds: float
    steps: int = 0
    chance: Random = field(init=False)
    ends_at: float = field(init=False)

    def __post_init__(self) -> None:
        self.chance = Random(self.seed)
        self.ends_at = time.monotonic() + self.seconds

    def goes_on(self) -> bool:
        """Tell whether there is time for another step, and count it; the first is always taken."""
        if self.steps and time.monotonic() >= self.ends_at:
            return False
        self.steps += 1
        return True

    @property
    def told(self) -> str:
        """What somebody must know to see the same again."""
        return f"seed {self.seed}, step {self.steps}"
