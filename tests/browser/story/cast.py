"""Who takes part in a round, what they know of each other, and at which window each sits."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar, overload

from tests.browser import dossiers
from tests.browser.pages import Desk

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.house import House
    from tests.browser.watching import Eye, Watch

D = TypeVar("D", bound=Desk)
Person = tuple[str, str]  # name and address

ADMIN = ("Trần Quốc Bảo", "quantri@lienhiephoi.example")
SECRETARY = ("Phạm Thị Thu Hằng", "thuky@lienhiephoi.example")
LEADER = ("Nguyễn Đình Lãm", "lanhdao@ubnd.example")
CONTACT = ("Vũ Thị Ngọc Ánh", "daumoi@thanhalong.example")
AUTHOR = ("Nguyễn Thị Mỹ Duyên", "duyen@thanhalong.example")
SECOND_AUTHOR = "Bùi Thế Duyệt"
OTHER_AUTHOR = ("Hoàng Đình Ngữ", "ngu@thanhalong.example")
CHAIR = ("Lương Thế Khoát", "khoat@hoidong.example")
MEMBERS = (
    ("Đỗ Thị Huyền Trang", "trang@hoidong.example"),
    ("Trịnh Văn Hữu", "huu@hoidong.example"),
    ("Ngô Thị Quỳnh Như", "nhu@hoidong.example"),
)
UNIT = "Công ty Than Hạ Long"
PRESET = "Hội thi Sáng tạo kỹ thuật tỉnh Quảng Ninh"
ROUND = "Hội thi Sáng tạo kỹ thuật tỉnh Quảng Ninh lần thứ XI"
TITLE = dossiers.TITLE
OTHER_TITLES = (
    "Máy sàng ngao hai tầng dùng động cơ rung lệch tâm",
    "Vật liệu lọc nước thải mỏ từ xỉ than nhà máy nhiệt điện",
    "Phần mềm điều phối xe cứu thương vùng đảo",
)


@dataclass
class Story:
    """The people of a round, each at a window of their own, and what they remember."""

    house: House
    watch: Watch
    eye: Eye | None
    folder: Path
    notes: dict[str, str] = field(default_factory=dict)
    desks: dict[str, Desk] = field(default_factory=dict)

    @overload
    def desk(self, person: Person = ("", "")) -> Desk: ...

    @overload
    def desk(self, person: Person, kind: type[D]) -> D: ...

    def desk(self, person: Person = ("", ""), kind: type[Desk] = Desk) -> Desk:
        """Return the window of somebody, signed in if they have an account."""
        name, email = person
        if name not in self.desks:
            self.desks[name] = Desk(self.watch.window(), self.house.url)
            if email in self.notes:
                self.desks[name].sign_in(email)
        return kind(self.desks[name].page, self.house.url)

    @overload
    def welcome(self, person: Person) -> Desk: ...

    @overload
    def welcome(self, person: Person, kind: type[D]) -> D: ...

    def welcome(self, person: Person, kind: type[Desk] = Desk) -> Desk:
        """Let somebody open their account from the letter that the administrator finds."""
        _name, email = person
        link = self.desk(ADMIN).mailed_link(email)
        desk = self.desk(person, kind)
        desk.open_account(link)
        self.notes[email] = "has an account"
        return desk

    def register(self, person: Person, kind: type[D]) -> D:
        """Let somebody ask for an account, and open it."""
        name, email = person
        desk = self.desk(person)
        desk.go("/dang-ky")
        desk.fill_all({"Họ và tên": name, "Thư điện tử": email})
        self.look(desk, f"register-{email.split('@')[0]}")
        desk.press("Gửi liên kết cho tôi")
        desk.stands_before("thư")
        return self.welcome(person, kind)

    def look(self, desk: Desk, name: str) -> None:
        """Look closely at what somebody sees."""
        if self.eye is not None:
            self.eye.look(desk.page, name)
