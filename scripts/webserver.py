"""How gunicorn serves Vinh Danh: slow people hold nobody up, and nobody is answered in English.

Read by ``gunicorn --config``. Threads let silent connections and slow uploads wait beside the
quick ones; browsers open connections that they never use. The application is loaded once and
shared by all workers. There is no access log: addresses hold tokens and what people search for,
and the application logs every request without them.
"""

from __future__ import annotations

import os
import socket
import struct
from concurrent.futures import Future
from http import HTTPStatus
from typing import Any

from gunicorn import util
from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine, ParseException
from gunicorn.workers import gthread

SECONDS_OF_SILENCE = 30

SENTENCES = {
    HTTPStatus.REQUEST_URI_TOO_LONG: "Đường dẫn dài hơn mức cho phép. "
    "Hãy rút gọn nội dung tìm kiếm rồi thử lại.",
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: "Trình duyệt gửi kèm quá nhiều dữ liệu. "
    "Hãy xóa cookie của trang này trong trình duyệt rồi thử lại.",
    HTTPStatus.BAD_REQUEST: "Trình duyệt gửi lên một yêu cầu mà hệ thống không hiểu. "
    "Hãy quay lại trang trước rồi thử lại.",
}
PAGE = """<!DOCTYPE html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Yêu cầu chưa hợp lệ</title>
<link rel="stylesheet" href="/static/css/tokens.css">
<link rel="stylesheet" href="/static/css/base.css">
<link rel="stylesheet" href="/static/css/layout.css">
</head>
<body>
<main class="plain">
<h1>Yêu cầu chưa hợp lệ</h1>
<p>{sentence}</p>
<p><a href="/">Về trang chủ</a></p>
</main>
</body>
</html>
"""


class Worker(gthread.ThreadWorker):  # type: ignore[misc]  # gunicorn states no types
    """A worker with threads that gives up on silence, and refuses in Vietnamese."""

    def enqueue_req(self, conn: Any) -> None:
        """Give a connection a thread once it has said something, and not before."""
        if conn.initialized or conn.wait_for_data(timeout=0):
            super().enqueue_req(conn)
            return
        silent: Future[object] = Future()
        silent.set_result(gthread._DEFER)  # noqa: SLF001  # the worker's own word for "later"
        self.finish_request(conn, silent)

    def handle(self, conn: Any) -> Any:
        """Serve a connection; whoever falls silent in the middle of a request is let go."""
        give_up_on_silence(conn.sock)
        return super().handle(conn)

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: BaseException) -> None:
        """Refuse what is no request; what was sent is not logged, for it may name a person."""
        if not isinstance(exc, ParseException):
            super().handle_error(req, client, addr, exc)
            return
        self.log.warning("no request: %s", type(exc).__name__)
        util.write_nonblock(client, refusal_of(exc))


def give_up_on_silence(client: socket.socket) -> None:
    """Bound every wait for the next bytes; the kernel counts, whatever Python sets later."""
    patience = struct.pack("ll", SECONDS_OF_SILENCE, 0)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, patience)


def refusal_of(error: ParseException) -> bytes:
    """Return the whole answer to something that could not be read as a request."""
    status = HTTPStatus.BAD_REQUEST
    if isinstance(error, LimitRequestLine):
        status = HTTPStatus.REQUEST_URI_TOO_LONG
    elif isinstance(error, LimitRequestHeaders):
        status = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
    body = PAGE.format(sentence=SENTENCES[status]).encode()
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}\r\n"
        "Connection: close\r\n"
        "Content-Type: text/html; charset=utf-8\r\n"
        "Content-Security-Policy: default-src 'none'; style-src 'self'\r\n"
        "X-Content-Type-Options: nosniff\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


# ── what gunicorn reads ──────────────────────────────────────────────────────────────────────

worker_class = Worker
workers = max(2, os.cpu_count() or 1)
threads = 8
keepalive = 15
preload_app = True
timeout = 120
graceful_timeout = 5
# A search may be long; what is longer still is answered by the page above.
limit_request_line = 8190
# It would lie in the home folder, shared by all installations.
control_socket_disable = True
