"""The page of a batch, and the administrator's page of what failed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.infra.beats import worker_is_alive
from app.infra.files.responses import send_stored
from app.infra.guard import Doors, access, current_actor
from app.infra.jobs.batches import failures_of, get_batch
from app.infra.jobs.destinations import Destination, result_of
from app.infra.jobs.enums import BatchState, Queue
from app.infra.jobs.failures import DEAD_JOBS, count_dead_by_kind, count_waiting, get_job
from app.infra.jobs.kinds import kind_words
from app.infra.jobs.progress import progress_of
from app.kernel.errors import NotFound
from app.work.operations import (
    cancel_work,
    continue_work,
    give_job_up,
    run_job_again,
    run_kind_again,
)
from app.work.policy import WorkPermission as P
from app.work.policy import policy

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.infra.jobs.models import Batch, Job

pages = Doors("work", policy)
doors = (pages,)

BATCH = "/viec/<int:batch_id>"
FAILED = "/quan-tri/viec-nen"
BATCH_WORDS: dict[BatchState, tuple[str, str, str]] = {
    BatchState.WORKING: ("Đang làm", "info", "hourglass-split"),
    BatchState.CONCLUDING: ("Đang hoàn tất", "info", "hourglass-split"),
    BatchState.FINISHED: ("Đã xong", "ok", "check-circle-fill"),
    BatchState.CANCELLED: ("Đã dừng", "warn", "stop-circle"),
    BatchState.BROKEN: ("Chưa hoàn tất", "bad", "x-circle-fill"),
}
QUEUE_WORDS = {
    Queue.MAIL: "Gửi thư",
    Queue.PAPER: "In giấy",
    Queue.FILES: "Tệp",
    Queue.REST: "Việc khác",
}


# ── a batch ──────────────────────────────────────────────────────────────────────────────────


@pages.get(BATCH, P.FOLLOW, load=get_batch)
def batch(work: Batch) -> ResponseReturnValue:
    """Show how far a batch is, what failed and why, what it came to, and the way back."""
    return render_template(
        "work/batch.html",
        work=work,
        progress=progress_of(work),
        words=BATCH_WORDS[work.state],
        failures=failures_of(work.id),
        back=Destination.of(work.back_to),
        result=result_of(work),
        may_take_it=work.result_file is None or access.may(P.TAKE_RESULT, work),
    )


@pages.get(f"{BATCH}/tien-do", P.FOLLOW, load=get_batch)
def progress(work: Batch) -> ResponseReturnValue:
    """Tell the page how far the batch is; its own address once it should be read anew."""
    answer = progress_of(work)
    if answer["finished"]:
        answer["url"] = url_for("work.batch", batch_id=work.id)
    return jsonify(answer)


@pages.post(f"{BATCH}/dung", P.INTERRUPT, load=get_batch)
def cancel(work: Batch) -> ResponseReturnValue:
    """Stop what has not begun."""
    stopped = cancel_work(work, by=current_actor())
    flash(_("Đã dừng: %(count)s mục chưa bắt đầu sẽ không làm nữa.", count=stopped), "ok")
    return redirect(url_for("work.batch", batch_id=work.id), 303)


@pages.post(f"{BATCH}/lam-tiep", P.INTERRUPT, load=get_batch)
def go_on(work: Batch) -> ResponseReturnValue:
    """Try again what failed or was stopped."""
    continue_work(work, by=current_actor())
    flash(_("Những phần chưa xong đã được xếp vào hàng chờ làm tiếp."), "ok")
    return redirect(url_for("work.batch", batch_id=work.id), 303)


@pages.get(f"{BATCH}/ket-qua", P.TAKE_RESULT, load=get_batch)
def result(work: Batch) -> ResponseReturnValue:
    """Hand out the file that a batch made."""
    if work.result is None or work.result_file is None:
        raise NotFound
    return send_stored(work.result_file, work.result["file_name"], as_attachment=True)


# ── what failed ──────────────────────────────────────────────────────────────────────────────


@pages.get(FAILED, P.READ_FAILED)
def failed() -> ResponseReturnValue:
    """List the jobs that died, with their reasons, and how many wait in each queue."""
    counts, waiting = count_dead_by_kind(), count_waiting()
    shown = DEAD_JOBS.shown(about=counts)
    chosen = shown.asked.chosen.get("loai", "")
    return render_template(
        "work/failed.html",
        shown=shown,
        kind=chosen,
        kind_words=kind_words,
        shown_tabs=_tabs(counts, chosen),
        waiting=[(_(words), waiting[queue]) for queue, words in QUEUE_WORDS.items()],
        is_alive=worker_is_alive(),
    )


def _tabs(counts: dict[str, int], chosen: str) -> list[dict[str, Any]]:
    """Return a tab for all jobs and one for each kind that has any."""
    everything = {
        "label": _("Tất cả"),
        "url": url_for("work.failed"),
        "is_current": not chosen,
        "count": sum(counts.values()),
    }
    kinds = (
        {
            "label": _(kind_words(kind)),
            "url": url_for("work.failed", loai=kind),
            "is_current": kind == chosen,
            "count": count,
        }
        for kind, count in counts.items()
    )
    return [everything, *kinds]


@pages.post(f"{FAILED}/<int:job_id>/chay-lai", P.RUN_AGAIN, load=get_job)
def run_again(job: Job) -> ResponseReturnValue:
    """Run a dead job again."""
    run_job_again(job, by=current_actor())
    flash(_("Việc đã được xếp vào hàng chờ chạy lại."), "ok")
    return redirect(url_for("work.failed"), 303)


@pages.post(f"{FAILED}/chay-lai", P.RUN_AGAIN)
def run_all_again() -> ResponseReturnValue:
    """Run all dead jobs of one kind again."""
    count = run_kind_again(request.form.get("kind", ""), by=current_actor())
    flash(_("Đã xếp %(count)s việc vào hàng chờ chạy lại.", count=count), "ok")
    return redirect(url_for("work.failed"), 303)


@pages.post(f"{FAILED}/<int:job_id>/bo", P.RUN_AGAIN, load=get_job)
def give_up(job: Job) -> ResponseReturnValue:
    """Lay a dead job aside for good."""
    give_job_up(job, by=current_actor())
    flash(_("Đã bỏ việc này; nhật ký giữ lại lý do."), "ok")
    return redirect(url_for("work.failed"), 303)
