"""The words that a round folder may use in its closed columns."""

from __future__ import annotations

from enum import StrEnum

from app.kernel.events import EventTag


class SeatWord(StrEnum):
    """Column `role` of council.csv."""

    CHAIR = "chair"
    DEPUTY = "deputy"
    SECRETARY = "secretary"
    MEMBER = "member"


class ConflictWord(StrEnum):
    """Column `kind` of conflicts.csv."""

    SAME_UNIT = "same_unit"
    FAMILY = "family"
    CO_AUTHOR = "co_author"
    SUPERVISOR = "supervisor"
    OTHER = "other"


class DecisionKind(StrEnum):
    """Column `kind` of decisions.csv.

    A score's value is what the chair rules where the sheets give none. A tie decision's value is the place among the tied dossiers, from 1; a downgrade's value is the
    lower prize level.
    """

    TIE = "tie"
    DOWNGRADE = "downgrade"
    SCORE = "score"


class FolderEvent(EventTag):
    """What happens to rounds as folders."""

    EXPORTED = "folders:round:exported", "Xuất đợt ra thư mục, có dữ liệu cá nhân"
