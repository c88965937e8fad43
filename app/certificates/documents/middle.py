"""The middle of the page: honour, recipient, what for. It grows and shrinks with its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.certificates.documents.fit import FittedPart, Setting, fit, one_line, resized
from app.certificates.documents.ornament import INK, RED, WORD_GOLD
from app.infra.paper.text import clean, fits, shrink

if TYPE_CHECKING:
    from app.certificates.documents.fit import Style, Writer
    from app.certificates.documents.words import CertificateText

_TITLE_WIDTH, _NAME_WIDTH, _LINE_WIDTH, _PURPOSE_WIDTH = 220.0, 200.0, 220.0, 190.0
_NAME_SMALLEST = 24.0
_LONG_NAME = 6
_NAME_SETTINGS = (Setting(2, 24, 22), Setting(3, 21, 18), Setting(4, 17, 13))
_TITLE_SETTINGS = (Setting(2, 18, 14), Setting(3, 14, 11))
_LINE_SETTINGS = (Setting(1, 14, 12), Setting(2, 12, 10), Setting(3, 10, 9))
_PURPOSE_SETTINGS = (Setting(2, 14, 13), Setting(3, 13, 11), Setting(4, 12, 9), Setting(5, 9, 8))


def middle_blocks(text: CertificateText, writer: Writer, scale: float) -> list[FittedPart]:
    """The parts from the ornament down, each with its distance to the one above.

    ``scale`` below 1 makes letters and distances smaller alike.
    """
    title = _title(text.honour_title, writer, scale)
    name = _name(text, writer, scale)
    # Two lines of title take 8 mm, of which 2 come out of the air below them.
    above_verb = 10.0 if len(title.lines) == 1 else 8.0
    faces = writer.typeface
    intro = writer.style(faces.italic, _sized(15, scale), WORD_GOLD)
    verb = writer.style(faces.italic, _sized(14, scale), WORD_GOLD)
    return [
        one_line("honour_intro", text.honour_intro, intro, 10.3 * scale, _TITLE_WIDTH),
        title,
        one_line("verb", text.verb, verb, above_verb * scale, _TITLE_WIDTH),
        name,
        *_recipient_line(text.recipient_line, writer, scale),
        *_purpose(text, writer, scale),
    ]


def _sized(size: float, scale: float) -> float:
    return round(size * scale * 2) / 2


def _scaled(settings: tuple[Setting, ...], scale: float) -> tuple[Setting, ...]:
    return tuple(
        Setting(s.lines, _sized(s.size, scale), _sized(s.smallest, scale)) for s in settings
    )


def _title(title: str, writer: Writer, scale: float) -> FittedPart:
    style = writer.style(writer.typeface.semibold, _sized(20, scale))
    settings = _scaled((Setting(1, 20, 20), *_TITLE_SETTINGS), scale)
    lines, fitted = fit(title, style, settings, _TITLE_WIDTH)
    return FittedPart("honour_title", lines, fitted, 8.5 * scale, fitted.size * 8 / 18)


def _name(text: CertificateText, writer: Writer, scale: float) -> FittedPart:
    style = writer.style(writer.typeface.bold, _sized(34, scale), RED)
    name, smallest = clean(text.recipient, style.face), _sized(_NAME_SMALLEST, scale)
    size = shrink(style.face, name, size=style.size, smallest=smallest, widest=_NAME_WIDTH)
    if fits(style.face, [name], size, _NAME_WIDTH):
        return FittedPart("recipient", (name,), resized(style, size), 14.0 * scale)
    lines, fitted = _broken_name(name, style, scale, collective=text.collective)
    # Smaller letters reach less high: the first line may stand nearer to the verb.
    gap = (6.0 + fitted.size / scale * 0.25) * scale
    return FittedPart("recipient", lines, fitted, gap, fitted.size * 0.44)


def _broken_name(
    name: str, style: Style, scale: float, *, collective: bool
) -> tuple[tuple[str, ...], Style]:
    """A person's name breaks before the given name; an organisation's in even lines."""
    family, given = _family_and_given(name)
    size = _sized(_NAME_SMALLEST, scale)
    if not collective and family and fits(style.face, [family, given], size, _NAME_WIDTH):
        return (family, given), resized(style, size)
    return fit(name, style, _scaled(_NAME_SETTINGS, scale), _NAME_WIDTH)


def _family_and_given(name: str) -> tuple[str, str]:
    """Split before the given name, which in names of six words and more has two."""
    words = name.split(" ")
    given = 2 if len(words) >= _LONG_NAME else 1
    return " ".join(words[:-given]), " ".join(words[-given:])


def _recipient_line(line: str, writer: Writer, scale: float) -> list[FittedPart]:
    if not line.strip():
        return []
    style = writer.style(writer.typeface.sans_medium, _sized(14, scale), INK)
    lines, fitted = fit(line, style, _scaled(_LINE_SETTINGS, scale), _LINE_WIDTH)
    return [FittedPart("recipient_line", lines, fitted, 9.0 * scale, fitted.size * 0.45)]


def _purpose(text: CertificateText, writer: Writer, scale: float) -> list[FittedPart]:
    if not text.purpose.strip():
        return []
    style = writer.style(writer.typeface.italic, _sized(14, scale), INK)
    lines, fitted = fit(text.purpose, style, _scaled(_PURPOSE_SETTINGS, scale), _PURPOSE_WIDTH)
    gap = 10.5 if text.recipient_line.strip() else 12.0
    return [FittedPart("purpose", lines, fitted, gap * scale, fitted.size * 6.5 / 14)]
