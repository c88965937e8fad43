"""How questions are asked on a page; the pages themselves belong to whoever asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.infra.guard import Doors

doors: tuple[Doors, ...] = ()
