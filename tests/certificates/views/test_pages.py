from __future__ import annotations

import io
import re
import subprocess
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
import zxingcpp
from PIL import Image

from app.certificates.enums import CertificateState
from app.certificates.operations.issue import issue_certificates
from app.certificates.operations.revocation import revoke_certificate
from app.certificates.queries import (
    certificates_of_batch,
    find_batch,
    get_batch,
    get_certificate,
)
from app.infra.db.engine import db
from app.infra.jobs.models import Job
from app.infra.jobs.worker import work_all
from app.kernel.access import Role
from tests.factories.accounts import actor_for, make_account
from tests.factories.certificates import grouped, make_awarded, make_certificates
from tests.factories.councils import SECRETARY

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from flask import Flask
    from flask.testing import FlaskClient

    from app.certificates.models import Certificate

    SignIn = Callable[..., FlaskClient]

NAME = "Đặng Thị Quỳnh Ngưỡng"
HOSTILE = "<script>alert(1)</script>' OR 1=1 --"


def words_of(page: str) -> str:
    """Return what a person reads in the main part of a page."""
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def rendered(pdf: bytes) -> Image.Image:
    command = ["pdftoppm", "-png", "-r", "150", "-f", "1", "-l", "1", "-"]
    page = subprocess.run(command, input=pdf, capture_output=True, check=True)
    return Image.open(io.BytesIO(page.stdout))


def fetch(client: FlaskClient, address: str) -> tuple[int, bytes]:
    """Return status and content of a file, and close it."""
    with client.get(address) as answer:
        return answer.status_code, answer.data


# ── issuing ──────────────────────────────────────────────────────────────────────────────────


def test_a_dry_run_comes_before_the_issue(app: Flask, sign_in: SignIn) -> None:
    round_ = make_awarded([(NAME,), ("Lê Thuỵ Khuê",)])
    db.session.commit()
    client = sign_in(make_account(Role.SECRETARY))
    address = f"/ban-to-chuc/dot/{round_.id}/giay-chung-nhan"
    page = client.get(address).text
    for shown in (NAME, "0001/2026/GCN-STTN", "0002/2026/GCN-STTN", "Gõ số 2 để xác nhận"):
        assert shown in page
    preview = client.get(f"{address}/xem-truoc")
    assert preview.mimetype == "application/pdf"
    assert preview.data.startswith(b"%PDF")
    assert find_batch(round_.id) is None


def test_the_number_is_typed_before_anything_is_issued(app: Flask, sign_in: SignIn) -> None:
    round_ = make_awarded([(NAME,), ("Lê Thuỵ Khuê",)])
    db.session.commit()
    client = sign_in(make_account(Role.SECRETARY))
    address = f"/ban-to-chuc/dot/{round_.id}/giay-chung-nhan"
    for wrong in ("", "3", "hai", HOSTILE):
        data = {"version": round_.version, "confirmed_number": wrong}
        assert client.post(address, data=data).status_code == 422
    data = {"version": round_.version, "confirmed_number": "2"}
    assert client.post(address, data=data | {"version": 0}).status_code == 409
    assert client.post(address, data=data).status_code == 303
    assert client.post(address, data=data).status_code == 409
    progress = client.get(f"{address}/tien-do").get_json()
    assert (progress["value"], progress["maximum"], progress["finished"]) == (0, 2, False)
    assert "0 trên 2" in client.get(address).text
    assert client.get(f"{address}/tap-in.pdf").status_code == 409
    work_all()
    progress = client.get(f"{address}/tien-do").get_json()
    assert (progress["value"], progress["finished"], progress["failed"]) == (2, True, False)
    status, book = fetch(client, f"{address}/tap-in.pdf")
    assert status == 200
    assert book.startswith(b"%PDF")
    assert "Tải tập in" in client.get(address).text


def test_papers_that_could_not_be_made_are_named_and_made_later(
    app: Flask, sign_in: SignIn
) -> None:
    round_ = make_awarded([(NAME,)])
    starter = make_account(Role.SECRETARY, email="thu.ky@vidu.vn")
    batch_id = issue_certificates(round_, by=actor_for(starter)).id
    kept = certificates_of_batch(batch_id)[0].words
    certificates_of_batch(batch_id)[0].words = {}
    db.session.execute(sa.update(Job).values(attempts=7))
    db.session.commit()
    work_all()
    address = f"/ban-to-chuc/dot/{round_.id}/giay-chung-nhan"
    client, colleague = sign_in(starter), sign_in(make_account(Role.SECRETARY))
    progress = client.get(f"{address}/tien-do").get_json()
    assert (progress["failed"], progress["finished"]) == (True, True)
    assert "Xem và làm tiếp" in client.get(address).text
    page = colleague.get(address).text
    assert "Xem và làm tiếp" not in page
    assert f"Hãy báo {starter.person.full_name}" in page
    assert client.get(f"{address}/tap-in.pdf").status_code == 409
    certificates_of_batch(batch_id)[0].words = kept
    db.session.commit()
    number = get_batch(batch_id).making_id
    assert "Hệ thống gặp lỗi" in client.get(f"/viec/{number}").text
    assert client.post(f"/viec/{number}/lam-tiep").status_code == 303
    work_all()
    assert fetch(client, f"{address}/tap-in.pdf")[1].startswith(b"%PDF")
    assert "Chưa tạo xong mọi tệp" not in client.get(address).text


def test_letters_that_no_face_has_are_named_before_the_issue(app: Flask, sign_in: SignIn) -> None:
    round_ = make_awarded([("Nguyễn 漢 Khuê",)])
    db.session.commit()
    page = sign_in(make_account(Role.SECRETARY)).get(
        f"/ban-to-chuc/dot/{round_.id}/giay-chung-nhan"
    )
    assert "Có chữ mà phông in không có" in page.text


def test_what_is_in_the_way_of_an_issue_is_said(app: Flask, sign_in: SignIn) -> None:
    round_ = make_awarded(())
    db.session.commit()
    client = sign_in(make_account(Role.SECRETARY))
    page = client.get(f"/ban-to-chuc/dot/{round_.id}/giay-chung-nhan")
    assert page.status_code == 200
    assert "không có giải nào" in page.text


# ── the register ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "words", ["quynh nguong", "Quỳnh", "0001/2026", "1/2026/gcn-sttn", "0001/2026/GCN-STTN"]
)
def test_the_register_is_found_by_name_and_number(app: Flask, sign_in: SignIn, words: str) -> None:
    make_certificates([(NAME,), ("Lê Thuỵ Khuê",)])
    client = sign_in(make_account(Role.SECRETARY))
    page = client.get("/ban-to-chuc/giay-chung-nhan", query_string={"tim": words}).text
    assert NAME in page
    assert "Lê Thuỵ Khuê" not in page


def test_the_register_is_found_by_code_and_round(app: Flask, sign_in: SignIn) -> None:
    first = make_certificates([(NAME,)])[0]
    make_certificates([("Lê Thuỵ Khuê",)], name="Hội thi khác")
    client = sign_in(make_account(Role.SECRETARY))
    for query in (
        {"tim": first.verification_code.lower().replace("-", "")},
        {"dot": first.award.round_id},
    ):
        page = client.get("/ban-to-chuc/giay-chung-nhan", query_string=query).text
        assert NAME in page
        assert "Lê Thuỵ Khuê" not in page
    empty = client.get("/ban-to-chuc/giay-chung-nhan", query_string={"tim": HOSTILE})
    assert empty.status_code == 200
    assert "Không có giấy nào khớp" in empty.text


def test_lists_take_as_many_statements_for_thirty_as_for_one(
    app: Flask, sign_in: SignIn, count_statements: Callable[[], object]
) -> None:
    client = sign_in(make_account(Role.SECRETARY))
    counts = []
    for size in (1, 30):
        names = [(f"Người thứ {number}",) for number in range(size)]
        round_id = make_certificates(names, name=f"Hội thi {size}")[0].award.round_id
        for address in (
            "/ban-to-chuc/giay-chung-nhan",
            f"/ban-to-chuc/dot/{round_id}/giay-chung-nhan",
        ):
            with count_statements() as statements:  # type: ignore[attr-defined]
                assert client.get(address).status_code == 200
            counts.append(len(statements))
    assert counts[:2] == counts[2:]


def test_own_certificates_take_as_many_statements_for_thirty_as_for_one(
    app: Flask, sign_in: SignIn, count_statements: Callable[[], object]
) -> None:
    account = make_account()
    client = sign_in(account)
    counts = []
    for size in (1, 30):
        names = [(f"Người thứ {number}",) for number in range(size)]
        for certificate in make_certificates(names, name=f"Hội thi {size}"):
            get_certificate(certificate.id).award.nomination.owner_id = account.id
        db.session.commit()
        with count_statements() as statements:  # type: ignore[attr-defined]
            assert client.get("/giay-chung-nhan").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_revoking_is_asked_for_confirmed_and_shown(
    app: Flask, sign_in: SignIn, client: FlaskClient
) -> None:
    certificate = make_certificates([(NAME,)], with_papers=True)[0]
    keeper = sign_in(make_account(Role.SECRETARY))
    base = f"/ban-to-chuc/giay-chung-nhan/{certificate.id}"
    assert NAME in keeper.get(base).text
    assert keeper.get(f"{base}/thu-hoi").status_code == 200
    data = {"version": certificate.version, "reason": f"Sao chép. {HOSTILE}"}
    assert keeper.post(f"{base}/thu-hoi", data=data | {"reason": ""}).status_code == 422
    assert keeper.post(f"{base}/thu-hoi", data=data | {"version": 0}).status_code == 409
    assert keeper.post(f"{base}/thu-hoi", data=data).status_code == 303
    assert keeper.post(f"{base}/thu-hoi", data=data).status_code == 409
    page = keeper.get(base).text
    assert "Sao chép." in page
    assert "<script>alert" not in page
    public = client.get(f"/xac-minh/{certificate.verification_code}").text
    assert "Sao chép" not in public
    assert "đã bị thu hồi" in public


# ── one's own ────────────────────────────────────────────────────────────────────────────────


def concern(certificate: Certificate, account: object, how: str) -> None:
    full = get_certificate(certificate.id)
    if how == "owner":
        full.award.nomination.owner_id = account.id  # type: ignore[attr-defined]
    else:
        full.award.nomination.people[0].person_id = account.person_id  # type: ignore[attr-defined]
    db.session.commit()


@pytest.mark.parametrize("how", ["owner", "named"])
@pytest.mark.parametrize("is_group", [False, True])
def test_who_is_named_and_who_wrote_the_dossier_fetch_the_paper(
    app: Flask, sign_in: SignIn, how: str, *, is_group: bool
) -> None:
    over = {"certificate": grouped()} if is_group else {}
    certificate = make_certificates([(NAME,)], with_papers=True, **over)[0]
    account = make_account()
    client = sign_in(account)
    address = f"/giay-chung-nhan/{certificate.id}.pdf"
    assert client.get(address).status_code == 403
    assert NAME not in client.get("/giay-chung-nhan").text
    concern(certificate, account, how)
    assert fetch(client, address)[1].startswith(b"%PDF")
    assert NAME in client.get("/giay-chung-nhan").text


def test_one_of_two_authors_does_not_fetch_the_other_ones_paper(
    app: Flask, sign_in: SignIn
) -> None:
    mine, other = make_certificates([(NAME, "Lê Thuỵ Khuê")], with_papers=True)
    account = make_account()
    concern(mine, account, "named")
    client = sign_in(account)
    assert fetch(client, f"/giay-chung-nhan/{mine.id}.pdf")[0] == 200
    assert client.get(f"/giay-chung-nhan/{other.id}.pdf").status_code == 403
    assert "Lê Thuỵ Khuê" not in client.get("/giay-chung-nhan").text


def test_strangers_and_wrong_numbers_fetch_nothing(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    certificate = make_certificates(with_papers=True)[0]
    assert client.get(f"/giay-chung-nhan/{certificate.id}.pdf").status_code == 401
    assert client.get("/giay-chung-nhan/99.pdf").status_code == 401
    signed_in = sign_in(make_account())
    assert signed_in.get("/giay-chung-nhan/99.pdf").status_code == 404
    assert signed_in.get(f"/giay-chung-nhan/{10**12}.pdf").status_code == 404
    assert signed_in.get("/ban-to-chuc/giay-chung-nhan").status_code == 403


def test_a_revoked_paper_is_for_the_keeper_of_the_register_alone(
    app: Flask, sign_in: SignIn
) -> None:
    certificate = make_certificates(with_papers=True)[0]
    account = make_account()
    concern(certificate, account, "named")
    revoke_certificate(get_certificate(certificate.id), "Sai người.", by=SECRETARY)
    db.session.commit()
    address = f"/giay-chung-nhan/{certificate.id}.pdf"
    assert sign_in(account).get(address).status_code == 409
    assert fetch(sign_in(make_account(Role.SECRETARY)), address)[0] == 200


# ── verification ─────────────────────────────────────────────────────────────────────────────


def personal() -> Sequence[Certificate]:
    """Issue for somebody of whom much is known."""
    round_ = make_awarded([(NAME,)])
    from app.certificates.queries import awards_of

    nomination = awards_of(round_.id)[0].nomination
    person = nomination.people[0]
    person.email, person.phone = "nguong@donvi.vn", "0912345678"
    person.unit_name, person.degree = "Trường Đại học Yên Lập", "Tiến sĩ"
    person.position_title = "Trưởng khoa Thuỷ sản"
    nomination.title = "Chọn tạo giống hàu chịu nhiệt"
    batch = issue_certificates(round_, by=SECRETARY)
    db.session.commit()
    return certificates_of_batch(batch.id)


def test_verification_says_exactly_what_it_may(app: Flask, client: FlaskClient) -> None:
    certificate = personal()[0]
    page = client.get(f"/xac-minh/{certificate.verification_code}")
    assert page.status_code == 200
    said = words_of(page.text)
    said = re.sub(r"lúc [0-9:]{8} ngày [0-9/]{8,10}", "lúc …", said)
    ask = (
        "Xác minh giấy khác Mã hoặc số trên giấy Ví dụ mã K7QD-2MPA, hoặc số "
        "0147/2026/GCN-STKT. Viết hoa hay thường, có gạch hay không đều được. Xác minh"
    )
    assert said == (
        "Trang chủ Xác minh 0001/2026/GCN-STTN "
        "Giấy chứng nhận này là thật và còn hiệu lực "
        "Đối chiếu với sổ cấp giấy chứng nhận lúc …. "
        f"Chứng nhận {NAME} Giải Nhất Hội thi Sáng tạo thử nghiệm "
        "Quyết định số 47/QĐ-UBND ngày 10 tháng 11 năm 2026 "
        "Vào sổ Số 0001/2026/GCN-STTN Quyết định 47/QĐ-UBND Ngày ký 10/11/2026 "
        "Trạng thái Còn hiệu lực "
        "Hệ thống đã kiểm tra Mã khớp với sổ cấp "
        "Hãy so số, tên và danh hiệu ở trên với tờ giấy trên tay. "
        f"Chưa bị thu hồi Nếu bị thu hồi, trang này nói ngay ở trên cùng. {ask}"
    )


@pytest.mark.parametrize("is_revoked", [False, True])
def test_nothing_personal_stands_anywhere_in_the_answer(
    app: Flask, client: FlaskClient, *, is_revoked: bool
) -> None:
    certificate = personal()[0]
    if is_revoked:
        revoke_certificate(get_certificate(certificate.id), "Sao chép giải pháp.", by=SECRETARY)
        db.session.commit()
    page = client.get(f"/xac-minh/{certificate.verification_code}").text
    for hidden in (
        "nguong@donvi.vn",
        "0912345678",
        "Trường Đại học Yên Lập",
        "Tiến sĩ",
        "Trưởng khoa",
        "hàu chịu nhiệt",
        "Sao chép",
        "STTN-",
        "Vũ Đình Khải Minh",
    ):
        assert hidden not in page
    assert ("deed-plain" in page) is is_revoked


@pytest.mark.parametrize("form", ["{code}", "{low}", "{bare}", "{number}", "{short}", "{url}"])
def test_what_is_typed_leads_to_the_certificate(app: Flask, client: FlaskClient, form: str) -> None:
    certificate = make_certificates()[0]
    code = certificate.verification_code
    typed = form.format(
        code=code,
        low=f" {code.lower()} ",
        bare=code.replace("-", ""),
        number=certificate.register_no,
        short="1/2026/gcn-sttn",
        url=certificate.words["verify_url"],
    )
    answer = client.get("/xac-minh", query_string={"ma": typed})
    assert answer.status_code == 302
    assert answer.location == f"/xac-minh/{code}"
    assert client.get(f"/xac-minh/{code.lower()}").status_code == 200


@pytest.mark.parametrize("typed", ["AAAA-AAAA", HOSTILE, "9999/2026/GCN-STTN", "é" * 4000])
def test_what_is_not_in_the_register_is_not_found(
    app: Flask, client: FlaskClient, typed: str
) -> None:
    make_certificates()
    page = client.get("/xac-minh", query_string={"ma": typed})
    assert page.status_code == 404
    assert "Không tìm thấy trong sổ cấp" in page.text
    assert "<script>alert" not in page.text


def test_an_unknown_code_in_the_address_is_not_found(app: Flask, client: FlaskClient) -> None:
    page = client.get("/xac-minh/AAAA-AAAA")
    assert page.status_code == 404
    assert "Không tìm thấy trong sổ cấp" in page.text
    assert client.get("/xac-minh").status_code == 200


def test_the_paper_reads_the_name_and_its_code_answers(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    certificate = make_certificates([(NAME,)], with_papers=True)[0]
    keeper = sign_in(make_account(Role.SECRETARY))
    _status, pdf = fetch(keeper, f"/giay-chung-nhan/{certificate.id}.pdf")
    text = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()
    assert NAME in text.replace("\u00a0", " ")
    assert certificate.register_no in text
    (code,) = zxingcpp.read_barcodes(rendered(pdf))
    assert code.text == certificate.words["verify_url"]
    page = client.get(urlsplit(code.text).path)
    assert page.status_code == 200
    assert NAME in page.text
    assert certificate.state is CertificateState.VALID
