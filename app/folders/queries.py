"""Reading: a folder from the disk, and what a finished run has to hand out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.certificates.queries import certificates_of_batch, find_batch
from app.folders.rules.attachments import FILES
from app.folders.rules.reading import KNOWN
from app.folders.rules.results import UNRESOLVED, AwardRow, RankingRow
from app.folders.rules.tables import LARGEST_TABLE_BYTES
from app.infra.db import db
from app.kernel.errors import RuleBroken
from app.nominations.queries import eligible_nominations
from app.programmes.models import Round
from app.programmes.queries import preset_plans
from app.results.queries import outcome_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.certificates.models import Certificate, CertificateBatch
    from app.nominations.models import Nomination
    from app.programmes.rules.plan import RoundPlan
    from app.results.rules.outcome import Outcome

EXAMPLES = Path(__file__).parent / "example"
CONTEST = EXAMPLES / "hoi-thi-2026"
TITLE = EXAMPLES / "tri-thuc-2026"
NO_LINK = "Đây là liên kết, không phải tệp; hãy chép chính tệp đó vào thư mục."
WAITS_FOR_CHAIR = "Chưa phân định: chờ Chủ tịch hội đồng quyết định."


# ── a folder on the disk ─────────────────────────────────────────────────────────────────────


def presets_by_key() -> dict[str, RoundPlan]:
    """Return the preset programmes, which a folder refers to by their keys."""
    return {plan.programme_key: plan for plan in preset_plans()}


def read_files(folder: Path) -> dict[str, bytes]:
    """Return the files of a round folder by their path inside it.

    Hidden files are left out; of files that no folder has only the names are taken.

    Raises:
        RuleBroken: when there is no such folder or something in it cannot be read.
    """
    if not folder.is_dir():
        raise RuleBroken(f"Không có thư mục “{folder}”. Hãy kiểm tra lại đường dẫn.")
    try:
        paths = list(_paths(folder))
        _require_no_links(paths, folder)
        return {_name(path, folder): _content(path, folder) for path in paths}
    except OSError as error:
        raise RuleBroken(f"Không đọc được “{error.filename}”: {error.strerror}.") from error


def _paths(folder: Path) -> Iterator[Path]:
    """Yield the files, and at the top also the folders that no round folder has."""
    for path in sorted(folder.iterdir()):
        is_foreign = path.is_dir() and path.name != FILES and not path.name.startswith(".")
        if path.is_file() or path.is_symlink() or is_foreign:
            yield path
    if not (folder / FILES).is_symlink():
        inside = sorted((folder / FILES).rglob("*"))
        yield from (path for path in inside if path.is_symlink() or _is_seen(path))


def _is_seen(path: Path) -> bool:
    return path.is_file() and not path.name.startswith(".")


def _require_no_links(paths: Sequence[Path], folder: Path) -> None:
    """Refuse links: they may lead to files of the machine that nobody meant to hand in."""
    links = [_name(path, folder) for path in paths if path.is_symlink()]
    if links:
        raise RuleBroken("\n".join(f"{name}: {NO_LINK}" for name in links))


def _name(path: Path, folder: Path) -> str:
    """Return the path inside the folder, also of a file whose name is no UTF-8."""
    name = path.relative_to(folder).as_posix()
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _content(path: Path, folder: Path) -> bytes:
    is_wanted = path.name in KNOWN or path.parent != folder
    if not is_wanted or path.is_dir():
        return b""
    if path.stat().st_size > LARGEST_TABLE_BYTES:
        megabytes = LARGEST_TABLE_BYTES // 1024**2
        raise RuleBroken(f"Tệp “{path}” lớn hơn {megabytes} MB; hãy thu nhỏ hoặc chia tệp.")
    return path.read_bytes()


def round_named(name: str) -> Round | None:
    """Return the newest round of a name."""
    query = select(Round).where(Round.name == name).order_by(Round.id.desc()).limit(1)
    return db.session.execute(query).scalar_one_or_none()


# ── what a run hands out ─────────────────────────────────────────────────────────────────────


def results_of(round_: Round) -> tuple[list[RankingRow], list[AwardRow]]:
    """Return the ranking and the awards of a round that is ranked or further."""
    outcome = outcome_of(round_).outcome
    dossiers = {dossier.code or "": dossier for dossier in eligible_nominations(round_.id)}
    numbers = _certificate_numbers(round_.id)
    ranking = _ranking(outcome, dossiers)
    levels = outcome.allocation.levels
    money = {award.code: award.money for award in outcome.allocation.awards}
    awards = [
        _award(
            dossiers[row.code],
            levels.get(row.code, UNRESOLVED),
            money.get(row.code),
            tuple(numbers.get(dossiers[row.code].id, ())),
        )
        for row in ranking
        if row.code in levels or row.code in outcome.allocation.unresolved
    ]
    return ranking, awards


def _ranking(outcome: Outcome, dossiers: dict[str, Nomination]) -> list[RankingRow]:
    rows = []
    for standing in outcome.standings:
        waits = WAITS_FOR_CHAIR if standing.code in outcome.allocation.unresolved else ""
        rows.append(
            RankingRow(
                code=standing.code,
                title=dossiers[standing.code].title,
                category=standing.category,
                score=standing.score,
                rank=standing.rank,
                sheets_used=len(standing.sheets_used),
                sheets_dropped=len(standing.sheets_dropped),
                note=" ".join(part for part in (standing.note, waits) if part),
            )
        )
    return rows


def _award(
    dossier: Nomination, level: str, money: int | None, numbers: tuple[str, ...]
) -> AwardRow:
    people = tuple(person.full_name for person in dossier.people)
    return AwardRow(dossier.code or "", dossier.title, level, money, people, numbers)


def _certificate_numbers(round_id: int) -> dict[int, list[str]]:
    numbers: dict[int, list[str]] = {}
    for certificate in issued_in(round_id)[1]:
        nomination_id = certificate.award.nomination_id
        numbers.setdefault(nomination_id, []).append(certificate.register_no)
    return numbers


def issued_in(round_id: int) -> tuple[CertificateBatch | None, Sequence[Certificate]]:
    """Return the issue of a round and its certificates by number; nothing before there is one."""
    batch = find_batch(round_id)
    return (batch, certificates_of_batch(batch.id)) if batch else (None, ())
