"""Limits that act: each narrows or pauses by itself, tells, is recorded, and lets go well inside, not within a day."""

import datetime as dt
from decimal import Decimal

import pytest

from apps.audit.models import Entry
from apps.core import transactions
from apps.delivery.models import Delivery
from apps.flow import selectors
from apps.flow import services as flow
from apps.flow.selectors import bounds
from apps.intake.models import CaseKind
from apps.measures.models import ContextCount, GroundingCount, ModelVersion
from apps.notify.models import Notification
from apps.policy.models import PolicyVersion
from apps.registry import rules
from apps.registry import services as registry
from apps.registry.models import PauseSpan, Posture
from apps.registry.rules import Reading
from apps.registry.states import LimitKind
from tests.measures.past import Past
from tests.template import pack
from tests.world import arrive, automatic, code, decided, later, noon, override, release

DAY = dt.timedelta(days=1)


@pytest.fixture
def read(monkeypatch):
    """What the limits read, as the test says."""
    told = {}
    monkeypatch.setattr(bounds, "readings", lambda **_: dict(told))
    return told


def sign(world, limits=None, now=noon, **changes):
    body = pack()["posture"] | {"limits": limits or {}} | changes
    with transactions.verb():
        return registry.sign_posture(system=world.system, body=body, by=world.owen, now=now)


def overridden(most=0.3, then="narrow"):
    return {"override": {"most": most, "then": then}}


KEY = (LimitKind.OVERRIDE, "minor_surface")


def share(value, n=100):
    return Reading(Decimal(str(value)), n)


def spans():
    return list(PauseSpan.objects.filter(ended_at=None).values_list("limit", "scope", "key", "mode"))


def test_a_passed_limit_narrows_its_segment_tells_and_is_recorded_once(world, read):
    sign(world, overridden(), tell=["analyst"])
    read[KEY] = share(0.31)

    assert flow.apply_limits(now=noon) == 1
    assert flow.apply_limits(now=later(minutes=1)) == 0

    assert spans() == [("override", "segment", "minor_surface", "people")]
    assert arrive(world, automatic()).lane == "OFFICER"
    assert {one.to_id for one in Notification.objects.filter(kind="limit_acted")} == {
        world.owen.id,
        world.ana.id,
    }
    assert Entry.objects.filter(verb="system.paused").count() == 1
    assert PauseSpan.objects.get().facts == {"value": "0.3100", "n": 100, "most": "0.3", "segment": "minor_surface"}  # fmt: skip


@pytest.mark.parametrize("reading", [share(0.3), share(0.9, n=29), Reading(None, 0)])
def test_at_its_bound_or_with_too_few_cases_it_does_nothing(world, read, reading):
    sign(world, overridden())
    read[KEY] = reading

    assert flow.apply_limits(now=noon) == 0


@pytest.mark.parametrize("fallback", ["people", "hold", "refuse"])
def test_a_limit_that_pauses_does_what_the_fall_back_says(world, read, fallback):
    sign(world, overridden(then="pause"), fallback=fallback)
    read[KEY] = share(0.31)
    flow.apply_limits(now=noon)

    assert spans() == [("override", "system", "", fallback)]


def test_it_does_not_flap(world, read):
    """It lets go only when well inside, and not within a day: a figure about the bound changes nothing."""
    sign(world, overridden())
    read[KEY] = share(0.31)
    flow.apply_limits(now=noon)
    for hour, value in enumerate([0.29, 0.31, 0.2, 0.3, 0.24]):
        read[KEY] = share(value)
        assert flow.apply_limits(now=later(hours=hour)) == 0
    read[KEY] = share(0.25)
    assert flow.apply_limits(now=noon + DAY) == 0

    read[KEY] = share(0.24)
    assert flow.apply_limits(now=noon + DAY) == 1

    assert spans() == []
    assert PauseSpan.objects.get().ended_how == "limit"
    assert Notification.objects.filter(to=world.owen, kind="limit_lifted").exists()


def test_nobody_ends_it_by_hand(world, read):
    sign(world, overridden())
    read[KEY] = share(0.31)
    flow.apply_limits(now=noon)

    refused = code(
        flow.resume, system_id=world.system.id, by=world.owen, now=noon, span_id=PauseSpan.objects.get().id
    )

    assert refused == "limit_holds"


def test_another_signed_bound_lets_go_at_once(world, read):
    sign(world, overridden())
    read[KEY] = share(0.31)
    flow.apply_limits(now=noon)

    sign(world, overridden(most=0.5), now=later(hours=1))
    flow.apply_limits(now=later(hours=1))

    assert spans() == []


def test_an_expired_posture_allows_nothing_at_once_and_then_does_what_it_said(world):
    sign(world, expires_after_days=1, fallback="hold")
    assert arrive(world, automatic(now=noon + DAY), now=noon + DAY).lane == "OFFICER"

    flow.apply_limits(now=noon + DAY)

    assert spans() == [("expiry", "system", "", "hold")]
    assert arrive(world, automatic(now=noon + DAY), now=noon + DAY).state == "HELD"
    sign(world, now=noon + DAY)
    flow.apply_limits(now=noon + DAY)
    assert spans() == []


def test_the_owner_signs_and_what_expired_goes_on_at_once(world):
    Posture.objects.update(expires_at=noon)
    flow.apply_limits(now=noon)
    flow.begin_posture(system=world.system, by=world.owen, now=noon)
    body = pack()["posture"] | {"audit_share": 0.2}
    flow.save_posture(system=world.system, body=body, version=1, by=world.owen, now=noon)
    flow.sign_posture(system=world.system, version=2, by=world.owen, now=noon)

    assert spans() == []
    assert arrive(world, automatic()).lane == "AUTOMATIC"


def test_it_warns_thirty_seven_and_one_days_before_each_once(world):
    sign(world, expires_after_days=60)
    for left in (60, 31, 30, 29, 8, 7, 2, 1):
        for _ in range(2):
            flow.apply_limits(now=noon + (60 - left) * DAY)

    told = Notification.objects.filter(to=world.owen).order_by("at", "id").values_list("kind", flat=True)
    assert list(told) == ["posture_expires_30", "posture_expires_7", "posture_expires_1"]


def test_what_is_read_is_true(world):
    limits = {
        **overridden(),
        "stale": {"most": 0.2, "then": "narrow"},
        "unsupported": {"most": 0.1, "then": "narrow"},
        "overdue": {"most": 0, "then": "pause"},
    }
    posture = rules.read_posture(sign(world, limits, machine={"outcomes": ["fast_track"], "segments": ["lower_back"], "max_amount_minor": 1}).body)  # fmt: skip
    for answer in (override(), None):
        decided(world, world.olga, *([answer] if answer else []))
    release(world)
    on = noon.date()
    for kind, n in (("arrived", 50), ("stale", 5)):
        ContextCount.objects.create(system=world.system, day_on=on, kind=kind, n=n)
    GroundingCount.objects.create(
        system=world.system, day_on=on, model_version="a", n_arrivals=9, n_statements=40, n_unsupported=2
    )
    Delivery.objects.filter(id=Delivery.objects.first().id).update(state="OVERDUE")

    found = bounds.readings(system=world.system, posture=posture, now=later(hours=1))

    assert {kind.value: (float(one.value), one.n) for (kind, _), one in found.items()} == {
        "override": (0.5, 2),
        "stale": (0.1, 50),
        "unsupported": (0.05, 40),
        "overdue": (1.0, 1),
    }
    flow.apply_limits(now=later(hours=1))
    assert spans() == [("overdue", "system", "", "people")]


def test_it_waits_while_a_past_is_imported(world, read, monkeypatch):
    sign(world, overridden())
    read[KEY] = share(0.31)
    monkeypatch.setattr(transactions, "history_runs", lambda: True)

    assert flow.apply_limits(now=noon) == 0
    assert spans() == []


def test_all_segments_together_have_the_same_limit_and_are_narrowed_as_a_whole(world, read):
    sign(world, overridden())
    read[LimitKind.OVERRIDE, bounds.WHOLE] = share(0.31)
    flow.apply_limits(now=noon)

    assert spans() == [("override", "system", "", "people")]
    assert arrive(world, automatic()).lane == "OFFICER"


def test_second_looks_count_in_their_segment_and_not_in_the_whole(world):
    """The whole is the weekly figure that insights draw: what people decided first, on real cases."""
    past = Past(world)
    for changes in (
        {"override": True},
        {"override": True, "segment": "minor_surface", "is_audit": True},
        {"override": True, "kind": CaseKind.KNOWN_ANSWER},
        {"segment": "minor_surface"},
        {},
        {"override": True, "at": noon - 29 * DAY},
    ):
        past.add(**changes)
    past.write()
    posture = rules.read_posture(sign(world, overridden()).body)

    found = bounds.readings(system=world.system, posture=posture, now=later(hours=1))

    assert {key: (one.value, one.n) for (_, key), one in found.items()} == {
        "": (Decimal(1) / 3, 3),
        "minor_surface": (Decimal("0.5"), 2),
    }


def test_versions_that_came_into_use_are_known_by_week_but_for_the_first_ones(world):
    first = PolicyVersion.objects.get(system=world.system, state="LIVE")
    PolicyVersion.objects.create(
        system=world.system, number=first.number + 1, state="RETIRED", tree=first.tree, digest=b"", author=first.author,
        drafted_at=noon, live_at=noon - 9 * DAY,
    )  # fmt: skip
    for name, at in (("triage-gb-1", noon - 60 * DAY), ("triage-gb-2", noon - 20 * DAY)):
        ModelVersion.objects.create(
            system=world.system, name=name, first_at=at, last_at=noon, n_decisions=1, n_known=0, n_right=0,
            computed_at=noon,
        )  # fmt: skip

    found = selectors.went_live(systems=[world.system])[world.system.id]

    assert [(one.week_on.isoformat(), one.model, one.policy) for one in found] == [
        ("2026-10-26", "triage-gb-2", 0),
        ("2026-11-09", "", first.number + 1),
    ]
