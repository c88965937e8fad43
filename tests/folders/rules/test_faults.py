"""Every kind of fault of a round folder is named by file, line and column."""

from __future__ import annotations

import pytest

from app.folders.rules.parsed_folder import lint_folder, read_folder
from app.kernel.errors import RuleBroken
from tests.folders.rules.small_folder import (
    PRESETS,
    ROUND,
    SMALL,
    edited,
    files_with,
    without,
)

FAULTS: list[tuple[str, dict[str, bytes], tuple[str, int, str], str]] = [
    ("missing file", without("units.csv"), ("units.csv", 0, ""), "Thiếu tệp"),
    ("unknown file", files_with(sheet__csv="a\n"), ("sheet.csv", 0, ""), "“sheets.csv”"),
    ("ballots", files_with(ballots__csv="a\n"), ("ballots.csv", 0, ""), "bỏ phiếu kín"),
    ("attendance", files_with(attendance__csv="a\n"), ("attendance.csv", 0, ""), "bỏ phiếu kín"),
    (
        "written opinions",
        files_with(written_opinions__csv="a\n"),
        ("written_opinions.csv", 0, ""),
        "bỏ phiếu kín",
    ),
    (
        "ballot table",
        files_with(round__toml=ROUND + '[ballot]\nquorum = "2/3"\n'),
        ("round.toml", 37, "ballot"),
        "bỏ phiếu kín",
    ),
    (
        "toml syntax",
        edited("round.toml", "year = 2026", "year = "),
        ("round.toml", 3, ""),
        "viết sai cú pháp",
    ),
    (
        "toml key",
        edited("round.toml", "quantity = 1", "quantiti = 1"),
        ("round.toml", 29, "quantiti"),
        "“quantity”",
    ),
    (
        "toml value",
        edited("round.toml", "max_points = 60", 'max_points = "60"'),
        ("round.toml", 24, "max_points"),
        "cần một số",
    ),
    (
        "unsound plan",
        edited("round.toml", "min_score = 85", "min_score = 850"),
        ("round.toml", 30, "min_score"),
        "từ 0 đến 100",
    ),
    (
        "unsound tie breaker",
        edited("round.toml", "criterion:tinh_moi", "criterion:la"),
        ("round.toml", 14, "tie_breakers"),
        "“la”",
    ),
    (
        "programme",
        edited("round.toml", "hoi-thi-sang-tao-ky-thuat", "hoi-thi-sang-tao"),
        ("round.toml", 1, "programme"),
        "Có phải là “hoi-thi-sang-tao-ky-thuat”",
    ),
    (
        "form word",
        edited("round.toml", "year = 2026", 'year = 2026\nform = "rieng"'),
        ("round.toml", 4, "form"),
        "preset",
    ),
    (
        "unknown column",
        edited("units.csv", "locality", "place"),
        ("units.csv", 1, "place"),
        "Không có cột “place”",
    ),
    (
        "missing column",
        edited("sheets.csv", "points", "point"),
        ("sheets.csv", 1, "points"),
        "Thiếu cột",
    ),
    (
        "repeated column",
        edited("units.csv", "locality", "name"),
        ("units.csv", 1, "name"),
        "2 lần",
    ),
    ("empty table", files_with(units__csv=""), ("units.csv", 1, ""), "Thiếu dòng tiêu đề"),
    ("cells", edited("units.csv", "phường B", "phường B,thừa"), ("units.csv", 2, ""), "có 5 ô"),
    ("quotes", edited("units.csv", "Công ty C", '"Công ty'), ("units.csv", 3, ""), "dấu nháy"),
    ("empty cell", edited("units.csv", "Sở A", ""), ("units.csv", 2, "name"), "để trống"),
    (
        "unit kind",
        edited("units.csv", "company", "compani"),
        ("units.csv", 3, "kind"),
        "“company”",
    ),
    ("repeated unit", edited("units.csv", "cty,", "so,"), ("units.csv", 3, "code"), "dòng 2"),
    (
        "unknown category",
        edited("nominations.csv", "hai,cntt", "hai,y_duoc"),
        ("nominations.csv", 4, "category"),
        "“y_duoc”",
    ),
    (
        "no category",
        edited("nominations.csv", "hai,cntt", "hai,"),
        ("nominations.csv", 4, "category"),
        "lĩnh vực",
    ),
    (
        "unknown unit",
        edited("nominations.csv", "cntt,cty", "cntt,ct"),
        ("nominations.csv", 2, "unit"),
        "Có phải là “cty”",
    ),
    (
        "repeated nomination",
        edited("nominations.csv", "HS2", "HS1"),
        ("nominations.csv", 4, "code"),
        "Trùng với dòng 2",
    ),
    (
        "nobody",
        edited("people.csv", "HS2,1,Lò Sáng,,,,,,,,,\n", ""),
        ("nominations.csv", 4, "code"),
        "chưa có ai",
    ),
    (
        "shares",
        edited("people.csv", ",40,,", ",39.99,,"),
        ("people.csv", 3, "contribution_percent"),
        "99,99 %",
    ),
    (
        "share left out",
        edited("people.csv", ",40,,", ",,,"),
        ("people.csv", 2, "contribution_percent"),
        "lớn hơn 0",
    ),
    (
        "share with comma",
        edited("people.csv", ",40,,", ',"39,5",,'),
        ("people.csv", 2, "contribution_percent"),
        "dấu chấm",
    ),
    ("order", edited("people.csv", "HS1,2", "HS1,hai"), ("people.csv", 2, "order"), "“hai”"),
    (
        "repeated order",
        edited("people.csv", "HS1,1", "HS1,2"),
        ("people.csv", 3, "order"),
        "dòng 2",
    ),
    (
        "same person twice",
        edited("people.csv", "Trần Văn Ước,Tác giả chính,1980-02-29", "Y NA Hôm  Kbuôr,,"),
        ("people.csv", 3, "full_name"),
        "dòng 2",
    ),
    (
        "day",
        edited("people.csv", "1980-02-29", "1981-02-29"),
        ("people.csv", 3, "birth_date"),
        "1981",
    ),
    ("gender", edited("people.csv", "female", "nữ"), ("people.csv", 2, "gender"), "female"),
    (
        "email",
        edited("people.csv", "uoc@example.vn", "uoc"),
        ("people.csv", 3, "email"),
        "ten@donvi.vn",
    ),
    (
        "person of nothing",
        edited("people.csv", "HS2,1", "HS3,1"),
        ("people.csv", 4, "nomination"),
        "“HS3”",
    ),
    ("seat role", edited("council.csv", "chair", "chủ tịch"), ("council.csv", 2, "role"), "chair"),
    (
        "two chairs",
        edited("council.csv", "member", "chair"),
        ("council.csv", 3, "role"),
        "2 chủ tịch",
    ),
    (
        "speciality",
        edited("council.csv", "so,cntt", "so,cntt;y"),
        ("council.csv", 3, "specialities"),
        "“y”",
    ),
    ("repeated seat", edited("council.csv", "GK2", "GK1"), ("council.csv", 4, "code"), "dòng 3"),
    (
        "conflict kind",
        edited("conflicts.csv", "family", "friend"),
        ("conflicts.csv", 2, "kind"),
        "family",
    ),
    (
        "unknown judge",
        edited("assignments.csv", "GK2", "GK9"),
        ("assignments.csv", 3, "judge"),
        "“GK9”",
    ),
    (
        "repeated assignment",
        edited("assignments.csv", "GK2,HS1", "GK1,HS1"),
        ("assignments.csv", 3, "nomination"),
        "dòng 2",
    ),
    (
        "conflicted assignment",
        edited("assignments.csv", "GK1,HS2", "GK2,HS2"),
        ("assignments.csv", 4, "judge"),
        "xung đột lợi ích",
    ),
    (
        "sheet without assignment",
        edited("assignments.csv", "GK2,HS1\n", ""),
        ("sheets.csv", 4, "judge"),
        "không được phân công",
    ),
    (
        "criterion",
        edited("sheets.csv", "hieu_qua", "hieuqua"),
        ("sheets.csv", 2, "criterion"),
        "“hieu_qua”",
    ),
    (
        "points above",
        edited("sheets.csv", "39.5", "40.5"),
        ("sheets.csv", 3, "points"),
        "từ 0 đến 40",
    ),
    (
        "points below",
        edited("sheets.csv", "39.5", "-1"),
        ("sheets.csv", 3, "points"),
        "từ 0 đến 40",
    ),
    (
        "points off the step",
        edited("sheets.csv", "39.5", "39.25"),
        ("sheets.csv", 3, "points"),
        "bội của 0,5",
    ),
    ("points in words", edited("sheets.csv", "39.5", "NaN"), ("sheets.csv", 3, "points"), "“NaN”"),
    (
        "half a sheet",
        edited("sheets.csv", "GK2,HS1,hieu_qua,60\n", ""),
        ("sheets.csv", 4, "criterion"),
        "thiếu điểm",
    ),
    (
        "the same points twice",
        edited("sheets.csv", "GK1,HS1,tinh_moi", "GK1,HS1,hieu_qua"),
        ("sheets.csv", 3, "nomination"),
        "dòng 2",
    ),
    (
        "silent comment",
        edited("comments.csv", "Rất tốt.", ""),
        ("comments.csv", 2, "comment"),
        "để trống",
    ),
    (
        "decision without reason",
        edited("decisions.csv", "Mới áp dụng ở một nơi.", ""),
        ("decisions.csv", 2, "reason"),
        "để trống",
    ),
    (
        "tie without place",
        edited("decisions.csv", "downgrade,HS1,Giải Nhì", "tie,HS1,nhất"),
        ("decisions.csv", 2, "value"),
        "“nhất”",
    ),
    (
        "downgrade to nothing known",
        edited("decisions.csv", "Giải Nhì", "Giải Tư"),
        ("decisions.csv", 2, "value"),
        "“Giải Tư”",
    ),
    (
        "control character",
        edited("people.csv", "Lò Sáng", "Lò\x07Sáng"),
        ("people.csv", 4, "full_name"),
        "ký tự điều khiển",
    ),
    (
        "nothing at all",
        edited("people.csv", "Lò Sáng", "Lò\x00Sáng"),
        ("people.csv", 4, "full_name"),
        "ký tự điều khiển",
    ),
    (
        "day of another form",
        edited("people.csv", "1980-02-29", "19800229"),
        ("people.csv", 3, "birth_date"),
        "1980-02-29",
    ),
    (
        "born after the deadline",
        edited("people.csv", "1980-02-29", "2030-02-28"),
        ("people.csv", 3, "birth_date"),
        "Ngày sinh",
    ),
    (
        "thousandth of a share",
        edited("people.csv", ",40,,", ",40.001,,"),
        ("people.csv", 2, "contribution_percent"),
        "hai chữ số",
    ),
    ("phone", edited("people.csv", "0900000000", "0900"), ("people.csv", 3, "phone"), "số di động"),
    (
        "long name",
        edited("people.csv", "Lò Sáng", "Lò" * 150),
        ("people.csv", 4, "full_name"),
        "200",
    ),
    (
        "long title",
        edited("nominations.csv", "Giải pháp hai", "hai" * 200),
        ("nominations.csv", 4, "title"),
        "rút gọn còn 500",
    ),
    (
        "code of a dossier that is a path",
        files_with(
            **{name.replace(".", "__"): text.replace("HS2", "HS/2") for name, text in SMALL.items()}
        ),
        ("nominations.csv", 4, "code"),
        "đặt lại mã",
    ),
    (
        "no dossier",
        files_with(nominations__csv="code,title\n"),
        ("nominations.csv", 0, ""),
        "Chưa có hồ sơ nào",
    ),
    (
        "question without a code",
        edited("nominations.csv", "Tính mới", "x" * 130),
        ("nominations.csv", 1, "x" * 130),
        "ngắn hơn",
    ),
    (
        "no chair",
        edited("council.csv", "chair", "member"),
        ("council.csv", 0, "role"),
        "chưa có chủ tịch",
    ),
    (
        "code of a seat",
        edited("council.csv", "CT,Vi Anh", "C T,Vi Anh"),
        ("council.csv", 2, "code"),
        "ví dụ GK03",
    ),
    (
        "other ground without a note",
        edited("conflicts.csv", "family,Em ruột", "other,"),
        ("conflicts.csv", 2, "note"),
        "lý do",
    ),
    (
        "comment without a sheet",
        edited("comments.csv", "GK1,HS1", "GK1,HS2"),
        ("comments.csv", 2, "judge"),
        "không có phiếu",
    ),
    (
        "tie that is none",
        edited("decisions.csv", "downgrade,HS1,Giải Nhì", "tie,HS1,1"),
        ("decisions.csv", 2, "nomination"),
        "không đồng hạng",
    ),
    (
        "prize that is not lower",
        edited("decisions.csv", "Giải Nhì", "Giải Nhất"),
        ("decisions.csv", 2, "value"),
        "thấp hơn",
    ),
    (
        "prize left out",
        edited("decisions.csv", "Giải Nhì", ""),
        ("decisions.csv", 2, "value"),
        "để trống",
    ),
    (
        "score where there is one",
        edited("decisions.csv", "downgrade,HS1,Giải Nhì", "score,HS1,80"),
        ("decisions.csv", 2, "value"),
        "đã có điểm",
    ),
    (
        "score out of range",
        edited("decisions.csv", "downgrade,HS1,Giải Nhì", "score,HS2,180"),
        ("decisions.csv", 2, "value"),
        "từ 0 đến 100",
    ),
    (
        "no deadline",
        edited("round.toml", "closes_at = 2026-08-31T17:00:00+07:00\n", ""),
        ("round.toml", 0, "closes_at"),
        "2026-01-05",
    ),
    (
        "weight of three decimals",
        edited("round.toml", "step = 1", "weight = 0.333"),
        ("round.toml", 25, "weight"),
        "2 chữ số thập phân",
    ),
    (
        "points beyond reckoning",
        edited("round.toml", "max_points = 60", "max_points = 1e400"),
        ("round.toml", 24, "max_points"),
        "không được quá 10000",
    ),
    (
        "money beyond a column",
        edited("round.toml", "money = 10000000", "money = 99999999999999999999"),
        ("round.toml", 32, "money"),
        "không được quá",
    ),
    (
        "name in two lines",
        edited("round.toml", 'name = "Hiệu quả"', 'name = "Hiệu\\nquả"'),
        ("round.toml", 23, "name"),
        "một dòng",
    ),
    (
        "criterion without a name",
        edited("round.toml", 'name = "Hiệu quả"', 'name = ""'),
        ("round.toml", 23, "name"),
        "để trống",
    ),
    (
        "brackets without end",
        edited("round.toml", "year = 2026", f"year = 2026\nx = {'[' * 3000}{']' * 3000}"),
        ("round.toml", 0, ""),
        "quá sâu",
    ),
    (
        "number without end",
        edited("round.toml", "year = 2026", f"year = {'9' * 5000}"),
        ("round.toml", 0, ""),
        "quá dài",
    ),
    (
        "grace without end",
        edited("round.toml", "year = 2026", "year = 2026\ngrace_minutes = 999999"),
        ("round.toml", 4, "grace_minutes"),
        "10080",
    ),
    (
        "table that should be one",
        edited("round.toml", "[scoring]", "[[scoring]]"),
        ("round.toml", 11, "scoring"),
        "một bảng",
    ),
    (
        "comment asked for",
        edited("round.toml", "min_sheets = 2", "min_sheets = 2\ncomment_above = 89.5"),
        ("sheets.csv", 4, "judge"),
        "có nhận xét",
    ),
]


@pytest.mark.parametrize(
    ("files", "place", "told"),
    [fault[1:] for fault in FAULTS],
    ids=[fault[0].replace(" ", "-") for fault in FAULTS],
)
def test_fault_is_named_by_file_line_and_column(
    files: dict[str, bytes], place: tuple[str, int, str], told: str
) -> None:
    found = [
        fault.what_to_do
        for fault in lint_folder(files, PRESETS)
        if (fault.file, fault.line, fault.column) == place
    ]
    assert any(told in text for text in found), lint_folder(files, PRESETS)
    with pytest.raises(RuleBroken, match=place[0]):
        read_folder(files, PRESETS)


def test_a_table_that_cannot_be_read_is_named_alone() -> None:
    semicolons = SMALL["units.csv"].replace(",", ";")
    faults = lint_folder(files_with(units__csv=semicolons), PRESETS)
    assert [(fault.file, fault.line) for fault in faults] == [("units.csv", 1)]
