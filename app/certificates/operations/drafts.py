"""What will be printed, before a number is taken: who receives what, and what is in the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import current_app

from app.certificates.documents.layout import NoRoom, lay_out
from app.certificates.documents.sheets import unprintable_letters
from app.certificates.documents.words import CertificateText
from app.certificates.queries import awards_of
from app.certificates.rules.numbers import register_number
from app.certificates.rules.words import AwardFacts, Letterhead, Templates, words_of
from app.kernel.errors import RuleBroken
from app.organiser.queries import get_organiser, signatories
from app.programmes.enums import CertificateRecipient
from app.results.rules.printed import Printed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.nominations.models import NominationPerson
    from app.organiser.models import Organiser, Signatory
    from app.programmes.models import Round
    from app.results.models import Award

SAMPLE_CODE = "XXXX-XXXX"
NO_AWARDS = "Quyết định không có giải nào nên không có giấy chứng nhận để cấp. Hãy kiểm tra lại kết quả của đợt."
NO_SIGNATORY = (
    "Chưa có người ký giấy chứng nhận vào ngày quyết định. "
    "Hãy khai người ký ở trang Đơn vị tổ chức rồi cấp lại."
)
NO_NAME = "Hồ sơ {code} không có tên người hay đơn vị để ghi trên giấy chứng nhận. Hãy bổ sung tác giả hoặc đơn vị của hồ sơ rồi cấp lại."
TOO_LONG = (
    "Nội dung giấy chứng nhận của {name} quá dài, không in vừa một tờ. "
    "Hãy rút gọn tên giải pháp, hoặc mẫu câu của đợt, rồi cấp lại."
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A certificate that has no number yet."""

    award: Award
    person: NominationPerson | None
    facts: AwardFacts
    letterhead: Letterhead
    templates: Templates

    def words(self, number: str, code: str) -> dict[str, Any]:
        """Return every word of the paper with a number and a verification code."""
        public_url = current_app.extensions["settings"].public_url
        return words_of(
            self.facts,
            self.letterhead,
            self.templates,
            number=number,
            verify_url=f"{public_url}/xac-minh/{code}",
        ).kept()


@dataclass(frozen=True, slots=True)
class UnprintableName:
    """Letters of a certificate that the faces do not have; they are printed as a box."""

    recipient: str
    letters: str


def text_of(words: dict[str, Any]) -> CertificateText:
    """Return the kept words of a certificate as its document takes them."""
    return CertificateText(
        **words
        | {
            "authority_lines": tuple(words["authority_lines"]),
            "dated": date.fromisoformat(words["dated"]),
        }
    )


def draft_certificates(round_: Round) -> list[Draft]:
    """Return the certificates that a decided round gives, in the order of the register.

    Raises:
        RuleBroken: without awards, without a name on one, or without anybody to sign.
    """
    recipients = list(_recipients(round_))
    if not recipients:
        raise RuleBroken(NO_AWARDS)
    letterhead = _letterhead(recipients[0][0].decision.issued_on)
    templates = Templates(
        honour_intro=round_.honour_intro,
        honour_title=round_.honour_title_template,
        purpose=round_.purpose_template,
    )
    drafts = [
        Draft(award, person, _facts(round_, award, person), letterhead, templates)
        for award, person in recipients
    ]
    for draft in drafts:
        if not draft.facts.recipient.strip():
            raise RuleBroken(NO_NAME.format(code=draft.award.nomination.code))
    return drafts


def require_room(round_: Round, drafts: Sequence[Draft]) -> None:
    """Refuse, with the name, a certificate that no sheet can hold.

    Raises:
        RuleBroken: naming the first one.
    """
    for text in _sample_texts(round_, drafts):
        try:
            lay_out(text)
        except NoRoom as error:
            raise RuleBroken(TOO_LONG.format(name=text.recipient)) from error


def unprintable_names(round_: Round, drafts: Sequence[Draft]) -> list[UnprintableName]:
    """Return the certificates with letters that will be printed as a box."""
    found = ((text, unprintable_letters(text)) for text in _sample_texts(round_, drafts))
    return [UnprintableName(text.recipient, letters) for text, letters in found if letters]


def sample_text(round_: Round, draft: Draft, number: int) -> CertificateText:
    """Return what the paper would say under a number that nobody has taken."""
    printed = register_number(number, year=round_.year, series=round_.series)
    return text_of(draft.words(printed, SAMPLE_CODE))


def _sample_texts(round_: Round, drafts: Sequence[Draft]) -> Iterator[CertificateText]:
    return (sample_text(round_, draft, place) for place, draft in enumerate(drafts, 1))


def _recipients(round_: Round) -> Iterator[tuple[Award, NominationPerson | None]]:
    """Yield who receives a certificate, in the order of the awards and of the people named."""
    for award in awards_of(round_.id):
        people = award.nomination.people
        if round_.recipient is CertificateRecipient.PERSON and people:
            yield from ((award, person) for person in people)
        else:
            yield award, None


def _letterhead(day: date) -> Letterhead:
    organiser = get_organiser()
    signatory = next((row for row in signatories() if _signs_on(row, day)), None)
    if signatory is None:
        raise RuleBroken(NO_SIGNATORY)
    lines = tuple(line for line in (signatory.authority, signatory.office) if line)
    return Letterhead(
        issuer=_issuer(organiser),
        place=organiser.place,
        authority_lines=lines,
        signer=signatory.full_name,
    )


def _signs_on(signatory: Signatory, day: date) -> bool:
    begun = signatory.valid_from is None or signatory.valid_from <= day
    return begun and (signatory.valid_until is None or day <= signatory.valid_until)


def _issuer(organiser: Organiser) -> str:
    """Return the organiser's name with its province, said once."""
    if organiser.place_line in organiser.name:
        return organiser.name
    return f"{organiser.name} {organiser.place_line}"


def _facts(round_: Round, award: Award, person: NominationPerson | None) -> AwardFacts:
    """Return what a paper tells of an award, in the words that were frozen with the results."""
    printed = Printed.of_json(award.printed)
    return AwardFacts(
        level=award.level,
        title=printed.title,
        category=printed.category,
        round_name=round_.name,
        year=round_.year,
        recipient=person.full_name if person else _group_name(printed),
        degree=person.degree if person else "",
        position=person.position_title if person else "",
        unit=(person.unit_name or printed.unit) if person else printed.unit,
        decision_number=award.decision.number,
        decided_on=award.decision.issued_on,
        is_collective=person is None,
    )


def _group_name(printed: Printed) -> str:
    return ", ".join(printed.people) or printed.unit
