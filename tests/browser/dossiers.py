"""What authors bring along: their words, a signed form as PDF, a picture; and whole dossiers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image, ImageDraw
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.browser.house import House

TITLE = "Thiết bị cảnh báo sớm sạt lở mái dốc bãi thải mỏ bằng cảm biến nghiêng"
SUMMARY = (
    "Cột cảm biến chạy pin mặt trời đo độ nghiêng của mái dốc và báo về điện thoại của đội an toàn "
    "khi mái dốc chuyển động."
)
PROBLEM = (
    "Mùa mưa bão hằng năm, mái dốc bãi thải có thể trượt bất ngờ trong vài phút, vùi lấp đường vận "
    "chuyển và đe dọa nhà dân ở chân bãi. Trước đây mỗi ca cử hai công nhân đi tuần, vừa nguy hiểm "
    "vừa không nhìn thấy vết nứt ban đêm. Năm 2023 đơn vị phải dừng vận chuyển mười một ngày."
)
KNOWN = (
    "Trạm đo laser nhập khẩu giá trên hai tỷ đồng, cần người vận hành được đào tạo và không dùng "
    "được khi có sương mù; cọc mốc gỗ thì rẻ nhưng phải đọc bằng mắt và chỉ đọc được ban ngày."
)
PURPOSE = (
    "Phát hiện chuyển động của mái dốc trước khi trượt ít nhất ba mươi phút, với giá dưới bốn mươi "
    "triệu đồng cho mỗi cột."
)
SOLUTION = (
    "Mỗi cột gồm một ống thép đường kính sáu mươi milimét chôn sâu hai mét, bên trong đặt ba cảm "
    "biến nghiêng MEMS cách nhau bảy mươi xăng-ti-mét, một bộ xử lý công suất thấp và bộ phát LoRa. "
    "Cột đo mười giây một lần, lọc nhiễu do xe chạy bằng trung vị trượt rồi so tốc độ nghiêng với "
    "ba ngưỡng. Khi vượt ngưỡng thứ nhất, cột gửi tin; ngưỡng thứ hai bật còi và đèn tại chỗ; "
    "ngưỡng thứ ba yêu cầu dừng xe. Điểm khác với cách làm cũ là đo ở nhiều độ sâu, nên phân biệt "
    "được lún bề mặt với trượt khối."
)
RESULT = (
    "Sau mười bốn tháng thử nghiệm, hai mươi mốt cột hoạt động liên tục, báo đúng năm lần trượt, "
    "báo nhầm một lần do sét."
)
NOVELTY = (
    "Lần đầu tiên ở Việt Nam cảm biến được đặt ở ba độ sâu trong cùng một cột và tốc độ nghiêng "
    "được so với ngưỡng của chính mái dốc đó, học từ bốn tuần đầu sau khi lắp."
)
USE = (
    "Đang dùng ở ba bãi thải từ tháng ba năm 2024. Nơi khác muốn làm theo chỉ cần khoan tay, thợ "
    "hàn và một bộ thu đặt ở trạm gác; bản vẽ và phần mềm được chia sẻ miễn phí trong tỉnh."
)
EFFECT = (
    "Giảm hai lượt tuần tra mỗi ca, tiết kiệm khoảng chín trăm triệu đồng một năm; không còn công "
    "nhân phải đi dưới chân mái dốc ban đêm; người dân ở chân bãi nhận tin cùng lúc với đội an toàn."
)
SECTIONS: tuple[dict[str, str], ...] = (
    {
        "Tháng, năm tạo ra giải pháp": "2024-03",
        "Nơi đã áp dụng giải pháp": "Bãi thải Chính Bắc, phường Hà Lầm",
        "Đặt vấn đề": PROBLEM,
    },
    {
        "Giải pháp kỹ thuật đã biết và hạn chế": KNOWN,
        "Mục đích của giải pháp": PURPOSE,
        "Nội dung chủ yếu của giải pháp": SOLUTION,
        "Kết quả kỹ thuật đạt được": RESULT,
    },
    {
        "Tính mới và tính sáng tạo": NOVELTY,
        "Khả năng áp dụng": USE,
        "Hiệu quả kinh tế, kỹ thuật và xã hội": EFFECT,
        "Tiền làm lợi ước tính trong một năm (triệu đồng)": "912,5",
    },
)
QUESTIONS_OF_PLEDGE = {
    "Giải pháp đã đạt giải ở một hội thi, cuộc thi hoặc giải thưởng khác?": "Không",
    "Giải pháp đang có tranh chấp về quyền tác giả hoặc quyền sở hữu trí tuệ?": "Không",
}


def signed_form(folder: Path) -> Path:
    """Make a small PDF, as a scanner gives it."""
    path = folder / "Phiếu đăng ký có dấu.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    canvas.drawString(90, 720, "PHIEU DANG KY DU THI")
    canvas.showPage()
    canvas.save()
    return path


def drawing(folder: Path) -> Path:
    """Make a small picture."""
    path = folder / "So do nguyen ly.png"
    image = Image.new("RGB", (640, 420), "#f4efe4")
    ImageDraw.Draw(image).polygon([(60, 380), (320, 70), (580, 380)], outline="#9d1c24", width=4)
    image.save(path)
    return path


def lay_drafts_down(house: House, email: str, unit: str, titles: Sequence[str]) -> list[int]:
    """Put drafts with all answers before an author who has an account; only the files are missing."""
    from app.accounts.queries import find_account_by_email
    from app.infra.db.units import unit_of_work
    from app.nominations.enums import NominationState
    from app.programmes.queries import announced_rounds, get_round_in_full
    from app.registry.queries import unit_choices
    from tests.factories.nominations import make_nomination

    with house.app(), unit_of_work():
        round_ = get_round_in_full(announced_rounds()[0].id)
        owner = find_account_by_email(email)
        assert owner is not None
        (unit_id,) = [number for number, name in unit_choices() if name == unit]
        return [
            make_nomination(
                round_,
                state=NominationState.DRAFT,
                people=("Hoàng Đình Ngữ",),
                title=title,
                owner_id=owner.id,
                unit_id=unit_id,
            ).id
            for title in titles
        ]
