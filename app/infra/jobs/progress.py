"""How far a batch is, as people read it and as the bar on a page takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from app.infra.beats import worker_is_alive
from app.infra.jobs.batches import conclusion_of
from app.infra.jobs.enums import BatchState
from app.infra.jobs.kinds import kind_words

if TYPE_CHECKING:
    from app.infra.jobs.models import Batch


def progress_of(batch: Batch) -> dict[str, Any]:
    """Return what ``progress.js`` shows: numbers, words, and whether it is over or went wrong.

    The bar counts what is settled; a batch that nothing moves any more is finished, however.
    """
    return {
        "value": batch.total - batch.left,
        "maximum": batch.total,
        "words": counted_words(batch),
        "label": label_of(batch),
        "finished": batch.finished_at is not None,
        "failed": batch.failed > 0 or batch.state is BatchState.BROKEN,
    }


def counted_words(batch: Batch) -> str:
    """Return "75 trên 200", with what failed and what was stopped."""
    words = [_("%(done)s trên %(total)s", done=batch.done, total=batch.total)]
    if batch.failed:
        words.append(_("%(count)s không thành", count=batch.failed))
    if batch.cancelled:
        words.append(_("%(count)s đã dừng", count=batch.cancelled))
    return ", ".join(words)


def label_of(batch: Batch) -> str:
    """Say what is going on, or how it ended."""
    if batch.finished_at is not None:
        return _ended(batch)
    if not worker_is_alive():
        return _("Máy làm việc nền chưa chạy; việc sẽ tiếp tục khi nó chạy lại")
    if batch.state is BatchState.CANCELLED:
        return _("Đang dừng; phần đã bắt đầu thì làm nốt")
    kind = conclusion_of(batch.kind) if batch.state is BatchState.CONCLUDING else batch.kind
    return _under_way(kind_words(kind or batch.kind))


def _under_way(words: str) -> str:
    """Return "Đang gửi thư" of "Gửi thư"."""
    work = _(words)
    return _("Đang %(work)s", work=work[:1].lower() + work[1:])


def _ended(batch: Batch) -> str:
    if batch.state is BatchState.BROKEN:
        return _("Đã làm các phần nhưng chưa hoàn tất được")
    if batch.state is BatchState.CANCELLED:
        return _("Đã dừng theo yêu cầu")
    if batch.failed:
        return _("Đã làm xong, trừ %(count)s mục không thành", count=batch.failed)
    if batch.cancelled:
        return _("Đã làm xong, trừ %(count)s mục đã dừng", count=batch.cancelled)
    return _("Đã làm xong")
