"""What lies behind a link to contest, for whoever knows the two things that it asks for."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from apps.core import speech
from apps.flow.selectors import explaining
from apps.reviews import services as reviews
from apps.reviews.access import recourse
from apps.reviews.models import Decision, Explanation
from apps.reviews.services import linking


@dataclass(frozen=True, slots=True)
class Behind:
    """The explanation as it was given out; or, once the link is used, what became of the appeal.

    due: until when it is answered, as a day. result and answer: empty until then.
    """

    explained: explaining.ExplanationPage
    language: str
    zone: str
    is_used: bool
    registered: str
    due: str
    result: str
    answer: str


def behind(*, token: str, case_ref: str, known: str, now: datetime) -> Behind:
    """Return what a link opens. It takes nobody's grant: who has it and knows both things may read.

    Raises: linking.NothingFits.
    """
    link = linking.find_link(token=token, case_ref=case_ref, known=known, now=now)
    decision = Decision.objects.select_related(*recourse.EXPLAINED_WITH).get(id=link.decision_id)
    given = link.explanation
    kept = list(Explanation.objects.filter(id=given.id).select_related("by"))
    page = explaining.shown(decision, kept, language=given.language)
    appeal = link.appeal if link.used_at is not None else None
    zone = decision.case.source.organisation.time_zone
    return Behind(
        explained=page,
        language=given.language,
        zone=zone,
        is_used=appeal is not None,
        registered=_day(appeal.registered_at, zone, given.language) if appeal else "",
        due=_day(appeal.due_at, zone, given.language) if appeal else "",
        result=appeal.result if appeal else "",
        answer=reviews.sealed_text(appeal.sealed_answer, subject_id=decision.case.subject_id)
        if appeal
        else "",
    )


def _day(at: datetime, zone: str, language: str) -> str:
    with explaining.spoken(language):
        return speech.day(at.astimezone(ZoneInfo(zone)).date())
