"""A whole round as one immutable value.

Presets, last year's round cloned, and rounds kept as folders all describe the same thing, so they
all become a `RoundPlan` first. Whoever opens a round reads only this value; whether it makes sense
is asked once, in `app.programmes.rules.soundness`.
"""

# No postponed annotations here: the reader of tables follows the types while the program runs.

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from app.kernel.media import FileKind
from app.kernel.numbers import round_half_up
from app.programmes.enums import (
    CertificateRecipient,
    PrizeScope,
    ProgrammeKind,
    ScoringMethod,
    SubjectKind,
)
from app.questions.rules.plan import QuestionPlan, SectionPlan

SCORE_PLACES = 2


@dataclass(frozen=True, slots=True)
class RuleSection:
    """One article of the round's rules; in `body` a line beginning with "- " is a bullet."""

    title: str
    body: str
    article: str = ""


@dataclass(frozen=True, slots=True)
class CategoryPlan:
    """A field in which dossiers compete among themselves."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class DocumentPlan:
    """A kind of attachment that a dossier must or may carry; `max_mb` is per file.

    `goes_to_judges` is false for papers that would name the authors to judges of a blind round.
    """

    code: str
    name: str
    help: str = ""
    required: bool = False
    max_files: int = 1
    max_mb: int = 20
    kinds: tuple[FileKind, ...] = (FileKind.PDF,)
    goes_to_judges: bool = True


@dataclass(frozen=True, slots=True)
class LevelPlan:
    """What a dossier is like whose points lie between the two bounds, both included."""

    points_from: Decimal
    points_to: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class CriterionPlan:
    """One line of the score sheet (scoring.md section 1)."""

    code: str
    name: str
    max_points: Decimal
    group: str = ""
    looks_at: str = ""
    guidance: tuple[LevelPlan, ...] = ()
    step: Decimal = Decimal("0.5")
    weight: Decimal = Decimal(1)
    min_points: Decimal | None = None
    zero_share_max: Fraction | None = None


@dataclass(frozen=True, slots=True)
class PrizePlan:
    """A prize level, highest first; no `quantity` means no limit, `money` is in đồng each.

    `criterion_minima` pairs a criterion code with the mean points that the level asks for.
    """

    level: str
    quantity: int | None = None
    min_score: Decimal | None = None
    scope: PrizeScope = PrizeScope.ROUND
    money: int | None = None
    criterion_minima: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class ScoringPlan:
    """From the sheets of a stage to a score and a rank (scoring.md sections 2 and 3).

    `deviation_limit` is text, because "20" means points and "20%" a share of the mean.
    `tie_breakers` speak where the stage gives the ranking; who is tied at the boundary of an
    earlier one goes on.
    """

    method: ScoringMethod = ScoringMethod.MEAN
    min_sheets: int = 3
    trim_from: int = 5
    deviation_limit: str | None = None
    tie_breakers: tuple[str, ...] = ()
    comment_below: Decimal | None = None
    comment_above: Decimal | None = None


@dataclass(frozen=True, slots=True)
class StagePlan:
    """A stage of judging: what its sheets ask, what they give, who goes on, what judges may know.

    `weight` None on all stages means that the last one alone counts; `pass_count` is per category.
    """

    code: str
    name: str
    weight: Decimal | None = None
    pass_score: Decimal | None = None
    pass_count: int | None = None
    is_blind: bool = False
    criteria: tuple[CriterionPlan, ...] = ()
    scoring: ScoringPlan = field(default_factory=ScoringPlan)

    @property
    def largest_total(self) -> Decimal:
        """The total of a sheet that gives every criterion its maximum."""
        return sum((line.weight * line.max_points for line in self.criteria), Decimal(0))


ONLY_STAGE = StagePlan(code="chung-khao", name="Chung khảo")


@dataclass(frozen=True, slots=True)
class MilestonePlan:
    """A date of the round's calendar that people should know; it enforces nothing."""

    code: str
    label: str
    starts_on: date | None = None
    ends_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class CertificatePlan:
    """The words of the certificate.

    The two templates may name {level}, {title}, {category}, {round} and {year}.
    `series` is what stands behind the number, as in "Số: 12/GCN-STKT".
    """

    honour_intro: str = "Chứng nhận"
    honour_title_template: str = "{level}"
    purpose_template: str = "{title}"
    recipient: CertificateRecipient = CertificateRecipient.PERSON
    series: str = "GCN"


@dataclass(frozen=True, slots=True)
class RoundBasis:
    """What a round says besides its stages."""

    programme_key: str
    name: str
    short_code: str
    kind: ProgrammeKind
    year: int
    ordinal_no: int | None = None
    year_from: int | None = None
    year_to: int | None = None
    summary: str = ""
    rules: tuple[RuleSection, ...] = ()
    legal_bases: tuple[str, ...] = ()
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    grace_minutes: int = 0
    needs_endorsement: bool = False
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    subject_kind: SubjectKind = SubjectKind.SOLUTION
    max_people: int = 1
    categories: tuple[CategoryPlan, ...] = ()
    sections: tuple[SectionPlan, ...] = ()
    documents: tuple[DocumentPlan, ...] = ()
    prizes: tuple[PrizePlan, ...] = ()
    milestones: tuple[MilestonePlan, ...] = ()
    certificate: CertificatePlan = field(default_factory=CertificatePlan)

    @property
    def questions(self) -> tuple[QuestionPlan, ...]:
        """All questions of the form in their order."""
        return tuple(question for section in self.sections for question in section.questions)


@dataclass(frozen=True, slots=True)
class RoundPlan(RoundBasis):
    """Everything that is decided about a round before the first dossier arrives."""

    stages: tuple[StagePlan, ...] = (ONLY_STAGE,)

    def find_stage(self, code: str) -> StagePlan | None:
        """Return the stage of a code."""
        return next((stage for stage in self.stages if stage.code == code), None)

    @property
    def first_stage(self) -> StagePlan:
        """The stage with which judging begins."""
        return self.stages[0]

    @property
    def final_stage(self) -> StagePlan:
        """The stage whose sheets break ties and earn prizes: the last one."""
        return self.stages[-1]

    @property
    def largest_score(self) -> Decimal:
        """The highest score of the ranking: a whole sheet of the final stage, or of those added up."""
        weighted = [(s.largest_total, s.weight) for s in self.stages if s.weight]
        if not weighted:
            return self.final_stage.largest_total if self.stages else Decimal(0)
        whole = sum((Fraction(weight) for _, weight in weighted), Fraction(0))
        added = sum((Fraction(total) * Fraction(weight) for total, weight in weighted), Fraction(0))
        return round_half_up(added / whole, SCORE_PLACES)
