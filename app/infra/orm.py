"""The declarative base and the column types that every model leans on.

Models inherit `Base`, not ``db.Model``: the same metadata, typed under strict mypy, and free of
Flask. Flask-SQLAlchemy 3.1 rejects a ``model_class`` whose body holds ``type_annotation_map``,
therefore the map stands in an explicit registry.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    declared_attr,
    mapped_column,
    registry,
)

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect
    from sqlalchemy.types import TypeEngine

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(sa.TypeDecorator[datetime]):
    """An aware moment, kept in UTC; a naive one is refused."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Bring an instant to UTC; `ValueError` for a naive one."""
        if value is None:
            return None
        if value.tzinfo is None:
            msg = "an instant needs a time zone"
            raise ValueError(msg)
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Give back the zone that SQLite does not keep."""
        if value is None or value.tzinfo is not None:
            return value.astimezone(UTC) if value else None
        return value.replace(tzinfo=UTC)


class Exact(sa.TypeDecorator[Decimal]):
    """An exact decimal of a fixed scale.

    NUMERIC on PostgreSQL; on SQLite, which would make it a float, an integer count of the
    smallest unit, so that equality, order and sums stay exact.
    """

    impl = sa.Numeric
    cache_ok = True

    def __init__(self, precision: int, scale: int) -> None:
        super().__init__(precision, scale)
        self.precision = precision
        self.scale = scale

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose what the database keeps."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(sa.BigInteger())
        return dialect.type_descriptor(sa.Numeric(self.precision, self.scale))

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Decimal | int | None:
        """Count in the smallest unit for SQLite; `ValueError` for more decimals than the scale."""
        if value is None:
            return None
        exact = Decimal(value)
        scaled = exact.scaleb(self.scale)
        if scaled != scaled.to_integral_value():
            msg = f"{value} has more than {self.scale} decimals"
            raise ValueError(msg)
        return int(scaled) if dialect.name == "sqlite" else exact

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """Give back the exact decimal."""
        if value is None:
            return None
        if dialect.name == "sqlite":
            return Decimal(int(value)).scaleb(-self.scale)
        return Decimal(value)


Json = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")

Points = Annotated[Decimal, mapped_column(Exact(7, 2))]
Score = Annotated[Decimal, mapped_column(Exact(9, 2))]
Share = Annotated[Decimal, mapped_column(Exact(5, 2))]
Money = Annotated[int, mapped_column(sa.BigInteger())]
Line = Annotated[str, mapped_column(sa.String(500))]
Key = Annotated[str, mapped_column(sa.String(120))]

# Enums are stored by value, with a CHECK made from the same enum (see `Base`).
STORED_ENUM = sa.Enum(
    StrEnum,
    native_enum=False,
    create_constraint=True,
    validate_strings=True,
    length=40,
    values_callable=lambda kind: [member.value for member in kind],
)

TYPES: dict[Any, Any] = {
    StrEnum: STORED_ENUM,
    datetime: Instant(),
    date: sa.Date(),
    str: sa.Text(),
    bytes: sa.LargeBinary(),
    dict[str, Any]: Json,
    list[Any]: Json,
}

_registry = registry(metadata=sa.MetaData(naming_convention=NAMING), type_annotation_map=TYPES)


class Base(DeclarativeBase):
    """The base of all models: an integer key, stated names, stated types, a word for people.

    ``spoken`` is what people call such a thing. The log keeps the name of the class;
    ``once_called`` are names that it had before, which older entries carry.
    """

    spoken: ClassVar[str]
    once_called: ClassVar[tuple[str, ...]] = ()
    registry = _registry
    metadata = _registry.metadata
    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-1)


def spoken_words(kind: str) -> str:
    """Return what people call a thing whose class the log names; the name itself for a stranger."""
    models: list[type[Base]] = [mapper.class_ for mapper in _registry.mappers]
    for model in models:
        if kind in (model.__name__, *model.once_called):
            return model.spoken
    return kind


class Versioned:
    """A thing of which a stale copy must never overwrite a newer one.

    SQLAlchemy counts the version at each UPDATE and raises ``StaleDataError`` for a lost race;
    pages send the version they were made from back with the form.
    """

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805  # SQLAlchemy passes the class
        return {"version_id_col": cls.version}
