"""Sessions of people who signed in, for tests that are about something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from app.accounts.models import Account


def signed_in(app: Flask, account: Account) -> FlaskClient:
    """Return a client with a session of the account, as the sign-in page leaves it."""
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = f"{account.id}.{account.session_stamp}"
        cookie["_fresh"] = True
    return client
