"""{names} in texts that people edit, of rules, letters and papers: filled, listed, linted.

A text says ``{title}`` where the title belongs. What is put in is never read again, so braces in
a title stay as its author wrote them; a name that nobody knows stays as it is written. Whoever
lets people edit such a text asks `faults_in` first and shows what it says beside the text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

_PLACE = re.compile(r"\{([^{}\n]*)\}")


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return the text with the values in their places."""
    return _PLACE.sub(lambda place: values.get(place[1], place[0]), text)


def names_in(text: str) -> tuple[str, ...]:
    """Return the names in a text, each once, in the order in which it is read."""
    return tuple(dict.fromkeys(_PLACE.findall(text)))


def faults_in(text: str, known: Collection[str], required: Collection[str] = ()) -> tuple[str, ...]:
    """Return a sentence for each name that is not known, is missing, or is not closed.

    ``known`` are the names that may stand in the text, in the order in which people read them;
    ``required`` are those without which the text is of no use.
    """
    return (*_unknown(text, known), *_missing(text, required), *_unclosed(text, known))


def spoken(names: Collection[str]) -> str:
    """Return names as they are typed, for a sentence that lists them."""
    return ", ".join(f"{{{name}}}" for name in names)


def _unknown(text: str, known: Collection[str]) -> Iterator[str]:
    for name in names_in(text):
        if name not in known:
            yield f"Không có “{{{name}}}”; hãy dùng {spoken(known)}."


def _missing(text: str, required: Collection[str]) -> Iterator[str]:
    missing = [name for name in required if name not in names_in(text)]
    if missing:
        yield f"Thiếu {spoken(missing)}; hãy đặt vào chỗ thích hợp trong nội dung."


def _unclosed(text: str, known: Collection[str]) -> Iterator[str]:
    rest = _PLACE.sub("", text)
    if "{" in rest or "}" in rest:
        yield f"Có dấu ngoặc nhọn đứng lẻ; mỗi tên viết gọn trong một cặp, như {spoken(known)}."
