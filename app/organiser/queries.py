"""Reading the organiser, who signs for it, and the presets that are shipped."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.infra.db.engine import db
from app.infra.db.reads import rows
from app.infra.files.models import StoredFile
from app.kernel.errors import NotFound
from app.organiser.models import Organiser, Signatory
from app.organiser.rules import OrganiserPreset, Profile, profile_facts, read_preset

if TYPE_CHECKING:
    from collections.abc import Sequence

PRESETS = Path(__file__).parent / "presets"


ORGANISER = select(Organiser).order_by(Organiser.id).limit(1)
# Built once: every page asks, most of them together with who acts. There is one row.
MASTHEAD = select(
    Organiser.name,
    Organiser.place_line,
    Organiser.address,
    Organiser.phone,
    Organiser.email,
    Organiser.emblem_sha256,
)


def find_organiser() -> Organiser | None:
    """Return the organiser of this installation, once there is one."""
    found: Organiser | None = db.session.execute(ORGANISER).scalar()
    return found


def get_organiser() -> Organiser:
    """Return the organiser; before the set-up one with a general name, so that pages work."""
    return find_organiser() or Organiser(**profile_facts(Profile()), version=0)


@dataclass(frozen=True, slots=True)
class Masthead:
    """What head and foot of every page say of the organiser."""

    name: str
    place_line: str
    address: str
    phone: str
    email: str
    emblem_sha256: str | None = None


def get_masthead() -> Masthead:
    """Return what every page says of the organiser."""
    return masthead_of(rows(MASTHEAD).all())


def masthead_of(found: Sequence[Sequence[Any]]) -> Masthead:
    """Return what the row of `MASTHEAD` says; without one, before the set-up, a general name."""
    if found:
        return Masthead(*found[0])
    general = Profile()
    return Masthead(general.name, general.place_line, general.address, general.phone, general.email)


def get_organiser_to_change() -> Organiser:
    """Return the organiser with those who sign for it.

    Raises:
        NotFound: before there is one.
    """
    query = (
        select(Organiser)
        .options(selectinload(Organiser.signatories))
        .order_by(Organiser.id)
        .limit(1)
        .execution_options(populate_existing=True)
    )
    organiser = db.session.execute(query).scalar()
    if organiser is None:
        raise NotFound
    return organiser


def get_emblem() -> StoredFile:
    """Return the picture that is the emblem.

    Raises:
        NotFound: when the emblem is the one that is shipped.
    """
    query = (
        select(StoredFile)
        .join(Organiser, Organiser.emblem_sha256 == StoredFile.sha256)
        .order_by(Organiser.id)
        .limit(1)
    )
    stored = db.session.execute(query).scalar()
    if stored is None:
        raise NotFound
    return stored


def signatories() -> Sequence[Signatory]:
    """Return those who sign, in the order in which papers list them."""
    query = select(Signatory).order_by(Signatory.position, Signatory.id)
    return db.session.execute(query).scalars().all()


def get_signatory(signatory_id: int) -> Signatory:
    """Return somebody who signs.

    Raises:
        NotFound: when there is none of this number.
    """
    query = select(Signatory).where(Signatory.id == signatory_id)
    signatory = db.session.execute(query).scalar() if signatory_id < 2**31 else None
    if signatory is None:
        raise NotFound
    return signatory


def preset_keys() -> list[str]:
    """Return the names of the shipped presets."""
    return sorted(path.stem for path in PRESETS.glob("*.toml"))


def get_preset(key: str) -> OrganiserPreset:
    """Return a shipped preset.

    Raises:
        NotFound: naming those there are.
    """
    if key not in preset_keys():
        names = ", ".join(preset_keys())
        raise NotFound(f"Không có bộ dữ liệu mẫu “{key}”. Đang có: {names}.")
    return read_preset((PRESETS / f"{key}.toml").read_text("utf-8"))


def read_preset_list(preset: OrganiserPreset) -> str:
    """Return the text of the list of units that goes with a preset; empty when there is none."""
    if not preset.units_file:
        return ""
    return (PRESETS / Path(preset.units_file).name).read_text("utf-8")
