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
    return Effect("list-filter", f"{head}:", f"{speech.listed(_parts(item))}.")


def _parts(item: ReviewItem) -> list[str]:
    supervised = SUPERVISED_POINTS if item.urgency_risk >= SUPERVISED_POINTS else 0
    parts = (
        (item.urgency_stake, _("%(n)s for what is at stake")),
        (supervised, _("%(n)s because policy asks for a supervisor")),
        (item.urgency_risk - supervised, _("%(n)s because its facts are not in order")),
        (item.urgency_asked, _("%(n)s because a question about it ended")),
        (item.urgency_due, _("%(n)s because its due time passed")),
    )
    return [sentence % {"n": points} for points, sentence in parts if points] or [_("nothing presses")]
