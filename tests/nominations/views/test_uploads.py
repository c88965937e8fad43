"""A large file of a dossier arrives in parts, and goes on after a cut."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from app.infra.db.engine import db
from app.infra.files.store import incoming, open_stored
from app.nominations.queries.dossiers import get_nomination
from tests.nominations.views.test_pages import PDF, pdf

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from app.nominations.models import Attachment
    from tests.nominations.conftest import Stage

FETCH = {"X-Requested-With": "fetch"}
ID = "0123456789abcdef"
SIZE = len(PDF)
HALF = SIZE // 2


@pytest.fixture(autouse=True)
def _no_upload_left(app: Flask) -> None:
    for path in incoming().rglob("*"):
        if path.is_file():
            path.unlink()


@pytest.fixture
def draft(stage: Stage) -> int:
    """The number of a draft of the author."""
    nomination = stage.begin()
    db.session.commit()
    return nomination.id


@pytest.fixture
def client(stage: Stage, sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    """The author's browser."""
    return sign_in(stage.author)


def send(
    client: FlaskClient,
    number: int,
    content: bytes,
    offset: int,
    *,
    total: int = SIZE,
    name: str = "phiếu.pdf",
) -> TestResponse:
    file = FileStorage(io.BytesIO(content), name)
    fields = {"upload": ID, "offset": str(offset), "total": str(total), "file": file}
    boundary, body = encode_multipart(fields)
    kind = f"multipart/form-data; boundary={boundary}"
    return client.post(f"/ho-so/{number}/tep/phieu", data=body, content_type=kind, headers=FETCH)


def files_of(number: int) -> list[Attachment]:
    db.session.expire_all()
    return list(get_nomination(number).attachments)


def test_file_in_parts_is_attached_with_its_last_part(client: FlaskClient, draft: int) -> None:
    first = send(client, draft, PDF[:HALF], 0)
    assert first.get_json() == {"ok": True, "have": HALF}
    assert files_of(draft) == []
    last = send(client, draft, PDF[HALF:], HALF)
    assert "phiếu.pdf" in last.get_json()["row"]
    (attached,) = files_of(draft)
    with open_stored(attached.stored.sha256) as kept:
        assert kept.read() == PDF


def test_upload_goes_on_after_a_cut(client: FlaskClient, draft: int) -> None:
    send(client, draft, PDF[:HALF], 0)
    cut = send(client, draft, PDF[:HALF], 0)
    assert (cut.status_code, cut.get_json()) == (409, {"ok": False, "have": HALF})
    assert send(client, draft, PDF[HALF:], HALF).get_json()["ok"]
    assert len(files_of(draft)) == 1


def test_part_that_leaves_a_gap_is_not_taken(client: FlaskClient, draft: int) -> None:
    gap = send(client, draft, PDF[HALF:], HALF)
    assert (gap.status_code, gap.get_json()) == (409, {"ok": False, "have": 0})
    assert files_of(draft) == []


def test_same_name_of_an_upload_means_another_in_another_dossier(
    client: FlaskClient, draft: int, stage: Stage
) -> None:
    send(client, draft, PDF[:HALF], 0)
    other = stage.begin()
    db.session.commit()
    assert send(client, other.id, PDF[HALF:], HALF).get_json() == {"ok": False, "have": 0}


def test_nobody_else_goes_on_with_an_upload(
    client: FlaskClient, draft: int, stage: Stage, sign_in: Callable[..., FlaskClient]
) -> None:
    send(client, draft, PDF[:HALF], 0)
    assert send(sign_in(stage.stranger), draft, PDF[HALF:], HALF).status_code == 403
    get_nomination(draft).owner_id = stage.stranger.id
    db.session.commit()
    answer = send(sign_in(stage.stranger), draft, PDF[HALF:], HALF)
    assert answer.get_json() == {"ok": False, "have": 0}


def test_upload_above_the_limit_is_refused_before_it_arrives(
    client: FlaskClient, draft: int
) -> None:
    refused = send(client, draft, PDF[:HALF], 0, total=(1 << 20) + 1)
    assert refused.status_code == 422
    assert "1 MB" in refused.get_json()["message"]
    assert send(client, draft, PDF[HALF:], HALF).get_json()["have"] == 0


def test_content_that_lies_is_refused_whole_and_forgotten(client: FlaskClient, draft: int) -> None:
    content = b"MZ" + b"\0" * 200
    send(client, draft, content[:100], 0, total=len(content))
    refused = send(client, draft, content[100:], 100, total=len(content))
    assert refused.status_code == 422
    assert refused.get_json()["message"].endswith(".")
    assert send(client, draft, b"x", 100, total=len(content)).get_json()["have"] == 0
    assert files_of(draft) == []


def test_document_that_is_full_takes_no_file_in_parts(client: FlaskClient, draft: int) -> None:
    answers = [send(client, draft, c, 0, total=len(c)) for c in (PDF, pdf(2), pdf(3))]
    assert [answer.status_code for answer in answers] == [200, 200, 422]
    assert len(files_of(draft)) == 2


def test_announcement_that_means_nothing_is_refused(client: FlaskClient, draft: int) -> None:
    assert send(client, draft, PDF, -1).status_code == 422
