"""What data kept apart said of a pattern: later cases, or the other half where no decision holds its time."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.console.pages import words
from apps.learning import selectors as learning

# By whether the halves were crossed.
WHERE = {False: gettext_lazy("In later data"), True: gettext_lazy("In the other half")}
HERE = {False: gettext_lazy("Later, this group"), True: gettext_lazy("Other half, this group")}
REST = {False: gettext_lazy("Later, the rest"), True: gettext_lazy("Other half, the rest")}
METHOD = {
    False: gettext_lazy(
        "Groups are searched in earlier decisions and checked in later ones. Of what one search finds for "
        "one question, at most 1 in 20 is expected to be chance, over all groups that it tested. Officers "
        "are not named here."
    ),
    True: gettext_lazy(
        "When these decisions were made was not recorded, so none of them is known to be later. Groups are "
        "searched in one half of them, drawn by chance, and checked in the other, both ways. Of what one "
        "search finds for one question, at most 1 in 20 is expected to be chance, over all groups that it "
        "tested. Officers are not named here."
    ),
}
_TOO_FEW = {
    False: gettext_lazy("%(said)s There are too few later cases to say whether it held."),
    True: gettext_lazy("%(said)s There are too few such cases in the other half to say whether it held."),
}
_HELD = {
    False: gettext_lazy("%(said)s It held in later cases: %(k)s of %(n)s."),
    True: gettext_lazy("%(said)s It held in the other half: %(k)s of %(n)s."),
}
_FAILED = {
    False: gettext_lazy("%(said)s It did not hold in later cases: %(k)s of %(n)s."),
    True: gettext_lazy("%(said)s It did not hold in the other half: %(k)s of %(n)s."),
}


def confirmed(confirmation: Mapping[str, Any] | None, *, crossed: bool) -> tuple[str, str]:
    """Say whether a pattern held in the data kept apart, with its tone."""
    held = confirmation.get("holds") if confirmation and confirmation.get("n") else None
    if held is None:
        return (_("Too few in the other half") if crossed else _("Too few later cases")), ""
    return (_("Confirmed"), "ok") if held else (_("Not confirmed"), "warn")


def says(text: str, one: learning.FindingRow) -> str:
    """Add to a sentence what the data kept apart said."""
    kept = one.confirmation or {}
    if not kept.get("n") or kept.get("holds") is None:
        return str(_TOO_FEW[one.is_crossed]) % {"said": text}
    numbers = {"said": text, "k": words.number(kept["n_overridden"]), "n": words.number(kept["n"])}
    return str((_HELD if kept["holds"] else _FAILED)[one.is_crossed]) % numbers
