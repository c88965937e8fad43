"""How much memory something takes at its most, libraries in C included."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

SELF = Path("/proc/self")
FORGET_THE_PEAK = "5"


def growth_during(run: Callable[[], object]) -> int:
    """Return by how many bytes this process grew at most while something ran."""
    (SELF / "clear_refs").write_text(FORGET_THE_PEAK)
    before = _status("VmRSS")
    run()
    return _status("VmHWM") - before


def _status(name: str) -> int:
    found = re.search(rf"^{name}:\s+(\d+) kB$", (SELF / "status").read_text(), re.MULTILINE)
    assert found is not None
    return int(found[1]) * 1024
