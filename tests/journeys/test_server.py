"""The web server as a stranger meets it: slow, silent, endless, and speaking something else."""

from __future__ import annotations

import contextlib
import socket
import time
from typing import TYPE_CHECKING

import pytest

from tests.journeys.serving import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask

    from tests.journeys.serving import Served

SOON = 12.0  # far from the half minute of silence after which the others are let go
MANY = 30
PATIENCE = 20.0
ADVICE = "Hãy"
SECRET = b"Nguyen-Van-Bi-Mat"
SLOW_POST = (
    b"POST /dang-nhap HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\nemail="
)
NO_REQUESTS = {
    "an endless address": b"GET /dot?tim=" + b"x" * 20_000 + SECRET + b" HTTP/1.1\r\n\r\n",
    "an endless header": b"GET / HTTP/1.1\r\nCookie: " + SECRET + b"x" * 200_000 + b"\r\n\r\n",
    "no protocol": b"GET /" + SECRET + b"\r\n\r\n",
    "another protocol": b"GET / HTTP/9.9" + SECRET + b"\r\n\r\n",
    "a header without a name": b"GET / HTTP/1.1\r\n: " + SECRET + b"\r\n\r\n",
    "a body of no length": b"POST / HTTP/1.1\r\nContent-Length: " + SECRET + b"\r\n\r\n",
    "the beginning of TLS": b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n",
}


@pytest.fixture
def served(app: Flask, tmp_path: Path) -> Iterator[Served]:
    with serving(app.extensions["settings"], tmp_path) as served:
        served.start(served.web)
        yield served


def _connect(served: Served) -> socket.socket:
    return socket.create_connection(("127.0.0.1", served.port), PATIENCE)


def _ask(served: Served, request: bytes) -> str:
    """Send something and return what comes back, until the server hangs up."""
    with _connect(served) as connection:
        with contextlib.suppress(ConnectionError):
            connection.sendall(request)
        parts = []
        with contextlib.suppress(ConnectionError):
            while part := connection.recv(1 << 16):
                parts.append(part)
    return b"".join(parts).decode()


def _page(served: Served) -> str:
    return _ask(served, b"GET /dot HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")


@pytest.mark.parametrize("sent", [b"", SLOW_POST], ids=["silent", "slow"])
def test_connections_that_wait_hold_nobody_up(served: Served, sent: bytes) -> None:
    """Browsers open connections that they do not use; uploads come through thin lines."""
    count = MANY if not sent else 5
    with contextlib.ExitStack() as stack:
        for _ in range(count):
            stack.enter_context(_connect(served)).sendall(sent)
        began = time.monotonic()
        assert "200 OK" in _page(served)
        assert time.monotonic() - began < SOON


@pytest.mark.parametrize("what", NO_REQUESTS)
def test_what_is_no_request_is_refused_in_vietnamese(served: Served, what: str) -> None:
    answer = _ask(served, NO_REQUESTS[what])
    head, _, body = answer.partition("\r\n\r\n")
    assert head.startswith("HTTP/1.1 4"), head
    assert 'lang="vi"' in body
    assert ADVICE in body
    assert SECRET.decode() not in answer
    assert SECRET.decode() not in served.web.log.read_text("utf-8")


def test_nobody_can_read_in_the_logs_what_was_asked_for(served: Served, instance: Path) -> None:
    word = SECRET.decode()
    for path in (f"/dot?tim={word}", f"/lien-ket/{word}", f"/xac-minh/{word}"):
        _ask(
            served, f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
        )
    logs = [served.web.log, *(instance / "logs").glob("*")]
    assert [log.name for log in logs if word in log.read_text("utf-8")] == []


def test_a_body_that_is_cut_off_is_no_defect(served: Served) -> None:
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        request = SLOW_POST.replace(b"application/x-www-form-urlencoded", kind.encode())
        with _connect(served) as connection:
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
            connection.recv(1 << 16)
    assert "200 OK" in _page(served)
    log = served.web.log.read_text("utf-8")
    assert "Traceback" not in log
    assert '"defect"' not in log
