"""What the record reads like of cases that climbed their ladder and came back."""

from collections.abc import Mapping
from typing import Any, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.core.speech import speak
from apps.core.words import say


class Places(Protocol):
    """Names of inboxes by id."""

    @property
    def inboxes(self) -> Mapping[str, str]:
        """Return name by id."""


_WHY = {
    "over_authority": say("above the officer's authority"),
    "unsure": say("the officer was not sure"),
    "second_opinion": say("a second opinion was wanted"),
    "deadline": say("its due time passed"),
    "other": say("see the note"),
    "clock": say("the time of the level below passed"),
    "adverse_outcome": say("policy has this outcome decided a level higher"),
    "low_calibration": say("how sure the AI says it is proved unreliable"),
    "first_view_differs": say("the officer decided otherwise than in their first view"),
    "repeated_override": say("cases of this kind were overridden again and again"),
    "unsupported_statement": say("a statement of the AI is not supported by the facts"),
}


def why_words(why: str) -> str:
    """Say in a few words why a case climbed."""
    return speak(_WHY.get(why, ""))


def escalated(who: str, data: Mapping[str, Any], names: Places) -> tuple[str, str]:
    """Say who sent a case up, where to, why, and how late a clock did."""
    target = names.inboxes.get(data["to"], _("the next level"))
    target = _("the accountable owner") if data.get("to_owner") else target
    whys = [speak(_WHY.get(str(one), "")) for one in (data["why"], *data.get("also", ()))]
    why = "; ".join(one for one in whys if one)
    why = why[:1].upper() + why[1:]
    said = _("%(who)s sent it to %(inbox)s") % {"who": who, "inbox": target}
    late = int(data.get("late_seconds") or 0) // 60
    if not late:
        return said, why
    by = ngettext("%(n)s minute late", "%(n)s minutes late", late) % {"n": late}
    return said, _("%(why)s; %(late)s") % {"why": why, "late": by}


def returned(who: str, data: Mapping[str, Any], names: Places) -> tuple[str, str]:
    """Say who sent a case back, and where to."""
    target = names.inboxes.get(data["to"], _("its inbox"))
    return (
        _("%(who)s returned it to %(inbox)s") % {"who": who, "inbox": target},
        _("With a note for the officer"),
    )
