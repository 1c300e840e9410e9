"""Money is an integer in minor units and a currency code (ISO 4217); floats never touch it."""

from decimal import Decimal
from typing import NamedTuple

_DIGITS = {"JPY": 0, "KRW": 0, "BHD": 3, "KWD": 3}
_DEFAULT_DIGITS = 2


class Amount(NamedTuple):
    """An amount as part of a sentence."""

    minor: int
    currency: str

    def __str__(self) -> str:
        return words(self.minor, self.currency)


def major(minor: int, currency: str) -> Decimal:
    """Return an amount in major units, exactly."""
    return Decimal(minor).scaleb(-_DIGITS.get(currency, _DEFAULT_DIGITS))


def minor(amount: Decimal, currency: str) -> int:
    """Return an amount of major units in minor units, the rest cut off."""
    return int(amount.scaleb(_DIGITS.get(currency, _DEFAULT_DIGITS)))


def words(minor: int | None, currency: str) -> str:
    """Write an amount for a person, for example `$1,111.00` or `GBP 12.50`; a dash when there is none."""
    if minor is None:
        return "–"  # noqa: RUF001 - the sign for "no value" in tables
    amount = f"{abs(major(minor, currency)):,}"
    sign = "-" if minor < 0 else ""
    return f"{sign}${amount}" if currency == "USD" else f"{sign}{currency} {amount}"
