"""What a round asks of the organiser today, and the line of its stages with their figures.

Pure: the facts come in, what to show goes out, so that the dashboard can be read and tested as
a table. Links are endpoint names with their arguments; the page turns them into addresses.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from app.kernel.calendar import format_instant, remaining_words
from app.programmes.enums import RoundState as S

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

ORDER = tuple(S)
FULL_DAYS = 3


@dataclass(frozen=True, slots=True)
class Link:
    """A page by its endpoint; ``posts`` says that a button sends it."""

    endpoint: str
    arguments: dict[str, Any] = field(default_factory=dict)
    posts: bool = False


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """The figures of one round as the organiser sees it."""

    round_id: int
    name: str
    state: S
    closes_at: datetime | None
    received: int = 0
    to_screen: int = 0
    undecided: int = 0
    eligible: int = 0
    sheets_done: int = 0
    sheets_wanted: int = 0
    assigned: int = 0
    judges_not_begun: int = 0
    has_council: bool = False
    stage_id: int | None = None
    unresolved: int = 0
    awards: int = 0
    certificates: int = 0
    papers_made: int = 0


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do: the fact, why it matters, and the page where it is done."""

    fact: str
    why: str
    action: str
    link: Link
    tone: str = "info"


@dataclass(frozen=True, slots=True)
class StageFigure:
    """One stage on the line: its figure, and the page behind it."""

    label: str
    figure: str | None
    note: str
    link: Link
    status: str


@dataclass(frozen=True, slots=True)
class MainAction:
    """The one button that moves the round on."""

    label: str
    link: Link


def page(endpoint: str, facts: RoundFacts, **more: object) -> Link:
    """Return a page of the round."""
    return Link(endpoint, {"round_id": facts.round_id, **more})


def step(endpoint: str, facts: RoundFacts) -> Link:
    """Return a step of the round, sent by a button."""
    return Link(endpoint, {"round_id": facts.round_id}, posts=True)


RESULTS = ("Xem kết quả", "results.index", False)
CERTIFICATES = ("Giấy chứng nhận", "certificates.issue", False)
MAIN_ACTIONS: dict[S, tuple[str, str, bool]] = {
    S.DRAFT: ("Hoàn thiện và công bố", "programmes.manage", False),
    S.OPEN: ("Xem hồ sơ đã nhận", "nominations.of_round", False),
    S.CLOSED: ("Bắt đầu thẩm tra", "programmes.screen", True),
    S.SCREENING: ("Chuyển hội đồng chấm", "programmes.judge", True),
    S.JUDGING: ("Xem tiến độ chấm", "scoring.progress", False),
    S.RANKED: RESULTS,
    S.PUBLIC_COMMENT: RESULTS,
    S.PROPOSED: RESULTS,
    S.DECIDED: CERTIFICATES,
    S.AWARDED: CERTIFICATES,
    S.ARCHIVED: CERTIFICATES,
}


def main_action(facts: RoundFacts) -> MainAction:
    """Return what moves the round on from where it stands."""
    if facts.state is S.SCREENING and facts.undecided:
        return MainAction(f"Thẩm tra {facts.undecided} hồ sơ", Link("nominations.screening"))
    label, endpoint, posts = MAIN_ACTIONS[facts.state]
    return MainAction(label, Link(endpoint, {"round_id": facts.round_id}, posts=posts))


def todos(facts: RoundFacts, now: datetime) -> list[Todo]:
    """Return what waits for the organiser in this round, the most pressing first."""
    return [*_of_reception(facts, now), *_of_council(facts), *_of_results(facts)]


def _of_reception(facts: RoundFacts, now: datetime) -> Iterator[Todo]:
    if facts.state is S.DRAFT:
        yield Todo(
            "Đợt chưa được công bố",
            "Kiểm tra thể lệ, tiêu chí và ngày giờ rồi công bố.",
            "Hoàn thiện đợt",
            page("programmes.manage", facts),
            "idle",
        )
    if facts.state is S.OPEN and facts.closes_at is not None:
        yield from _of_deadline(facts, facts.closes_at, now)
    if facts.to_screen:
        yield Todo(
            f"{facts.to_screen} hồ sơ chờ thẩm tra",
            "Hồ sơ nộp trước được xem trước.",
            f"Thẩm tra {facts.to_screen} hồ sơ",
            Link("nominations.screening"),
            "warn",
        )


def _of_deadline(facts: RoundFacts, closes_at: datetime, now: datetime) -> Iterator[Todo]:
    if closes_at <= now:
        yield Todo(
            "Đã hết hạn nộp hồ sơ",
            f"Hạn nộp là {format_instant(closes_at)}.",
            "Khóa nhận hồ sơ",
            step("programmes.close", facts),
            "bad",
        )
    elif (closes_at - now).days < FULL_DAYS:
        yield Todo(
            f"Còn {remaining_words(closes_at, now)} đến hạn nộp",
            f"Hạn nộp là {format_instant(closes_at)}.",
            "Xem hồ sơ đã nhận",
            page("nominations.of_round", facts),
            "warn",
        )


def _of_council(facts: RoundFacts) -> Iterator[Todo]:
    preparing = facts.state in (S.CLOSED, S.SCREENING, S.JUDGING)
    if preparing and not facts.has_council:
        yield Todo(
            "Chưa có hội đồng",
            "Hội đồng cần một chủ tịch và đủ giám khảo cho mỗi hồ sơ.",
            "Lập hội đồng",
            page("councils.create", facts),
            "bad",
        )
    if facts.state is not S.JUDGING or not facts.has_council:
        return
    if facts.assigned < facts.eligible:
        yield Todo(
            f"{facts.eligible - facts.assigned} hồ sơ chưa có giám khảo",
            "Phân công đều ngẫu nhiên hoặc chọn từng người.",
            "Phân công",
            page("scoring.assignments", facts),
            "bad",
        )
    if facts.judges_not_begun:
        yield Todo(
            f"{facts.judges_not_begun} giám khảo chưa bắt đầu",
            f"Đã có {facts.sheets_done} trên {facts.sheets_wanted} phiếu.",
            "Xem tiến độ",
            page("scoring.progress", facts),
            "warn",
        )
    if facts.sheets_wanted and facts.sheets_done == facts.sheets_wanted:
        yield Todo(
            "Đã đủ phiếu chấm",
            f"{facts.sheets_done} phiếu đã gửi; có thể chốt vòng chấm.",
            "Chốt vòng chấm",
            page("scoring.progress", facts),
            "ok",
        )


def _of_results(facts: RoundFacts) -> Iterator[Todo]:
    if facts.unresolved:
        yield Todo(
            f"{facts.unresolved} hồ sơ đồng hạng ở ranh giới giải",
            "Chủ tịch hội đồng cần quyết định thứ tự, có lý do.",
            "Xem kết quả",
            page("results.index", facts),
            "bad",
        )
    if facts.state is S.PROPOSED:
        yield Todo(
            "Kết quả đang chờ quyết định",
            "Kết quả đã chốt, không thay đổi cho đến khi có quyết định hoặc bị trả lại.",
            "Xem kết quả",
            page("results.index", facts),
        )
    if facts.state is S.DECIDED:
        yield Todo(
            f"{facts.awards} giải chờ cấp giấy chứng nhận",
            "Đã có quyết định; mỗi người có tên nhận một giấy có mã QR.",
            "Cấp giấy chứng nhận",
            page("certificates.issue", facts),
            "warn",
        )


def pipeline(facts: RoundFacts) -> list[StageFigure]:
    """Return the line of the round's stages with what each one holds."""
    return [
        _cell(facts, "Nộp", facts.received, "hồ sơ", "nominations.of_round", S.OPEN, S.CLOSED),
        _cell(facts, "Hợp lệ", facts.eligible, "qua thẩm tra", "nominations.of_round", S.SCREENING),
        _judging(facts),
        _cell(facts, "Xếp hạng", None, "tổng hợp điểm", "results.index", S.RANKED),
        _cell(facts, "Công khai", None, "lấy ý kiến", "results.index", S.PUBLIC_COMMENT),
        _cell(
            facts,
            "Quyết định",
            facts.awards or None,
            "giải",
            "results.index",
            S.PROPOSED,
            S.DECIDED,
        ),
        _cell(
            facts,
            "Giấy chứng nhận",
            facts.certificates or None,
            "đã cấp",
            "certificates.issue",
            S.AWARDED,
            S.ARCHIVED,
        ),
    ]


def _judging(facts: RoundFacts) -> StageFigure:
    wanted = facts.sheets_wanted
    status = _status(facts.state, (S.JUDGING,))
    return StageFigure(
        "Chấm điểm",
        str(facts.sheets_done) if wanted else None,
        f"trên {wanted} phiếu" if wanted else "phiếu",
        page("scoring.progress", facts),
        status,
    )


def _cell(
    facts: RoundFacts, label: str, figure: int | None, note: str, endpoint: str, *states: S
) -> StageFigure:
    reached = ORDER.index(facts.state) >= ORDER.index(states[0])
    shown = str(figure) if figure is not None and reached else None
    return StageFigure(label, shown, note, page(endpoint, facts), _status(facts.state, states))


def _status(state: S, states: tuple[S, ...]) -> str:
    if state in states:
        return "now"
    return "done" if ORDER.index(state) > ORDER.index(states[-1]) else "later"
