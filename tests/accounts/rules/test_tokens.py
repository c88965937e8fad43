"""Tokens of one-time links."""

from __future__ import annotations

from app.accounts.rules import tokens


def test_tokens_are_long_and_never_the_same() -> None:
    made = {tokens.new_token() for _ in range(100)}
    assert len(made) == 100
    assert min(map(len, made)) >= 43


def test_only_a_hash_is_kept() -> None:
    token = tokens.new_token()
    assert token not in tokens.token_hash(token)
    assert len(tokens.token_hash(token)) == 64
