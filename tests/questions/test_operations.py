from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy import event
from sqlalchemy.engine import Engine

from app.infra.db.engine import db
from app.kernel import clock
from app.kernel.errors import NotFound, RuleBroken, WrongState
from app.questions.operations import TRIES, keep_answers, restore_answer
from app.questions.queries import (
    codes_with_earlier,
    earlier_texts,
    get_earlier_text,
    stored_answers,
)
from app.questions.rules.completeness import SectionStatus, report_answers
from app.questions.rules.editions import editions_of
from app.questions.rules.history import MOST_EARLIER, QUIET
from tests.questions.opinions import FORM, OPINIONS, OpinionAnswer, make_opinion, value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.kernel.access import Actor
    from app.questions.models import AnswersOf
    from app.questions.rules.editions import Merged

LONG = "Một đoạn văn dài đã viết cả buổi chiều."
ENDLESS = "x" * 200_001


def keep(answers: AnswersOf, text: str, drawn_from: str = "", *, by: Actor) -> Merged:
    """Save the first question of a page that was drawn from a text, and commit."""
    known = editions_of({"tinh_moi": drawn_from})
    found = keep_answers(answers, {"tinh_moi": text}, known, by=by)
    db.session.commit()
    return found


def earlier(answers: AnswersOf, code: str = "tinh_moi") -> list[str]:
    return [one.text for one in earlier_texts(answers, code)]


@contextmanager
def later(minutes: float) -> Iterator[None]:
    with time_machine.travel(clock.now() + timedelta(minutes=minutes), tick=False):
        yield


# ── one field at a time ──────────────────────────────────────────────────────────────────────


def test_each_text_counts_an_edition_and_names_who_writes(answers: AnswersOf, by: Actor) -> None:
    keep(answers, "Một.", by=by)
    keep(answers, "Một, hai.", "Một.", by=by)
    row = stored_answers(answers, ["tinh_moi"])["tinh_moi"]
    assert (row.value, row.edition, row.by_account) == ("Một, hai.", 2, by.account_id)
    assert row.begun_at is not None
    assert row.written_at is not None
    assert row.begun_at < row.written_at


def test_answer_that_did_not_change_is_not_written(answers: AnswersOf, by: Actor) -> None:
    keep(answers, "Một.", by=by)
    assert keep(answers, " Một.\r\n", "Một.", by=by).kept == {}
    assert keep(answers, "Một.", "một bản khác", by=by).conflicts == {}
    assert stored_answers(answers, ["tinh_moi"])["tinh_moi"].edition == 1


def test_question_without_an_answer_needs_no_row(answers: AnswersOf, by: Actor) -> None:
    keep(answers, "", by=by)
    assert stored_answers(answers, ["tinh_moi"]) == {}


def test_answers_of_another_thing_and_to_other_questions_are_let_alone(
    answers: AnswersOf, by: Actor
) -> None:
    other = OPINIONS.of(make_opinion().id)
    for one in (answers, other):
        keep_answers(
            one, {"tinh_moi": "Một.", "ket_luan": "dat"}, {"tinh_moi": "", "ket_luan": ""}, by=by
        )
    db.session.commit()
    keep(answers, "Hai.", "Một.", by=by)
    assert value(answers, "tinh_moi") == "Hai."
    assert value(answers, "ket_luan") == "dat"
    assert value(other, "tinh_moi") == "Một."
    assert stored_answers(answers, ["ket_luan"]).keys() == {"ket_luan"}


def test_field_that_two_pages_changed_is_written_by_neither_the_second_time(
    answers: AnswersOf, by: Actor, by_another: Actor
) -> None:
    keep(answers, "Một.", by=by)
    found = keep(answers, "Hai.", by=by_another)
    assert (found.kept, found.conflicts) == ({}, {"tinh_moi": "Một."})
    assert value(answers, "tinh_moi") == "Một."


def test_endless_text_is_refused_whole(answers: AnswersOf, by: Actor) -> None:
    with pytest.raises(RuleBroken):
        keep(answers, ENDLESS, by=by)
    assert value(answers, "tinh_moi") is None


# ── whoever was faster ───────────────────────────────────────────────────────────────────────


@contextmanager
def rival(statement: sa.Executable, times: int) -> Iterator[list[None]]:
    """Let somebody else write, as soon as the stored answers were read."""
    ran: list[None] = []

    def write(_connection: object, _cursor: object, text: str, *_: object) -> None:
        is_read = text.startswith("SELECT") and "opinion_answers.edition" in text
        if not is_read or len(ran) == times:
            return
        ran.append(None)
        with db.engine.connect() as beside:
            beside.execute(statement)
            beside.commit()

    event.listen(Engine, "after_cursor_execute", write)
    try:
        yield ran
    finally:
        event.remove(Engine, "after_cursor_execute", write)


def rewritten(answers: AnswersOf, text: str) -> sa.Update:
    return (
        sa.update(OpinionAnswer)
        .where(OpinionAnswer.opinion_id == answers.owner_id)
        .values(value=text, edition=OpinionAnswer.edition + 1)
    )


def test_text_written_between_read_and_write_is_asked_about(answers: AnswersOf, by: Actor) -> None:
    keep(answers, "Một.", by=by)
    with rival(rewritten(answers, "Nhanh hơn."), 1) as ran:
        found = keep(answers, "Hai.", "Một.", by=by)
    assert len(ran) == 1
    assert (found.kept, found.conflicts) == ({}, {"tinh_moi": "Nhanh hơn."})
    assert value(answers, "tinh_moi") == "Nhanh hơn."


def test_first_answer_written_between_read_and_write_is_asked_about(
    answers: AnswersOf, by: Actor
) -> None:
    first = sa.insert(OpinionAnswer).values(
        opinion_id=answers.owner_id, question="tinh_moi", value="Nhanh hơn.", edition=1
    )
    with rival(first, 1):
        found = keep(answers, "Hai.", by=by)
    assert found.conflicts == {"tinh_moi": "Nhanh hơn."}
    assert value(answers, "tinh_moi") == "Nhanh hơn."


def test_same_text_under_a_newer_edition_is_written_at_the_second_try(
    answers: AnswersOf, by: Actor
) -> None:
    keep(answers, "Một.", by=by)
    with rival(rewritten(answers, "Một."), 1):
        assert keep(answers, "Hai.", "Một.", by=by).kept == {"tinh_moi": "Hai."}
    assert value(answers, "tinh_moi") == "Hai."


# ── earlier texts ────────────────────────────────────────────────────────────────────────────


def test_typing_on_keeps_no_earlier_text(answers: AnswersOf, by: Actor) -> None:
    keep(answers, LONG, by=by)
    keep(answers, f"{LONG} Và nữa.", LONG, by=by)
    assert earlier(answers) == []
    assert codes_with_earlier(answers) == []


def test_writing_for_long_keeps_one_text_for_each_quiet_period(
    answers: AnswersOf, by: Actor
) -> None:
    minutes = QUIET.total_seconds() / 60
    keep(answers, "Một.", by=by)
    with later(minutes + 1):
        keep(answers, "Một, hai.", "Một.", by=by)
        keep(answers, "Một, hai, ba.", "Một, hai.", by=by)
    with later(2 * minutes + 3):
        keep(answers, "Bốn.", "Một, hai, ba.", by=by)
    assert earlier(answers) == ["Một, hai, ba.", "Một."]


def test_somebody_else_who_goes_on_keeps_the_text_under_its_writers_name(
    answers: AnswersOf, by: Actor, by_another: Actor
) -> None:
    keep(answers, "Một.", by=by)
    keep(answers, "Một, hai.", "Một.", by=by_another)
    (one,) = earlier_texts(answers, "tinh_moi")
    assert (one.text, one.who) == ("Một.", by.name)
    assert one.written_at is not None


def test_most_of_a_text_lost_at_once_is_kept(answers: AnswersOf, by: Actor) -> None:
    keep(answers, LONG, by=by)
    keep(answers, "", LONG, by=by)
    assert earlier(answers) == [LONG]


def test_earlier_texts_are_bounded_and_the_oldest_go(answers: AnswersOf, by: Actor) -> None:
    other = OPINIONS.of(make_opinion().id)
    keep(other, LONG, by=by)
    keep(other, "", LONG, by=by)
    text = ""
    for number in range(MOST_EARLIER + 3):
        with later(20 * number):
            keep(answers, f"Bản {number}.", text, by=by)
            text = f"Bản {number}."
    kept = earlier(answers)
    assert len(kept) == MOST_EARLIER
    assert kept[0] == f"Bản {MOST_EARLIER + 1}."
    assert "Bản 0." not in kept
    assert earlier(other) == [LONG]


def test_answer_from_before_there_was_a_history_is_kept_when_it_is_replaced(
    answers: AnswersOf, by: Actor
) -> None:
    db.session.add(OpinionAnswer(opinion_id=answers.owner_id, question="tinh_moi", value="Cũ."))
    db.session.commit()
    keep(answers, "Mới.", "Cũ.", by=by)
    (one,) = earlier_texts(answers, "tinh_moi")
    assert (one.text, one.who, one.written_at) == ("Cũ.", "không rõ", None)


def test_restored_text_changes_places_with_the_present_one(answers: AnswersOf, by: Actor) -> None:
    keep(answers, LONG, by=by)
    keep(answers, "x", LONG, by=by)
    (one,) = earlier_texts(answers, "tinh_moi")
    restore_answer(answers, "tinh_moi", one, by=by)
    db.session.commit()
    assert value(answers, "tinh_moi") == LONG
    assert earlier(answers) == ["x", LONG]


def test_earlier_text_of_another_thing_or_question_is_not_found(
    answers: AnswersOf, by: Actor
) -> None:
    other = OPINIONS.of(make_opinion().id)
    keep(other, LONG, by=by)
    keep(other, "", LONG, by=by)
    (one,) = earlier_texts(other, "tinh_moi")
    assert get_earlier_text(other, "tinh_moi", one.id) == one
    for place, code in ((answers, "tinh_moi"), (other, "ket_luan")):
        with pytest.raises(NotFound):
            get_earlier_text(place, code, one.id)


def test_writer_who_never_comes_first_is_told_and_nothing_is_lost(
    answers: AnswersOf, by: Actor
) -> None:
    keep(answers, "Một.", by=by)
    if db.engine.dialect.name == "sqlite":
        return  # whoever has written once holds the lock, and nobody comes in between again
    with rival(rewritten(answers, "Một."), TRIES), pytest.raises(WrongState, match="bấm lưu"):
        keep(answers, "Hai.", "Một.", by=by)
    db.session.rollback()
    assert value(answers, "tinh_moi") == "Một."


# ── how complete it is ───────────────────────────────────────────────────────────────────────


def test_opinion_is_as_complete_as_its_answers(answers: AnswersOf, by: Actor) -> None:
    (section,) = FORM.sections
    codes = [question.code for question in section.questions]

    def status() -> SectionStatus:
        texts = {code: row.value for code, row in stored_answers(answers, codes).items()}
        return report_answers(section, section.questions, texts, FORM).status

    assert status() is SectionStatus.TODO
    keep(answers, "mới", by=by)
    assert status() is SectionStatus.PROBLEM
    keep(answers, "rất mới", "mới", by=by)
    assert status() is SectionStatus.DONE
