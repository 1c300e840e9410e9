"""What became of an appeal, in the explanations of what it contested and of what holds now."""

from django.db.models import Q
from django.utils.translation import gettext as _

from apps.core import speech
from apps.core.speech import speak
from apps.core.words import say
from apps.reviews import services as reviews
from apps.reviews.models import Appeal, Decision

_SAID = {
    "STANDS": say("It was found right: the decision stands."),
    "CHANGED": say("It was found wrong: another decision holds now."),
    "PARTLY": say("You were found right in part."),
}


def of(decision: Decision) -> list[str]:
    """Say how each answered appeal ended that contested this decision or that this one answers."""
    rows = Appeal.objects.filter(Q(decision=decision) | Q(reversal=decision)).exclude(result="WITHDRAWN")
    found = rows.filter(closed_at__isnull=False).select_related("closed_by").order_by("closed_at", "id")
    said: list[str] = []
    for one in found:
        parts = {
            "day": speech.day(one.registered_at.date()),
            "name": one.closed_by.name if one.closed_by else "",
            "answered": speech.day(one.closed_at.date()) if one.closed_at else "",
        }
        said.append(
            _("You contested it on %(day)s. %(name)s, who had no part in it, looked at it on %(answered)s.")
            % parts
        )
        said.append(speak(_SAID[one.result]))
        said.append(reviews.sealed_text(one.sealed_answer, subject_id=decision.case.subject_id))
    return [one for one in said if one]
