"""What a decision from before ReviewHub reads like in the record of a case."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from apps.core.words import say

BEFORE_VIEW = {"item.recounted": say("%(who)s had decided before ReviewHub")}


def _recounted(who: str, data: Mapping[str, Any], names: Any) -> tuple[str, str]:
    outcome = names.outcomes.get(data["outcome"], data["outcome"])
    said = _("%(who)s had decided %(outcome)s before ReviewHub") % {"who": who, "outcome": outcome}
    return said, _("Brought in from what was recorded; when and why they decided was not recorded")


SENTENCES = {"item.recounted": _recounted}
