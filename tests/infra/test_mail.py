from __future__ import annotations

import email
import logging
from datetime import timedelta
from email import policy
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
import time_machine
from aiosmtpd.controller import Controller

from app.infra.db.engine import db
from app.infra.db.units import unit_of_work
from app.infra.files.store import keep, path_of
from app.infra.jobs.enums import JobState
from app.infra.jobs.models import Job
from app.infra.jobs.worker import work_all, work_once
from app.infra.mail import delivery
from app.infra.mail.models import Enclosure, Mail, MailState
from app.infra.mail.outbox import (
    LARGEST_ENCLOSED,
    MOST_ENCLOSED,
    Enclosed,
    forget_links,
    get_mail,
    letters_kept,
    message_id,
    post,
    send_again,
    text_to_pass_on,
)
from app.kernel import clock
from app.kernel.errors import NotFound, RuleBroken
from app.kernel.media import FileKind
from ports import HeldPort

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from email.message import EmailMessage

    import flask_mail
    from flask import Flask

SUBJECT = "Hội đồng đã tiếp nhận hồ sơ STKT-XI-0214"
BODY = "Kính gửi ông Nguyễn Văn Ánh,\n\nHồ sơ đã được tiếp nhận.\n.\nTrân trọng."


class Relay:
    """A mail server that keeps what it takes, and answers as a test tells it to."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.senders: list[str] = []
        self.recipient_answer = "250 OK"
        self.data_answer = "250 OK"

    async def handle_RCPT(  # noqa: N802  # the name that aiosmtpd calls
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if self.recipient_answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.recipient_answer

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        if self.data_answer.startswith("250"):
            self.senders.append(envelope.mail_from)
            self.taken.append(email.message_from_bytes(envelope.content, policy=policy.default))
        return self.data_answer


@pytest.fixture
def relay(app: Flask, settings_with: Callable[..., None]) -> Iterator[Relay]:
    """A real SMTP server, to which the application is connected."""
    logging.getLogger("mail.log").setLevel(logging.WARNING)
    handler = Relay()
    with HeldPort() as port:
        controller = Controller(handler, hostname="127.0.0.1", port=port)
        controller.start()
        settings_with(
            mail_server="127.0.0.1", mail_port=port, mail_sender="Ban tổ chức <ban@vinhdanh.vn>"
        )
        yield handler
        controller.stop()


def post_one(key: str = "received:1", to: str = "an@donvi.vn", **over: Any) -> bool:
    with unit_of_work():
        return post(to, over.get("subject", SUBJECT), BODY, key=key, name="Nguyễn Văn Ánh")


def only_mail() -> Mail:
    db.session.rollback()
    query = sa.select(Mail).execution_options(populate_existing=True)
    return db.session.scalars(query).one()


def test_letter_arrives_whole_in_vietnamese(app: Flask, relay: Relay) -> None:
    assert post_one() is True
    assert relay.taken == []
    work_all()
    [letter] = relay.taken
    assert letter["Subject"] == SUBJECT
    assert letter["To"].addresses[0].display_name == "Nguyễn Văn Ánh"
    assert letter["To"].addresses[0].addr_spec == "an@donvi.vn"
    assert letter["From"].addresses[0].display_name == "Ban tổ chức"
    assert relay.senders == ["ban@vinhdanh.vn"]
    assert letter["Message-ID"] == message_id("received:1")
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content_type() == "text/plain"
    assert letter.get_content().splitlines() == BODY.splitlines()
    mail = only_mail()
    assert (mail.state, mail.attempts, mail.may_be_doubled) == (MailState.SENT, 1, False)
    assert mail.sent_at is not None


def test_same_key_writes_one_letter(app: Flask, relay: Relay) -> None:
    assert post_one() is True
    assert post_one() is False
    work_all()
    assert post_one() is False
    work_all()
    assert len(relay.taken) == 1


def test_letter_of_a_failed_unit_of_work_is_not_sent(app: Flask, relay: Relay) -> None:
    def happening() -> None:
        with unit_of_work():
            post("an@donvi.vn", SUBJECT, BODY, key="k")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        happening()
    work_all()
    assert relay.taken == []


@pytest.mark.parametrize(
    "to",
    [
        "an@donvi.vn\r\nBcc: all@donvi.vn",
        "an@donvi.vn, binh@donvi.vn",
        "An <an@donvi.vn>",
        '"a b"@donvi.vn',
        "ánh@donvi.vn",
        "an",
        "",
    ],
)
def test_unfit_address_makes_a_failed_letter_and_breaks_nothing(
    app: Flask, relay: Relay, to: str
) -> None:
    assert post_one(to=to) is True
    work_all()
    assert relay.taken == []
    assert only_mail().state is MailState.FAILED


def test_headers_cannot_be_injected(app: Flask, relay: Relay) -> None:
    with unit_of_work():
        post(
            "an@donvi.vn",
            "Chào\r\nBcc: all@donvi.vn\n\nThân giả",
            "Thân",
            key="k",
            name='Ánh\r\nCc: x@y.vn "<z@y.vn>',
        )
    work_all()
    [letter] = relay.taken
    assert letter["Bcc"] is None
    assert letter["Cc"] is None
    assert letter["Subject"] == "Chào Bcc: all@donvi.vn Thân giả"
    assert [a.addr_spec for a in letter["To"].addresses] == ["an@donvi.vn"]
    assert letter.get_content().strip() == "Thân"


def test_without_a_server_letters_are_kept(app: Flask) -> None:
    post_one()
    work_all()
    mail = only_mail()
    assert (mail.state, mail.attempts) == (MailState.KEPT, 0)


def test_kept_letter_can_be_sent_when_there_is_a_server(app: Flask, relay: Relay) -> None:
    post_one()
    mail = only_mail()
    with unit_of_work():
        mail.state = MailState.KEPT
    work_all()
    assert relay.taken == []
    with unit_of_work():
        send_again(only_mail())
    work_all()
    assert len(relay.taken) == 1


LINK = "https://vinhdanh.vn/lien-ket/kKq3_tok-en"


def post_link(key: str = "link:1") -> None:
    with unit_of_work():
        body = f"Xin mở liên kết sau:\n{LINK}\n\nTrân trọng."
        post("an@donvi.vn", "Mời", body, key=key, name="Ánh", one_time_link=LINK)


def test_a_sent_letter_no_longer_holds_its_one_time_link(app: Flask, relay: Relay) -> None:
    post_link()
    work_all()
    [letter] = relay.taken
    assert LINK in letter.get_content()
    mail = only_mail()
    assert mail.state is MailState.SENT
    assert LINK not in mail.text
    assert "Trân trọng." in mail.text
    assert mail.one_time_link == ""


def test_where_a_server_carries_letters_nobody_else_reads_a_link(app: Flask, relay: Relay) -> None:
    post_link()
    mail = only_mail()
    assert mail.state is MailState.QUEUED
    assert LINK not in text_to_pass_on(mail)
    relay.recipient_answer = "550 No such user"
    work_all()
    mail = only_mail()
    assert mail.state is MailState.FAILED
    assert LINK not in text_to_pass_on(mail)
    assert LINK in mail.text


def test_without_a_server_the_link_is_there_to_pass_on(app: Flask) -> None:
    post_link()
    work_all()
    assert LINK in text_to_pass_on(only_mail())


def test_a_letter_is_sent_again_with_its_link_after_a_crash(app: Flask, relay: Relay) -> None:
    post_link()
    with unit_of_work():
        only_mail().state = MailState.SUBMITTING
    work_all()
    assert LINK in relay.taken[0].get_content()


def test_a_letter_whose_link_was_replaced_is_not_sent(app: Flask, relay: Relay) -> None:
    post_link()
    with unit_of_work():
        forget_links(["link:1", "link:2"])
    work_all()
    assert relay.taken == []
    mail = only_mail()
    assert mail.state is MailState.FAILED
    assert mail.has_lost_its_link
    assert "liên kết mới" in mail.last_error


def test_refused_recipient_fails_at_once(app: Flask, relay: Relay) -> None:
    relay.recipient_answer = "550 No such user"
    post_one()
    work_all()
    mail = only_mail()
    assert mail.state is MailState.FAILED
    assert "550" in mail.last_error
    assert db.session.scalars(sa.select(Job.state)).one() is JobState.DONE


@pytest.mark.parametrize("answer", ["recipient_answer", "data_answer"])
def test_busy_relay_is_tried_again(app: Flask, relay: Relay, answer: str) -> None:
    setattr(relay, answer, "451 Try again later")
    post_one()
    work_all()
    mail = only_mail()
    assert (mail.state, mail.attempts) == (MailState.QUEUED, 1)
    setattr(relay, answer, "250 OK")
    with time_machine.travel(clock.now() + timedelta(minutes=1)):
        assert work_once() is True
    assert only_mail().state is MailState.SENT
    assert only_mail().may_be_doubled is False
    assert len(relay.taken) == 1


def test_silent_server_is_given_up_after_eight_attempts(
    app: Flask, settings_with: Callable[..., None]
) -> None:
    settings_with(mail_server="127.0.0.1", mail_port=1)
    post_one()
    moment = clock.now()
    for attempt in range(1, 9):
        with time_machine.travel(moment + attempt * timedelta(hours=6)):
            assert work_once() is True
    mail = only_mail()
    assert (mail.state, mail.attempts) == (MailState.FAILED, 8)
    assert "refused" in mail.last_error


def test_letter_found_submitting_is_sent_again_and_marked(app: Flask, relay: Relay) -> None:
    post_one()
    with unit_of_work():
        mail = only_mail()
        mail.state, mail.attempts = MailState.SUBMITTING, 1
    work_all()
    mail = only_mail()
    assert (mail.state, mail.attempts, mail.may_be_doubled) == (MailState.SENT, 2, True)
    assert len(relay.taken) == 1


def test_submitting_is_committed_before_the_conversation(
    app: Flask, relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    submit = delivery._submit

    def look_first(message: flask_mail.Message) -> None:
        with db.engine.connect() as other:
            seen.append(other.execute(sa.text("SELECT state FROM outbox")).scalar_one())
        submit(message)

    monkeypatch.setattr(delivery, "_submit", look_first)
    post_one()
    work_all()
    assert seen == ["submitting"]
    assert len(relay.taken) == 1


def test_message_id_is_the_same_each_time_and_differs_by_key(app: Flask) -> None:
    assert message_id("a") == message_id("a") != message_id("b")
    assert message_id("a").endswith("@localhost>")


def test_letter_is_found_by_number_or_not_at_all(app: Flask) -> None:
    post_one()
    assert get_mail(only_mail().id).subject == SUBJECT
    with pytest.raises(NotFound):
        get_mail(10**9)


def test_letters_of_a_rehearsal_are_kept_and_can_be_sent_later(app: Flask, relay: Relay) -> None:
    with unit_of_work(), letters_kept():
        post("khue@donvi.vn", SUBJECT, BODY, key="rehearsed")
    with unit_of_work():
        post("khue@donvi.vn", SUBJECT, BODY, key="real")
    work_all()
    assert len(relay.taken) == 1
    states = db.session.execute(sa.select(Mail.state).order_by(Mail.id)).scalars().all()
    assert states == [MailState.KEPT, MailState.SENT]
    with unit_of_work():
        send_again(db.session.scalars(sa.select(Mail).order_by(Mail.id).limit(1)).one())
    work_all()
    assert len(relay.taken) == 2


# ── files that go with a letter ──────────────────────────────────────────────────────────────

PAPER = b"%PDF-1.4\n%\xe2\xe3\n%%EOF\n"
PICTURE = b"\x89PNG\r\n\x1a\n..."


def post_with(*files: Enclosed, key: str = "with:1") -> bool:
    return post("an@donvi.vn", SUBJECT, BODY, key=key, enclosed=files)


def test_stored_files_arrive_with_the_letter_under_their_vietnamese_names(
    app: Flask, relay: Relay
) -> None:
    with unit_of_work():
        paper = Enclosed(keep(PAPER, FileKind.PDF), "Giấy chứng nhận số 12.pdf")
        picture = Enclosed(keep(PICTURE, FileKind.IMAGE), "ảnh; chụp.png")
        post_with(paper, picture)
        post_with(picture, key="with:2")
    work_all()
    letter, other = relay.taken
    body = letter.get_body()
    assert body is not None
    assert body.get_content().splitlines() == BODY.splitlines()
    arrived = [(p.get_filename(), p.get_content_type(), p.get_content()) for p in enclosed(letter)]
    assert arrived == [
        ("Giấy chứng nhận số 12.pdf", "application/pdf", PAPER),
        ("ảnh; chụp.png", "image/png", PICTURE),
    ]
    assert [part.get_filename() for part in enclosed(other)] == ["ảnh; chụp.png"]


def enclosed(letter: EmailMessage) -> list[Any]:
    return list(letter.iter_attachments())


def test_a_letter_that_stands_already_takes_no_second_copy_of_its_files(app: Flask) -> None:
    with unit_of_work():
        paper = Enclosed(keep(PAPER, FileKind.PDF), "a.pdf")
        assert [post_with(paper), post_with(paper)] == [True, False]
    assert db.session.scalars(sa.select(Enclosure.position)).all() == [1]


def test_a_letter_whose_file_is_gone_fails_and_says_so(app: Flask, relay: Relay) -> None:
    with unit_of_work():
        paper = keep(PAPER + b"gone", FileKind.PDF)
        post_with(Enclosed(paper, "a.pdf"))
    path_of(paper.sha256).unlink()
    work_all()
    mail = only_mail()
    assert relay.taken == []
    assert (mail.state, mail.last_error) == (MailState.FAILED, delivery.FILE_IS_GONE)


def test_more_than_a_letter_can_carry_is_refused(app: Flask) -> None:
    with unit_of_work():
        small = keep(PAPER, FileKind.PDF)
        assert post_with(*[Enclosed(small, "a.pdf")] * MOST_ENCLOSED, key="most")
        with pytest.raises(RuleBroken, match="nhiều nhất 10 tệp"):
            post_with(*[Enclosed(small, "a.pdf")] * (MOST_ENCLOSED + 1))
        small.size = LARGEST_ENCLOSED
        assert post_with(Enclosed(small, "a.pdf"), key="largest")
        other = keep(PICTURE, FileKind.IMAGE)
        with pytest.raises(RuleBroken, match="10 MB"):
            post_with(Enclosed(small, "a.pdf"), Enclosed(other, "b.png"))
