"""Who works an inbox, how much they take and when they are away; who works it changes only after step-up."""

from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.models import Actor, User
from apps.api.serializers import members
from apps.api.views.acts import Act, Nothing, acts
from apps.api.views.base import CURSOR, Endpoint, caller, query, reads
from apps.api.views.proven import Proven
from apps.flow.selectors import staffing as selectors
from apps.flow.services import staffing

STAFF = ("only_who_staffs", "person_unknown")
GIVE = (*STAFF, "only_admins_say", "own_membership", "membership_why")


def person_of(email: str, by: Actor) -> User:
    """Return a person of the caller's organisation.

    Raises: PersonUnknown.
    """
    people = User.objects.select_related("actor").filter(organisation=by.organisation_id)
    person = people.filter(email__iexact=email).first()
    if person is None:
        raise staffing.PersonUnknown(field="email")
    return person


class Members(Endpoint):
    scopes = {"GET": "members:read"}

    @reads("members", members.Members, asks=members.MembersQuery, refuses=(*STAFF[:1], *CURSOR))
    def get(self, request: Request, slug: str) -> Response:
        """List who works, supervises and looks into an inbox, and what they take together.

        For admins, and for whoever supervises it.
        """
        by, asked = caller(request), query(request, members.MembersQuery)
        page = selectors.members(
            slug=slug, to=by.actor, after=asked.get("after"), limit=asked["limit"], now=by.now
        )
        return Response(members.Members(page).data)


class LetIn(Proven):
    scopes = {"POST": "members:write"}

    @acts(
        "let_into_inbox",
        members.LetIn,
        {204: None},
        is_proven=True,
        example={"email": "ben@bluegrass.example", "may": "work_inbox", "why": "He joins the team."},
        refuses=(*GIVE, "expiry_past"),
    )
    def post(self, act: Act, slug: str) -> object:
        """Let a person work, supervise or look into an inbox; giving again sets a new end.

        A supervisor lets people work and look; who supervises is said by an admin.
        """
        selectors.staffed(slug=slug, to=act.by)
        self.require_proof()
        said = act.said
        person = person_of(said["email"], act.by)
        staffing.let_into_inbox(
            slug=slug,
            user_id=person.id,
            permission=said["may"],
            why=said["why"],
            expires_at=said["until"],
            by=act.by,
            now=act.now,
        )
        return None


class TakeBack(Proven):
    scopes = {"POST": "members:write"}

    @acts(
        "take_out_of_inbox",
        members.TakeBack,
        {200: members.Left},
        is_proven=True,
        example={"email": "ben@bluegrass.example", "may": "work_inbox", "why": "He moved on."},
        refuses=(*GIVE, "last_worker"),
    )
    def post(self, act: Act, slug: str) -> object:
        """Take a permission on an inbox back, from the person's next request on.

        What they hold here goes back to the inbox at once, unless they may still decide here. The last one
        who works an inbox into which cases come by rule stays.
        """
        selectors.staffed(slug=slug, to=act.by)
        self.require_proof()
        said = act.said
        person = person_of(said["email"], act.by)
        return staffing.shut_out_of_inbox(
            slug=slug, user_id=person.id, permission=said["may"], why=said["why"], by=act.by, now=act.now
        )


class Capacity(Endpoint):
    scopes = {"POST": "members:write"}

    @acts(
        "set_capacity",
        members.CapacityBody,
        {200: members.Capacity},
        is_change=True,
        example={"email": "olga@bluegrass.example", "per_day": 20},
        refuses=(*STAFF, "not_working", "capacity_invalid", "rota_invalid", "capacity_moved"),
    )
    def post(self, act: Act, slug: str) -> object:
        """Say how many cases of an inbox somebody takes on a working day; `If-Match` is the member's version.

        What may fall due on a day stays as it is set under working time; `members/` says how far they differ.
        """
        selectors.staffed(slug=slug, to=act.by)
        person, said = person_of(act.said["email"], act.by), act.said
        number = {"per_day": said["per_day"], "weekdays": said["weekdays"]}
        return staffing.set_capacity(slug=slug, user_id=person.id, **number, **act.guarded)


class Absences(Endpoint):
    scopes = {"GET": "members:read", "POST": "members:write"}

    @reads(
        "absences",
        members.Absences,
        asks=members.AbsenceQuery,
        refuses=("person_unknown", "not_yours_to_say"),
    )
    def get(self, request: Request) -> Response:
        """List absences that are not over: your own, or those of somebody whose absence you may state."""
        by, asked = caller(request), query(request, members.AbsenceQuery)
        person = _of(asked.get("email"), by.actor)
        if not selectors.may_say_away(person, by=by.actor):
            raise staffing.NotYoursToSay(permission="supervise_inbox")
        found = selectors.times_away(of=person.actor, now=by.now)
        return Response(members.Absences({"absences": found}).data)

    @acts(
        "state_absence",
        members.AbsenceBody,
        {201: members.Away},
        example={"from": "2026-12-01T05:00:00Z", "until": "2026-12-08T05:00:00Z"},
        refuses=("person_unknown", "not_yours_to_say", "away_invalid", "stand_in_unfit", "away_already"),
    )
    def post(self, act: Act) -> object:
        """State when you are away, or somebody you supervise: nobody counts on them and gives them cases.

        An admin states it for anybody of the organisation. There is no word on why.
        """
        said = act.said
        person = _of(said.get("email"), act.by)
        return staffing.state_away(
            user_id=person.id,
            from_at=said["from"],
            until_at=said["until"],
            stand_in=said["stand_in"],
            by=act.by,
            now=act.now,
        )


def _of(email: str | None, by: Actor) -> User:
    own = User.objects.select_related("actor").filter(actor=by).first()
    if email is None and own is not None:
        return own
    return person_of(email or "", by)


class EndAbsence(Endpoint):
    scopes = {"POST": "members:write"}

    @acts(
        "end_absence",
        Nothing,
        {200: members.Away},
        refuses=("not_yours_to_say", "away_ended"),
    )
    def post(self, act: Act, absence_id: UUID) -> object:
        """End an absence, or take back one that has not begun."""
        return staffing.end_away(away_id=absence_id, by=act.by, now=act.now)
