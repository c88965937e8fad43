"""A round folder of five dossiers that runs in a second, with a tie at the last place of a prize."""

from __future__ import annotations

import csv
import io
from fractions import Fraction
from typing import TYPE_CHECKING

from app.folders.queries.disk import presets_by_key
from app.folders.rules.parsed_folder import read_folder
from app.kernel.access import Actor
from app.organiser.operations import load_organiser_preset
from app.organiser.queries import get_preset

if TYPE_CHECKING:
    from pathlib import Path

    from app.folders.rules.folder import RoundFolder

LONG_NAME = "Công Tằng Tôn Nữ Nguyễn Thị Hoàng Quỳnh Thuý Ngưỡng"
ROUND = """programme = "hoi-thi-sang-tao-ky-thuat"
name = "Hội thi thử của trường"
year = 2026
opens_at = 2026-01-05T08:00:00+07:00
closes_at = 2026-02-28T17:00:00+07:00

[[categories]]
code = "cntt"
name = "Công nghệ thông tin"

[scoring]
method = "mean"
min_sheets = 3
tie_breakers = ["criterion:tinh_moi", "median"]

[[criteria]]
code = "tinh_moi"
name = "Tính mới"
max_points = 40

[[criteria]]
code = "hieu_qua"
name = "Hiệu quả"
max_points = 30
step = 1
weight = 2

[[prizes]]
level = "Giải Nhất"
quantity = 1
min_score = 85
money = 10000000

[[prizes]]
level = "Giải Nhì"
quantity = 2
min_score = 50
"""
SHEETS = """judge,nomination,criterion,points
GK1,HS1,tinh_moi,40
GK1,HS1,hieu_qua,28
GK2,HS1,tinh_moi,38.5
GK2,HS1,hieu_qua,27
GK3,HS1,tinh_moi,36
GK3,HS1,hieu_qua,25
GK1,HS2,tinh_moi,30
GK1,HS2,hieu_qua,25
GK2,HS2,tinh_moi,32.5
GK2,HS2,hieu_qua,24
GK3,HS2,tinh_moi,31
GK3,HS2,hieu_qua,26
GK1,HS3,tinh_moi,20
GK1,HS3,hieu_qua,20
GK2,HS3,tinh_moi,20
GK2,HS3,hieu_qua,20
GK3,HS3,tinh_moi,20
GK3,HS3,hieu_qua,20
GK1,HS4,tinh_moi,20
GK1,HS4,hieu_qua,20
GK2,HS4,tinh_moi,20
GK2,HS4,hieu_qua,20
GK3,HS4,tinh_moi,20
GK3,HS4,hieu_qua,20
GK1,HS5,tinh_moi,10
GK1,HS5,hieu_qua,10
GK2,HS5,tinh_moi,10
GK2,HS5,hieu_qua,10
"""
FILES = {
    "round.toml": ROUND,
    "units.csv": (
        "code,name,kind,locality\nso,Sở Xây dựng,department,phường Hồng Gai\n"
        "cty,Công ty Cơ khí,company,\n"
    ),
    "nominations.csv": (
        "code,title,category,unit,summary,Tính mới\n"
        'HS1,"Máy sàng, lọc",cntt,cty,Tóm tắt,"Dòng một\ndòng hai, có phẩy"\n'
        "HS2,Phao báo lũ,cntt,cty,,\n"
        "HS3,Cống ngăn mặn,cntt,cty,Tóm tắt,\n"
        "HS4,Sổ tay điện tử,cntt,,Tóm tắt,\n"
        "HS5,Bếp khói ít,cntt,,Tóm tắt,\n"
    ),
    "people.csv": (
        "nomination,order,full_name,role,birth_date,gender,unit,position,degree,"
        "contribution_percent,email,phone\n"
        "HS1,2,Y Na Hôm Kbuôr,Đồng tác giả,,female,,,,40,,\n"
        f"HS1,1,{LONG_NAME},Tác giả chính,1980-02-29,female,cty,Kỹ sư,KS,60,"
        "ngoc@example.vn,0912345678\n"
        "HS2,1,Lò Thị Sáng,,,,cty,,,,,\n"
        "HS3,1,Đặng Ước,,,,cty,,,,,\n"
        "HS4,1,Tạ Đình Đề,,,,,,,,,\n"
        "HS5,1,Mạc Nhị,,,,,,,,,\n"
    ),
    "council.csv": (
        "code,full_name,role,unit,specialities\n"
        "CT,Vi Anh,chair,so,\nGK1,Hồ Đông,member,so,cntt\nGK2,Mai Uyên,member,so,\n"
        "GK3,Phan Giang,member,so,\n"
    ),
    "conflicts.csv": "judge,nomination,kind,note\nGK3,HS5,family,Em ruột\n",
    "assignments.csv": (
        "judge,nomination\n"
        + "".join(f"{j},{n}\n" for n in ("HS1", "HS2", "HS3", "HS4") for j in ("GK1", "GK2", "GK3"))
        + "GK1,HS5\nGK2,HS5\n"
    ),
    "sheets.csv": SHEETS,
    "comments.csv": "judge,nomination,comment\nGK1,HS1,Rất tốt.\n",
    "decisions.csv": (
        "kind,nomination,value,reason\n"
        "tie,HS4,1,Áp dụng rộng hơn.\ntie,HS3,2,Mới chạy thử một mùa.\n"
    ),
}


def texts(**changes: str | None) -> dict[str, str]:
    """Return the files with some of them replaced or, with None, left out."""
    changed = FILES | {name.replace("__", "."): text for name, text in changes.items()}
    return {name: text for name, text in changed.items() if text is not None}


def edited(file: str, old: str, new: str) -> dict[str, str]:
    assert old in FILES[file]
    return FILES | {file: FILES[file].replace(old, new, 1)}


def read(files: dict[str, str]) -> RoundFolder:
    return read_folder({name: text.encode() for name, text in files.items()}, presets_by_key())


def write(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def load_organiser() -> None:
    load_organiser_preset(get_preset("quang-ninh"), by=Actor.of_system("Kiểm thử"))


def mean_scores(
    sheets: str, weights: dict[str, Fraction], *, least: int = 3
) -> dict[str, str | None]:
    """Compute the scores of sheets.csv by hand: exact mean, rounded once, halves up."""
    totals: dict[str, dict[str, Fraction]] = {}
    for row in csv.DictReader(io.StringIO(sheets)):
        dossier = totals.setdefault(row["nomination"], {})
        points = weights[row["criterion"]] * Fraction(row["points"])
        dossier[row["judge"]] = dossier.get(row["judge"], Fraction(0)) + points
    return {
        code: _rounded(sum(given.values(), Fraction(0)) / len(given))
        if len(given) >= least
        else None
        for code, given in totals.items()
    }


def _rounded(value: Fraction) -> str:
    hundredths = int(value * 100 + Fraction(1, 2))
    return f"{hundredths // 100}.{hundredths % 100:02d}"
