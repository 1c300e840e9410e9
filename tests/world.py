"""The cast and the words of the verb tests: the demonstration's organisation, one valid recommendation, its arrival.

A verb test reads: who does what, when (`by=world.olga, now=noon`), and what is then true.
"""

import copy
import datetime as dt
import itertools
from functools import cached_property

from apps.accounts import access
from apps.accounts.models import Actor, MachineClient, Organisation, User
from apps.audit.models import Entry
from apps.core import refusals, statements, transactions
from apps.flow import services as flow
from apps.flow.selectors import week_figures
from apps.intake import rules as intake_rules
from apps.learning.services import week_reports
from apps.registry.models import AISystem
from apps.reviews import services as reviews
from apps.reviews.models import Inbox, ReviewItem
from apps.reviews.rules import Answer
from tests import ground

noon = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)  # a Friday, later than the set-up, earlier than today
# As many digits each, so that none begins another: pages are searched for them. Tests that name one stay below.
_numbers = itertools.count(100_000)


def later(**by) -> dt.datetime:
    """An instant after noon: `later(minutes=5)`."""
    return noon + dt.timedelta(**by)


def real() -> dt.datetime:
    """The database's own clock, by which what is handed on runs, whatever a test says that it is."""
    found: dt.datetime = statements.ask("SELECT clock_timestamp()", [])[0][0]
    return found.astimezone(dt.UTC)


def iso(at: dt.datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def fact(key, value, source, *, as_of=None, origin="real") -> dict:
    return {"fact": key, "value": value, "source": source, "as_of": as_of or iso(noon - dt.timedelta(hours=2)), "origin": origin}  # fmt: skip


def facts(now=noon, **changes) -> list[dict]:
    """All required facts of the injury pack, fresh and in agreement; `key=None` leaves that fact out.

    A changed value keeps its source. As they stand: a sprained lower back, so an officer decides.
    """
    as_of = iso(now - dt.timedelta(hours=2))
    known = {
        "body_part": ("42", "doctor"),
        "injury_nature": ("49", "doctor"),
        "injury_group": ("lower_back", "first_report"),
        "hospital_stay": (False, "hospital"),
        "industry": ("manufacturing", "policy_file"),
        "age": (41, "employer"),
        "weekly_wage": (29800, "employer"),
        "state": ("KY", "first_report"),
        "benefit_schedule": ("KY-1982", "benefit_table"),
        "weekly_benefit": (19867, "benefit_table"),
        "expected_weeks": (5.6, "past_claims"),
        "injured_on": (str((now - dt.timedelta(days=3)).date()), "first_report"),
        "report_lag_days": (2, "first_report"),
        "contact_status": (["worker", "employer"], "claim_file"),
        "modified_duty": ("yes", "employer"),
    }
    assert changes.keys() <= known.keys(), "facts() changes facts that it knows"
    values = {key: (changes.get(key, value), source) for key, (value, source) in known.items()}
    return [
        fact(key, value, source, as_of=as_of) for key, (value, source) in values.items() if value is not None
    ]


MINOR_SURFACE = {"body_part": "36", "injury_nature": "40", "injury_group": "arm_hand"}  # the machine may act


def recommendation(*, now=noon, facts_changed=None, minor=111100, number=None, **changes) -> dict:
    """The body of one valid submission (notes: POST /api/v1/recommendations/); officers decide it.

    facts_changed: values by fact key, None leaves the fact out. minor: the stake; None for an unknown one.
    changes: top-level fields put in as they are.
    """
    number = number or next(_numbers)
    return {
        "external_id": f"REC-{number}",
        "ai_system": "injury-triage",
        "case": {"ref": f"WC-{number}", "kind": "REAL"},
        "subject": {"ref": f"P-{number}", "name": f"Jo Example {number}"},
        "outcome": "fast_track",
        "stake": None if minor is None else {"minor": minor, "currency": "USD"},
        "confidence": 0.91,
        "model_version": "triage-gb-1",
        "prompt_version": "",
        "made_at": iso(now - dt.timedelta(minutes=1)),
        "facts": facts(now, **(facts_changed or {})),
        "used": ["hospital_stay", "injury_group"],
        "rationale": [
            {"text": "No hospital stay is recorded so far.", "cites": ["hospital_stay"], "direction": "for"}
        ],
    } | copy.deepcopy(changes)


def automatic(**changes) -> dict:
    """A submission inside the owner's posture: the machine decides alone."""
    return recommendation(**{"facts_changed": MINOR_SURFACE, "minor": 90000} | changes)


def line(body: dict | None = None, *, now=noon, **changes) -> intake_rules.RecommendationIn:
    """The checked form of a submission, as the API's edge hands it to the verb."""
    return intake_rules.parse_recommendation(body or recommendation(now=now, **changes), now)


def attempt(verb, *args, **named):
    """Return what a verb answers, or the refusal it raises."""
    try:
        return verb(*args, **named)
    except refusals.Refusal as refusal:
        return refusal


def code(verb, *args, **named) -> str:
    """Return the code of the refusal that a verb raises; empty when it does not."""
    return getattr(attempt(verb, *args, **named), "code", "") or ""


def override(outcome="standard", reason="it_weeks", **more) -> Answer:
    """A complete answer that decides otherwise, more cautiously."""
    return Answer(**{"outcome": outcome, "reason": reason, "choices": {"expected_weeks": "9"}, "note": "Longer.", "sure": "fairly"} | more)  # fmt: skip


APPROVE = Answer(outcome="fast_track", sure="sure")


class World:
    """The set-up organisation, read from the database on demand. Actors forget their grants at each reading."""

    def __init__(self, now: dt.datetime = noon) -> None:
        self.now = now
        self.keys = ground.keys()  # raw API keys by machine name, and webhook:claims

    def person(self, first_name: str) -> Actor:
        """The actor of one of the demonstration's people, freshly read: olga, ben, priya, sam, ana ..."""
        return Actor.objects.select_related("organisation", "user").get(
            user__email__startswith=f"{first_name}@"
        )

    def machine(self, name: str) -> Actor:
        return MachineClient.objects.select_related("actor__organisation").get(name=name).actor

    olga = cached_property(lambda self: self.person("olga"))
    ben = cached_property(lambda self: self.person("ben"))
    priya = cached_property(lambda self: self.person("priya"))
    sam = cached_property(lambda self: self.person("sam"))
    ana = cached_property(lambda self: self.person("ana"))
    owen = cached_property(lambda self: self.person("owen"))
    audrey = cached_property(lambda self: self.person("audrey"))
    adam = cached_property(lambda self: self.person("adam"))
    lena = cached_property(lambda self: self.person("lena"))
    model = cached_property(lambda self: self.machine("triage-model"))
    claims = cached_property(lambda self: self.machine("claims-system"))
    organisation = cached_property(lambda _: Organisation.objects.get(slug="bluegrass"))
    lakeshore = cached_property(lambda _: Organisation.objects.get(slug="lakeshore"))
    system = cached_property(lambda _: AISystem.objects.get(slug="injury-triage"))
    officers = cached_property(lambda _: Inbox.objects.get(slug="triage-officers"))
    supervisors = cached_property(lambda _: Inbox.objects.get(slug="triage-supervisors"))

    def user(self, first_name: str) -> User:
        """The person who signs in: `client.force_login(world.user("olga"))`."""
        return User.objects.select_related("actor__organisation").get(email__startswith=f"{first_name}@")

    def forget(self, *actors: Actor) -> None:
        """As a new request would: grants and roles are asked for again."""
        for actor in actors:
            access.forget(actor)


def arrive(world: World, body: dict | None = None, *, by=None, now=None, **changes) -> flow.Received:
    """One recommendation arrives through the real verb."""
    now = now or world.now
    return arrive_all(world, [body or recommendation(now=now, **changes)], by=by, now=now)[0]


def arrive_all(world: World, bodies: list[dict], *, by=None, now=None) -> list[flow.Received]:
    """Several recommendations arrive as one batch."""
    now = now or world.now
    return flow.receive(lines=[line(one, now=now) for one in bodies], by=by or world.model, now=now)


def claimed(world: World, who: Actor, *, received=None, now=None, **changes) -> ReviewItem:
    """An item that arrived and is held by `who`."""
    now = now or world.now
    received = received or arrive(world, now=now, **changes)
    return reviews.claim(item_id=received.item_id, by=who, now=now)


def decided(world: World, who: Actor, answer: Answer = APPROVE, *, item=None, now=None, **changes):
    """A decision that `who` just made; its undo time runs."""
    now = now or world.now
    item = item or claimed(world, who, now=now, **changes)
    return flow.decide(
        item_id=item.id, answer=answer, version=item.version, token=item.token, by=who, now=now
    )


def release(world: World, *, now=None) -> int:
    """Let the undo time pass for everything decided so far."""
    return flow.release_due(now=(now or world.now) + dt.timedelta(seconds=world.system.undo_seconds))


def reported(world: World) -> str:
    """The week of now written as if it had ended; its Monday, as addresses name it."""
    on = (world.now - dt.timedelta(days=world.now.weekday())).date()
    week = week_figures.week_figures(system=world.system, week_on=on, now=world.now)
    with transactions.verb():
        week_reports.keep_report(system=world.system, week_on=on, week=week, now=world.now)
    return on.isoformat()


def record_names(case_id) -> list[str]:
    """The verbs that the record holds of one case, in the order they were written."""
    return list(Entry.objects.filter(case_id=case_id).order_by("id").values_list("verb", flat=True))
