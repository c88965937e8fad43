"""Long work is a batch with counts, reasons and a result; the issue of certificates is the first.

Revision: 0011
After: 0010
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from alembic import op

from app.infra import orm

if TYPE_CHECKING:
    from collections.abc import Sequence

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

MAKE, BOOK = "certificates.make", "certificates.book"
PER_JOB = 25
STATES = ("queued", "running", "done", "dead")
REASON = (
    "Hệ thống gặp lỗi và đã thử 8 lần. Quản trị hệ thống xem được lỗi ở trang Việc nền "
    "và cho chạy lại ở đó."
)

jobs = sa.table(
    "jobs",
    sa.column("id", sa.Integer),
    sa.column("kind", sa.String),
    sa.column("payload", orm.Json),
    sa.column("dedupe", sa.String),
    sa.column("state", sa.String),
    sa.column("batch_id", sa.Integer),
)
issues = sa.table(
    "certificate_batches",
    sa.column("id", sa.Integer),
    sa.column("round_id", sa.Integer),
    sa.column("total", sa.Integer),
    sa.column("issued_at", orm.Instant()),
    sa.column("finished_at", orm.Instant()),
    sa.column("making_id", sa.Integer),
    sa.column("book_file_id", sa.Integer),
)
certificates = sa.table(
    "certificates",
    sa.column("id", sa.Integer),
    sa.column("batch_id", sa.Integer),
    sa.column("file_id", sa.Integer),
)
rounds = sa.table("rounds", sa.column("id", sa.Integer), sa.column("name", sa.String))
entries = sa.table(
    "audit_entries",
    sa.column("tag", sa.String),
    sa.column("by_account", sa.Integer),
    sa.column("by_name", sa.String),
    sa.column("thing", sa.String),
    sa.column("thing_id", sa.Integer),
)
batches = sa.table(
    "batches",
    sa.column("id", sa.Integer),
    sa.column("kind", sa.String),
    sa.column("title", sa.String),
    sa.column("state", sa.String),
    sa.column("per_job", sa.Integer),
    sa.column("total", sa.Integer),
    sa.column("done", sa.Integer),
    sa.column("failed", sa.Integer),
    sa.column("cancelled", sa.Integer),
    sa.column("by_account", sa.Integer),
    sa.column("by_name", sa.String),
    sa.column("back_to", orm.Json),
    sa.column("result", orm.Json),
    sa.column("started_at", orm.Instant()),
    sa.column("finished_at", orm.Instant()),
)
failures = sa.table(
    "batch_failures",
    sa.column("id", sa.Integer),
    sa.column("batch_id", sa.Integer),
    sa.column("job_id", sa.Integer),
    sa.column("items", orm.Json),
    sa.column("name", sa.String),
    sa.column("reason", sa.Text),
)


def upgrade() -> None:
    """Go up: the issues of certificates become batches, with their jobs."""
    _make_tables()
    with op.batch_alter_table("jobs") as batch_op:
        batch_op.add_column(sa.Column("batch_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_jobs_batch_id_batches"), "batches", ["batch_id"], ["id"]
        )
        batch_op.create_index(op.f("ix_jobs_batch_id"), ["batch_id"])
        _allow_states(batch_op, (*STATES, "cancelled"))
    with op.batch_alter_table("certificate_batches") as batch_op:
        batch_op.add_column(sa.Column("making_id", sa.Integer(), nullable=True))
    for issue in _all(sa.select(issues).order_by(issues.c.id)):
        _make_batch(issue)
    with op.batch_alter_table("certificate_batches") as batch_op:
        batch_op.alter_column("making_id", existing_type=sa.Integer(), nullable=False)
        batch_op.create_foreign_key(
            op.f("fk_certificate_batches_making_id_batches"), "batches", ["making_id"], ["id"]
        )
        batch_op.create_unique_constraint(op.f("uq_certificate_batches_making_id"), ["making_id"])
        batch_op.drop_column("total")
        batch_op.drop_column("finished_at")


def downgrade() -> None:
    """Go down: the issues count for themselves again; other batches are forgotten."""
    with op.batch_alter_table("certificate_batches") as batch_op:
        batch_op.add_column(sa.Column("total", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("finished_at", orm.Instant(), nullable=True))
    for issue in _all(sa.select(issues.c.id, issues.c.making_id, issues.c.book_file_id)):
        _undo_batch(issue)
    with op.batch_alter_table("certificate_batches") as batch_op:
        batch_op.alter_column("total", existing_type=sa.Integer(), nullable=False)
        batch_op.drop_constraint(op.f("uq_certificate_batches_making_id"), type_="unique")
        batch_op.drop_constraint(
            op.f("fk_certificate_batches_making_id_batches"), type_="foreignkey"
        )
        batch_op.drop_column("making_id")
    op.drop_table("batch_failures")
    op.execute(sa.delete(jobs).where(jobs.c.state == "cancelled"))
    with op.batch_alter_table("jobs") as batch_op:
        batch_op.drop_index(op.f("ix_jobs_batch_id"))
        batch_op.drop_constraint(op.f("fk_jobs_batch_id_batches"), type_="foreignkey")
        batch_op.drop_column("batch_id")
        _allow_states(batch_op, STATES)
    op.drop_table("batches")


# ── tables ───────────────────────────────────────────────────────────────────────────────────


def _make_tables() -> None:
    op.create_table(
        "batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "working",
                "concluding",
                "finished",
                "cancelled",
                "broken",
                name="batchstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("per_job", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("cancelled", sa.Integer(), nullable=False),
        sa.Column("by_account", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=500), nullable=False),
        sa.Column("back_to", orm.Json, nullable=False),
        sa.Column("result", orm.Json, nullable=True),
        sa.Column("result_file_id", sa.Integer(), nullable=True),
        sa.Column("started_at", orm.Instant(), nullable=False),
        sa.Column("finished_at", orm.Instant(), nullable=True),
        sa.CheckConstraint(
            "done >= 0 AND failed >= 0 AND cancelled >= 0 AND done + failed + cancelled <= total",
            name=op.f("ck_batches_counts_fit"),
        ),
        sa.ForeignKeyConstraint(
            ["result_file_id"],
            ["stored_files.id"],
            name=op.f("fk_batches_result_file_id_stored_files"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batches")),
    )
    op.create_index(op.f("ix_batches_by_account"), "batches", ["by_account"])
    op.create_table(
        "batch_failures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("items", orm.Json, nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batches.id"], name=op.f("fk_batch_failures_batch_id_batches")
        ),
        sa.ForeignKeyConstraint(
            ["job_id"], ["jobs.id"], name=op.f("fk_batch_failures_job_id_jobs")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_failures")),
    )
    op.create_index(op.f("ix_batch_failures_batch_id"), "batch_failures", ["batch_id"])
    op.create_index(op.f("ix_batch_failures_job_id"), "batch_failures", ["job_id"])


def _allow_states(batch_op: Any, states: Sequence[str]) -> None:
    batch_op.drop_constraint(op.f("ck_jobs_jobstate"), type_="check")
    batch_op.create_check_constraint(
        op.f("ck_jobs_jobstate"), sa.column("state", sa.String).in_(states)
    )


# ── data ─────────────────────────────────────────────────────────────────────────────────────


def _all(query: sa.Select[Any]) -> Sequence[sa.Row[Any]]:
    return op.get_bind().execute(query).all()


def _make_batch(issue: sa.Row[Any]) -> None:
    """Write the batch of an issue: who issued, how many papers are made, what died."""
    name = op.get_bind().scalar(sa.select(rounds.c.name).where(rounds.c.id == issue.round_id))
    by_account, by_name = _issuer(issue.id)
    made = _count_made(issue.id)
    making = op.get_bind().scalar(
        sa.insert(batches)
        .values(
            kind=MAKE,
            title=f"Giấy chứng nhận {name}"[:500],
            state=_state(issue, made),
            per_job=PER_JOB,
            total=issue.total,
            done=made,
            failed=0,
            cancelled=0,
            by_account=by_account,
            by_name=by_name,
            back_to=_place("Giấy chứng nhận", "certificates.issue", issue.round_id),
            result=_place("Tải tập in", "certificates.book", issue.round_id)
            if issue.finished_at
            else None,
            started_at=issue.issued_at,
            finished_at=issue.finished_at,
        )
        .returning(batches.c.id)
    )
    op.execute(sa.update(issues).where(issues.c.id == issue.id).values(making_id=making))
    _adopt_jobs(issue.id, making)


def _place(words: str, endpoint: str, round_id: int) -> dict[str, Any]:
    return {"words": words, "endpoint": endpoint, "values": {"round_id": round_id}}


def _issuer(issue_id: int) -> tuple[int | None, str]:
    """Return number and name of whoever issued, as the log keeps them."""
    query = sa.select(entries.c.by_account, entries.c.by_name).where(
        entries.c.thing == "CertificateBatch",
        entries.c.thing_id == issue_id,
        entries.c.tag == "certificates:batch:issued",
    )
    found = op.get_bind().execute(query).first()
    return (found[0], found[1]) if found else (None, "")


def _count_made(issue_id: int) -> int:
    query = sa.select(sa.func.count()).where(
        certificates.c.batch_id == issue_id, certificates.c.file_id.is_not(None)
    )
    return int(op.get_bind().scalar(query) or 0)


def _state(issue: sa.Row[Any], made: int) -> str:
    if issue.finished_at:
        return "finished"
    return "concluding" if made == issue.total else "working"


def _jobs_of(issue_id: int) -> Sequence[sa.Row[Any]]:
    of_issue = sa.or_(
        jobs.c.dedupe == f"{BOOK}:{issue_id}",
        jobs.c.dedupe.startswith(f"{MAKE}:{issue_id}:", autoescape=True),
    )
    return _all(sa.select(jobs).where(of_issue).order_by(jobs.c.id))


def _adopt_jobs(issue_id: int, making: int) -> None:
    for job in _jobs_of(issue_id):
        payload: dict[str, Any] = {"batch": making}
        if job.kind == MAKE:
            payload["items"] = job.payload["ids"]
        values = {"batch_id": making, "payload": payload}
        op.execute(sa.update(jobs).where(jobs.c.id == job.id).values(**values))
        if job.state == "dead":
            _note_dead(job.id, making, payload.get("items", []))
    _rest(making)


def _note_dead(job_id: int, making: int, items: list[int]) -> None:
    name = f"{len(items)} mục" if items else "Phần hoàn tất"
    values = {"batch_id": making, "job_id": job_id, "items": items, "name": name, "reason": REASON}
    op.execute(sa.insert(failures).values(**values))
    counted = {"failed": batches.c.failed + len(items)} if items else {"state": "broken"}
    op.execute(sa.update(batches).where(batches.c.id == making).values(**counted))


def _rest(making: int) -> None:
    """Let a batch rest of which dead jobs have left nothing to do."""
    nothing_left = batches.c.done + batches.c.failed == batches.c.total
    ended = sa.or_(batches.c.state == "broken", sa.and_(batches.c.failed > 0, nothing_left))
    op.execute(
        sa.update(batches)
        .where(batches.c.id == making, ended, batches.c.finished_at.is_(None))
        .values(
            state=sa.case((batches.c.state == "broken", "broken"), else_="finished"),
            finished_at=datetime.now(UTC),
        )
    )


def _undo_batch(issue: sa.Row[Any]) -> None:
    query = sa.select(batches.c.total, batches.c.finished_at).where(batches.c.id == issue.making_id)
    total, finished_at = op.get_bind().execute(query).one()
    ended = finished_at if issue.book_file_id else None
    values = {"total": total, "finished_at": ended}
    op.execute(sa.update(issues).where(issues.c.id == issue.id).values(**values))
    mine = jobs.c.batch_id == issue.making_id
    books = sa.select(sa.func.max(jobs.c.id)).where(mine, jobs.c.kind == BOOK)
    for job in _all(sa.select(jobs).where(mine)):
        values: dict[str, Any] = {"payload": {"batch_id": issue.id}, "dedupe": None}
        if job.kind == MAKE:
            values["payload"] = {"ids": job.payload["items"]}
            values["dedupe"] = f"{MAKE}:{issue.id}:{job.id}"
        elif job.id == op.get_bind().scalar(books):
            values["dedupe"] = f"{BOOK}:{issue.id}"
        if job.state == "cancelled":
            values["state"] = "dead"
        op.execute(sa.update(jobs).where(jobs.c.id == job.id).values(**values))
