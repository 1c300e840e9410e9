"""What a search may ask of decisions, in words: as a name, as what happens more often, and what counts."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.console.pages.shell import Tab
from apps.core import refusals
from apps.learning.states import Target

ABOUT_OVERRIDES = frozenset({Target.OVERRIDDEN, Target.OVERTURNED})
NAMES = {
    Target.OVERRIDDEN: gettext_lazy("Overrides"),
    Target.OVERTURNED: gettext_lazy("Overrides that did not hold"),
    Target.WRONGLY_APPROVED: gettext_lazy("Approvals that proved wrong"),
    Target.ESCALATED: gettext_lazy("Cases sent up"),
    Target.ASKED: gettext_lazy("Cases with questions"),
    Target.LATE: gettext_lazy("Decided later than promised"),
    Target.UNSUPPORTED: gettext_lazy("Unsupported statements"),
    Target.SKIPPED: gettext_lazy("Cases skipped"),
    Target.RESORTED: gettext_lazy("Lists put in another order"),
    Target.SNOOZED: gettext_lazy("Cases put off"),
    Target.RETURNED: gettext_lazy("Cases returned undecided"),
    Target.RELEASED: gettext_lazy("Cases given back"),
}
MORE = {
    Target.OVERRIDDEN: gettext_lazy("overruled more often"),
    Target.OVERTURNED: gettext_lazy("overrides fail to hold more often"),
    Target.WRONGLY_APPROVED: gettext_lazy("approved and proved wrong more often"),
    Target.ESCALATED: gettext_lazy("sent up more often"),
    Target.ASKED: gettext_lazy("asked about more often"),
    Target.LATE: gettext_lazy("decided too late more often"),
    Target.UNSUPPORTED: gettext_lazy("statements without support more often"),
    Target.SKIPPED: gettext_lazy("skipped more often"),
    Target.RESORTED: gettext_lazy("at the head of a list that is put in another order more often"),
    Target.SNOOZED: gettext_lazy("put off more often"),
    Target.RETURNED: gettext_lazy("returned undecided more often"),
    Target.RELEASED: gettext_lazy("given back more often"),
}
COUNTS = {
    Target.OVERRIDDEN: gettext_lazy("another outcome than the AI's, among decisions of persons in force"),
    Target.OVERTURNED: gettext_lazy(
        "reversed, held otherwise by a second or third person, or wrong by what became known later; among "
        "overrides of which it is not too early to say"
    ),
    Target.WRONGLY_APPROVED: gettext_lazy(
        "wrong by what became known later, among approvals of which that is known and old enough"
    ),
    Target.ESCALATED: gettext_lazy("sent up before it was decided, among decisions on cases in an inbox"),
    Target.ASKED: gettext_lazy("at least one question, among decisions of which questions were counted"),
    Target.LATE: gettext_lazy(
        "after the time that its inbox had promised, among decisions on promised cases"
    ),
    Target.UNSUPPORTED: gettext_lazy(
        "at least one statement that the facts do not support, among suggestions with checked statements"
    ),
}
_SIGN = gettext_lazy("at least once before it was decided, among decisions on cases in an inbox")


def name(target: Target) -> str:
    """Name what is asked."""
    return str(NAMES[target])


def counts(target: Target) -> str:
    """Say when it happened, and among which decisions."""
    return str(COUNTS.get(target, _SIGN))


def of(raw: str) -> Target | None:
    """Read a target from an address; empty is none.

    Raises: NotVisible for one that there is not.
    """
    if not raw:
        return None
    try:
        return Target(raw)
    except ValueError:
        raise refusals.NotVisible from None


def each(base: str, *, current: Target, of: Mapping[str, str]) -> tuple[Tab, ...]:
    """Write links to every target; of: what else narrows the list."""
    return tuple(_tab(base, one, of, current=one is current) for one in Target)


def tabs(
    base: str, targets: Iterable[Target], *, current: Target | None, of: Mapping[str, str]
) -> tuple[Tab, ...]:
    """Write links to what each target has, after one to all; none where there is nothing to choose."""
    there = [one for one in Target if one in {*targets, current}]
    if len(there) < 2 and current is None:  # noqa: PLR2004 - one alone is no choice
        return ()
    links = (_tab(base, one, of, current=one is current) for one in there)
    return (Tab(_("All"), f"{base}?{urlencode(of)}" if of else base, current=current is None), *links)


def _tab(base: str, target: Target, of: Mapping[str, str], *, current: bool) -> Tab:
    return Tab(name(target), f"{base}?{urlencode({**of, 'target': target.value})}", current=current)
