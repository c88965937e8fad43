"""Reading the letters that a package ships."""

from __future__ import annotations

import pytest

from app.letters.rules.shipped import HOUSE_FIELDS, read_letters
from app.letters.rules.templates import Wording

HEAD = """
group = "Hồ sơ"
signed = "Ban tổ chức"

[fields]
code = ["Mã", "STKT-1"]
link = ["Liên kết", "http://x"]
"""
LETTER = """
[accepted]
name = "Hợp lệ"
to = "Tác giả"
when = "Khi hợp lệ."
subject = "Hồ sơ {code}"
body = '''
Xem {link} của {organiser}.
'''
fields = ["code", "link"]
secret = "link"
"""


def test_a_letter_is_read_with_its_fields_and_those_of_the_house() -> None:
    (letter,) = read_letters("nominations", HEAD + LETTER)
    assert letter.key == "nominations.accepted"
    assert (letter.group, letter.signed, letter.for_administrators) == (
        "Hồ sơ",
        "Ban tổ chức",
        False,
    )
    assert letter.shipped == Wording("Hồ sơ {code}", "Xem {link} của {organiser}.")
    assert letter.names == ("code", "link", *(field.name for field in HOUSE_FIELDS))
    assert letter.examples["code"] == "STKT-1"
    assert (letter.needs, letter.secret) == (("link",), "link")
    assert "link" not in letter.names_in_subject


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [
        ("{code}", "{ma}", "ma"),
        ("Xem {link}", "Xem", "link"),
        ('"code", "link"', '"code", "khac"', "khac"),
        ('to = "Tác giả"\n', "", "to"),
        ('group = "Hồ sơ"\n', "", "group"),
        ('["Mã", "STKT-1"]', '["Mã"]', "example"),
        ("[accepted]", "[accepted", "nominations/letters"),
    ],
)
def test_what_is_shipped_wrongly_does_not_start(before: str, after: str, word: str) -> None:
    text = (HEAD + LETTER).replace(before, after)
    assert text != HEAD + LETTER
    with pytest.raises(ValueError, match=word):
        read_letters("nominations", text)
