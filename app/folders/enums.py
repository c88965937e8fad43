"""The words that a round folder may use in its closed columns."""

from __future__ import annotations

from enum import StrEnum


class SeatRole(StrEnum):
    """Column `role` of council.csv."""

    CHAIR = "chair"
    DEPUTY = "deputy"
    SECRETARY = "secretary"
    MEMBER = "member"


class ConflictKind(StrEnum):
    """Column `kind` of conflicts.csv."""

    SAME_UNIT = "same_unit"
    FAMILY = "family"
    CO_AUTHOR = "co_author"
    SUPERVISOR = "supervisor"
    OTHER = "other"


class DecisionKind(StrEnum):
    """Column `kind` of decisions.csv.

    A tie decision's value is the place among the tied dossiers, from 1; a downgrade's value is the
    lower prize level.
    """

    TIE = "tie"
    DOWNGRADE = "downgrade"
