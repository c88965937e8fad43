"""The words of one certificate, fixed before anything is measured or drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

NATIONAL_HEADER = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
NATIONAL_MOTTO = "Độc lập - Tự do - Hạnh phúc"
HEADING = "GIẤY CHỨNG NHẬN"


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateText:
    """Every word on the paper. An empty text leaves its place empty.

    ``recipient_line`` holds degree, post and unit; ``purpose`` what the honour is for, or the
    solution that won. ``collective`` says that the recipient is an organisation or a group:
    its name then breaks evenly instead of before a given name. ``dated`` is the day written
    into the file; ``verify_url`` is what the QR code leads to, printed after ``verify_label``
    without its scheme.
    """

    issuer: str
    honour_title: str
    recipient: str
    authority_lines: tuple[str, ...]
    signer: str
    number: str
    verify_url: str
    place_and_date: str
    dated: date
    honour_intro: str = "Danh hiệu"
    verb: str = "tặng"
    recipient_line: str = ""
    purpose: str = ""
    decision_line: str = ""
    register_line: str = ""
    verify_label: str = "Xác minh"
    heading: str = HEADING
    national_header: str = NATIONAL_HEADER
    national_motto: str = NATIONAL_MOTTO
    collective: bool = False

    @property
    def number_line(self) -> str:
        """The number with its word, as the register writes it."""
        return f"Số: {self.number}" if self.number else ""

    @property
    def verify_line(self) -> str:
        """The address as people type it."""
        return f"{self.verify_label}: {self.verify_url.split('://', 1)[-1]}"

    @property
    def file_title(self) -> str:
        """How the PDF is called in the window of its reader."""
        return f"{self.heading.capitalize()} số {self.number} – {self.recipient}"
