"""A folder on the disk, and the presets that it refers to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.folders.rules.attachments import FILES
from app.folders.rules.parsed_folder import KNOWN
from app.kernel.errors import RuleBroken
from app.kernel.tables.csv_text import LARGEST_TABLE_BYTES
from app.programmes.queries import preset_plans

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.programmes.rules.plan import RoundPlan

EXAMPLES = Path(__file__).parents[1] / "example"
CONTEST = EXAMPLES / "hoi-thi-2026"
TITLE = EXAMPLES / "tri-thuc-2026"
TWO_STAGES = EXAMPLES / "hai-vong-2026"
NO_LINK = "Đây là liên kết, không phải tệp; hãy chép chính tệp đó vào thư mục."


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
