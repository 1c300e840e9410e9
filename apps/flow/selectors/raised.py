"""How an item climbed: its open escalation, and the note with which it was returned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from apps.accounts.models import ActorKind
from apps.core.speech import speak_kept
from apps.reviews import services as reviews
from apps.reviews.models import Escalation, Inbox, ReviewItem


@dataclass(frozen=True, slots=True)
class EscalationNote:
    """An open escalation; `next_inbox` is where the case climbs when nobody decides it, empty at the top."""

    id: UUID
    raised_by: str
    raised_at: datetime
    why: str
    note: str
    from_inbox: str
    next_inbox: str
    by_person: bool

    @property
    def raised_by_name(self) -> str:
        """Return the raiser's name."""
        return self.raised_by


def escalations(item: ReviewItem) -> list[Escalation]:
    """Every time the item climbed, the last one first."""
    rows = Escalation.objects.filter(item=item).order_by("-raised_at", "-id")
    return list(rows.select_related("raised_by", "from_inbox", "to_inbox__climbs_to"))


def escalation(
    item: ReviewItem, climbed: Sequence[Escalation], keys: Mapping[UUID, bytes], *, is_walled: bool
) -> EscalationNote | None:
    """Return the open one of an item's escalations, without what would tell of hidden advice."""
    raised = next((one for one in climbed if one.closed_at is None), None)
    if raised is None:
        return None
    above: Inbox | None = raised.to_inbox.climbs_to
    return EscalationNote(
        id=raised.id,
        raised_by=raised.raised_by.name,
        raised_at=raised.raised_at,
        why="" if is_walled else raised.why,
        note=""
        if is_walled
        else reviews.sealed_text(raised.sealed_note, subject_id=item.case.subject_id, keys=keys),
        from_inbox=speak_kept(raised.from_inbox.name),
        next_inbox="" if raised.to_owner else speak_kept(above.name) if above else _("the accountable owner"),
        by_person=raised.raised_by.kind == ActorKind.PERSON,
    )


def returned_note(item: ReviewItem, climbed: Sequence[Escalation], keys: Mapping[UUID, bytes]) -> str:
    """Return the note of whoever returned it last, undecided or with a decision that was held."""
    sent_back = getattr(item, "sent_back", None)
    if sent_back is None and (not climbed or climbed[0].result != "RETURNED"):
        return ""
    sealed = sent_back or climbed[0].sealed_answer
    return reviews.sealed_text(sealed, subject_id=item.case.subject_id, keys=keys)
