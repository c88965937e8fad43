"""Which passwords are good enough, and what is kept of them."""

from __future__ import annotations

import unicodedata

import pytest

from app.accounts.rules import passwords
from app.kernel.errors import RuleBroken


@pytest.mark.parametrize(
    "password",
    ["", "ngắn", "123456789", "1234567890", "aaaaaaaaaaaa", "Mật Khẩu 123", "ababababab"],
)
def test_short_repeated_and_common_passwords_are_refused(password: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        passwords.require_good_password(password)
    assert refusal.value.field == "new_password"


def test_the_own_address_is_no_password() -> None:
    with pytest.raises(RuleBroken):
        passwords.require_good_password("minhkhai@truong.vn", email="minhkhai@truong.vn")


def test_a_short_sentence_is_a_good_password() -> None:
    passwords.require_good_password("trời hôm nay xanh quá")


def test_a_megabyte_is_refused_before_it_is_hashed() -> None:
    endless = "á" * 1_000_000
    with pytest.raises(RuleBroken):
        passwords.require_good_password(endless)
    assert not passwords.matches(passwords.hash_password("trời hôm nay xanh"), endless)


def test_a_password_typed_on_a_mac_matches_the_one_typed_on_windows() -> None:
    kept = passwords.hash_password("Trời hôm nay xanh")
    assert passwords.matches(kept, unicodedata.normalize("NFD", "Trời hôm nay xanh"))
    assert not passwords.matches(kept, "trời hôm nay xanh")


def test_what_is_kept_is_argon2id() -> None:
    assert passwords.hash_password("trời hôm nay xanh").startswith("$argon2id$")


def test_nothing_matches_where_nothing_is_kept() -> None:
    assert not passwords.matches(None, "không phải mật khẩu của ai")


def test_a_damaged_hash_matches_nothing() -> None:
    assert not passwords.matches("$argon2id$damaged", "trời hôm nay xanh")


def test_weaker_parameters_want_a_new_hash() -> None:
    weak = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHRzb21l$MTIzNDU2Nzg5MDEyMzQ1Ng"
    assert passwords.wants_new_hash(weak)
    assert not passwords.wants_new_hash(passwords.hash_password("trời hôm nay xanh"))
