"""The arithmetic of the chain: canonical JSON and the hash of a row (scoring.md, section 9)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

GENESIS = "0" * 64
# The log keeps the name of a class; people read these. A test says when a table has none.
THING_WORDS = {
    "Account": "Tài khoản",
    "AccountRole": "Vai trò",
    "Answer": "Câu trả lời",
    "Assignment": "Phân công",
    "Attachment": "Tệp đính kèm",
    "AuditEntry": "Dòng nhật ký",
    "AuditHead": "Đầu nhật ký",
    "Award": "Giải",
    "Category": "Lĩnh vực",
    "Certificate": "Giấy chứng nhận",
    "CertificateBatch": "Lần cấp giấy",
    "Conflict": "Xung đột lợi ích",
    "Council": "Hội đồng",
    "Criterion": "Tiêu chí",
    "DecisionPaper": "Quyết định",
    "Enclosure": "Tệp gửi kèm thư",
    "EndedSession": "Phiên đăng nhập đã kết thúc",
    "FormDefinition": "Mẫu hồ sơ",
    "FrozenResults": "Kết quả đã chốt",
    "FrozenStanding": "Thứ hạng đã chốt",
    "Job": "Việc nền",
    "Locality": "Địa bàn",
    "Mail": "Thư",
    "Link": "Liên kết gửi qua thư",
    "Milestone": "Mốc lịch",
    "Nomination": "Hồ sơ",
    "NominationPerson": "Người trong hồ sơ",
    "NumberSeries": "Dãy số",
    "Organiser": "Đơn vị tổ chức",
    "Person": "Trí thức",
    "Prize": "Mức giải",
    "Programme": "Chương trình",
    "RequiredDocument": "Loại tài liệu",
    "ReservedNumbers": "Khoảng số để riêng",
    "Round": "Đợt",
    "Ruling": "Quyết định của chủ tịch",
    "ScoreSheet": "Phiếu chấm",
    "Seat": "Thành viên hội đồng",
    "SeatSpeciality": "Lĩnh vực của thành viên",
    "SheetPoints": "Điểm trên phiếu",
    "SignInAttempt": "Lần đăng nhập",
    "Signatory": "Người ký",
    "Stage": "Vòng chấm",
    "StagePass": "Hồ sơ vào vòng sau",
    "StoredFile": "Tệp",
    "TypedNumber": "Số ghi từ sổ giấy",
    "Unit": "Đơn vị",
    "UnitContact": "Đầu mối đơn vị",
    "WorkerBeat": "Tiến trình nền",
}


@dataclass(frozen=True, slots=True)
class HashedRow:
    """What of an entry is hashed; ``at`` is ISO 8601 in UTC with microseconds."""

    number: int
    at: str
    tag: str
    by_account: int | None
    by_name: str
    thing: str
    thing_id: int | None
    changes: dict[str, Any]


def thing_words(thing: str, number: int | None) -> str:
    """Return "Hồ sơ 65" for what the log keeps as "Nomination" and 65."""
    words = THING_WORDS.get(thing, thing)
    return words if number is None else f"{words} {number}"


def plain(value: Any) -> Any:
    """Turn a value into what JSON and a reader of the log can hold, exactly."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    return value if value is None or isinstance(value, bool | int) else _words(value)


def _words(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else str(value)


def canonical(value: Any) -> bytes:
    """Return the one byte form of a JSON value (RFC 8785 for our strings and integers)."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def chain_hash(previous: str, row: HashedRow) -> str:
    """Return ``SHA-256(previous ‖ canonical JSON of the row)`` in hexadecimal."""
    return hashlib.sha256(bytes.fromhex(previous) + canonical(asdict(row))).hexdigest()
