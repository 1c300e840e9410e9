"""What the verbs of recourse read like: explained, contested, looked at again. `sentences` takes them in."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from apps.core.speech import speak
from apps.core.words import say
from apps.flow.selectors.principal import on_record

Data = Mapping[str, Any]


def _written(who: str, data: Data, _names: Any) -> tuple[str, str]:
    language = _("In German") if data.get("language") == "de" else _("In English")
    said = _("%(language)s, version %(number)s") % {"language": language, "number": data.get("number")}
    if not data.get("generated"):
        said = _("%(version)s, edited") % {"version": said}
    return speak(say("%(who)s wrote the explanation for the affected person", who=who)), said


_KINDS = {"APPEAL": say("An appeal"), "COMPLAINT": say("A complaint")}
_CAME_BY = {
    "STAFF": say("%(who)s wrote down what the affected person contests"),
    "API": say("%(who)s told what the affected person contests"),
    "LINK": say("The affected person contested the decision themselves"),
}
_RESULTS = {
    "STANDS": say("%(who)s answered: the decision stands"),
    "CHANGED": say("%(who)s answered: another outcome holds"),
    "PARTLY": say("%(who)s answered: the person is right in part"),
}


def _issued(who: str, data: Data, _names: Any) -> tuple[str, str]:
    language = _("In German") if data.get("language") == "de" else _("In English")
    return speak(say("%(who)s gave the explanation out with a link to contest", who=who)), language


def _registered(who: str, data: Data, _names: Any) -> tuple[str, str]:
    said = _CAME_BY.get(str(data["came_by"]), _CAME_BY["STAFF"])
    return speak(say(said, who=who)), speak(_KINDS.get(str(data["kind"]), ""))


def _answered(who: str, data: Data, names: Any) -> tuple[str, str]:
    said = speak(say(_RESULTS.get(str(data["result"]), _RESULTS["STANDS"]), who=who))
    outcome = data.get("outcome")
    if not outcome:
        return said, _("With words for the person")
    instead = _("Instead holds: %(outcome)s") % {"outcome": names.outcomes.get(outcome, outcome)}
    return said, ". ".join(filter(None, (instead, on_record(data, names.principal))))


def _plain(sentence: str, detail: str = "") -> Callable[[str, Data, Any], tuple[str, str]]:
    def written(who: str, _data: Data, _names: Any) -> tuple[str, str]:
        return speak(say(sentence, who=who)), speak(detail)

    return written


SENTENCES: Mapping[str, Callable[[str, Data, Any], tuple[str, str]]] = {
    "explanation.written": _written,
    "explanation.issued": _issued,
    "explanation.link_shut": _plain(
        say("The link to contest opens no more"), say("Somebody tried it too often with the wrong facts")
    ),
    "appeal.registered": _registered,
    "appeal.answered": _answered,
    "appeal.told": _plain(
        say("The business system was told how the appeal was answered"),
    ),
    "appeal.withdrawn": _plain(say("%(who)s wrote down that the appeal is withdrawn")),
    "appeal.overdue": _plain(
        say("The time to answer the appeal passed"), say("Who answers and the owner were told")
    ),
}
SHORT: Mapping[str, str] = {
    "explanation.written": say("explained to the affected person"),
    "explanation.issued": say("given out with a link to contest"),
    "explanation.link_shut": say("its link to contest was shut"),
    "appeal.registered": say("contested"),
    "appeal.answered": say("the appeal was answered"),
    "appeal.told": say("its answer was told to the business system"),
    "appeal.withdrawn": say("the appeal was withdrawn"),
    "appeal.overdue": say("the appeal is overdue"),
}
