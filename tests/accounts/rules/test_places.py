"""Where somebody may be led after signing in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.accounts.rules.places import local_path


@pytest.mark.parametrize(
    "target",
    [
        None,
        "",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "evil.example/ho-so",
        "/\t/evil.example",
        "/ho-so\r\nSet-Cookie: a=b",
        " /ho-so",
        "/ho\x00so",
        "/" + "a" * 5000,
        "//[",
    ],
)
def test_a_target_outside_is_dropped(target: str | None) -> None:
    assert local_path(target) is None


@pytest.mark.parametrize("target", ["/", "/ho-so", "/ho-so/3?trang=2&tim=%C4%91", "/a//b"])
def test_a_path_of_this_site_is_kept(target: str) -> None:
    assert local_path(target) == target


@given(st.text())
def test_what_is_kept_begins_with_one_slash(target: str) -> None:
    kept = local_path(target)
    assert kept is None or (kept[0] == "/" and kept[1:2] not in {"/", "\\"})
