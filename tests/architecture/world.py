"""One world with a round in every stage of its life, and somebody at every desk."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from app.accounts.enums import REGISTRATION
from app.accounts.operations.links import Invitation, invite
from app.accounts.operations.tokens import Holder, grant_link
from app.accounts.rules.grants import Grants
from app.certificates.enums import MAKE
from app.certificates.operations.issue import issue_certificates
from app.certificates.queries import certificates_of_batch
from app.councils.enums import SeatRole
from app.councils.queries import get_seat
from app.infra.beats import WorkerBeat
from app.infra.db.engine import db
from app.infra.files.store import keep
from app.infra.jobs.destinations import Destination
from app.infra.jobs.enums import BatchState, JobState, Queue
from app.infra.jobs.models import Batch, Job
from app.infra.jobs.worker import work_all
from app.infra.mail.models import Mail
from app.kernel import clock
from app.kernel.access import Role
from app.kernel.media import FileKind
from app.nominations.enums import NominationState as N
from app.nominations.models import Attachment
from app.organiser.operations import change_emblem
from app.programmes.enums import RoundState as R
from app.programmes.operations.steps import close_stage
from app.programmes.rules.plan import PrizePlan, StagePlan
from app.results.operations.decision import DecisionEntry, decide_results, propose_results
from app.results.operations.ranking import rank_round
from app.results.operations.rulings import rule_downgrade
from app.scoring.operations.assignments import assign_by_hand
from app.scoring.operations.autosave import save_points
from app.scoring.queries.sheet_to_save import get_sheet_to_save
from tests.factories.accounts import actor_for, make_account
from tests.factories.conflicts import make_conflict
from tests.factories.councils import SECRETARY, judge_on, make_council, make_seat
from tests.factories.nominations import make_nomination, make_share_question
from tests.factories.organiser import make_organiser, make_signatory
from tests.factories.programmes import make_round
from tests.factories.registry import make_person, make_unit
from tests.factories.scoring import make_sheet

if TYPE_CHECKING:
    from app.accounts.models import Account
    from app.councils.models import Council, Seat
    from app.nominations.models import Nomination
    from app.programmes.models import Round
    from app.scoring.models import Assignment

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000002000001e5274de70000000049454e44ae426082"
)
PRIZES = (
    PrizePlan("Giải Nhất", quantity=1, min_score=Decimal(30), money=40_000_000),
    PrizePlan("Giải Nhì", quantity=5, min_score=Decimal(10), money=32_000_000),
)
PERSONAS = (
    "stranger",
    "nominee",
    "author",
    "coauthor",
    "unit_contact",
    "other_contact",
    "judge",
    "other_judge",
    "chair",
    "secretary",
    "leader",
    "admin",
    # Hold a role and are named in every dossier that was sent.
    "named_secretary",
    "named_leader",
)


@dataclass
class World:
    """Who is there, and which number or word names which thing."""

    accounts: dict[str, Account] = field(default_factory=dict)
    names: dict[str, int | str] = field(default_factory=dict)

    def enter(self, name: str, thing: int | str) -> None:
        """Give a thing a name by which tests find it."""
        self.names[name] = thing


def make_world() -> World:
    """Make the world in the current database and commit it."""
    world = World()
    _enter_accounts(world)
    _enter_organiser(world)
    _enter_receiving_round(world)
    _enter_rounds_without_dossiers(world)
    _enter_judging_round(world)
    _enter_ranked_round(world)
    _enter_concluded_rounds(world)
    _enter_letters(world)
    _enter_work(world)
    # A worker that lives as long as somebody walks through this world.
    db.session.add(WorkerBeat(name="may-chu", beat_at=clock.now() + timedelta(hours=1)))
    db.session.commit()
    return world


def _enter_accounts(world: World) -> None:
    unit, other_unit = make_unit(name="Trường Đại học Yên Lập"), make_unit(name="Sở Y tế")
    plain = ("nominee", "author", "coauthor", "judge", "other_judge", "chair")
    world.accounts = {name: make_account(email=f"{name}@vidu.vn") for name in plain}
    world.accounts |= {
        "unit_contact": make_account(email="dau.moi@vidu.vn", units=[unit]),
        "other_contact": make_account(email="dau.moi.khac@vidu.vn", units=[other_unit]),
        "secretary": make_account(Role.SECRETARY, email="thu.ky@vidu.vn"),
        "leader": make_account(Role.LEADER, email="lanh.dao@vidu.vn"),
        "admin": make_account(Role.ADMIN, email="quan.tri@vidu.vn"),
        "named_secretary": make_account(Role.SECRETARY, email="thu.ky.du.thi@vidu.vn"),
        "named_leader": make_account(Role.LEADER, email="lanh.dao.du.thi@vidu.vn"),
    }
    world.enter("unit", unit.id)
    world.enter("person", make_person(full_name="Lê Thuỵ Khuê").id)
    world.enter("account", world.accounts["nominee"].id)


def _enter_organiser(world: World) -> None:
    organiser = make_organiser()
    change_emblem(organiser, keep(PNG, FileKind.IMAGE).sha256, by=SECRETARY)
    world.enter("signatory", make_signatory(organiser).id)
    make_signatory(organiser, "Hà Thế Khuyến")


def _enter_receiving_round(world: World) -> None:
    """Enter an open round with a dossier of the author in every state before screening."""
    round_ = make_round(
        state=R.OPEN, needs_endorsement=True, name="Hội thi đang nhận", short_code="HTDN"
    )
    _enter_round(world, "receiving", round_)
    for state in (N.DRAFT, N.SUBMITTED, N.AWAITING_ENDORSEMENT, N.SUPPLEMENT_WANTED, N.RETURNED):
        nomination = _dossier(world, round_, state)
        world.enter(f"nomination_{state.value}", nomination.id)
        world.enter(f"attachment_{state.value}", nomination.attachments[0].id)
        if state is N.SUBMITTED:
            world.enter("share_token", make_share_question(nomination))


def _enter_rounds_without_dossiers(world: World) -> None:
    names = {
        "draft": R.DRAFT,
        "closed": R.CLOSED,
        "screening": R.SCREENING,
        "archived": R.ARCHIVED,
    }
    for name, state in names.items():
        _enter_round(world, name, make_round(state=state, name=f"Đợt {name}"))


def _enter_judging_round(world: World) -> None:
    """Enter a round in judging: one sheet being written, one sent, one judge in conflict."""
    stages = (StagePlan("so_khao", "Sơ khảo", pass_count=1), StagePlan("chung_khao", "Chung khảo"))
    round_ = make_round(state=R.JUDGING, name="Hội thi đang chấm", short_code="HTDC", stages=stages)
    _enter_round(world, "judging", round_)
    council, seats = _council(world, round_)
    first, second = (_dossier(world, round_, N.ELIGIBLE) for _ in range(2))
    conflict = make_conflict(seats[3], first)
    drafted, sent = (_assigned(round_, seats[1], dossier) for dossier in (first, second))
    _draft_sheet(drafted, seats[1])
    make_sheet(sent, _points(round_, "0.7"))
    _assigned(round_, seats[2], first)
    world.names |= {
        "stage": round_.stages[0].id,
        "council": council.id,
        "seat": seats[2].id,
        "conflict": conflict.id,
        "nomination_judged": first.id,
        "assignment_drafted": drafted.id,
        "assignment_sent": sent.id,
        "judged_attachment": first.attachments[0].id,
    }
    other = make_round(state=R.JUDGING, name="Hội thi khác đang chấm", short_code="HTK")
    _enter_round(world, "other_judging", other)
    seat = make_seat(make_council(other), SeatRole.CHAIR, person=_person(world, "other_judge"))
    _assigned(other, seat, _dossier(world, other, N.ELIGIBLE))


def _enter_ranked_round(world: World) -> None:
    """Enter a ranked round with a tie that waits for the chair, and a ruling."""
    round_, dossiers = _judged_round(world, "ranked", ("0.9", "0.4", "0.4"))
    chair = judge_on(world_seat(world, "ranked"), world.accounts["chair"])
    ruling = rule_downgrade(round_, dossiers[0], "Giải Nhì", "Chưa đủ minh chứng.", by=chair)
    world.names |= {"ruling": ruling.id, "nomination_ranked": dossiers[0].id, "tied_rank": 2}


def _enter_concluded_rounds(world: World) -> None:
    """Enter a proposed round, a decided one, and one with its certificates made."""
    entry = DecisionEntry("47/QĐ-UBND", clock.today(), "Ủy ban nhân dân tỉnh")
    leader = actor_for(world.accounts["leader"])
    _proposed_round(world, "proposed")
    decide_results(_proposed_round(world, "decided")[0], entry, by=leader)
    round_, dossiers = _proposed_round(world, "awarded")
    decide_results(round_, entry, by=leader)
    batch = issue_certificates(round_, by=SECRETARY)
    db.session.commit()
    work_all()
    certificate = certificates_of_batch(batch.id)[0]
    world.names |= {
        "certificate": certificate.id,
        "certificate_code": certificate.verification_code,
        "nomination_awarded": dossiers[0].id,
    }


def _enter_letters(world: World) -> None:
    _link, token = grant_link(REGISTRATION, None, Holder("moi@vidu.vn", "Người Mới"))
    world.enter("token", token)
    invitation = Invitation("duoc.moi@vidu.vn", "Người Được Mời", Grants())
    invite(invitation, by=actor_for(world.accounts["admin"]))
    mail = db.session.query(Mail).order_by(Mail.id).first()
    assert mail is not None
    world.enter("mail", mail.id)


def _enter_work(world: World) -> None:
    """Enter a batch that the secretary started, with a file, and a job that died."""
    stored = keep(PDF, FileKind.PDF, pages=1)
    batch = Batch(
        kind=MAKE,
        title="Giấy chứng nhận",
        state=BatchState.FINISHED,
        per_job=25,
        by_account=world.accounts["secretary"].id,
        by_name="Thư ký",
        back_to=asdict(Destination("Trang chủ", "web.home")),
        result={"words": "Tải tệp", "file_name": "tap-in.pdf"},
        result_file_id=stored.id,
        started_at=clock.now(),
        finished_at=clock.now(),
    )
    moment = clock.now()
    dead = Job(
        kind=MAKE,
        queue=Queue.PAPER,
        payload={},
        state=JobState.DEAD,
        run_after=moment,
        created_at=moment,
        finished_at=moment,
    )
    db.session.add_all([batch, dead])
    db.session.flush()
    world.names |= {"batch": batch.id, "job": dead.id}


# ── the pieces ───────────────────────────────────────────────────────────────────────────────


def _enter_round(world: World, name: str, round_: Round) -> None:
    world.enter(f"round_{name}", round_.id)
    world.enter(f"slug_{name}", round_.slug)


def _person(world: World, name: str) -> object:
    return world.accounts[name].person


def _dossier(world: World, round_: Round, state: N) -> Nomination:
    """Make a dossier of the author and the co-author, with a file.

    One that was sent names two more, who hold a role.
    """
    sent = state is not N.DRAFT
    named = ("author", "coauthor", *(("named_secretary", "named_leader") if sent else ()))
    people = [world.accounts[name].person for name in named]
    nomination = make_nomination(
        round_,
        state=state,
        people=[person.full_name for person in people],
        owner_id=world.accounts["author"].id,
        unit_id=world.names["unit"],
    )
    for row, person in zip(nomination.people, people, strict=True):
        row.person_id, row.email = person.id, person.email or ""
    stored = keep(PDF + str(nomination.id).encode(), FileKind.PDF, pages=1)
    attachment = Attachment(
        document="phieu",
        stored=stored,
        stored_file_id=stored.id,
        file_name="Phiếu đăng ký.pdf",
        added_at=clock.now(),
    )
    nomination.attachments.append(attachment)
    db.session.flush()
    return nomination


def _council(world: World, round_: Round) -> tuple[Council, list[Seat]]:
    """Form a council of the chair, the judge and two others."""
    council = make_council(round_)
    chair = make_seat(council, SeatRole.CHAIR, person=_person(world, "chair"))
    judge = make_seat(council, person=_person(world, "judge"))
    return council, [chair, judge, make_seat(council), make_seat(council)]


def _assigned(round_: Round, seat: Seat, nomination: Nomination, stage: int = 0) -> Assignment:
    return assign_by_hand(round_.stages[stage], seat, nomination, by=SECRETARY)


def _points(round_: Round, share: str) -> dict[str, Decimal]:
    return {each.code: each.max_points * Decimal(share) for each in round_.first_stage.criteria}


def _draft_sheet(assignment: Assignment, seat: Seat) -> None:
    sheet = get_sheet_to_save(assignment.id, judge_on(seat))
    save_points(sheet, {"moi": "40"}, "Ý tưởng tốt.", version=0)


def _judged_round(
    world: World, name: str, shares: tuple[str, ...]
) -> tuple[Round, list[Nomination]]:
    """Make a ranked round: two sheets for each dossier, each at the same share of the points."""
    round_ = make_round(
        state=R.JUDGING,
        name=f"Hội thi {name}",
        short_code=name[:4].upper(),
        prizes=PRIZES,
        stages=(StagePlan("cham", "Chấm điểm"),),
    )
    _enter_round(world, name, round_)
    council, seats = _council(world, round_)
    world.enter(f"council_{name}", council.id)
    world.enter(f"seat_{name}", seats[0].id)
    dossiers = [_dossier(world, round_, N.ELIGIBLE) for _ in shares]
    for dossier, share in zip(dossiers, shares, strict=True):
        for seat in seats[:2]:
            make_sheet(_assigned(round_, seat, dossier), _points(round_, share))
    close_stage(round_.stages[0], by=SECRETARY)
    rank_round(round_, by=SECRETARY)
    return round_, dossiers


def _proposed_round(world: World, name: str) -> tuple[Round, list[Nomination]]:
    """Make a round whose results lie with the leader."""
    round_, dossiers = _judged_round(world, name, ("0.9", "0.6", "0.4"))
    propose_results(round_, by=SECRETARY)
    return round_, dossiers


def world_seat(world: World, name: str) -> Seat:
    """Return the chair's seat on the council of a round."""
    return get_seat(int(world.names[f"council_{name}"]), int(world.names[f"seat_{name}"]))
