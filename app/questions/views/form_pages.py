"""The pages on which a form is written: a section shown and sent, saved by itself, taken back.

Whoever asks something derives a class from `FormPages`, says how its sections are loaded, saved
and shown, and has the pages under a prefix of its own.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from flask import flash, jsonify, redirect, render_template, request
from flask_babel import gettext as _

from app.kernel import clock
from app.kernel.calendar import format_instant
from app.kernel.numbers import parse_count
from app.questions.forms import editions_in, written_editions
from app.questions.queries import earlier_texts, get_earlier_text
from app.questions.rules.editions import edition_of, editions_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from flask.typing import ResponseReturnValue

    from app.infra.guard import Doors
    from app.kernel.access import Permission
    from app.questions.models import AnswersOf
    from app.questions.rules.answer import EarlierText
    from app.questions.rules.completeness import Missing
    from app.questions.rules.editions import Merged
    from app.questions.rules.question import Question

P = TypeVar("P")
Q = TypeVar("Q")
CHOICE = "giu-"
CHANGED_ELSEWHERE = (
    "Phần này vừa được sửa ở nơi khác. Cả hai bản đều còn đây: hãy so sánh rồi chép phần cần giữ."
)
OLD_PAGE = (
    "Trang này được mở trước khi hệ thống được nâng cấp nên chưa ghi được ngay. Những gì vừa gõ "
    "đều còn đây: hãy so sánh với bản trên hệ thống rồi chọn bản cần giữ."
)


@dataclass(frozen=True, slots=True)
class TwoTexts:
    """A field that two pages changed: the text that was sent, and both as people read them."""

    name: str
    label: str
    sent: str
    mine: str
    theirs: str

    @property
    def choice(self) -> str:
        """The name of the field that tells which of them is kept."""
        return f"{CHOICE}{self.name}"


class FormPages(ABC, Generic[P, Q]):
    """The pages of one kind of form; ``P`` is a section with its owner, ``Q`` a question of one."""

    # How a section, and a question of one, are loaded by what an address names, without a lock.
    load: Callable[..., P]
    load_question: Callable[..., Q]

    def __init__(self, doors: Doors, edit: Permission, prefix: str) -> None:
        section = f"{prefix}/<code>"
        doors.form(section, edit, load=self.load)(self.section)
        doors.post(f"{section}/tu-luu", edit, load=self.load)(self.autosave)
        doors.form(f"{section}/<question>/ban-truoc", edit, load=self.load_question)(self.earlier)

    # ── what whoever asks says ───────────────────────────────────────────────────────────────

    @abstractmethod
    def typed(self, place: P) -> dict[str, str]:
        """Return what was typed in the fields of a section, by their names."""

    @abstractmethod
    def save(self, place: P, sent: Mapping[str, str], known: Mapping[str, str] | None) -> Merged:
        """Keep what was typed; tell what became of each field."""

    @abstractmethod
    def faults(self, place: P, texts: Mapping[str, str]) -> Sequence[Missing]:
        """Return what was written in a section and cannot stand."""

    @abstractmethod
    def saved_at(self, place: P) -> datetime:
        """Return when the section was last saved before it was loaded."""

    @abstractmethod
    def show(self, place: P) -> ResponseReturnValue:
        """Show a section that nobody sent."""

    @abstractmethod
    def after(self, place: P, texts: Mapping[str, str], wish: str) -> ResponseReturnValue:
        """Answer when all was kept; ``wish`` is what the pressed button asks for."""

    @abstractmethod
    def two_texts(self, place: P, sent: Mapping[str, str], found: Merged) -> list[TwoTexts]:
        """Return the fields that two pages changed, with both texts."""

    @abstractmethod
    def frame(self, place: P | Q) -> dict[str, Any]:
        """Return what the pages beside the section show of it: ``crumbs`` and ``here``."""

    @abstractmethod
    def asked(self, place: Q) -> tuple[AnswersOf, Question]:
        """Return the question of a page of earlier texts, and the answers that it belongs to."""

    @abstractmethod
    def restore(self, place: Q, earlier: EarlierText) -> None:
        """Make an earlier text the answer again."""

    # ── the pages ────────────────────────────────────────────────────────────────────────────

    def section(self, place: P) -> ResponseReturnValue:
        """Show a section; keep what was typed there, then say what is to be mended."""
        if request.method != "POST":
            return self.show(place)
        known = editions_in(request.form)
        sent = self._sent(place, known)
        found = self.save(place, sent, known)
        if found.conflicts:
            return self._both(place, sent, found), HTTPStatus.CONFLICT
        return self.after(place, found.current(sent), request.form.get("do", "next"))

    def _sent(self, place: P, known: Mapping[str, str] | None) -> dict[str, str]:
        """Return what the page says of its fields; one that it does not have is left alone."""
        texts = self.typed(place)
        if known is not None:
            names = {*request.form, *known}
            texts = {name: text for name, text in texts.items() if name in names}
        return {n: t for n, t in texts.items() if request.form.get(f"{CHOICE}{n}") != "theirs"}

    def _both(self, place: P, sent: Mapping[str, str], found: Merged) -> str:
        return render_template(
            "questions/conflict.html",
            fields=self.two_texts(place, sent, found),
            editions=written_editions(editions_of(found.conflicts)),
            is_old=editions_in(request.form) is None,
            **self.frame(place),
        )

    def autosave(self, place: P) -> ResponseReturnValue:
        """Keep what is being typed; answer as docs/look.md says."""
        known = editions_in(request.form)
        sent = self._sent(place, known)
        found = self.save(place, sent, known)
        texts = found.current(sent)
        settled = {name: texts[name] for name in sent if name not in found.conflicts}
        answer: dict[str, Any] = {
            "ok": not found.conflicts,
            "saved_at": format_instant(
                clock.now() if found.kept else self.saved_at(place), "clock"
            ),
            "editions": editions_of(settled),
            "kept": sorted(found.kept),
            "merged": found.taken,
            "problems": {item.field: item.sentence for item in self.faults(place, texts)},
        }
        if found.conflicts:
            answer |= _conflict(found, is_old=known is None)
        return jsonify(answer), HTTPStatus.CONFLICT if found.conflicts else HTTPStatus.OK

    def earlier(self, place: Q) -> ResponseReturnValue:
        """Show the texts that an answer held before; make one of them the answer again."""
        answers, question = self.asked(place)
        frame = self.frame(place)
        if request.method == "POST":
            number = request.form.get("so", 0, type=parse_count)
            self.restore(place, get_earlier_text(answers, question.code, number))
            flash(_("Đã lấy lại nội dung trước của mục “%(label)s”.", label=question.label), "ok")
            return redirect(f"{frame['here']}#{question.field}", HTTPStatus.SEE_OTHER)
        return render_template(
            "questions/earlier.html",
            question=question,
            texts=[
                (one, question.words(one.text)) for one in earlier_texts(answers, question.code)
            ],
            **frame,
        )


def _conflict(found: Merged, *, is_old: bool) -> dict[str, Any]:
    """Return what the answer to a save says of the fields that two pages changed."""
    return {
        "message": _(OLD_PAGE) if is_old else _(CHANGED_ELSEWHERE),
        "fields": found.conflicts,
        "their_editions": {name: edition_of(text) for name, text in found.conflicts.items()},
    }
