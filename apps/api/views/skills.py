"""Which cases of an inbox ask for which skill, who has it, and on which single days people are on."""

from rest_framework.request import Request
from rest_framework.response import Response

from apps.api.serializers import skills
from apps.api.views.acts import Act, acts
from apps.api.views.base import Endpoint, caller, reads
from apps.api.views.members import STAFF, person_of
from apps.flow.selectors import skills as selectors
from apps.flow.selectors import staffing
from apps.flow.services import skilling

SAID = (*STAFF, "skill_invalid", "skill_why", "skill_moved", "too_many_skills", "not_working")


class Skills(Endpoint):
    scopes = {"GET": "members:read"}

    @reads("skills", skills.Skills, refuses=STAFF[:1])
    def get(self, request: Request, slug: str) -> Response:
        """List the skills of an inbox: which segments ask for each, who has it, what waits for it."""
        by = caller(request)
        inbox = staffing.staffed(slug=slug, to=by.actor).inbox
        takes = staffing.capacities(inbox, by.now)
        on = staffing.on_today(inbox, takes, staffing.absences(inbox, by.now), by.now)
        return Response(skills.Skills(selectors.states(inbox, workers=takes, on=on)).data)


class Give(Endpoint):
    scopes = {"POST": "members:write"}

    @acts(
        "give_skill",
        skills.SkillSaid,
        {204: None},
        example={"email": "ben@bluegrass.example", "skill": "burns", "why": "He trained for it."},
        refuses=SAID,
    )
    def post(self, act: Act, slug: str) -> object:
        """Say that somebody who works an inbox has a skill: they are offered the cases that ask for it."""
        staffing.staffed(slug=slug, to=act.by)
        person, said = person_of(act.said["email"], act.by), act.said
        skilling.give_skill(
            slug=slug, user_id=person.id, name=said["skill"], why=said["why"], by=act.by, now=act.now
        )
        return None


class Take(Endpoint):
    scopes = {"POST": "members:write"}

    @acts(
        "take_skill",
        skills.SkillSaid,
        {204: None},
        example={"email": "ben@bluegrass.example", "skill": "burns", "why": "He asks for a rest."},
        refuses=(*STAFF, "skill_why", "skill_moved"),
    )
    def post(self, act: Act, slug: str) -> object:
        """Say that somebody no longer has a skill."""
        staffing.staffed(slug=slug, to=act.by)
        person, said = person_of(act.said["email"], act.by), act.said
        skilling.take_skill(
            slug=slug, user_id=person.id, name=said["skill"], why=said["why"], by=act.by, now=act.now
        )
        return None


class Ask(Endpoint):
    scopes = {"POST": "members:write"}

    @acts(
        "ask_for_skill",
        skills.SkillAskedBody,
        {204: None},
        example={"ai_system": "injury-triage", "segment": "minor_surface", "skill": "burns"},
        refuses=(*STAFF[:1], "skill_invalid", "segment_unknown", "too_many_skills"),
    )
    def post(self, act: Act, slug: str) -> object:
        """Say which skill the cases of a segment ask for in an inbox.

        Who has it is offered them; others only while nobody who has it is on.
        """
        said = act.said
        skilling.ask_for_skill(
            slug=slug,
            system_slug=said["ai_system"],
            segment=said["segment"],
            name=said["skill"],
            by=act.by,
            now=act.now,
        )
        return None


class RotaDay(Endpoint):
    scopes = {"POST": "members:write"}

    @acts(
        "set_rota_day",
        skills.RotaDayBody,
        {204: None},
        example={"email": "ben@bluegrass.example", "day": "2026-12-24", "is_on": False},
        refuses=(*STAFF, "not_working", "rota_day_invalid"),
    )
    def post(self, act: Act, slug: str) -> object:
        """Say that somebody is on for an inbox on one day, or not, whatever day of the week it is."""
        staffing.staffed(slug=slug, to=act.by)
        person, said = person_of(act.said["email"], act.by), act.said
        skilling.set_rota_day(
            slug=slug, user_id=person.id, day_on=said["day"], is_on=said["is_on"], by=act.by, now=act.now
        )
        return None
