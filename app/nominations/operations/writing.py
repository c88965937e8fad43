"""Writing a dossier. What is typed is kept as typed; it is judged when it is sent."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from app.audit.operations import operation, record, unfinished_work
from app.infra.db.engine import db
from app.kernel import clock
from app.kernel.errors import RuleBroken, WrongState
from app.kernel.vietnamese.text import clean_line
from app.nominations.enums import EDITABLE_STATES, NominationEvent, NominationState
from app.nominations.models import Answer, Attachment, Nomination, NominationPerson
from app.nominations.queries.dossiers import find_category, unit_ids_by_name
from app.nominations.rules.people import PersonEntry, entry_of, identity_of, typed_of
from app.programmes.enums import RoundState
from app.programmes.queries import latest_form
from app.programmes.rules.deadlines import submission_deadline
from app.questions.rules.answer import kept_as_typed
from app.registry.rules import folded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.infra.files.models import StoredFile
    from app.kernel.access import Actor
    from app.programmes.models import RequiredDocument, Round


NOT_RECEIVING = (
    "Đợt này hiện không nhận hồ sơ. Hãy xem lịch trên trang của đợt, hoặc hỏi thư ký ban tổ chức."
)
TOO_LATE = (
    "Đã quá hạn nộp. Những gì ông/bà viết vẫn được giữ nguyên; hãy liên hệ thư ký ban tổ chức."
)
SENT_ALREADY = "Hồ sơ đã nộp nên không sửa được nữa. Những gì vừa gõ chưa được ghi. Nếu cần sửa, hãy liên hệ ban tổ chức."
SUPPLEMENT_LATE = (
    "Đã quá hạn bổ sung. Những gì ông/bà viết vẫn được giữ nguyên; "
    "hãy liên hệ thư ký ban tổ chức để xin thêm thời gian."
)
TOO_MANY_FILES = "“{name}” nhận tối đa {most} tệp. Hãy bỏ một tệp trước khi tải tệp mới."
UNIT_HAS_SPOKEN = (
    "Đơn vị đề cử đã xác nhận hồ sơ này nên không đổi đơn vị được. "
    "Nếu cần đổi, hãy liên hệ thư ký ban tổ chức."
)
ONLY_DRAFTS = "Chỉ xóa được bản nháp chưa nộp. Hồ sơ đã nộp thì hãy dùng “Rút hồ sơ”."


def require_receiving(round_: Round) -> None:
    """Refuse when a round takes no dossiers now.

    Raises:
        WrongState: when the round is not open, or its deadline with grace has passed.
    """
    if round_.state is not RoundState.OPEN or round_.closes_at is None:
        raise WrongState(NOT_RECEIVING)
    now = clock.now()
    if round_.opens_at is not None and now < round_.opens_at:
        raise WrongState(NOT_RECEIVING)
    if not submission_deadline(round_.closes_at, round_.grace_minutes).is_open(now):
        raise WrongState(TOO_LATE)


class Written(Protocol):
    """A dossier as far as the writing of it asks in which state it is."""

    @property
    def state(self) -> NominationState:
        """Where it stands."""
        ...


def require_editable(nomination: Written) -> None:
    """Refuse to change a dossier that is not in its author's hands.

    Nothing typed is lost: a draft may be written after the deadline, and a supplement after its
    date; only sending them is refused then.

    Raises:
        WrongState: when it was sent.
    """
    if nomination.state not in EDITABLE_STATES:
        raise WrongState(SENT_ALREADY)


def require_supplement_in_time(nomination: Nomination) -> None:
    """Refuse a supplement one second after its date.

    Raises:
        WrongState: naming whom to ask.
    """
    due = nomination.supplement_due_at
    if due is not None and not submission_deadline(due, 0).is_open(clock.now()):
        raise WrongState(SUPPLEMENT_LATE)


@operation
def begin_nomination(
    round_: Round,
    *,
    by: Actor,
    title: str = "",
    unit_id: int | None = None,
    people: Sequence[PersonEntry] = (),
) -> Nomination:
    """Begin a dossier in a round that receives dossiers.

    Raises:
        WrongState: when the round does not.
    """
    require_receiving(round_)
    now = clock.now()
    nomination = Nomination(
        round=round_,
        form=latest_form(round_.id),
        state=NominationState.DRAFT,
        unit_id=unit_id,
        owner_id=by.account_id,
        created_at=now,
        saved_at=now,
        summary="",
        accepted_declaration=False,
        people_draft=[],
        answers=[],
        people=[],
        attachments=[],
    )
    _entitle(nomination, title)
    db.session.add(nomination)
    save_people(nomination, people)
    record(NominationEvent.BEGUN, nomination, by=by, round_id=round_.id)
    return nomination


def _entitle(nomination: Nomination, title: str) -> None:
    nomination.title = clean_line(kept_as_typed(title))


@unfinished_work
def save_basics(
    nomination: Nomination,
    *,
    title: str,
    summary: str,
    category_id: int | None,
    unit_id: int | None,
) -> None:
    """Keep title, summary, category and nominating unit.

    Raises:
        RuleBroken: for a category of another round, or another unit than the one that gave its
            word, which a supplement must not get round.
    """
    require_editable(nomination)
    if nomination.endorsed_at is not None and unit_id != nomination.unit_id:
        raise RuleBroken(UNIT_HAS_SPOKEN, field="unit")
    if category_id is not None and find_category(nomination.round_id, category_id) is None:
        raise RuleBroken("Hãy chọn một lĩnh vực của đợt này.", field="category")
    _entitle(nomination, title)
    nomination.summary = kept_as_typed(summary)
    nomination.category_id = category_id
    nomination.unit_id = unit_id
    nomination.saved_at = clock.now()


@unfinished_work
def save_answers(nomination: Nomination, answers: Mapping[str, str]) -> None:
    """Keep what was typed at some questions, whether it is in order or not."""
    require_editable(nomination)
    kept = {answer.question: answer for answer in nomination.answers}
    for question, typed in answers.items():
        value = kept_as_typed(typed)
        if question in kept:
            kept[question].value = value
            kept[question].edition += 1
        elif value:
            nomination.answers.append(Answer(question=question, value=value))
    nomination.saved_at = clock.now()


def save_typed_people(nomination: Nomination, rows: Sequence[Mapping[str, str]]) -> None:
    """Keep what was typed about people word for word, and what can be understood of it as rows."""
    entries = [entry_of(row) for row in rows]
    units = unit_ids_by_name({folded(entry.unit_name) for entry in entries if entry.unit_name})
    known = [replace(e, unit_id=units.get(folded(e.unit_name))) for e in entries]
    save_people(nomination, known, typed=rows)


@unfinished_work
def save_people(
    nomination: Nomination,
    people: Sequence[PersonEntry],
    *,
    typed: Sequence[Mapping[str, str]] | None = None,
) -> None:
    """Keep who is named, in this order, and the words in which it was typed.

    Rows are filled in place; who was linked to the registry stays linked while the name stays.
    """
    require_editable(nomination)
    words = [typed_of(entry) for entry in people] if typed is None else typed
    nomination.people_draft = [dict(row) for row in words]
    linked = {identity_of(row.full_name, row.email): row.person_id for row in nomination.people}
    rows = list(nomination.people)
    for place, entry in enumerate(people, 1):
        if place > len(rows):
            rows.append(NominationPerson(position=place, full_name=""))
            nomination.people.append(rows[-1])
        _fill_person(rows[place - 1], entry)
        rows[place - 1].person_id = entry.person_id or linked.get(
            identity_of(entry.full_name, entry.email)
        )
    for surplus in rows[len(people) :]:
        nomination.people.remove(surplus)
    nomination.saved_at = clock.now()


def _fill_person(row: NominationPerson, entry: PersonEntry) -> None:
    row.full_name = entry.full_name
    row.role = entry.role
    row.birth_date, row.gender = entry.birth_date, entry.gender
    row.unit_id, row.unit_name = entry.unit_id, entry.unit_name
    row.position_title = entry.position_title
    row.degree = entry.degree
    row.contribution = entry.contribution
    row.email = entry.email.strip().lower()
    row.phone = entry.phone


@unfinished_work
def accept_declaration(nomination: Nomination, *, accepted: bool) -> None:
    """Keep whether the author accepted the declaration (*lời cam đoan*)."""
    require_editable(nomination)
    nomination.accepted_declaration = accepted
    nomination.saved_at = clock.now()


@operation
def attach_file(
    nomination: Nomination,
    document: RequiredDocument,
    stored: StoredFile,
    file_name: str,
    *,
    by: Actor,
) -> Attachment:
    """Attach a stored file under one of the round's documents; the same file twice is one.

    Raises:
        RuleBroken: when the document already has as many files as it takes.
    """
    require_editable(nomination)
    there = [a for a in nomination.attachments if a.document == document.code]
    same = next((a for a in there if a.stored_file_id == stored.id), None)
    if same is None and len(there) >= document.max_files:
        sentence = TOO_MANY_FILES.format(name=document.name, most=document.max_files)
        raise RuleBroken(sentence, field=f"file_{document.code}")
    attachment = same or Attachment(
        document=document.code,
        stored=stored,
        stored_file_id=stored.id,
        file_name=file_name,
        added_at=clock.now(),
    )
    if same is None:
        nomination.attachments.append(attachment)
    nomination.saved_at = clock.now()
    db.session.flush()
    record(
        NominationEvent.FILE_ATTACHED,
        nomination,
        by=by,
        document=document.code,
        sha256=stored.sha256,
    )
    return attachment


@operation
def remove_attachment(nomination: Nomination, attachment: Attachment, *, by: Actor) -> None:
    """Take a file out of a dossier; the stored bytes stay, other dossiers may hold them."""
    require_editable(nomination)
    nomination.attachments.remove(attachment)
    nomination.saved_at = clock.now()
    record(
        NominationEvent.FILE_REMOVED,
        nomination,
        by=by,
        document=attachment.document,
        sha256=attachment.stored.sha256,
    )


@operation
def discard_draft(nomination: Nomination, *, by: Actor) -> None:
    """Throw away a draft that was never sent.

    Raises:
        WrongState: when it was sent once.
    """
    if nomination.state is not NominationState.DRAFT:
        raise WrongState(ONLY_DRAFTS)
    record(NominationEvent.DISCARDED, nomination, by=by, round_id=nomination.round_id)
    db.session.delete(nomination)
