"""The facts of the arrivals of one call: an entry that stood in the call before is not read again."""

from datetime import datetime
from operator import itemgetter

from apps.intake.rules.facts import entries_of, fact_at
from apps.intake.rules.shapes import Contract, Fact

_FIELDS = ("fact", "value", "source", "as_of")
_fields_of = itemgetter(*_FIELDS)


class Entries:
    """Reads the entries of many arrivals by one contract at one moment.

    Codes, counts and days come again from case to case: of the entries of a batch three of four stood there
    before. What is remembered lives no longer than the call that brought it (docs/adr/0025).
    """

    __slots__ = ("_contract", "_instants", "_known", "_now")

    def __init__(self, contract: Contract, now: datetime) -> None:
        self._contract, self._now = contract, now
        self._instants: dict[object, datetime] = {}
        # By type, for 1 and True are equal; numbers with a fraction are read each time, for 0.0 and -0.0 are.
        self._known: dict[type, dict[tuple[object, ...], Fact]] = {str: {}, int: {}, bool: {}}

    def read(self, raw: object) -> tuple[Fact, ...]:
        """Read the facts of one arrival, as `parse_facts` does. Raises: BadFact."""
        known, found = self._known, []
        for place, entry in enumerate(entries_of(raw, "facts")):
            before, key, fact = None, (), None
            if type(entry) is dict and len(entry) == len(_FIELDS):
                try:
                    key = _fields_of(entry)
                    before = known[type(key[1])]
                    fact = before.get(key)
                except (KeyError, TypeError):  # other fields, a value or a source that is read each time
                    before = None
            if fact is None:
                fact = fact_at(place, self._contract, entry, self._now, self._instants)
                if before is not None:
                    before[key] = fact
            found.append(fact)
        return tuple(found)
