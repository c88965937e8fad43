from __future__ import annotations

import pytest

from app.infra.jobs.kinds import daily_kinds, handles, kind_of, kind_words
from tests.factories.jobs import fail, note


def test_every_kind_of_the_product_has_words_for_people(app: object) -> None:
    assert kind_words("mail.send") == "Gửi thư"
    assert kind_words("certificates.make") == "Tạo tệp giấy chứng nhận"


def test_kind_that_the_product_no_longer_knows_keeps_its_key() -> None:
    assert kind_words("poems.write") == "poems.write"
    with pytest.raises(LookupError):
        kind_of("poems.write")


def test_daily_kinds_are_those_that_were_registered_so(app: object) -> None:
    names = [kind.name for kind in daily_kinds()]
    assert names == ["accounts.tidy", "files.tidy", "infra.tidy", "programmes.close_forgotten"]


def test_kind_has_one_handler() -> None:
    handles("test.note", "Ghi lại")(note)
    with pytest.raises(TypeError, match="two handlers"):
        handles("test.note", "Ghi lại")(fail)
