"""A round folder of two dossiers, small enough to break in every way."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.programmes.rules.preset import read_preset

if TYPE_CHECKING:
    from app.programmes.rules.plan import RoundPlan

APP = Path(__file__).parents[3] / "app"
PRESETS: dict[str, RoundPlan] = {
    path.stem: read_preset(path.read_text(encoding="utf-8"))
    for path in (APP / "programmes" / "presets").glob("*.toml")
}
EXAMPLES = sorted(path for path in (APP / "folders" / "example").iterdir() if path.is_dir())

ROUND = """programme = "hoi-thi-sang-tao-ky-thuat"
name = "Hội thi thử"
year = 2026
opens_at = 2026-01-05T08:00:00+07:00
closes_at = 2026-08-31T17:00:00+07:00

[[categories]]
code = "cntt"
name = "Công nghệ thông tin"

[scoring]
method = "mean"
min_sheets = 2
tie_breakers = ["criterion:tinh_moi", "median"]

[[criteria]]
code = "tinh_moi"
name = "Tính mới"
max_points = 40

[[criteria]]
code = "hieu_qua"
name = "Hiệu quả"
max_points = 60
step = 1

[[prizes]]
level = "Giải Nhất"
quantity = 1
min_score = 85
scope = "category"
money = 10000000

[[prizes]]
level = "Giải Nhì"
min_score = 70
"""
SMALL = {
    "round.toml": ROUND,
    "units.csv": "code,name,kind,locality\nso,Sở A,department,phường B\ncty,Công ty C,company,\n",
    "nominations.csv": (
        "code,title,category,unit,summary,Tính mới\n"
        'HS1,Giải pháp một,cntt,cty,Tóm tắt,"Dòng một\ndòng hai, có phẩy"\n'
        "HS2,Giải pháp hai,cntt,,,\n"
    ),
    "people.csv": (
        "nomination,order,full_name,role,birth_date,gender,unit,position,degree,"
        "contribution_percent,email,phone\n"
        "HS1,2,Y Na Hôm Kbuôr,Đồng tác giả,,female,,,,40,,\n"
        "HS1,1,Trần Văn Ước,Tác giả chính,1980-02-29,male,cty,Kỹ sư,KS,60,uoc@example.vn,0900000000\n"
        "HS2,1,Lò Sáng,,,,,,,,,\n"
    ),
    "council.csv": (
        "code,full_name,role,unit,specialities\n"
        "CT,Vi Anh,chair,so,\nGK1,Hồ Đông,member,so,cntt\nGK2,Mai Uyên,member,,\n"
    ),
    "conflicts.csv": "judge,nomination,kind,note\nGK2,HS2,family,Em ruột\n",
    "assignments.csv": "judge,nomination\nGK1,HS1\nGK2,HS1\nGK1,HS2\n",
    "sheets.csv": (
        "judge,nomination,criterion,points\n"
        "GK1,HS1,hieu_qua,50\nGK1,HS1,tinh_moi,39.5\n"
        "GK2,HS1,tinh_moi,30\nGK2,HS1,hieu_qua,60\n"
    ),
    "comments.csv": "judge,nomination,comment\nGK1,HS1,Rất tốt.\n",
    "decisions.csv": "kind,nomination,value,reason\ndowngrade,HS1,Giải Nhì,Mới áp dụng ở một nơi.\n",
}


def files_with(**changes: str) -> dict[str, bytes]:
    texts = SMALL | {name.replace("__", "."): text for name, text in changes.items()}
    return {name: text.encode() for name, text in texts.items()}


def edited(file: str, old: str, new: str) -> dict[str, bytes]:
    assert old in SMALL[file]
    return files_with(**{file.replace(".", "__"): SMALL[file].replace(old, new, 1)})


def without(file: str) -> dict[str, bytes]:
    return {name: content for name, content in files_with().items() if name != file}
