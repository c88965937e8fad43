"""Logs: one JSON line for each happening, with the id of its request and no personal data.

A line names an endpoint, never an address: addresses hold tokens and what people search for.
Nothing that was typed is logged. Of an error there are its kind, where it arose, and its words
unless they come from the database, which quotes the row; e-mail addresses are masked.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from secrets import token_hex
from time import perf_counter
from typing import TYPE_CHECKING, Any

import structlog
from flask import g, request
from sqlalchemy.exc import SQLAlchemyError
from structlog.contextvars import bind_contextvars, clear_contextvars, merge_contextvars
from structlog.stdlib import ProcessorFormatter

from app.kernel.errors import Refusal

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask, Response
    from structlog.typing import EventDict, Processor, WrappedLogger

REQUEST_ID_HEADER = "X-Request-ID"
EMAIL = re.compile(r"[^\s<>\"'(]+@[^\s<>\"'),;]+")
WORDS_LENGTH = 300
FRAMES = 12

log = structlog.get_logger("app.request")


def install(app: Flask, *, path: Path | None = None) -> None:
    """Write the log to standard error, or to the end of a file, and follow every request."""
    configure(logging.FileHandler(path, encoding="utf-8") if path else StandardError())
    bind_request(app)


class StandardError(logging.Handler):
    """Standard error as it is at each line, for servers and tests put another in its place."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        try:
            sys.stderr.write(self.format(record) + "\n")
            sys.stderr.flush()
        except Exception:  # noqa: BLE001  # a log that cannot be written must not break the page
            self.handleError(record)


def configure(handler: logging.Handler) -> None:
    """Send what structlog and the standard library log to one handler, as JSON lines."""
    handler.setFormatter(
        ProcessorFormatter(
            foreign_pre_chain=SHARED,
            processors=[
                ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    for old in [h for h in root.handlers if isinstance(h.formatter, ProcessorFormatter)]:
        root.removeHandler(old)
        old.close()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    # The development server prints addresses with everything that follows the question mark.
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    structlog.configure(
        processors=PROCESSORS,
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def describe_error(_log: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Replace an exception by its kind, its harmless words and the places it passed."""
    found = event.pop("exc_info", None)
    if found is True:
        found = sys.exc_info()
    error = found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        event["error"] = _kind(error)
        event["words"] = _words(error)
        event["places"] = _places(error)
    return event


def _kind(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def _words(error: BaseException) -> str:
    if isinstance(error, SQLAlchemyError | Refusal) or "psycopg" in _kind(error):
        return ""
    return mask(str(error))[:WORDS_LENGTH]


def _places(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]


def mask(words: str) -> str:
    """Hide the e-mail addresses in a sentence."""
    return EMAIL.sub("…@…", words)


def mask_event(_log: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Hide e-mail addresses wherever they slipped into a line."""
    return {key: mask(value) if isinstance(value, str) else value for key, value in event.items()}


SHARED: tuple[Processor, ...] = (
    merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    describe_error,
    mask_event,
)


# One list for all that configure: a logger keeps the one that it met first.
PROCESSORS: list[Processor] = [*SHARED, ProcessorFormatter.wrap_for_formatter]


def bind_request(app: Flask) -> None:
    """Give every request an id, in the log and on the answer, and note how it ended."""
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    g.request_id = token_hex(8)
    g.began = perf_counter()
    clear_contextvars()
    bind_contextvars(request_id=g.request_id)


def _end(response: Response) -> Response:
    request_id = g.get("request_id")
    if request_id is None or request.endpoint == "static":
        return response
    response.headers[REQUEST_ID_HEADER] = request_id
    log.info("request", status=response.status_code, **_facts())
    return response


def _facts() -> dict[str, Any]:
    return {
        "method": request.method,
        "endpoint": request.endpoint,
        "account": getattr(g.get("actor"), "account_id", None),
        "milliseconds": round(1000 * (perf_counter() - g.began)),
    }
