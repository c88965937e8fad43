"""The page of a batch, and the administrator's page of what failed."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from app.infra.beats import WorkerBeat
from app.infra.db.engine import db
from app.infra.db.units import unit_of_work
from app.infra.jobs.enums import BatchState, JobState
from app.infra.jobs.models import Job
from app.infra.jobs.worker import work_all, work_once
from app.kernel import clock
from app.kernel.access import Role
from tests.factories.accounts import actor_for, make_account
from tests.factories.jobs import all_jobs, batch_at, put, put_batch

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient

    from app.accounts.models import Account

    SignIn = Callable[[Account], FlaskClient]

FAILED = "/quan-tri/viec-nen"
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def starter(app: Flask) -> Account:
    return make_account(Role.SECRETARY, email="thu.ky@vidu.vn")


@pytest.fixture
def boss(app: Flask, sign_in: SignIn) -> FlaskClient:
    return sign_in(make_account(Role.ADMIN, email="quan.tri@vidu.vn"))


def start(account: Account, items: list[str], kind: str = "", per_job: int = 25) -> int:
    return put_batch(items, kind, per_job=per_job, by=actor_for(account))


def put_dead(kind: str = "test.fail", count: int = 1, error: str = "hỏng") -> None:
    for _ in range(count):
        put(kind)
    moment = clock.now()
    with unit_of_work() as session:
        values = {"state": JobState.DEAD, "attempts": 8, "finished_at": moment}
        waiting = sa.update(Job).where(Job.state == JobState.QUEUED)
        session.execute(waiting.values(last_error=error, **values))


def test_page_follows_the_work_from_the_start_to_its_result(
    app: Flask, sign_in: SignIn, starter: Account
) -> None:
    client = sign_in(starter)
    db.session.add(WorkerBeat(name="máy chủ", beat_at=clock.now()))
    number = start(starter, ["a", "b"], "test.concluded_things", per_job=1)
    page = client.get(f"/viec/{number}").text
    assert "Đang làm thử rồi ghép" in page
    assert "0 trên 2" in page
    assert "Tải lại trang để xem tiến độ mới" in page
    assert "Dừng phần chưa làm" in page
    assert 'data-job="/viec/1/tien-do"' in page
    assert 'href="/"' in page
    work_once()
    assert client.get(f"/viec/{number}/tien-do").json == {
        "value": 1,
        "maximum": 2,
        "words": "1 trên 2",
        "label": "Đang làm thử rồi ghép",
        "finished": False,
        "failed": False,
    }
    work_all()
    answer = client.get(f"/viec/{number}/tien-do").json
    assert answer is not None
    assert (answer["finished"], answer["url"]) == (True, f"/viec/{number}")
    page = client.get(f"/viec/{number}").text
    assert "Xem kết quả" in page
    assert "data-job-finished" in page
    assert "Dừng phần chưa làm" not in page
    assert "Làm tiếp phần chưa xong" not in page


def test_page_says_what_could_not_be_done_and_why(
    app: Flask, sign_in: SignIn, starter: Account
) -> None:
    number, other = start(starter, ["hỏng", "b"]), start(starter, ["c"])
    work_all()
    page = sign_in(starter).get(f"/viec/{number}").text
    assert "Mục hỏng" in page
    assert "Tên quá dài. Hãy rút gọn." in page
    assert "Làm tiếp phần chưa xong" in page
    assert "Tên quá dài" not in sign_in(starter).get(f"/viec/{other}").text


def test_work_is_stopped_and_taken_up_from_its_page(
    app: Flask, sign_in: SignIn, starter: Account
) -> None:
    client, number = sign_in(starter), start(starter, ["a", "b", "c"], per_job=2)
    work_once()
    answer = client.post(f"/viec/{number}/dung", follow_redirects=True)
    assert "1 mục chưa bắt đầu sẽ không làm nữa" in answer.text
    assert "1 đã dừng" in answer.text
    assert client.post(f"/viec/{number}/dung").status_code == 409
    assert client.post(f"/viec/{number}/lam-tiep").status_code == 303
    work_all()
    batch = batch_at(number)
    assert (batch.state, batch.done) == (BatchState.FINISHED, 3)
    assert client.post(f"/viec/{number}/lam-tiep").status_code == 409


def test_file_is_for_whoever_started_it(
    app: Flask, sign_in: SignIn, starter: Account, boss: FlaskClient
) -> None:
    number = start(starter, ["tệp"], "test.concluded_things")
    client = sign_in(starter)
    assert client.get(f"/viec/{number}/ket-qua").status_code == 404
    work_all()
    answer = client.get(f"/viec/{number}/ket-qua")
    assert answer.data == b"%PDF-1.4"
    assert "ket-qua.pdf" in answer.headers["Content-Disposition"]
    answer.close()
    assert "Tải tệp" in client.get(f"/viec/{number}").text
    assert "Tải tệp" not in boss.get(f"/viec/{number}").text
    assert boss.get(f"/viec/{number}/ket-qua").status_code == 403


def test_others_neither_see_nor_stop_it(
    app: Flask, sign_in: SignIn, client: FlaskClient, starter: Account, boss: FlaskClient
) -> None:
    number = start(starter, ["a"])
    other = sign_in(make_account(Role.SECRETARY, email="thu.ky.khac@vidu.vn"))
    for address in (f"/viec/{number}", f"/viec/{number}/tien-do"):
        assert client.get(address).status_code == 401
        assert other.get(address).status_code == 403
        assert boss.get(address).status_code == 200
    for address in (f"/viec/{number}/dung", f"/viec/{number}/lam-tiep"):
        assert client.post(address).status_code == 401
        assert other.post(address).status_code == 403
    assert batch_at(number).state is BatchState.WORKING
    assert boss.get("/viec/99").status_code == 404


# ── what failed ──────────────────────────────────────────────────────────────────────────────


def test_page_of_failures_names_kind_reason_and_attempts(boss: FlaskClient) -> None:
    put_dead(error=f"RuntimeError: {HOSTILE}")
    put("test.note")
    page = boss.get(FAILED).text
    assert "Làm hỏng" in page
    assert HOSTILE not in page
    assert HOSTILE in unescape(page)
    assert "Ghi lại" not in page
    assert "Chạy lại cả" not in page


def test_page_of_failures_says_that_nothing_failed(boss: FlaskClient) -> None:
    page = boss.get(FAILED).text
    assert "Không có việc nào chưa làm được" in page
    assert "Tiến trình nền chưa chạy" in page


def test_job_runs_again_and_is_given_up_from_the_page(boss: FlaskClient) -> None:
    put_dead(count=2)
    first, second = all_jobs()
    assert boss.post(f"{FAILED}/{first.id}/chay-lai").status_code == 303
    assert boss.post(f"{FAILED}/{first.id}/chay-lai").status_code == 409
    assert boss.post(f"{FAILED}/{second.id}/bo").status_code == 303
    assert boss.post(f"{FAILED}/{second.id}/bo").status_code == 409
    assert boss.post(f"{FAILED}/99/bo").status_code == 404
    assert [job.state for job in all_jobs()] == [JobState.QUEUED, JobState.CANCELLED]


def test_all_jobs_of_one_kind_run_again_and_no_others(boss: FlaskClient) -> None:
    put_dead(count=2)
    put_dead("test.note")
    assert "Chạy lại cả 2 việc loại này" in boss.get(f"{FAILED}?loai=test.fail").text
    answer = boss.post(f"{FAILED}/chay-lai", data={"kind": "test.fail"}, follow_redirects=True)
    assert "Đã xếp 2 việc" in answer.text
    assert [job.state for job in all_jobs()] == [JobState.QUEUED, JobState.QUEUED, JobState.DEAD]
    for kind in ("test.fail", "", HOSTILE):
        assert boss.post(f"{FAILED}/chay-lai", data={"kind": kind}).status_code == 409


def test_kind_that_nothing_failed_of_shows_all(boss: FlaskClient) -> None:
    put_dead()
    assert "Làm hỏng" in boss.get(f"{FAILED}?loai={HOSTILE}&trang=99").text


def test_failures_take_as_many_statements_for_thirty_as_for_one(
    boss: FlaskClient, count_statements: Callable[[], object]
) -> None:
    counts = []
    for more in (1, 29):
        put_dead(count=more)
        with count_statements() as statements:  # type: ignore[attr-defined]
            assert boss.get(FAILED).status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_failures_are_paged(boss: FlaskClient) -> None:
    put_dead(count=51)
    assert "trang=2" in boss.get(f"{FAILED}?loai=test.fail").text
    assert "loai=test.fail" in boss.get(f"{FAILED}?loai=test.fail&trang=2").text
