"""The commands about folders: what they print, what they leave behind, how they end."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pypdf
import pytest
from sqlalchemy import func, select

from app.accounts.models import Account
from app.accounts.rules.passwords import matches, require_good_password
from app.audit.models import AuditEntry
from app.folders.operations.demo.desks import ACCOUNTS, PASSWORD
from app.infra.db.engine import db
from app.nominations.models import Nomination
from app.programmes.enums import RoundState
from app.programmes.models import Round
from app.programmes.queries import announced_rounds
from tests.factories.accounts import make_account
from tests.folders.runnable_folder import FILES, LONG_NAME, edited, load_organiser, texts, write

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result
    from flask import Flask


@pytest.fixture
def organiser(app: Flask) -> None:
    load_organiser()
    db.session.commit()


@pytest.fixture
def folder(tmp_path: Path, organiser: None) -> Path:
    return write(tmp_path / "folder", FILES)


def flask(app: Flask, *words: object) -> Result:
    return app.test_cli_runner().invoke(args=[str(word) for word in words])


def rounds() -> int:
    return db.session.execute(select(func.count()).select_from(Round)).scalar_one()


def test_folder_in_order_is_said_to_be(app: Flask, folder: Path) -> None:
    result = flask(app, "rounds", "lint", folder)
    assert result.exit_code == 0
    assert "hợp lệ" in result.output


def test_lint_names_file_line_and_column(app: Flask, tmp_path: Path) -> None:
    broken = write(tmp_path, edited("sheets.csv", "GK1,HS1,tinh_moi,40", "GK1,HS1,tinh_moi,41"))
    result = flask(app, "rounds", "lint", broken)
    assert result.exit_code == 1
    assert "sheets.csv, dòng 2, cột points" in result.output


def test_run_writes_everything(app: Flask, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = flask(app, "rounds", "run", folder, "--out", out)
    assert result.exit_code == 0, result.output
    assert "✓ Nộp hồ sơ: 5" in result.output
    assert sorted(path.name for path in out.iterdir()) == [
        "awards.csv",
        "certificates",
        "ranking.csv",
        "summary.json",
    ]
    names = sorted(path.name for path in (out / "certificates").iterdir())
    assert names == [*(f"000{n}-2026-GCN-STKT.pdf" for n in range(1, 5)), "all.pdf"]
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert (summary["awards"], summary["certificates"], summary["unresolved"]) == (3, 4, [])
    assert {step["code"] for step in summary["steps"]} >= {"nominations", "sheets", "decision"}


def test_certificates_have_the_names_letter_for_letter(
    app: Flask, folder: Path, tmp_path: Path
) -> None:
    flask(app, "rounds", "run", folder, "--out", tmp_path / "out")
    book = pypdf.PdfReader(tmp_path / "out" / "certificates" / "all.pdf")
    pages = [" ".join(page.extract_text().split()) for page in book.pages]
    assert len(pages) == 4
    for page, name in zip(
        pages, (LONG_NAME, "Y Na Hôm Kbuôr", "Lò Thị Sáng", "Tạ Đình Đề"), strict=True
    ):
        assert name in page


def test_second_run_replaces_the_results(app: Flask, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    flask(app, "rounds", "run", folder, "--out", out)
    (out / "certificates" / "ghi-chu.pdf").write_bytes(b"")
    (folder / "decisions.csv").unlink()
    result = flask(app, "rounds", "run", folder, "--out", out)
    assert result.exit_code == 0
    assert "Chưa phân định" in result.output
    assert [path.name for path in (out / "certificates").iterdir()] == ["ghi-chu.pdf"]
    assert "unresolved" in (out / "awards.csv").read_text(encoding="utf-8")


def test_folder_with_a_ballot_is_refused_by_name(
    app: Flask, organiser: None, tmp_path: Path
) -> None:
    voted = texts(round__toml=FILES["round.toml"] + '\n[ballot]\nthresholds = ["2/3 seats"]\n')
    out = tmp_path / "out"
    result = flask(app, "rounds", "run", write(tmp_path / "voted", voted), "--out", out)
    assert result.exit_code == 1
    assert "round.toml" in result.output
    assert "bỏ phiếu kín" in result.output
    assert not out.exists()
    assert rounds() == 0


def test_refused_row_ends_the_run_with_nothing_written(
    app: Flask, organiser: None, tmp_path: Path
) -> None:
    row = "GK2,Mai Uyên,member,so,"
    close = write(tmp_path / "close", edited("council.csv", row, "GK2,Mai Uyên,member,cty,"))
    result = flask(app, "rounds", "run", close, "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "assignments.csv, dòng 3, cột judge" in result.output
    assert "Chưa ghi gì" in result.output
    assert not (tmp_path / "out" / "ranking.csv").exists()
    assert rounds() == 0


@pytest.mark.parametrize("where", ["folder", "folder/out"])
def test_results_may_not_lie_in_the_folder(
    app: Flask, folder: Path, tmp_path: Path, where: str
) -> None:
    result = flask(app, "rounds", "run", folder, "--out", tmp_path / where)
    assert result.exit_code == 1
    assert "nơi khác" in result.output
    assert rounds() == 0


def test_results_need_a_folder_that_can_be_written(
    app: Flask, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    result = flask(app, "rounds", "run", folder, "--out", tmp_path / "file")
    assert result.exit_code == 1
    assert "Không ghi được" in result.output


def test_folder_that_is_not_there_is_named(app: Flask, tmp_path: Path) -> None:
    result = flask(app, "rounds", "lint", tmp_path / "nowhere")
    assert result.exit_code == 1
    assert "Không có thư mục" in result.output


@pytest.mark.parametrize("place", ["comments.csv", "files/HS1/anh.png", "files"])
def test_link_is_refused_by_name(app: Flask, folder: Path, tmp_path: Path, place: str) -> None:
    (tmp_path / "elsewhere").mkdir()
    link = folder / place
    link.parent.mkdir(parents=True, exist_ok=True)
    link.unlink(missing_ok=True)
    link.symlink_to(tmp_path / "elsewhere")
    for words in (("lint", folder), ("run", folder, "--out", tmp_path / "out")):
        result = flask(app, "rounds", *words)
        assert result.exit_code == 1
        assert f"{place}: Đây là liên kết" in result.output
    assert rounds() == 0


def test_folder_that_nobody_knows_is_named(app: Flask, folder: Path) -> None:
    (folder / "Files").mkdir()
    result = flask(app, "rounds", "lint", folder)
    assert result.exit_code == 1
    assert "Files: Không dùng đến" in result.output


def test_password_of_the_demonstration_is_good_enough() -> None:
    for account in ACCOUNTS:
        require_good_password(PASSWORD, email=account.email)


@pytest.mark.long
def test_demonstration_has_a_desk_for_everybody(app: Flask) -> None:
    result = flask(app, "demo", "load")
    assert result.exit_code == 0, result.output
    accounts = db.session.execute(select(Account)).scalars().all()
    assert {account.email for account in accounts} == {desk.email for desk in ACCOUNTS}
    assert all(desk.email in result.output for desk in ACCOUNTS)
    assert matches(accounts[0].password_hash, PASSWORD)
    states = set(db.session.execute(select(Round.state)).scalars())
    assert states == {
        RoundState.OPEN,
        RoundState.JUDGING,
        RoundState.PROPOSED,
        RoundState.AWARDED,
    }
    assert len(set(db.session.execute(select(Nomination.state)).scalars())) == 7
    assert len(announced_rounds()) == len(db.session.execute(select(Round.id)).all())
    _loading_again_changes_nothing(app)


def _loading_again_changes_nothing(app: Flask) -> None:
    entries = select(func.count()).select_from(AuditEntry)
    before = db.session.execute(entries).scalar_one()
    result = flask(app, "demo", "load")
    assert result.exit_code == 0
    assert all(desk.email in result.output for desk in ACCOUNTS)
    assert db.session.execute(entries).scalar_one() == before


def test_demonstration_is_not_loaded_into_an_installation_in_use(app: Flask) -> None:
    make_account()
    result = flask(app, "demo", "load")
    assert result.exit_code == 1
    assert "thư mục khác" in result.output
    assert rounds() == 0
