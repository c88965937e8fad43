"""Every endpoint, opened as every persona, answers as `access_matrix.csv` says.

To rewrite the table on purpose, after reading why it changed::

    REWRITE_ACCESS_MATRIX=1 pytest tests/architecture/test_access_matrix.py

"yes" means that the door let somebody in, whatever the rules said inside: an answer below 400, or
409, 410 and 422. Everything else is the number of the refusal. A page for who holds a link answers
410 when the link leads nowhere: there that is a refusal.
"""

from __future__ import annotations

import csv
import difflib
import io
import os
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from app.infra.guard import OPEN_ENDPOINTS, door_of
from tests.architecture.snapshots import Snapshot, keep_database
from tests.architecture.world import PERSONAS, World, make_world

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask
    from flask.testing import FlaskClient

TABLE = Path(__file__).with_name("access_matrix.csv")
REWRITE = "REWRITE_ACCESS_MATRIX"
INSIDE = frozenset({HTTPStatus.CONFLICT, HTTPStatus.GONE, HTTPStatus.UNPROCESSABLE_ENTITY})

# Which thing of the world stands for a number or word of an address; `=` marks a plain word.
BY_ARGUMENT = {
    "account_id": "account",
    "assignment_id": "assignment_drafted",
    "batch_id": "batch",
    "certificate_id": "certificate",
    "conflict_id": "conflict",
    "council_id": "council",
    "job_id": "job",
    "mail_id": "mail",
    "person_id": "person",
    "seat_id": "seat",
    "signatory_id": "signatory",
    "stage_id": "stage",
    "unit_id": "unit",
}
EXAMPLES: dict[str, dict[str, str]] = {
    "accounts.open_account": {"token": "token"},
    "certificates.book": {"round_id": "round_awarded"},
    "certificates.issue": {"round_id": "round_decided"},
    "certificates.preview": {"round_id": "round_decided"},
    "certificates.progress": {"round_id": "round_awarded"},
    "certificates.verify": {"code": "certificate_code"},
    "conflicts.enter": {"round_id": "round_judging"},
    "conflicts.index": {"round_id": "round_judging"},
    "conflicts.withdraw": {"round_id": "round_judging"},
    "councils.create": {"round_id": "round_screening"},
    "letters.edit": {"key": "=accounts.invitation"},
    "letters.preview": {"key": "=nominations.accepted"},
    "letters.restore": {"key": "=nominations.accepted"},
    "nominations.accept_chosen": {"round_id": "round_receiving"},
    "nominations.attachment": {
        "nomination_id": "nomination_submitted",
        "attachment_id": "attachment_submitted",
    },
    "nominations.autosave": {"nomination_id": "nomination_draft", "code": "=noi_dung"},
    "nominations.begin": {"round_id": "round_receiving"},
    "nominations.confirm_share": {"token": "share_token"},
    "nominations.detail": {"nomination_id": "nomination_submitted"},
    "nominations.discard": {"nomination_id": "nomination_draft"},
    "nominations.download": {"round_id": "round_receiving", "kind": "=csv"},
    "nominations.endorse": {"nomination_id": "nomination_awaiting_endorsement"},
    "nominations.of_round": {"round_id": "round_receiving"},
    "nominations.receipt": {"nomination_id": "nomination_submitted"},
    "nominations.remove_file": {
        "nomination_id": "nomination_draft",
        "attachment_id": "attachment_draft",
    },
    "nominations.return_for_changes": {"nomination_id": "nomination_awaiting_endorsement"},
    "nominations.review": {"nomination_id": "nomination_draft"},
    "nominations.screen": {"nomination_id": "nomination_submitted"},
    "nominations.earlier": {
        "nomination_id": "nomination_draft",
        "code": "=noi_dung",
        "question": "=mo_ta",
    },
    "nominations.section": {"nomination_id": "nomination_draft", "code": "=noi_dung"},
    "nominations.upload": {"nomination_id": "nomination_draft", "code": "=phieu"},
    "nominations.withdraw": {"nomination_id": "nomination_submitted"},
    "programmes.archive": {"round_id": "round_awarded"},
    "programmes.call": {"slug": "slug_receiving"},
    "programmes.close": {"round_id": "round_receiving"},
    "programmes.deadline": {"round_id": "round_receiving"},
    "programmes.edit_part": {"round_id": "round_draft", "part": "=tieu-chi"},
    "programmes.judge": {"round_id": "round_screening"},
    "programmes.manage": {"round_id": "round_draft"},
    "programmes.open": {"round_id": "round_draft"},
    "programmes.reopen": {"round_id": "round_closed"},
    "programmes.screen": {"round_id": "round_closed"},
    "programmes.withdraw": {"round_id": "round_receiving"},
    "results.chair": {"round_id": "round_ranked"},
    "results.decide": {"round_id": "round_proposed"},
    "results.index": {"round_id": "round_ranked"},
    "results.judge_again": {"round_id": "round_ranked"},
    "results.propose": {"round_id": "round_ranked"},
    "results.publish": {"round_id": "round_ranked"},
    "results.published": {"slug": "slug_decided"},
    "results.rank": {"round_id": "round_judging"},
    "results.return": {"round_id": "round_proposed"},
    "results.rule_downgrade": {"round_id": "round_ranked"},
    "results.rule_score": {"round_id": "round_ranked"},
    "results.rule_tie": {"round_id": "round_ranked", "rank": "tied_rank"},
    "results.score_detail": {"round_id": "round_ranked", "nomination_id": "nomination_ranked"},
    "results.withdraw_ruling": {"round_id": "round_ranked", "ruling_id": "ruling"},
    "scoring.advance": {"round_id": "round_judging"},
    "scoring.assign": {"round_id": "round_judging"},
    "scoring.assignments": {"round_id": "round_judging"},
    "scoring.close": {"round_id": "round_judging"},
    "scoring.deadline": {"round_id": "round_judging"},
    "scoring.deal": {"round_id": "round_judging"},
    "scoring.file": {"assignment_id": "assignment_drafted", "attachment_id": "judged_attachment"},
    "scoring.progress": {"round_id": "round_judging"},
    "scoring.review": {"assignment_id": "assignment_sent"},
    "web.round": {"round_id": "round_judging"},
}


class Visit(NamedTuple):
    """One line of the table: an endpoint opened by a method at an address."""

    endpoint: str
    method: str
    address: str


@pytest.fixture
def world(app: Flask) -> World:
    """The world, committed."""
    return make_world()


@pytest.fixture
def kept(world: World) -> Iterator[Snapshot]:
    """The database with the world in it."""
    snapshot = keep_database()
    yield snapshot
    snapshot.forget()


def visits(app: Flask, world: World) -> list[Visit]:
    """Return every endpoint with every method, sorted; fails for one without an example."""
    found = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if rule.endpoint in OPEN_ENDPOINTS:
                continue
            values: dict[str, Any] = {
                name: _example(rule.endpoint, name, world) for name in rule.arguments
            }
            address = app.url_for(rule.endpoint, **values)
            methods = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
            found += [Visit(rule.endpoint, method, address) for method in methods]
    return sorted(found)


def _example(endpoint: str, argument: str, world: World) -> int | str:
    name = EXAMPLES.get(endpoint, {}).get(argument) or BY_ARGUMENT.get(argument)
    if name is None:
        pytest.fail(f"Say in EXAMPLES what “{argument}” of {endpoint} is")
    return name.removeprefix("=") if name.startswith("=") else world.names[name]


def answer_class(status: int, *, is_linked: bool = False) -> str:
    """Return what the door said."""
    refused = {HTTPStatus.GONE} if is_linked else set()
    inside = status < HTTPStatus.BAD_REQUEST or status in INSIDE - refused
    return "yes" if inside else str(status)


def _clients(
    app: Flask, world: World, sign_in: Callable[..., FlaskClient]
) -> dict[str, Callable[[], FlaskClient]]:
    """Return how to get a browser of each persona, new for each visit."""
    makers: dict[str, Callable[[], FlaskClient]] = {"stranger": app.test_client}
    for name, account in world.accounts.items():
        makers[name] = partial(sign_in, account)
    return makers


def _matrix(
    app: Flask, visits: list[Visit], clients: dict[str, Callable[[], FlaskClient]], kept: Snapshot
) -> list[list[str]]:
    rows = [["endpoint", "method", *PERSONAS]]
    for visit in visits:
        row, is_linked = [visit.endpoint, visit.method], _is_linked(app, visit.endpoint)
        for persona in PERSONAS:
            kept.restore()
            response: Any = clients[persona]().open(visit.address, method=visit.method)
            row.append(answer_class(response.status_code, is_linked=is_linked))
            response.close()
        rows.append(row)
    return rows


def _is_linked(app: Flask, endpoint: str) -> bool:
    door = door_of(app, endpoint)
    return door is not None and door.link is not None


def _as_text(rows: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


@pytest.mark.long
@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_every_endpoint_admits_whom_the_table_says(
    app: Flask, world: World, kept: Snapshot, sign_in: Callable[..., FlaskClient]
) -> None:
    assert set(world.accounts) | {"stranger"} == set(PERSONAS)
    found = _as_text(_matrix(app, visits(app, world), _clients(app, world, sign_in), kept))
    assert ",500" not in found
    if os.environ.get(REWRITE):
        TABLE.write_text(found, "utf-8")
    written = TABLE.read_text("utf-8")
    difference = "\n".join(
        difflib.unified_diff(
            written.splitlines(), found.splitlines(), "access_matrix.csv", "now", lineterm="", n=0
        )
    )
    assert found == written, f"{difference}\n\nRead each line; then rewrite with {REWRITE}=1."


def test_every_linked_page_refuses_a_token_that_leads_nowhere_whoever_comes(
    app: Flask, world: World, sign_in: Callable[..., FlaskClient]
) -> None:
    linked = [rule for rule in app.url_map.iter_rules() if _is_linked(app, rule.endpoint)]
    assert linked
    wrong = {}
    for rule in linked:
        with app.test_request_context():
            address = app.url_for(rule.endpoint, token="khong-dan-den-dau")
        for name, client in _clients(app, world, sign_in).items():
            for method in sorted(rule.methods or ()):
                status = client().open(address, method=method).status_code
                if method != "OPTIONS" and status != HTTPStatus.GONE:
                    wrong[rule.endpoint, name, method] = status
    assert wrong == {}
