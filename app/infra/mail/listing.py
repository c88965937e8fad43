"""The outbox as the administrator reads it."""

from __future__ import annotations

from sqlalchemy import select

from app.infra.lists.columns import Kind, ListColumn
from app.infra.lists.listing import Listing
from app.infra.lists.narrowing import ListTabs
from app.infra.mail.models import Mail, MailState

# The words of each state, its tone and its icon.
STATE_WORDS: dict[MailState, tuple[str, str, str]] = {
    MailState.QUEUED: ("Đang chờ gửi", "info", "hourglass-split"),
    MailState.SUBMITTING: ("Đang gửi", "info", "send"),
    MailState.SENT: ("Đã gửi", "ok", "check-circle-fill"),
    MailState.FAILED: ("Gửi không được", "bad", "x-circle-fill"),
    MailState.KEPT: ("Giữ lại", "warn", "archive"),
}
MAILS = Listing(
    key=Mail.id,
    rows=select(Mail.id, Mail.subject, Mail.to_name, Mail.to_email, Mail.created_at, Mail.state),
    order=(Mail.id.desc(),),
    columns=(
        ListColumn(name="subject", label="Tiêu đề"),
        ListColumn(name="to", label="Người nhận"),
        ListColumn(name="created_at", label="Viết lúc", kind=Kind.INSTANT),
        ListColumn(name="state", label="Trạng thái"),
    ),
    tabs=ListTabs(
        Mail.state,
        labels={state: words for state, (words, *_look) in STATE_WORDS.items()},
        caption="Thư theo trạng thái",
        everything=tuple(MailState),
        urgent=frozenset({MailState.FAILED}),
    ),
)
"""The letters that go out, newest first."""
