"""The results of a run as files; each appears under its name only when it is whole."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from app.folders.documents import awards_csv, certificate_file, ranking_csv, summary_json
from app.folders.queries.results import issued_in, results_of
from app.infra.files.store import get_stored, open_stored
from app.kernel.errors import RuleBroken
from app.results.queries.decision import find_decision

if TYPE_CHECKING:
    from pathlib import Path

    from app.folders.operations.course import Course
    from app.folders.rules.results import AwardRow

CERTIFICATES = "certificates"
BOOK = "all.pdf"
_OURS = re.compile(r"[0-9]{4,}-[0-9]{4}-.+\.pdf")


def require_place_for(out: Path, folder: Path) -> None:
    """Make the folder of the results, before anything else is done.

    Raises:
        RuleBroken: when it cannot be written, or lies in the folder that is run.
    """
    inside, source = out.resolve(), folder.resolve()
    if inside == source or source in inside.parents:
        raise RuleBroken(f"Thư mục kết quả “{out}” nằm trong thư mục đầu vào. Hãy chọn nơi khác.")
    try:
        (out / CERTIFICATES).mkdir(parents=True, exist_ok=True)
        _write(out / "summary.json.test", b"")
        (out / "summary.json.test").unlink()
    except OSError as error:
        raise RuleBroken(f"Không ghi được vào “{out}”: {error.strerror}.") from error


def write_results(course: Course, out: Path) -> None:
    """Write ranking, awards, certificates and the summary; earlier results are replaced."""
    ranking, awards = results_of(course.round)
    _write(out / "ranking.csv", ranking_csv(ranking))
    _write(out / "awards.csv", awards_csv(awards))
    count = _write_certificates(course.round_id, out / CERTIFICATES)
    _write(out / "summary.json", summary_json(_summary(course, awards, count)))


def _write_certificates(round_id: int, folder: Path) -> int:
    """Write every certificate and the book; those of an earlier run into this folder go."""
    batch, certificates = issued_in(round_id)
    written = set()
    for certificate in certificates:
        if certificate.file is not None:
            name = certificate_file(certificate.register_no)
            _copy(certificate.file.sha256, folder / name)
            written.add(name)
    if batch is not None and batch.book_file_id is not None:
        _copy(get_stored(batch.book_file_id).sha256, folder / BOOK)
        written.add(BOOK)
    _remove_earlier(folder, written)
    return len(written - {BOOK})


def _remove_earlier(folder: Path, written: set[str]) -> None:
    for path in folder.iterdir():
        is_ours = path.name == BOOK or _OURS.fullmatch(path.name)
        if is_ours and path.name not in written:
            path.unlink()


def _copy(sha256: str, target: Path) -> None:
    with open_stored(sha256) as stored:
        _write(target, stored.read())


def _write(target: Path, content: bytes) -> None:
    unfinished = target.with_name(f".{target.name}.part")
    unfinished.write_bytes(content)
    unfinished.replace(target)


def _summary(course: Course, awards: list[AwardRow], certificates: int) -> dict[str, Any]:
    round_, decision = course.round, find_decision(course.round_id)
    unresolved = set(course.unresolved)
    return {
        "round": {"id": round_.id, "name": round_.name, "slug": round_.slug},
        "is_rehearsal": course.is_rehearsal,
        "decision": decision
        and {"number": decision.number, "issued_on": decision.issued_on.isoformat()},
        "awards": sum(row.code not in unresolved for row in awards),
        "certificates": certificates,
        "unresolved": list(course.unresolved),
        "seconds": round(sum(step.seconds for step in course.steps), 3),
        "steps": [asdict(step) | {"seconds": round(step.seconds, 3)} for step in course.steps],
    }
