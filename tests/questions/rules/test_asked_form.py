from __future__ import annotations

import json
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.questions.rules.asked_form import (
    MOST_KEPT,
    AskedForm,
    asked_form,
    digest_of,
    plan_from_json,
    plan_to_json,
)
from app.questions.rules.kinds import spoken_kinds
from app.questions.rules.plan import ChoicePlan, ConditionPlan, QuestionPlan, SectionPlan

if TYPE_CHECKING:
    from collections.abc import Callable

_numbers = count()
words = st.text(max_size=20)
limits = st.none() | st.integers(1, 900)
questions = st.builds(
    QuestionPlan,
    code=words,
    label=words,
    help=words,
    kind=st.sampled_from([code for code, _spoken in spoken_kinds()]),
    required=st.booleans(),
    min_words=limits,
    max_words=limits,
    max_chars=limits,
    choices=st.lists(st.builds(ChoicePlan, code=words, label=words), max_size=2).map(tuple),
    goes_to_judges=st.booleans(),
    asked_if=st.none()
    | st.builds(ConditionPlan, question=words, answers=st.lists(words, max_size=2).map(tuple)),
)
sections = st.builds(
    SectionPlan,
    code=words,
    title=words,
    help=words,
    questions=st.lists(questions, max_size=3).map(tuple),
)


@given(st.lists(sections, max_size=3).map(tuple))
def test_form_comes_back_from_what_is_kept(plan: tuple[SectionPlan, ...]) -> None:
    assert plan_from_json(json.loads(json.dumps(plan_to_json(plan)))) == plan


def test_digest_tells_forms_apart_whatever_the_order_of_keys() -> None:
    kept = plan_to_json([SectionPlan("a", "A", questions=(QuestionPlan("q", "Q"),))])
    turned = [dict(reversed(section.items())) for section in kept]
    assert digest_of(kept) == digest_of(turned)
    assert digest_of(kept) != digest_of(plan_to_json([SectionPlan("a", "B")]))


def reader(title: str, reads: list[str]) -> Callable[[], list[dict[str, Any]]]:
    def read() -> list[dict[str, Any]]:
        reads.append(title)
        return plan_to_json([SectionPlan("a", title)])

    return read


@pytest.fixture
def digest() -> str:
    return f"only of this test {next(_numbers)}"


def test_version_is_parsed_once(digest: str) -> None:
    reads: list[str] = []
    forms = [asked_form(digest, reader("A", reads)) for _ in range(3)]
    assert reads == ["A"]
    assert forms[0] is forms[2]
    assert forms[0] == AskedForm.of([SectionPlan("a", "A")])


def test_another_version_is_another_form(digest: str) -> None:
    reads: list[str] = []
    one = asked_form(digest, reader("A", reads))
    other = asked_form(f"{digest} later", reader("B", reads))
    assert [one.sections[0].title, other.sections[0].title] == ["A", "B"]


def test_what_is_kept_is_bounded_and_what_is_asked_for_stays(digest: str) -> None:
    reads: list[str] = []
    asked_form(digest, reader("A", reads))
    for number in range(MOST_KEPT - 1):
        asked_form(f"{digest} {number}", reader("B", []))
    asked_form(digest, reader("A", reads))
    asked_form(f"{digest} one more", reader("B", []))
    asked_form(digest, reader("A", reads))
    assert reads == ["A"]
    oldest: list[str] = []
    asked_form(f"{digest} 0", reader("B", oldest))
    assert oldest == ["B"]
