"""A whole round, from its draft to the archive, through the operations that the pages call."""

from __future__ import annotations

import itertools
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from app.audit.cli import first_fault
from app.audit.models import AuditEntry
from app.certificates.enums import CertificateState
from app.certificates.models import Certificate
from app.certificates.operations.issue import issue_certificates
from app.certificates.operations.revocation import revoke_certificate
from app.certificates.queries import get_certificate
from app.councils.enums import SeatRole
from app.infra.db.engine import db
from app.infra.files.store import keep, open_stored
from app.infra.jobs.worker import work_all
from app.infra.mail.models import Mail
from app.kernel import clock
from app.kernel.access import Role
from app.kernel.errors import RuleBroken, WrongState
from app.kernel.media import FileKind
from app.nominations.enums import NominationState as N
from app.nominations.operations.screening import accept_nomination, ask_supplement
from app.nominations.operations.submission import (
    endorse_nomination,
    return_nomination,
    submit_nomination,
)
from app.nominations.operations.writing import (
    accept_declaration,
    attach_file,
    begin_nomination,
    save_answers,
    save_basics,
)
from app.nominations.queries.dossiers import get_nomination, get_nomination_to_change
from app.nominations.rules.people import PersonEntry
from app.programmes.enums import RoundState as R
from app.programmes.enums import StageState
from app.programmes.operations.drafts import draft_round
from app.programmes.operations.steps import (
    archive_round,
    close_round,
    close_stage,
    open_round,
    start_judging,
    start_screening,
)
from app.programmes.queries import get_round_in_full
from app.results.models import Award
from app.results.operations.decision import DecisionEntry, decide_results, propose_results
from app.results.operations.ranking import publish_results, rank_round
from app.results.operations.rulings import rule_tie
from app.results.queries.outcome import outcome_of
from app.scoring.operations.assignments import assign_by_hand
from app.scoring.operations.autosave import save_points
from app.scoring.operations.sheets import submit_sheet
from app.scoring.queries.sheet_to_save import get_sheet_to_save
from app.scoring.queries.worklist import get_own_sheet
from app.series.models import NumberSeries
from app.series.rules import ORGANISER
from tests.architecture.world import PDF
from tests.factories.accounts import actor_for, make_account
from tests.factories.councils import judge_on, make_council, make_seat
from tests.factories.nominations import answer_to
from tests.factories.organiser import make_organiser, make_signatory
from tests.factories.programmes import small_plan, small_section
from tests.factories.registry import make_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask

    from app.councils.models import Seat
    from app.kernel.access import Actor
    from app.programmes.models import Round
    from app.scoring.models import Assignment

# Shares of the maximum: the second and the third tie, in the total and in the first criterion.
SHARES = ("0.95", "0.825", "0.825", "0.50")
TITLES = ("Máy sàng ngao", "Kính lọc nước mỏ", "Sợi quang báo sạt lở", "Bản đồ ba kích")
NAMES = ("Lê Thuỵ Khuê", "Hoàng Đình Ngữ", "Bùi Thế Duyệt", "Đặng Thị Quỳnh Ngưỡng")


class Story:
    """The people of one round and what they do, step by step, each step committed."""

    def __init__(self) -> None:
        self.unit = make_unit(name="Trường Đại học Yên Lập")
        self.author = actor_for(make_account(email="tac.gia@vidu.vn"))
        self.contact = actor_for(make_account(email="dau.moi@vidu.vn", units=[self.unit]))
        self.secretary = actor_for(make_account(Role.SECRETARY, email="thu.ky@vidu.vn"))
        self.leader = actor_for(make_account(Role.LEADER, email="lanh.dao@vidu.vn"))
        make_signatory(make_organiser())
        plan = small_plan(needs_endorsement=True)
        self.round_id = draft_round(plan, by=self.secretary).id
        self.dossiers: list[int] = []
        self.seats: list[Seat] = []
        self.judges: dict[int, Actor] = {}
        db.session.commit()

    @property
    def round(self) -> Round:
        """The round as it is now."""
        return get_round_in_full(self.round_id)

    @property
    def chair(self) -> Actor:
        """The chair of the council."""
        return self.judges[self.seats[0].id]

    def take(self, step: Callable[..., object], *words: object, by: Actor | None = None) -> None:
        """Take a step of the round and commit it."""
        step(self.round, *words, by=by or self.secretary)
        db.session.commit()

    def write_dossier(self, place: int) -> int:
        """Begin, write and fill a dossier."""
        people = [PersonEntry(full_name=NAMES[place], email=f"nguoi{place}@vidu.vn",
                              role="Tác giả", contribution=Decimal(100))]  # fmt: skip
        nomination = begin_nomination(
            self.round, by=self.author, title=TITLES[place], people=people
        )
        save_basics(
            nomination,
            title=TITLES[place],
            summary="Giải pháp rẻ, bền, làm được tại chỗ.",
            category_id=self.round.categories[0].id,
            unit_id=self.unit.id,
        )
        asked = [question for question in small_section().questions if question.required]
        save_answers(nomination, {q.code: answer_to(q) for q in asked})
        accept_declaration(nomination, accepted=True)
        stored = keep(PDF + NAMES[place].encode(), FileKind.PDF, pages=1)
        document = self.round.documents[0]
        attach_file(nomination, document, stored, "Phiếu.pdf", by=self.author)
        db.session.commit()
        return nomination.id

    def form_council(self) -> None:
        """Form a council of a chair and two members."""
        council = make_council(self.round, by=self.secretary)
        roles = (SeatRole.CHAIR, SeatRole.MEMBER, SeatRole.MEMBER)
        self.seats = [make_seat(council, role) for role in roles]
        self.judges = {seat.id: judge_on(seat) for seat in self.seats}
        db.session.commit()

    def assignments(self) -> list[tuple[Assignment, Seat, str]]:
        """Assign every dossier to every judge; return each with the share it will get."""
        stage = self.round.stages[0]
        made = []
        for number, share in zip(self.dossiers, SHARES, strict=True):
            for seat in self.seats:
                nomination = get_nomination(number)
                assignment = assign_by_hand(stage, seat, nomination, by=self.secretary)
                made.append((assignment, seat, share))
        db.session.commit()
        return made

    def send_sheet(self, assignment: Assignment, seat: Seat, share: str) -> None:
        """Write a sheet and send it, as its judge does."""
        judge = self.judges[seat.id]
        points = {c.code: c.max_points * Decimal(share) for c in self.round.final_stage.criteria}
        sheet = get_sheet_to_save(assignment.id, judge)
        saved = save_points(sheet, points, "Có số liệu đo đạc.", version=0)
        assert not saved.problems
        db.session.commit()
        db.session.expire_all()
        submit_sheet(get_own_sheet(assignment.id, judge), version=1, by=judge)
        db.session.commit()


@pytest.fixture
def story(app: Flask) -> Story:
    return Story()


def _letters() -> list[tuple[str, str]]:
    rows = db.session.execute(select(Mail.to_email, Mail.subject).order_by(Mail.id)).all()
    return [(row[0], row[1]) for row in rows]


def _receive(story: Story) -> None:
    """Four dossiers arrive by way of their unit; one comes back for changes and again."""
    story.dossiers = [story.write_dossier(place) for place in range(len(TITLES))]
    for number in story.dossiers:
        submit_nomination(get_nomination_to_change(number), by=story.author)
        db.session.commit()
        assert get_nomination(number).state is N.AWAITING_ENDORSEMENT
    first = get_nomination_to_change(story.dossiers[0])
    return_nomination(first, "Ghi rõ nơi áp dụng.", by=story.contact)
    db.session.commit()
    submit_nomination(get_nomination_to_change(first.id), by=story.author)
    db.session.commit()
    for number in story.dossiers:
        endorse_nomination(get_nomination_to_change(number), by=story.contact)
        db.session.commit()
        assert get_nomination(number).state is N.SUBMITTED


def _screen(story: Story) -> None:
    """The secretary asks one for more, and finds all of them in order."""
    wanted = get_nomination_to_change(story.dossiers[1])
    due_at = clock.now().replace(year=clock.now().year + 1, day=1)
    ask_supplement(wanted, "Bổ sung xác nhận áp dụng.", due_at, by=story.secretary)
    db.session.commit()
    assert get_nomination(wanted.id).state is N.SUPPLEMENT_WANTED
    submit_nomination(get_nomination_to_change(wanted.id), by=story.author)
    db.session.commit()
    for number in story.dossiers:
        accept_nomination(get_nomination_to_change(number), by=story.secretary)
        db.session.commit()
        assert get_nomination(number).state is N.ELIGIBLE


def _judge(story: Story) -> None:
    """Every judge sends a sheet for every dossier; none is taken once the stage is closed."""
    sheets = story.assignments()
    for assignment, seat, share in sheets:
        story.send_sheet(assignment, seat, share)
    stage = story.round.stages[0]
    close_stage(stage, by=story.secretary)
    db.session.commit()
    assert story.round.stages[0].state is StageState.CLOSED
    judge, number = story.chair, sheets[0][0].id
    with pytest.raises(WrongState):
        submit_sheet(get_own_sheet(number, judge), version=2, by=judge)
    db.session.rollback()


def _break_the_tie(story: Story) -> None:
    """No proposal leaves while a tie waits for the chair, who puts it in order."""
    waiting = outcome_of(story.round).outcome.allocation.unresolved
    if waiting:
        with pytest.raises(RuleBroken):
            propose_results(story.round, by=story.secretary)
        db.session.rollback()
    tied = [get_nomination(story.dossiers[place]) for place in (2, 1)]
    rule_tie(story.round, tied, "Đã áp dụng ở ba huyện.", by=story.chair)
    db.session.commit()
    assert outcome_of(story.round).outcome.allocation.unresolved == ()


def _decide(story: Story) -> None:
    entry = DecisionEntry("47/QĐ-UBND", clock.today(), "Ủy ban nhân dân tỉnh")
    story.take(decide_results, entry, by=story.leader)


def _screen_and_seat(story: Story) -> None:
    _screen(story)
    story.form_council()
    story.take(start_judging)


def _judge_and_rank(story: Story) -> None:
    _judge(story)
    story.take(rank_round)


def _receive_and_close(story: Story) -> None:
    _receive(story)
    story.take(close_round)


def _settle_and_publish(story: Story) -> None:
    _break_the_tie(story)
    story.take(publish_results)


# What leads from each state of a round to the next.
CHAPTERS: tuple[Callable[[Story], None], ...] = (
    lambda story: story.take(open_round),
    _receive_and_close,
    lambda story: story.take(start_screening),
    _screen_and_seat,
    _judge_and_rank,
    _settle_and_publish,
    lambda story: story.take(propose_results),
    _decide,
    lambda story: story.take(issue_certificates),
    lambda story: story.take(archive_round),
)


def _states(story: Story) -> Iterator[R]:
    """Go through the whole life of the round; yield its state after every chapter."""
    yield story.round.state
    for chapter in CHAPTERS:
        chapter(story)
        yield story.round.state


@pytest.mark.long
def test_a_round_goes_from_its_draft_to_the_archive(story: Story) -> None:
    assert list(_states(story)) == list(R)
    _check_awards(story)
    _check_certificates(story)
    _check_letters(story)
    _check_log(story)


def _check_awards(story: Story) -> None:
    rows = db.session.execute(select(Award).order_by(Award.position)).scalars().all()
    order = [story.dossiers[place] for place in (0, 2, 1)]
    assert [row.nomination_id for row in rows] == order
    assert [row.level for row in rows] == ["Giải Nhất", "Giải Nhì", "Giải Nhì"]
    assert [row.money for row in rows] == [40_000_000, 32_000_000, 32_000_000]


def _counted() -> int:
    """Return how far the register of certificates has come."""
    register = NumberSeries.body == ORGANISER
    return db.session.execute(select(NumberSeries.last_number).where(register)).scalar_one()


def _check_certificates(story: Story) -> None:
    work_all()
    db.session.expire_all()
    rows = db.session.execute(select(Certificate).order_by(Certificate.number)).scalars().all()
    assert [row.number for row in rows] == [1, 2, 3]
    assert [row.recipient for row in rows] == [NAMES[0], NAMES[2], NAMES[1]]
    assert _counted() == len(rows)
    assert len({row.verification_code for row in rows}) == len(rows)
    assert all(row.state is CertificateState.VALID for row in rows)
    assert all(row.file_id is not None for row in rows)
    certificate = get_certificate(rows[0].id)
    assert certificate.file is not None
    with open_stored(certificate.file.sha256) as paper:
        assert paper.read(5) == b"%PDF-"
    revoke_certificate(certificate, "Ghi sai tên giải pháp.", by=story.secretary)
    db.session.commit()
    assert _counted() == len(rows)


def _check_letters(story: Story) -> None:
    """Everybody heard what concerns them, and nobody anything twice."""
    letters = _letters()
    to = [address for address, _subject in letters]
    receipts = [s for address, s in letters if address == story.author.email]
    assert len(receipts) >= len(story.dossiers)
    assert to.count("dau.moi@vidu.vn") >= len(story.dossiers)
    for place, number in enumerate(story.dossiers):
        assert f"nguoi{place}@vidu.vn" in to
        code = str(get_nomination(number).code)
        assert any(code in subject for subject in receipts), code
    keys = db.session.execute(select(Mail.dedupe)).scalars().all()
    assert len(set(keys)) == len(keys)


def _check_log(story: Story) -> None:
    """The log is whole; the steps of the round stand in it in their order, each with its doer."""
    assert first_fault() is None
    entries = (
        db.session.execute(
            select(AuditEntry)
            .where(AuditEntry.thing == "Round", AuditEntry.thing_id == story.round_id)
            .order_by(AuditEntry.number)
        )
        .scalars()
        .all()
    )
    moments = [entry.at for entry in entries]
    assert all(before <= after for before, after in itertools.pairwise(moments))
    tags = [entry.tag.rpartition(":")[2] for entry in entries]
    steps = ["drafted", "opened", "closed", "screening_started", "judging_started", "ranked",
             "published", "proposed", "decided", "awarded", "archived"]  # fmt: skip
    assert [tag for tag in tags if tag in steps] == steps
    assert all(entry.by_name for entry in entries)
    decided = next(entry for entry in entries if entry.tag.endswith(":decided"))
    assert decided.by_account == story.leader.account_id
