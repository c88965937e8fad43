"""Fields of numbers: exact decimals with a comma, whole numbers, shares and money."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from flask_babel import gettext as _

from app.infra.forms.fields import TypedField
from app.kernel.errors import RuleBroken
from app.kernel.numbers import format_decimal, parse_decimal

if TYPE_CHECKING:
    from decimal import Decimal

MOST_WHOLE = 10**9
MOST_MONEY = 10**15
WHOLE = re.compile(r"[+\-\N{MINUS SIGN}]?[0-9]{1,18}|[0-9]{1,3}([. ][0-9]{3})+")
MONEY_WORDS = re.compile(r"\s*(đồng|đ|vnđ|vnd|₫)\.?$", re.IGNORECASE)


class NumberField(TypedField):
    """A number between two limits, both included."""

    def __init__(
        self,
        *args: Any,
        min: Decimal | int | None = None,  # noqa: A002  # reads best at the call
        max: Decimal | int | None = None,  # noqa: A002
        **others: Any,
    ) -> None:
        self.min = min
        self.max = max
        super().__init__(*args, **others)

    def check(self, _form: Any) -> None:
        """Refuse a number outside the limits."""
        is_low = self.min is not None and self.data < self.min
        is_high = self.max is not None and self.data > self.max
        if is_low or is_high:
            raise RuleBroken(self._range_words())

    def _range_words(self) -> str:
        if self.min is not None and self.max is not None:
            return _(
                "Hãy nhập số từ %(low)s đến %(high)s.",
                low=self.show(self.min),
                high=self.show(self.max),
            )
        if self.min is not None:
            return _("Hãy nhập số không nhỏ hơn %(low)s.", low=self.show(self.min))
        return _("Hãy nhập số không lớn hơn %(high)s.", high=self.show(self.max))

    def show(self, value: Decimal | int | None) -> str:
        """Return the number with a comma before its decimals."""
        return "" if value is None else format_decimal(value)


class ExactField(NumberField):
    """An exact decimal, typed with a comma; ``places`` decimals at most."""

    drawn_as: ClassVar[str] = "DecimalField"

    def __init__(self, *args: Any, places: int = 2, **others: Any) -> None:
        self.places = places
        super().__init__(*args, **others)

    def read(self, typed: str) -> Decimal:
        """Return the decimal."""
        number = parse_decimal(typed)
        exponent = number.normalize().as_tuple().exponent
        if isinstance(exponent, int) and -exponent > self.places:
            raise RuleBroken(
                _("Hãy nhập nhiều nhất %(places)s chữ số sau dấu phẩy.", places=self.places)
            )
        return number


class ShareField(ExactField):
    """A share of the work in percent, 0 to 100."""

    def __init__(self, *args: Any, min: Decimal | int = 0, **others: Any) -> None:  # noqa: A002
        super().__init__(*args, min=min, max=100, places=2, **others)

    def read(self, typed: str) -> Decimal:
        """Accept the sign that belongs to a share."""
        return super().read(typed.removesuffix("%").strip())


class WholeField(NumberField):
    """A whole number; dots or spaces may part the thousands."""

    drawn_as: ClassVar[str] = "IntegerField"

    def __init__(
        self,
        *args: Any,
        min: int | None = 0,  # noqa: A002
        max: int | None = MOST_WHOLE,  # noqa: A002
        **others: Any,
    ) -> None:
        super().__init__(*args, min=min, max=max, **others)

    def read(self, typed: str) -> int:
        """Return the number."""
        if not WHOLE.fullmatch(typed):
            raise RuleBroken(_("Hãy nhập một số nguyên, ví dụ 12."))
        return int(typed.replace(".", "").replace(" ", "").replace("\N{MINUS SIGN}", "-"))


class MoneyField(WholeField):
    """An amount of money in whole đồng."""

    drawn_as: ClassVar[str] = "StringField"

    def __init__(self, *args: Any, max: int | None = MOST_MONEY, **others: Any) -> None:  # noqa: A002
        super().__init__(*args, max=max, **others)

    def read(self, typed: str) -> int:
        """Accept the name of the currency behind the number."""
        try:
            return super().read(MONEY_WORDS.sub("", typed))
        except RuleBroken as refusal:
            raise RuleBroken(_("Hãy nhập số tiền bằng đồng, ví dụ 12.000.000.")) from refusal
