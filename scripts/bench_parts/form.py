"""What an autosave of a form of sixty questions costs beside one bare upsert.

A section of ten questions is saved as its page saves it: all its fields and what the page was
drawn from, while one answer of some paragraphs grows.
"""

from __future__ import annotations

import json
import re
from html import unescape
from time import perf_counter
from typing import TYPE_CHECKING, Any

from bench_parts.client import Browser, require_success
from bench_parts.pages import PER_ROUND, in_turns

if TYPE_CHECKING:
    from collections.abc import Mapping

HIDDEN = re.compile(r'<input type="hidden" name="(version|editions)" value="([^"]*)"')
SENTENCE = "Giải pháp đã được áp dụng tại ba xã, có số liệu đo trước và sau khi áp dụng. "
SENTENCES = 12


def measure_form(port: int, bare: Browser, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Time the autosave of a section and the bare upsert, in turns."""
    form = facts["form"]
    writer = Browser(port)
    writer.sign_in(form["author"], facts["password"])
    page = SectionPage(writer, form["section"], form["fields"])

    def save_ours(turn: int) -> float:
        return sum(page.save(turn * PER_ROUND + place) for place in range(PER_ROUND)) / PER_ROUND

    def save_bare(turn: int) -> float:
        requests = [
            bare.request("POST", f"/save/{key}", {"points": str(turn)})
            for key in range(1, PER_ROUND + 1)
        ]
        started = perf_counter()
        for request in requests:
            require_success(bare.ask(request))
        return (perf_counter() - started) / PER_ROUND

    return in_turns(save_ours, save_bare)


class SectionPage:
    """The page of a section as its script knows it."""

    def __init__(self, browser: Browser, address: str, fields: list[str]) -> None:
        self.browser, self.address, self.fields = browser, address, fields
        found = HIDDEN.search(browser.get(address).decode())
        if found is None:
            raise LookupError(address)
        self.kind, self.drawn_from = found[1], unescape(found[2])

    def save(self, number: int) -> float:
        """Save with something new in one field; return the time of it."""
        typed = dict.fromkeys(self.fields, SENTENCE * SENTENCES)
        typed |= {self.fields[0]: f"{SENTENCE * SENTENCES}({number})", self.kind: self.drawn_from}
        request = self.browser.request("POST", f"{self.address}/tu-luu", typed)
        started = perf_counter()
        answer = self.browser.ask(request)
        taken = perf_counter() - started
        require_success(answer)
        self._take_in(json.loads(answer.partition(b"\r\n\r\n")[2]))
        return taken

    def _take_in(self, answer: Mapping[str, Any]) -> None:
        """Know what the server holds now."""
        if self.kind == "version":
            self.drawn_from = str(answer["version"])
        else:
            known = json.loads(self.drawn_from or "{}")
            self.drawn_from = json.dumps({**known, **answer["editions"]})
