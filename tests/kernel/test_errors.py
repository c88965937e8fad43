"""The refusals."""

from __future__ import annotations

import pytest

from app.kernel import errors


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (errors.NotSignedIn, 401),
        (errors.NotAllowed, 403),
        (errors.NotFound, 404),
        (errors.WrongState, 409),
        (errors.Duplicate, 409),
        (errors.RuleBroken, 422),
    ],
)
def test_each_refusal_has_its_status_and_a_sentence(
    kind: type[errors.Refusal],
    status: int,
) -> None:
    refusal = kind()
    assert refusal.status == status
    assert refusal.message.endswith(".")
    assert (refusal.field, refusal.article) == (None, None)


def test_refusal_carries_its_sentence_field_and_article() -> None:
    refusal = errors.RuleBroken("Tổng phải bằng 100.", field="share", article="Điều 7 khoản 2")
    assert str(refusal) == refusal.message == "Tổng phải bằng 100."
    assert (refusal.field, refusal.article) == ("share", "Điều 7 khoản 2")


def test_missing_page_says_so() -> None:
    assert errors.NotFound().message.startswith("Không tìm thấy trang hoặc hồ sơ này.")
