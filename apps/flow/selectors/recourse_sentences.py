"""What the verbs of recourse read like: explained, contested, looked at again. `sentences` takes them in."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from apps.core.speech import speak
from apps.core.words import say

Data = Mapping[str, Any]


def _written(who: str, data: Data, _names: Any) -> tuple[str, str]:
    language = _("In German") if data.get("language") == "de" else _("In English")
    said = _("%(language)s, version %(number)s") % {"language": language, "number": data.get("number")}
    if not data.get("generated"):
        said = _("%(version)s, edited") % {"version": said}
    return speak(say("%(who)s wrote the explanation for the affected person", who=who)), said


SENTENCES: Mapping[str, Callable[[str, Data, Any], tuple[str, str]]] = {
    "explanation.written": _written,
}
SHORT: Mapping[str, str] = {
    "explanation.written": say("explained to the affected person"),
}
