"""A body is read once and within bounds; one that cannot be read is the sender's fault."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

MEGABYTE = 1024 * 1024
PLACE = "/dang-nhap"
KINDS = ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x")


class Broken(BytesIO):
    """A connection that breaks: with the error of a server, a socket, or of anything else."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error, self.asked = error, 0

    def readinto(self, _buffer: Any) -> int:
        self.asked += 1
        raise self.error

    def read(self, _size: int | None = -1) -> bytes:
        self.asked += 1
        raise self.error


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "error",
    [BlockingIOError(11, "silence"), ConnectionResetError(), ValueError("x"), LookupError("x")],
    ids=lambda error: type(error).__name__,
)
def test_a_connection_that_breaks_is_no_defect_and_is_not_read_again(
    client: FlaskClient, kind: str, error: Exception
) -> None:
    body = Broken(error)
    answer = client.post(
        PLACE,
        content_type=kind,
        input_stream=body,
        environ_overrides={"wsgi.input_terminated": True},
    )
    assert answer.status_code in {400, 422}
    assert "Hãy" in answer.text
    assert body.asked == 1


def test_what_is_typed_is_not_read_beyond_bounds(app: Flask, client: FlaskClient) -> None:
    """A form without files lies in memory as a whole; nobody types a hundred megabytes."""
    body = Broken(AssertionError("must not be read"))
    answer = client.post(
        PLACE,
        content_type=KINDS[0],
        input_stream=body,
        environ_overrides={"CONTENT_LENGTH": str(100 * MEGABYTE)},
    )
    assert answer.status_code == 413
    assert "Hãy" in answer.text
    assert body.asked == 0


def test_a_megabyte_of_vietnamese_is_typed_and_shown_again(client: FlaskClient) -> None:
    answer = client.post(PLACE, data={"email": "ệ" * MEGABYTE, "password": "mật khẩu nào đó"})
    assert answer.status_code in {401, 422}
    assert "ệ" * MEGABYTE in answer.text
