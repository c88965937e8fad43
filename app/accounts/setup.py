"""What accounts hand to the doors: how the token of a mailed link is looked up and spent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.accounts.operations.tokens import spend_link
from app.accounts.queries import find_holder
from app.infra.guard import LinkDesk

if TYPE_CHECKING:
    from flask import Flask


def install(app: Flask) -> None:
    """Let doors know who comes with a link."""
    app.extensions["links"] = LinkDesk(holder=find_holder, spend=spend_link)
