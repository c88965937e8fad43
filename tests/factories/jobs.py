"""Work for tests to do, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from app.infra.db.engine import db
from app.infra.db.units import unit_of_work
from app.infra.files.store import keep
from app.infra.jobs.batches import Part, concludes, get_batch, handles_parts, start_batch
from app.infra.jobs.destinations import Destination, ResultFile
from app.infra.jobs.enums import Queue
from app.infra.jobs.intake import enqueue
from app.infra.jobs.kinds import handles
from app.infra.jobs.models import Batch, Job
from app.kernel.access import Actor
from app.kernel.media import FileKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.infra.jobs.destinations import Result

BACK = Destination("Trang chủ", "web.home")
STARTER = Actor(account_id=7, name="Vi Thị Khuyên")

seen: list[dict[str, Any]] = []


@handles("test.note", "Ghi lại")
def note(payload: dict[str, Any]) -> None:
    """Remember what it was given."""
    seen.append(payload)


@handles("test.fail", "Làm hỏng", Queue.FILES)
def fail(_payload: dict[str, Any]) -> None:
    """Fail, after it asked for more work."""
    enqueue("test.note", {"from": "a handler that fails"})
    raise RuntimeError("hỏng")


def all_jobs() -> list[Job]:
    """Return the jobs as they stand now."""
    db.session.rollback()
    query = sa.select(Job).order_by(Job.id).execution_options(populate_existing=True)
    return list(db.session.scalars(query))


def put(kind: str = "test.note", **payload: Any) -> None:
    """Queue a job and commit it."""
    with unit_of_work():
        enqueue(kind, payload)


# ── batches ──────────────────────────────────────────────────────────────────────────────────


@handles_parts("test.things", "Làm thử nhiều mục")
def do_things(part: Part) -> None:
    """Remember the things; refuse what is broken, and fail at what breaks everything."""
    if "nổ" in part.items:
        raise RuntimeError("nổ")
    seen.append({"items": list(part.items)})
    if "hỏng" in part.items:
        part.refuse("hỏng", "Tên quá dài. Hãy rút gọn.", name="Mục hỏng")


handles_parts("test.concluded_things", "Làm thử rồi ghép", Queue.PAPER)(do_things)


@concludes("test.concluded_things", "test.conclusion", "Ghép thử", Queue.PAPER)
def conclude(batch: Batch) -> Result | None:
    """Offer a page, or a file where a thing asks for it; fail when a thing says so."""
    jobs = db.session.scalars(sa.select(Job).where(Job.kind == batch.kind))
    items = [item for job in jobs if job.batch_id == batch.id for item in job.payload["items"]]
    if "không ghép" in items and not seen[-1].get("repaired"):
        raise RuntimeError("không ghép được")
    if batch.done < batch.total:
        return None
    if "tệp" in items:
        return ResultFile("Tải tệp", "ket-qua.pdf", keep(b"%PDF-1.4", FileKind.PDF))
    return Destination("Xem kết quả", "web.home")


def put_batch(
    items: Iterable[Any], kind: str = "", *, per_job: int = 25, by: Actor = STARTER
) -> int:
    """Start a batch, commit it and return its number."""
    with unit_of_work():
        batch = start_batch(
            kind or "test.things",
            list(items),
            title="Làm thử",
            back_to=BACK,
            by=by,
            per_job=per_job,
        )
        return batch.id


def batch_at(number: int) -> Batch:
    """Return a batch as it stands now."""
    db.session.rollback()
    return get_batch(number)


def bury(number: int) -> None:
    """Let the queued jobs of a batch die at their next failure."""
    with unit_of_work() as session:
        session.execute(sa.update(Job).where(Job.batch_id == number).values(attempts=7))
