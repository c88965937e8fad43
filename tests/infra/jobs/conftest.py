from __future__ import annotations

import pytest

from tests.factories.jobs import seen


@pytest.fixture(autouse=True)
def _nothing_seen() -> None:
    seen.clear()
