"""A letter put together: its words filled, then the frame that all letters share around them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.kernel.placeholders import filled
from app.letters.rules.templates import Wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.letters.rules.templates import LetterTemplate

FRAME = "letters.frame"
SOMEBODY = "Lê Thuỵ Khuê"  # an invented recipient, for previews


@dataclass(frozen=True, slots=True)
class Sender:
    """Who runs this installation, as letters say it."""

    name: str
    place_line: str = ""
    phone: str = ""
    email: str = ""

    @property
    def full_name(self) -> str:
        """The name with its province, said once."""
        if self.place_line and self.place_line not in self.name:
            return f"{self.name} {self.place_line}"
        return self.name

    @property
    def contact(self) -> str:
        """Name, telephone and address, a line each."""
        return "\n".join(filter(None, (self.full_name, self.phone, self.email)))

    @property
    def fields(self) -> dict[str, str]:
        """What every letter may say of the organiser."""
        return {"organiser": self.full_name, "contact": self.contact}


def recipient_words(name: str) -> str:
    """Return how a letter addresses somebody, who may be known by the address alone."""
    return f"ông/bà {name}" if name else "ông/bà"


def composed(
    wording: Wording, values: Mapping[str, str], *, frame: Wording, around: Mapping[str, str]
) -> Wording:
    """Return a letter as it is sent.

    ``values`` go into the letter's own words, ``around`` (recipient, signature, organiser) into
    the frame, which takes the filled letter as its {subject} and {body}. No value is read again.
    """
    letter = {"subject": filled(wording.subject, values), "body": filled(wording.body, values)}
    whole = {**around, **letter}
    return Wording(filled(frame.subject, whole), filled(frame.body, whole))


def around(sender: Sender, name: str, signed: str) -> dict[str, str]:
    """Return what the frame says around a letter to somebody.

    ``signed`` stands above the name of the organiser.
    """
    signature = "\n".join(filter(None, (signed, sender.contact)))
    return {**sender.fields, "recipient": recipient_words(name), "signature": signature}


def previewed(
    template: LetterTemplate, wording: Wording, *, frame: Wording, sender: Sender
) -> Wording:
    """Return a letter as it would look: this organiser's name, invented people and things."""
    values = template.examples | sender.fields
    outer = around(sender, SOMEBODY, template.signed)
    if template.key == FRAME:
        sample = Wording(values["subject"], values["body"])
        return composed(sample, {}, frame=wording, around=outer)
    return composed(wording, values, frame=frame, around=outer)
