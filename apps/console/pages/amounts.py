"""Amounts as a person types them: major units, with the separators of their country."""

import re
from datetime import datetime
from decimal import Decimal

from apps.console.edge import Reader
from apps.core import money, refusals
from apps.core.words import say

PLAIN = re.compile(r"\d{1,13}([.,]\d{1,3})?")
GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d{1,3})?")
GROUPED_BY_DOTS = re.compile(r"\d{1,3}(\.\d{3})+,\d{1,3}")
LARGEST = 2**53 - 1
CENTS = 2  # places behind the point, with which 1,500 can only be a thousand and more


class AmountUnclear(refusals.Invalid):
    code = "amount_unclear"
    sentence = say("Write an amount in figures, for example 1,500.00; not below nothing.")


class MomentUnclear(refusals.Invalid):
    code = "moment_unclear"
    sentence = say("Say a day and an hour.")


def read(text: str, *, currency: str, field: str) -> int:
    """Return an amount in minor units; refuse what may be read in two ways rather than guess.

    Raises: AmountUnclear.
    """
    places = len(str(money.minor(Decimal(1), currency))) - 1
    said = text.strip().replace(" ", "").lstrip("$€£")
    if GROUPED_BY_DOTS.fullmatch(said):
        said = said.replace(".", "").replace(",", ".")
    elif GROUPED.fullmatch(said) and places <= CENTS:
        said = said.replace(",", "")
    elif not PLAIN.fullmatch(said):
        raise AmountUnclear(field=field)
    said = said.replace(",", ".")
    minor = money.minor(Decimal(said), currency)
    if len(said.partition(".")[2]) > places or minor > LARGEST:
        raise AmountUnclear(field=field)
    return minor


def typed(minor: int | None, *, currency: str) -> str:
    """Write an amount as a field shows it; nothing for none."""
    return "" if minor is None else f"{money.major(minor, currency):f}"


def moment(text: str, *, reader: Reader, field: str) -> datetime:
    """Read what a field for day and hour holds, where its reader is.

    Raises: MomentUnclear.
    """
    try:
        return datetime.fromisoformat(text).replace(tzinfo=reader.zone)
    except ValueError:
        raise MomentUnclear(field=field) from None
