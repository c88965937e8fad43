"""The rules of a round as people read them: articles cut into paragraphs and lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.kernel.vietnamese.search import search_fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

RULES_OF_ENTRY = ("doi tuong", "dieu kien", "tieu chuan", "ai co the")
BULLET = "- "


@dataclass(frozen=True, slots=True)
class ArticleBlock:
    """A paragraph of one line, or a list of several bullets."""

    is_list: bool
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """One article of the rules, cut into what a page shows."""

    title: str
    article: str
    blocks: tuple[ArticleBlock, ...]
    is_about_entry: bool


def articles_of(sections: Sequence[dict[str, str]]) -> tuple[Article, ...]:
    """Return the rules; the articles on who may enter are marked, for they are read first."""
    return tuple(
        Article(
            title=section["title"],
            article=section.get("article", ""),
            blocks=blocks_of(section["body"]),
            is_about_entry=_is_about_entry(section["title"]),
        )
        for section in sections
    )


def _is_about_entry(title: str) -> bool:
    folded = search_fold(title)
    return any(words in folded for words in RULES_OF_ENTRY)


def blocks_of(body: str) -> tuple[ArticleBlock, ...]:
    """Cut a text into paragraphs and lists; a line that begins with "- " is a bullet."""
    blocks: list[ArticleBlock] = []
    for line in _lines(body):
        is_bullet = line.startswith(BULLET)
        text = line.removeprefix(BULLET).strip()
        if is_bullet and blocks and blocks[-1].is_list:
            blocks[-1] = ArticleBlock(is_list=True, lines=(*blocks[-1].lines, text))
        else:
            blocks.append(ArticleBlock(is_list=is_bullet, lines=(text,)))
    return tuple(blocks)


def _lines(body: str) -> Iterable[str]:
    return (line.strip() for line in body.splitlines() if line.strip())
