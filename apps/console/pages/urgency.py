"""How urgent a case is, in words and with its parts: why it stands where it stands in a list."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.console.pages.cases import Effect
from apps.core import speech
from apps.reviews.models import ReviewItem
from apps.reviews.rules import SUPERVISED_POINTS

MOST = 100
HIGH, MEDIUM = 67, 34
LEVELS = {
    "high": gettext_lazy("urgency high"),
    "medium": gettext_lazy("urgency medium"),
}


def word(total: int) -> str:
    """Write how urgent a case is in a word; nothing of a low one: it would stand on every row."""
    return str(LEVELS["high" if total >= HIGH else "medium"]) if total >= MEDIUM else ""


def effect(item: ReviewItem) -> Effect:
    """Write how urgent a case is and the parts that add up to it, as a line of why it is here."""
    head = _("Urgency %(n)s of %(most)s") % {"n": item.urgency, "most": MOST}
    parts = _parts(item)
    if not parts:
        return Effect("list-filter", f"{head}:", _("nothing presses."))
    if len(parts) == 1:
        return Effect("list-filter", f"{head},", _("all of it %(why)s.") % {"why": parts[0][1]})
    return Effect("list-filter", f"{head}:", f"{speech.listed([f'{n} {why}' for n, why in parts])}.")


def _parts(item: ReviewItem) -> list[tuple[int, str]]:
    """Return the points with what they are for; they add up to the urgency."""
    supervised = SUPERVISED_POINTS if item.urgency_risk >= SUPERVISED_POINTS else 0
    parts = (
        (item.urgency_stake, _("for what is at stake")),
        (supervised, _("because policy asks for a supervisor")),
        (item.urgency_risk - supervised, _("because its facts are not in order")),
        (item.urgency_asked, _("because a question about it ended")),
        (item.urgency_due, _("because its due time passed")),
    )
    return [(points, why) for points, why in parts if points]
