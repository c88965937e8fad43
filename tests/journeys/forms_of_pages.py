"""Reading the forms of a page: which fields there are, and what stands in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

TYPED = frozenset({"text", "email", "tel", "url", "search", "textarea", "number", "date"})


@dataclass
class PageForm:
    """One form: where it is sent, and the kind and the value of each of its fields."""

    action: str
    kinds: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)

    @property
    def typed(self) -> list[str]:
        """The names of the fields that somebody types words into."""
        return [name for name, kind in self.kinds.items() if kind in TYPED]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self.open: PageForm | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = None
            if facts.get("method", "").lower() == "post":
                self.open = PageForm(facts.get("action", "").partition("#")[0])
                self.forms.append(self.open)
        elif tag in {"input", "textarea", "select", "button"} and self.open is not None:
            self._note(tag, facts)

    def _note(self, tag: str, facts: dict[str, str]) -> None:
        name = facts.get("name")
        if name is None or self.open is None:
            return
        kind = facts.get("type", "text") if tag == "input" else tag
        self.open.kinds.setdefault(name, kind)
        self.open.values.setdefault(name, facts.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None


def forms_of(html: str) -> list[PageForm]:
    """Return the forms of a page that are sent by POST."""
    reader = _Reader()
    reader.feed(html)
    return reader.forms
