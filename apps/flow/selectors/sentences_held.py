"""What the verbs about held decisions, and those brought in, read like in the record of a case."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from apps.core import speech
from apps.core.speech import speak
from apps.core.words import Words, say
from apps.flow.selectors import recounted
from apps.reviews.states import ApprovalWhy

Told = Callable[[str, Mapping[str, Any], Any], tuple[str, str]]
_WHY = {
    ApprovalWhy.OVER_AUTHORITY: say("It is above the authority of whoever decided; nothing is sent"),
    ApprovalWhy.FOUR_EYES: say("Policy asks for a second person; nothing is sent"),
}


def _place(to: object, names: Any) -> str:
    return str(names.inboxes.get(to, to)) if to else _("the owner")


def _held(_who: str, data: Mapping[str, Any], names: Any) -> tuple[str, str]:
    said = _("The decision waits for %(place)s") % {"place": _place(data.get("to"), names)}
    return said, speak(_WHY[ApprovalWhy(data["why"])])


def _passed_up(who: str, data: Mapping[str, Any], names: Any) -> tuple[str, str]:
    said = {"who": who, "place": _place(data.get("to"), names)}
    return _("%(who)s passed the held decision up to %(place)s") % said, ""


def _instead(sentence: Words) -> Told:
    def written(who: str, data: Mapping[str, Any], names: Any) -> tuple[str, str]:
        outcome = names.outcomes.get(data["outcome"], data["outcome"])
        said = speak(say(sentence, who=who, outcome=outcome))
        return said, _("With words for whoever decided; what they decided was never sent")

    return written


_AMENDED = _instead(say("%(who)s decided %(outcome)s instead of the held decision"))


def _amended(who: str, data: Mapping[str, Any], names: Any) -> tuple[str, str]:
    said, detail = _AMENDED(who, data, names)
    if "amount_was" not in data:
        return said, detail
    amounts = {
        "amount": speech.amount(data["amount_minor"], data["currency"]),
        "was": speech.amount(data["amount_was"], data["currency"]),
    }
    told = _("The amount is %(amount)s instead of %(was)s") % amounts
    return said, f"{told}. {detail}"


def _plain(sentence: Words, detail: str = "") -> Told:
    def written(who: str, _data: Mapping[str, Any], _names: Any) -> tuple[str, str]:
        return speak(say(sentence, who=who)), speak(detail)

    return written


SENTENCES: Mapping[str, Told] = {
    "authority.given_once": _plain(
        say("%(who)s let somebody decide this case once"),
        say("Up to an amount that they may decide themselves"),
    ),
    "authority.taken_back": _plain(say("%(who)s took authority for this case back")),
    "decision.held": _held,
    "decision.passed_up": _passed_up,
    "decision.upheld": _plain(say("%(who)s upheld the decision"), say("With words for whoever decided")),
    "decision.amended": _amended,
    "decision.turned_down": _instead(
        say("%(who)s let the suggestion hold instead of the held decision: %(outcome)s")
    ),
    "decision.returned": _plain(
        say("%(who)s returned the case with a note"), say("The held decision was never sent")
    ),
    "decision.overtaken": _plain(
        say("A newer suggestion ended the held decision"), say("What had been chosen was kept as a draft")
    ),
    "decision.held_late": _plain(say("Nobody resolved the held decision in time"), say("The owner was told")),
    **recounted.SENTENCES,
}
# What is said instead to whom the case asks for their own view first.
BEFORE_VIEW: Mapping[str, Words] = {
    "decision.amended": say("%(who)s resolved the held decision"),
    "decision.turned_down": say("%(who)s resolved the held decision"),
    **recounted.BEFORE_VIEW,
}
SHORT: Mapping[str, str] = {
    "authority.given_once": say("authority given for it once"),
    "authority.taken_back": say("authority for it taken back"),
    "decision.held": say("held for a second person"),
    "decision.passed_up": say("passed up a level"),
    "decision.upheld": say("upheld by a second person"),
    "decision.amended": say("amended by a second person"),
    "decision.turned_down": say("the suggestion held instead"),
    "decision.returned": say("returned by a second person"),
    "decision.overtaken": say("a held decision was overtaken"),
    "decision.held_late": say("a held decision is late"),
}
