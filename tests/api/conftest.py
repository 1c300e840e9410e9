"""The demonstration's people and machines, speaking to the API."""

import datetime as dt
from types import SimpleNamespace

import pytest

from apps.accounts import selectors as accounts_selectors
from apps.accounts import services as accounts
from apps.accounts.models import Actor, Organisation, User
from apps.api import throttles
from apps.core import clock, pressure, transactions
from apps.delivery.models import Delivery
from apps.flow import services as flow
from apps.learning.models import Finding, MiningRun, Pattern
from apps.registry.models import AISystem
from apps.reviews import services as reviews
from tests import ground, world
from tests.api.speaking import Api

SCOPES = [
    "recommendations:write",
    "recommendations:read",
    "items:read",
    "items:write",
    "receipts:write",
    "outcomes:write",
    "facts:write",
    "findings:read",
    "findings:write",
    "policies:read",
    "policies:write",
    "evidence:read",
    "evidence:write",
]


@pytest.fixture(autouse=True)
def _full_buckets():
    """Every test starts with nobody throttled."""
    throttles.BUCKETS.clear()
    throttles.LINES.clear()
    pressure.GAUGE.forget()


def person(name):
    return User.objects.select_related("actor__organisation").get(email__startswith=f"{name}@")


@pytest.fixture
def model_key(db):
    return ground.keys()["triage-model"]


@pytest.fixture
def model_actor(db):
    return Actor.objects.get(machine__name="triage-model")


@pytest.fixture
def model(model_key):
    return Api(model_key)


@pytest.fixture
def claims(db):
    return Api(ground.keys()["claims-system"])


@pytest.fixture
def olga_user(db):
    return person("olga")


@pytest.fixture
def olga(olga_user):
    return Api(user=olga_user)


@pytest.fixture
def ben(db):
    return Api(user=person("ben"))


@pytest.fixture
def sam(db):
    return Api(user=person("sam"))


@pytest.fixture
def ana(db):
    return Api(user=person("ana"))


@pytest.fixture
def owen_user(db):
    return person("owen")


@pytest.fixture
def owen(owen_user):
    return Api(user=owen_user)


@pytest.fixture
def lena(db):
    return Api(user=person("lena"))


@pytest.fixture
def stranger_machine(db):
    """A machine of the other organisation, with every scope."""
    with transactions.verb():
        there = Organisation.objects.get(slug="lakeshore")
        by, now = accounts_selectors.system_actor(there.id), clock.now()
        machine, _ = accounts.connect_machine(
            organisation=there, name="stranger", source_id=None, system_ids=[], by=by, now=now
        )
        return Api(_key(machine.actor, by, now))


@pytest.fixture
def model_reader(model_actor):
    """The submitting machine with a key that has every scope."""
    with transactions.verb():
        by = accounts_selectors.system_actor(model_actor.organisation_id)
        return Api(_key(model_actor, by, clock.now()))


def _key(actor, by, now):
    return accounts.issue_key(
        actor=actor, scopes=SCOPES, expires_at=now + dt.timedelta(days=1), by=by, now=now
    )


@pytest.fixture
def recommendation(db):
    """Make the body of an ordinary recommendation; the same number and changes give the same body."""
    now = clock.now()

    def make(number=1, **changes):
        return world.recommendation(now=now, number=number, **changes)

    return make


@pytest.fixture
def waiting(model, recommendation):
    """Submit one more recommendation and give the id of its item, open in the officers' inbox."""
    numbers = iter(range(1000, 10_000))

    def submit():
        answer = model.post("recommendations/", recommendation(next(numbers)))
        assert answer.status_code == 201, answer.json()
        return answer.json()["item"]

    return submit


@pytest.fixture
def held(waiting, olga_user):
    """An item that Olga holds."""
    item = reviews.claim(item_id=waiting(), by=olga_user.actor, now=clock.now())
    return SimpleNamespace(
        id=item.id,
        token=item.token,
        version=item.version,
        recommended=item.recommendation.outcome_code.code,
        subject_name=item.case.subject.subject_ref.replace("P-", "Jo Example "),
    )


@pytest.fixture
def delivery(olga, held):
    """A decision in force, on its way to the business system."""
    answer = olga.post(
        f"items/{held.id}/decide/",
        {"outcome": held.recommended, "token": held.token},
        version=held.version,
    )
    assert answer.status_code == 201, answer.json()
    flow.release_due(now=clock.now() + dt.timedelta(minutes=1))
    return Delivery.objects.get(decision=answer.json()["id"])


@pytest.fixture
def finding(db):
    """What a mining run said of the injury triage model."""
    system, now = AISystem.objects.get(slug="injury-triage"), clock.now()
    run = MiningRun.objects.create(
        system=system, state="DONE", period_on=now.date(), queued_at=now, started_at=now, ended_at=now
    )
    conditions = [{"fact": "modified_duty", "value": "no"}]
    pattern = Pattern.objects.create(
        run=run, place=0, conditions=conditions, conditions_key="modified_duty=no",
        words="No light duty offered", n=40, n_overridden=20, rate=0.5, low=0.35, high=0.65, rest_rate=0.2,
        p=0.001, q=0.01, excess=12.0, reasons={"reason": {"it_missing": 15}, "core": {"fact_missing": 15}}, evidence=[], counter_examples=[],
    )  # fmt: skip
    return Finding.objects.create(
        system=system, conditions_key="modified_duty=no", state="NEW",
        first_pattern=pattern, last_pattern=pattern, opened_at=now, seen_at=now,
    )  # fmt: skip
