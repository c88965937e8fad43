"""Templates of letters: their words, the fields that may stand in them, and what is amiss."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.kernel.errors import RuleBroken
from app.kernel.placeholders import faults_in, names_in, spoken
from app.kernel.vietnamese.text import clean_line, clean_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LONGEST_SUBJECT = 200
LONGEST_BODY = 6000


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a letter, with {names} where something is put in."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class LetterField:
    """What may be put into a letter: what it means to people, and an example."""

    name: str
    means: str
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterTemplate:
    """A kind of letter as it is shipped.

    ``name``, ``to`` and ``when`` tell the organiser which letter it is, who gets it and when;
    ``group`` stands above the letters of a package.
    Without the fields in ``needs`` the body is of no use to whom it reaches; so it is with
    ``subject_needs`` and the subject. ``secret`` is the field, if any, that holds a one-time link.
    ``signed`` stands above the organiser's name.
    """

    key: str
    group: str
    name: str
    to: str
    when: str
    shipped: Wording
    fields: tuple[LetterField, ...]
    needs: tuple[str, ...] = ()
    subject_needs: tuple[str, ...] = ()
    secret: str = ""
    signed: str = ""
    for_administrators: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the fields, as they may stand in the body."""
        return tuple(field.name for field in self.fields)

    @property
    def names_in_subject(self) -> tuple[str, ...]:
        """The names that may stand in the subject, which everybody sees who sees the mailbox."""
        return tuple(name for name in self.names if name != self.secret)

    @property
    def examples(self) -> dict[str, str]:
        """An example of each field."""
        return {field.name: field.example for field in self.fields}


def clean_wording(subject: str, body: str) -> Wording:
    """Return words as they are kept."""
    return Wording(clean_line(subject), clean_text(body))


def faults_of(template: LetterTemplate, wording: Wording) -> dict[str, tuple[str, ...]]:
    """Return what is amiss with the words of a letter, by ``subject`` and ``body``."""
    found = {
        "subject": tuple(_subject_faults(template, wording.subject)),
        "body": tuple(_body_faults(template, wording.body)),
    }
    return {part: faults for part, faults in found.items() if faults}


def require_sound_wording(template: LetterTemplate, wording: Wording) -> None:
    """Refuse words that would reach people with braces in them, or without what they need.

    Raises:
        RuleBroken: beside ``subject`` or ``body``.
    """
    for part, faults in faults_of(template, wording).items():
        raise RuleBroken(" ".join(faults), field=part)


def _subject_faults(template: LetterTemplate, subject: str) -> Iterator[str]:
    if not subject:
        yield "Hãy ghi tiêu đề thư."
    if len(subject) > LONGEST_SUBJECT:
        yield f"Tiêu đề dài quá {LONGEST_SUBJECT} ký tự. Hãy viết gọn lại."
    if template.secret and template.secret in names_in(subject):
        yield (
            f"Liên kết dùng một lần {spoken([template.secret])} không được đứng ở tiêu đề, "
            "vì tiêu đề hiện trong danh sách thư. Hãy bỏ khỏi tiêu đề."
        )
        return
    yield from faults_in(subject, template.names_in_subject, template.subject_needs)


def _body_faults(template: LetterTemplate, body: str) -> Iterator[str]:
    if not body:
        yield "Hãy ghi nội dung thư."
    if len(body) > LONGEST_BODY:
        yield f"Nội dung dài quá {LONGEST_BODY} ký tự. Hãy viết gọn lại."
    yield from faults_in(body, template.names, template.needs)


def require_every_field(template: LetterTemplate, values: Mapping[str, str]) -> None:
    """Refuse to write a letter whose writer forgot a field, or knows one that is not declared.

    Raises:
        TypeError: naming them; it is a defect.
    """
    declared, given = set(template.names), set(values)
    if declared != given:
        missing, strange = sorted(declared - given), sorted(given - declared)
        msg = f"letter {template.key}: missing {missing}, not declared {strange}"
        raise TypeError(msg)
