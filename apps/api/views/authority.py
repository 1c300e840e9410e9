"""Limits of authority, authority for one case, and declared relations, over the API."""

from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.models import Actor
from apps.api import preconditions
from apps.api.serializers import authority as shapes
from apps.api.serializers import given as given_shapes
from apps.api.serializers.decisions import PageQuery
from apps.api.serializers.items import Nothing
from apps.api.views.acts import Act, acts
from apps.api.views.base import Endpoint, caller, query, reads
from apps.api.views.proven import Proven
from apps.core import refusals
from apps.flow.selectors import declared, given, granted_limits
from apps.flow.services import authorising as flow
from apps.registry import access
from apps.registry import selectors as registry
from apps.reviews.services import exceptional, relating


class Limits(Endpoint):
    scopes = {"GET": "systems:read"}

    @reads("authority_limits", shapes.Limits)
    def get(self, request: Request, slug: str) -> Response:
        """List every limit of authority of an AI system, those in force first, then what was before.

        Its ETag is what `If-Match` takes.
        """
        by = caller(request)
        system = granted_limits.may_read(slug=slug, to=by.actor)
        rows = granted_limits.limits(system=system, now=by.now)
        etag = preconditions.etag(registry.limits_version(system.id))
        return Response(shapes.Limits({"limits": rows}).data, headers={"ETag": etag})


class SetLimit(Proven):
    scopes = {"POST": "systems:write"}

    @acts(
        "set_authority_limit",
        shapes.SetLimit,
        {201: shapes.Limit},
        is_change=True,
        is_proven=True,
        example={
            "role": "officer",
            "outcome": "fast_track",
            "max_amount_minor": 200000,
            "why": "Two good years.",
        },
        refuses=("not_the_owner", "limit_invalid", "limit_for_yourself", "limits_stale"),
    )
    def post(self, act: Act, slug: str) -> object:
        """Set up to which amount a role or one person decides an outcome; the limit before ends."""
        system = granted_limits.may_read(slug=slug, to=act.by)
        access.require_owner(act.by, system)
        self.require_proof()
        row = flow.set_limit(
            system=system,
            role=act.said["role"],
            person=_person(act.said["person"], act.by),
            outcome=act.said["outcome"],
            max_amount_minor=act.said["max_amount_minor"],
            from_at=act.said["from_at"] or act.now,
            ended_at=act.said["ended_at"],
            why=act.said["why"],
            **act.guarded,
        )
        return granted_limits.limit_row(row, now=act.now)


class EndLimit(Proven):
    scopes = {"POST": "systems:write"}

    @acts(
        "end_authority_limit",
        shapes.EndLimit,
        {200: shapes.Limit},
        is_change=True,
        is_proven=True,
        example={"why": "The second look showed that it was too high."},
        refuses=("not_the_owner", "limit_over", "limit_invalid", "limits_stale"),
    )
    def post(self, act: Act, slug: str, limit_id: UUID) -> object:
        """End a limit now; a person without one of their own has what their roles give."""
        system = granted_limits.may_read(slug=slug, to=act.by)
        access.require_owner(act.by, system)
        self.require_proof()
        row = flow.end_limit(system=system, limit_id=limit_id, why=act.said["why"], **act.guarded)
        return granted_limits.limit_row(row, now=act.now)


class GiveOnce(Endpoint):
    scopes = {"GET": "items:read", "POST": "items:write"}

    @reads("one_time_authorities", shapes.GivenOnceList)
    def get(self, request: Request, item_id: UUID) -> Response:
        """List the authority that was given on a case once, to whom, by whom and until when."""
        by = caller(request)
        found = given.of_case(item_id=item_id, to=by.actor, now=by.now)
        return Response(shapes.GivenOnceList({"authorities": found}).data)

    @acts(
        "give_authority_once",
        shapes.GrantOnce,
        {201: given_shapes.GivenOnce},
        example={
            "to": "olga@bluegrass.example",
            "amount_minor": 410000,
            "expires_at": "2026-11-21T12:00:00Z",
            "why": "She knows the case, and I am away this afternoon.",
        },
        refuses=(
            "authority_for_yourself",
            "authority_not_yours",
            "one_time_authority",
            "related_to_you",
            "made_by_you",
            "raised_by_you",
            "policy_by_you",
        ),
    )
    def post(self, act: Act, item_id: UUID) -> object:
        """Let somebody decide one case once, up to an amount that you may decide yourself.

        Where its decision is held, it is the authority to say whether that holds.
        """
        said = dict(act.said)
        to = _person(said.pop("to"), act.by)
        if to is None:
            raise exceptional.OneTimeInvalid(field="to")
        row = flow.give_once(item_id=item_id, to=to, **said, by=act.by, now=act.now)
        return given.one(authority_id=row.id, to=act.by, now=act.now)


class GivenOnce(Endpoint):
    scopes = {"GET": "items:read"}

    @reads(
        "all_one_time_authorities", shapes.GivenOncePage, asks=shapes.GivenQuery, refuses=("only_oversight",)
    )
    def get(self, request: Request, slug: str) -> Response:
        """List the authority given once on cases of an AI system that you supervise, own or audit."""
        by, asked = caller(request), query(request, shapes.GivenQuery)
        page = given.given_list(
            slug=slug,
            to=by.actor,
            state=asked["state"],
            after=asked.get("after"),
            limit=asked["limit"],
            now=by.now,
        )
        return Response(shapes.GivenOncePage(page).data)


class TakeBackOnce(Endpoint):
    scopes = {"POST": "items:write"}

    @acts(
        "take_authority_back",
        Nothing,
        {200: given_shapes.GivenOnce},
        refuses=("authority_not_yours", "authority_over"),
    )
    def post(self, act: Act, authority_id: UUID) -> object:
        """Take back an authority that you gave, or on a case that you supervise or own, unused as yet."""
        row = exceptional.take_back_once(authority_id=authority_id, by=act.by, now=act.now)
        return given.one(authority_id=row.id, to=act.by, now=act.now)


class Relations(Endpoint):
    scopes = {"GET": "items:read", "POST": "items:write"}

    @reads("relations", shapes.Relations, asks=PageQuery)
    def get(self, request: Request) -> Response:
        """List the relations declared of you, and those on cases that you supervise or audit."""
        asked = query(request, PageQuery)
        page = declared.relations_list(
            to=caller(request).actor, after=asked.get("after"), limit=asked["limit"]
        )
        return Response(shapes.Relations(page).data)

    @acts(
        "declare_relation",
        shapes.DeclareRelation,
        {201: shapes.Relation},
        example={"case_ref": "WC-2026-004812", "kind": "family"},
        refuses=("relation_kind", "relation_why", "relation_known", "relation_of_another"),
    )
    def post(self, act: Act) -> object:
        """Declare that you, or somebody you supervise, has something to do with the person of a case."""
        said = act.said
        person = _person(said["person"], act.by) if said["person"] else None
        row = relating.declare_relation(
            case_ref=said["case_ref"],
            kind=said["kind"],
            person=person,
            why=said["why"],
            by=act.by,
            now=act.now,
        )
        return declared.one(relation_id=row.id, to=act.by)


class RelationIsOver(Endpoint):
    scopes = {"POST": "items:write"}

    @acts("say_relation_is_over", Nothing, {200: shapes.Relation}, refuses=("relation_over",))
    def post(self, act: Act, relation_id: UUID) -> object:
        """Say of your own relation that it is over; whoever supervises the case ends it."""
        row = relating.say_over(relation_id=relation_id, by=act.by, now=act.now)
        return declared.one(relation_id=row.id, to=act.by)


class EndRelation(Endpoint):
    scopes = {"POST": "items:write"}

    @acts(
        "end_relation",
        Nothing,
        {200: shapes.Relation},
        refuses=("relation_of_another", "relation_over"),
    )
    def post(self, act: Act, relation_id: UUID) -> object:
        """End a declared relation of somebody you supervise; nobody ends their own."""
        row = relating.end_relation(relation_id=relation_id, by=act.by, now=act.now)
        return declared.one(relation_id=row.id, to=act.by)


def _person(email: str, by: Actor) -> Actor | None:
    if not email:
        return None
    found = declared.person_of(email=email, organisation_id=by.organisation_id)
    if found is None:
        raise refusals.NotVisible
    return found
