from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pytest

from app.kernel.errors import RuleBroken
from app.nominations.enums import ShareState as S
from app.nominations.rules.people import identity_of
from app.nominations.rules.shares import (
    ANSWERS,
    ASKED_WHEN_SENT,
    LONGEST_REASON,
    NO_ADDRESS,
    WRITER,
    NamedShare,
    ShareWord,
    claim_about,
    clean_reason,
    no_longer_said,
    still_to_ask,
    word_of,
)


@dataclass
class Claim:
    full_name: str = "Vũ Thị Hạnh"
    email: str = "hanh@vidu.vn"
    share: Decimal = Decimal(40)
    state: S = S.AWAITING


HANH = NamedShare("Vũ Thị Hạnh", "hanh@vidu.vn", Decimal(40))
TAM = NamedShare("Lê Văn Tám", "tam@vidu.vn", Decimal(60))
WRITES = identity_of("Lê Văn Tám", "tam@vidu.vn")


def test_everybody_with_an_address_and_a_share_is_asked() -> None:
    nobody = [NamedShare("Bùi", "", Decimal(5)), NamedShare("Bùi", "b@v.vn", None)]
    assert still_to_ask([HANH, TAM, *nobody], []) == [HANH, TAM]


@pytest.mark.parametrize("state", [S.AWAITING, S.CONFIRMED, S.DENIED])
def test_nobody_is_asked_twice_about_the_same_share(state: S) -> None:
    assert still_to_ask([HANH], [Claim(state=state)]) == []
    same = NamedShare("VŨ THỊ HẠNH ", " Hanh@vidu.vn", Decimal("40.00"))
    assert still_to_ask([same], [Claim(state=state)]) == []


@pytest.mark.parametrize(
    "claim",
    [
        Claim(share=Decimal(41)),
        Claim(email="khac@vidu.vn"),
        Claim(full_name="Vũ Thị Hoa"),
        Claim(state=S.VOID),
    ],
)
def test_who_is_claimed_something_else_for_is_asked_anew(claim: Claim) -> None:
    assert still_to_ask([HANH], [claim]) == [HANH]
    assert claim_about(HANH, [claim]) is None


def test_claim_that_the_dossier_makes_no_more_is_void_once() -> None:
    kept, changed, gone = Claim(), Claim(share=Decimal(30)), Claim(full_name="Ai Đó")
    voided = Claim(share=Decimal(30), state=S.VOID)
    assert no_longer_said([HANH, TAM], [kept, changed, gone, voided]) == [changed, gone]


@pytest.mark.parametrize("state", list(ANSWERS))
def test_page_shows_the_answer_to_what_is_claimed_now(state: S) -> None:
    claims = [Claim(share=Decimal(10), state=S.DENIED), Claim(state=state)]
    assert word_of(HANH, claims, writer=WRITES) == ANSWERS[state]


@pytest.mark.parametrize(
    ("named", "word"),
    [
        (HANH, ASKED_WHEN_SENT),
        (NamedShare("Hạnh", "hanh@vidu.vn", None), ASKED_WHEN_SENT),
        (TAM, WRITER),
        (NamedShare("Lê Thị Chín", "tam@vidu.vn", Decimal(1)), ASKED_WHEN_SENT),
        (NamedShare("Bùi", "", Decimal(5)), NO_ADDRESS),
    ],
)
def test_page_says_what_becomes_of_a_question_that_was_not_asked(
    named: NamedShare, word: ShareWord
) -> None:
    assert word_of(named, [Claim(share=Decimal(39))], writer=WRITES) == word


def test_without_a_known_writer_a_missing_address_is_nobodys() -> None:
    assert word_of(NamedShare("Bùi", "", Decimal(5)), [], writer=("", "")) == NO_ADDRESS


def test_every_state_but_void_has_its_words() -> None:
    assert set(ANSWERS) == set(S) - {S.VOID}


def test_reason_is_trimmed_and_has_a_limit() -> None:
    assert clean_reason("  đã thống nhất 30 %\n") == "đã thống nhất 30 %"
    assert clean_reason("a" * LONGEST_REASON) == "a" * LONGEST_REASON
    with pytest.raises(RuleBroken, match="1001 ký tự") as no:
        clean_reason("a" * (LONGEST_REASON + 1))
    assert no.value.field == "reason"
