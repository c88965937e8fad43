"""Where a page leads, written down where there is no request to make an address in."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from flask import url_for

if TYPE_CHECKING:
    from app.infra.files.models import StoredFile
    from app.infra.jobs.models import Batch


@dataclass(frozen=True, slots=True)
class Destination:
    """A page, by its endpoint, and what people call it; its own door guards it."""

    words: str
    endpoint: str
    values: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Destination:
        """Return a destination as a row keeps it."""
        return cls(**kept)

    @property
    def url(self) -> str:
        """The address, inside a request."""
        return url_for(self.endpoint, **self.values)


@dataclass(frozen=True, slots=True)
class ResultFile:
    """A file that a batch made; it is handed out to whoever started the batch."""

    words: str
    file_name: str
    stored: StoredFile


Result = Destination | ResultFile


def keep_result(batch: Batch, result: Result | None) -> None:
    """Write down what a batch came to; nothing when it has only done its work."""
    batch.result_file_id = None
    batch.result = None
    if isinstance(result, Destination):
        batch.result = asdict(result)
    elif result is not None:
        batch.result = {"words": result.words, "file_name": result.file_name}
        batch.result_file_id = result.stored.id


def result_of(batch: Batch) -> Destination | None:
    """Return where the result of a batch is to be had: a page of its own, or the file itself."""
    if batch.result is None:
        return None
    if batch.result_file_id is None:
        return Destination.of(batch.result)
    return Destination(batch.result["words"], "work.result", {"batch_id": batch.id})
