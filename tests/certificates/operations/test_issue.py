from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from app.certificates.jobs import make_papers
from app.certificates.models import Certificate, CertificateBatch
from app.certificates.operations.issue import issue_certificates
from app.certificates.queries import (
    awards_of,
    certificates_of_batch,
    count_made,
    get_batch,
)
from app.certificates.rules.numbers import register_of
from app.infra.db.engine import db
from app.infra.db.units import unit_of_work
from app.infra.files.store import path_of
from app.infra.jobs.batches import Part
from app.infra.jobs.worker import work_all
from app.infra.mail.models import Mail
from app.kernel.errors import Duplicate, RuleBroken, WrongState
from app.organiser.queries import signatories
from app.programmes.enums import RoundState
from app.programmes.queries import get_round
from app.series.queries import next_numbers
from tests.factories.certificates import PLAN, grouped, make_awarded, make_certificates
from tests.factories.councils import SECRETARY

if TYPE_CHECKING:
    from flask import Flask

TWO_DOSSIERS = (("Lê Thuỵ Khuê", "Hoàng Đình Ngữ"), ("Bùi Thế Duyệt",))


def test_each_person_receives_a_certificate_in_the_order_of_the_awards(app: Flask) -> None:
    certificates = make_certificates(TWO_DOSSIERS)
    assert [(c.register_no, c.recipient) for c in certificates] == [
        ("0001/2026/GCN-STTN", "Lê Thuỵ Khuê"),
        ("0002/2026/GCN-STTN", "Hoàng Đình Ngữ"),
        ("0003/2026/GCN-STTN", "Bùi Thế Duyệt"),
    ]
    assert {c.state.value for c in certificates} == {"valid"}


def test_a_group_receives_one_certificate_with_all_names(app: Flask) -> None:
    certificates = make_certificates(TWO_DOSSIERS, certificate=grouped())
    assert [c.recipient for c in certificates] == ["Lê Thuỵ Khuê, Hoàng Đình Ngữ", "Bùi Thế Duyệt"]
    assert certificates[0].words["collective"] is True


def test_a_group_of_many_long_names_fits_the_register(app: Flask) -> None:
    names = [f"Nguyễn Phúc Tôn Nữ Thị Quỳnh Trang {number}" for number in range(16)]
    certificates = make_certificates([names], certificate=grouped(), max_people=20)
    assert len(certificates[0].recipient) > 500


def test_the_round_is_awarded_and_its_certificates_are_issued_once(app: Flask) -> None:
    round_ = make_awarded()
    issue_certificates(round_, by=SECRETARY)
    assert round_.state is RoundState.AWARDED
    with pytest.raises(Duplicate):
        issue_certificates(round_, by=SECRETARY)


@pytest.mark.parametrize("state", [s for s in RoundState if s is not RoundState.DECIDED])
def test_nothing_is_issued_without_a_decision(app: Flask, state: RoundState) -> None:
    round_ = make_awarded()
    round_.state = state
    with pytest.raises(WrongState):
        issue_certificates(round_, by=SECRETARY)


def test_nothing_is_issued_for_no_award(app: Flask) -> None:
    with pytest.raises(RuleBroken, match="không có giải nào"):
        issue_certificates(make_awarded(()), by=SECRETARY)


def test_nothing_is_issued_when_nobody_signs_on_the_day_of_the_decision(app: Flask) -> None:
    round_ = make_awarded()
    signatories()[0].valid_from = date(2026, 11, 11)
    db.session.flush()
    with pytest.raises(RuleBroken, match="người ký"):
        issue_certificates(round_, by=SECRETARY)


def test_a_text_without_room_is_refused_with_the_name_and_takes_no_number(app: Flask) -> None:
    wordy = replace(PLAN, honour_title_template="{level} " * 60)
    round_ = make_awarded(
        certificate=wordy, level="Giải Nhất Hội thi Sáng tạo kỹ thuật tỉnh lần thứ chín"
    )
    with pytest.raises(RuleBroken, match="Lê Thuỵ Khuê"):
        issue_certificates(round_, by=SECRETARY)
    assert next_numbers(register_of(round_.series, round_.year), 1) == [1]


def test_a_certificate_without_any_name_is_refused(app: Flask) -> None:
    with pytest.raises(RuleBroken, match="không có tên"):
        issue_certificates(make_awarded([()]), by=SECRETARY)


def test_numbers_go_on_where_the_series_stands(app: Flask) -> None:
    make_certificates(TWO_DOSSIERS)
    later = make_certificates((("Đặng Thị Quỳnh Ngưỡng",),), name="Hội thi thử nghiệm thứ hai")
    assert [c.register_no for c in later] == ["0004/2026/GCN-STTN"]


def test_an_issue_that_fails_leaves_no_gap(app: Flask) -> None:
    round_ = make_awarded(TWO_DOSSIERS)
    db.session.commit()
    with pytest.raises(RuntimeError, match="cut"), unit_of_work():  # noqa: PT012  # the cut is the point
        issue_certificates(round_, by=SECRETARY)
        raise RuntimeError("cut")
    db.session.expire_all()
    batch = issue_certificates(get_round(round_.id), by=SECRETARY)
    assert [c.number for c in certificates_of_batch(batch.id)] == [1, 2, 3]


def test_two_rounds_issued_at_once_share_the_series_without_gap_or_double(app: Flask) -> None:
    names = [(f"Người thứ {number}",) for number in range(12)]
    ids = [make_awarded(names, name=f"Hội thi số {number}").id for number in (1, 2)]
    db.session.commit()
    start, failures = threading.Barrier(2), []

    def issue(round_id: int) -> None:
        with app.app_context():
            try:
                with unit_of_work():
                    round_ = get_round(round_id)
                    start.wait(timeout=10)
                    issue_certificates(round_, by=SECRETARY)
            except Exception as error:  # noqa: BLE001  # a thread tells the test what happened
                failures.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=issue, args=(round_id,)) for round_id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    numbers = db.session.scalars(sa.select(Certificate.number).order_by(Certificate.number))
    assert list(numbers) == list(range(1, 25))


def test_the_papers_the_book_and_the_letters_follow(app: Flask) -> None:
    certificates = make_certificates(TWO_DOSSIERS, with_papers=True)
    batch = get_batch(certificates[0].batch_id)
    assert count_made(batch.id) == batch.making.total == batch.making.done == 3
    assert batch.book is not None
    assert batch.book.pages == 3
    assert batch.making.finished_at is not None
    assert all(c.file and path_of(c.file.sha256).exists() for c in certificates)


def test_a_job_that_runs_twice_makes_no_second_paper(app: Flask) -> None:
    certificates = make_certificates(TWO_DOSSIERS, with_papers=True)
    before = [c.file_id for c in certificates]
    with unit_of_work():
        make_papers(Part(1, [c.id for c in certificates]))
    work_all()
    db.session.expire_all()
    again = certificates_of_batch(certificates[0].batch_id)
    assert [c.file_id for c in again] == before
    assert db.session.scalar(sa.select(sa.func.count()).select_from(CertificateBatch)) == 1


def test_each_recipient_with_an_address_is_told_once(app: Flask) -> None:
    round_ = make_awarded(TWO_DOSSIERS)
    from app.certificates.queries import awards_of

    people = [p for award in awards_of(round_.id) for p in award.nomination.people]
    people[0].email, people[2].email = "khue@donvi.vn", "duyet@donvi.vn"
    batch = issue_certificates(round_, by=SECRETARY)
    db.session.commit()
    work_all()
    ids = [c.id for c in certificates_of_batch(batch.id)]
    with unit_of_work():
        make_papers(Part(1, ids))
    mails = db.session.scalars(sa.select(Mail).order_by(Mail.to_email)).all()
    assert [mail.to_email for mail in mails] == ["duyet@donvi.vn", "khue@donvi.vn"]
    assert "0001/2026/GCN-STTN" in mails[1].subject
    assert "/xac-minh/" in mails[1].body
    assert "điểm" not in mails[1].body


def test_a_paper_says_the_same_for_ever(app: Flask) -> None:
    certificate = make_certificates()[0]
    words = dict(certificate.words)
    round_ = get_round(certificate.award.round_id)
    round_.name, round_.series = "Tên khác", "KHAC"
    db.session.commit()
    db.session.expire_all()
    assert certificates_of_batch(certificate.batch_id)[0].words == words


def test_a_paper_names_the_unit_as_the_results_were_frozen(app: Flask) -> None:
    round_ = make_awarded()
    award = awards_of(round_.id)[0]
    award.printed = {**award.printed, "unit": "Sở Y tế tỉnh Hà Giang", "title": "Máy sàng ngao"}
    db.session.commit()
    (certificate,) = certificates_of_batch(issue_certificates(round_, by=SECRETARY).id)
    assert "tỉnh Hà Giang" in str(certificate.words)
    assert "Máy sàng ngao" in str(certificate.words)
