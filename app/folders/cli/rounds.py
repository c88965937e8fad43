"""``flask rounds``: check the folder of a round, and run it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask.cli import AppGroup

from app.folders.cli.progress import Terminal
from app.folders.operations.course import RowsRefused
from app.folders.operations.kept_round import export_round
from app.folders.operations.result_files import require_place_for, write_results
from app.folders.operations.run import run_round
from app.folders.queries.disk import presets_by_key, read_files
from app.folders.queries.kept_round import find_round
from app.folders.rules.parsed_folder import lint_folder, read_folder
from app.infra.db.units import unit_of_work
from app.kernel.access import Actor
from app.kernel.errors import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.folders.operations.course import Course
    from app.kernel.tables.faults import PlacedFault

rounds = AppGroup("rounds", help="Một đợt xét dưới dạng thư mục các tệp thường.")
REFUSED = "✗ Chưa ghi gì vào cơ sở dữ liệu. Hãy sửa các chỗ trên rồi chạy lại."
NO_ROUND = "Không có đợt “{word}”. Hãy ghi số của đợt, hoặc chữ cuối trong địa chỉ trang của đợt."
EXPORTED = (
    "✓ Đã xuất “{name}” ra thư mục {out}.\n! Thư mục có dữ liệu cá nhân: chỉ chủ thư mục mở được; "
    "hãy giữ kín và xóa khi không cần nữa."
)
NOT_YET = "! Chưa chạy lại ngay được: hãy bổ sung những chỗ nêu trên."
BY_COMMAND = Actor.of_system("Ban tổ chức (xuất ra thư mục)")
STOPPED = "✗ Đợt dừng ở bước này. Hãy sửa các chỗ trên rồi chạy lại thành một đợt mới."


@rounds.command("lint")
@click.argument("folder", type=click.Path(path_type=Path))
def lint(folder: Path) -> None:
    """Nêu mọi lỗi của thư mục FOLDER: tệp, dòng, cột và cách sửa."""
    faults = _examined(folder)
    for fault in faults:
        click.echo(str(fault))
    if any(not fault.is_warning for fault in faults):
        sys.exit(1)
    click.echo(f"✓ Thư mục “{folder}” hợp lệ, chạy được.")


@rounds.command("run")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Thư mục ghi kết quả.")
@click.option(
    "--register",
    "takes_numbers",
    is_flag=True,
    help="Cấp số thật trong sổ cấp giấy chứng nhận; không có thì chỉ là chạy thử.",
)
def run(folder: Path, out: Path, *, takes_numbers: bool) -> None:
    """Chạy trọn một đợt từ thư mục FOLDER: từ nộp hồ sơ đến giấy chứng nhận."""
    _refuse_broken(folder)
    course = _run(folder, out, takes_numbers=takes_numbers)
    if course.unresolved:
        waiting = ", ".join(course.unresolved)
        click.echo(f"! Chưa phân định, chờ Chủ tịch hội đồng quyết định: {waiting}.")
    click.echo(f"✓ Kết quả của “{course.round.name}” ở thư mục {out}.")


@rounds.command("export")
@click.argument("round_word", metavar="ROUND")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Thư mục mới sẽ ghi.")
def export(round_word: str, out: Path) -> None:
    """Xuất đợt ROUND (số hoặc chữ cuối địa chỉ trang của đợt) ra thư mục chạy lại được."""
    round_ = find_round(round_word)
    if round_ is None:
        raise click.ClickException(NO_ROUND.format(word=round_word))
    try:
        with unit_of_work():
            faults = export_round(round_, out, by=BY_COMMAND)
    except Refusal as refusal:
        raise _stop(refusal) from refusal
    for fault in faults:
        click.echo(str(fault))
    click.echo(EXPORTED.format(name=round_.name, out=out))
    if any(not fault.is_warning for fault in faults):
        click.echo(NOT_YET)


def _examined(folder: Path) -> Sequence[PlacedFault]:
    try:
        return lint_folder(read_files(folder), presets_by_key())
    except Refusal as refusal:
        raise _stop(refusal) from refusal


def _refuse_broken(folder: Path) -> None:
    broken = [fault for fault in _examined(folder) if not fault.is_warning]
    if broken:
        _say(broken)
        click.echo(REFUSED, err=True)
        sys.exit(1)


def _run(folder: Path, out: Path, *, takes_numbers: bool) -> Course:
    try:
        require_place_for(out, folder)
        read = read_folder(read_files(folder), presets_by_key())
        course = run_round(read, Terminal(), is_rehearsal=not takes_numbers)
        write_results(course, out)
    except RowsRefused as refused:
        _say(refused.faults)
        click.echo(REFUSED if refused.left_nothing else STOPPED, err=True)
        sys.exit(1)
    except Refusal as refusal:
        raise _stop(refusal) from refusal
    return course


def _say(faults: Sequence[PlacedFault]) -> None:
    for fault in faults:
        click.echo(str(fault), err=True)


def _stop(refusal: Refusal) -> click.ClickException:
    return click.ClickException(refusal.message)
