"""The letters that a package ships, read from its ``letters.toml``.

A table for each letter, and ``[fields]`` with what each field means and an example of it::

    group = "Hồ sơ"

    [fields]
    code = ["Mã hồ sơ", "STKT-XII-0042"]

    [accepted]
    name = "Hồ sơ hợp lệ"
    to = "Người lập hồ sơ"
    when = "Khi thư ký kết luận hồ sơ đủ điều kiện."
    subject = "Hồ sơ {code} hợp lệ"
    body = '''…'''
    fields = ["code", "address"]
    needs = ["address"]

``signed`` and ``for_administrators`` may stand beside ``group``, for every letter of the package.
"""

from __future__ import annotations

import tomllib
from typing import Any

from app.letters.rules.templates import LetterField, LetterTemplate, clean_wording, faults_of

# What every letter may say of who runs this installation; filled when it is written.
HOUSE_FIELDS = (
    LetterField(
        "organiser",
        "Tên đơn vị tổ chức, kèm địa phương",
        "Liên hiệp các Hội Khoa học và Kỹ thuật tỉnh Quảng Ninh",
    ),
    LetterField(
        "contact",
        "Tên, điện thoại và thư điện tử của đơn vị tổ chức, mỗi thứ một dòng",
        "Liên hiệp các Hội Khoa học và Kỹ thuật tỉnh Quảng Ninh\n0203 3835 000\nbtc@lienhiephoi.vn",
    ),
)


def read_letters(package: str, text: str) -> tuple[LetterTemplate, ...]:
    """Read the letters of a package.

    Raises:
        ValueError: for a text that is no TOML, lacks something, or names an unknown field. What
            is shipped must be sound, or the application does not start.
    """
    try:
        data = tomllib.loads(text)
        shared = {
            "group": data.pop("group"),
            "signed": data.pop("signed", ""),
            "for_administrators": data.pop("for_administrators", False),
        }
        known = _fields(data.pop("fields"))
        letters = tuple(
            _template(f"{package}.{name}", table, known, shared) for name, table in data.items()
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        msg = f"{package}/letters.toml: {type(error).__name__} {error}"
        raise ValueError(msg) from error
    for letter in letters:
        require_sound_shipped(letter)
    return letters


def require_sound_shipped(template: LetterTemplate) -> None:
    """Refuse a shipped letter that the editor would refuse.

    Raises:
        ValueError: with what is amiss.
    """
    faults = faults_of(template, template.shipped)
    if faults:
        msg = f"letter {template.key}: {faults}"
        raise ValueError(msg)


def _fields(table: dict[str, list[str]]) -> dict[str, LetterField]:
    return {name: LetterField(name, *words) for name, words in table.items()}


def _template(
    key: str, table: dict[str, Any], known: dict[str, LetterField], shared: dict[str, Any]
) -> LetterTemplate:
    secret = str(table.get("secret", ""))
    needs = [*table.get("needs", ()), *([secret] if secret else ())]
    return LetterTemplate(
        key=key,
        name=table["name"],
        to=table["to"],
        when=table["when"],
        shipped=clean_wording(table["subject"], table["body"]),
        fields=(*(known[name] for name in table["fields"]), *HOUSE_FIELDS),
        needs=tuple(dict.fromkeys(needs)),
        subject_needs=tuple(table.get("subject_needs", ())),
        secret=secret,
        **shared,
    )
