"""Tallies come to what the decisions themselves say, whatever happens to them later and however often counted."""

import datetime as dt
import random
from collections import Counter
from dataclasses import replace

import pytest
from django.db.models import Min

from apps.accounts.models import ActorKind, Organisation
from apps.core import bulk, ids, transactions
from apps.flow.selectors import reason_figures
from apps.flow.selectors.reason_figures import Slice
from apps.measures import selectors as measures
from apps.measures import services
from apps.measures.models import DecisionTally, Outcome, Tallied, WorkSignal
from tests import world as worlds
from tests.measures import live
from tests.measures.past import Past, days, tally
from tests.seconding import drawn, given, settled
from tests.world import decided, later, override, release

CODES = ("fast_track", "standard", "case_managed")
REASONS = ("it_weeks", "it_rule", "", "none_fits")
MONDAYS = (None, dt.date(2026, 11, 2), dt.date(2026, 9, 7))
GROUPS = ({"hospital_stay": "true"}, {"hospital_stay": None, "industry": "manufacturing"}, {})
SLICES = ({}, {"segment": "lower_back"}, {"direction": "more_cautious"}, {"model_version": "triage-gb-2"})
PARTS = (
    measures.Part(),
    measures.Part(segment="lower_back"),
    measures.Part(model_version="triage-gb-2"),
    measures.Part("minor_surface", "triage-gb-1"),
)


def history(world, dice, n=120):
    """Decisions of any kind in the last 120 days, some on a case that was decided before; and what people did."""
    past = Past(world)
    for _ in range(n):
        said, did = dice.choice(CODES), dice.choice(CODES)
        earlier = {"case_id": dice.choice(past.lines).case_id} if past.lines and dice.random() < 0.2 else {}
        past.add(
            override=False,
            at=worlds.noon - dt.timedelta(minutes=dice.randint(0, 120 * 24 * 60)),
            kind=dice.choice(["REAL", "REAL", "REAL", "TEST", "KNOWN_ANSWER"]),
            **earlier,
            by_kind=dice.choice([ActorKind.PERSON.value, ActorKind.PERSON.value, ActorKind.MACHINE.value]),
            recommended=said,
            decided=did,
            is_override=said != did,
            direction="same" if said == did else dice.choice(["more_cautious", "less_cautious"]),
            reason=dice.choice(REASONS) if said != did else "",
            segment=dice.choice(["lower_back", "minor_surface", ""]),
            model_version=dice.choice(["triage-gb-1", "triage-gb-2"]),
            is_audit=dice.random() < 0.1,
            features=facts(dice),
        )
        asked = dice.random() < 0.3
        past.lines[-1] = replace(
            past.lines[-1],
            view_asked=asked,
            viewed=dice.choice(["", *CODES]) if asked else "",
            kind=dice.choice(["", "REVERSED", "", ""]),
        )
    lines = past.write()
    signs = [
        WorkSignal(
            id=ids.new(), item_id=ids.new(), system_id=world.system.id, kind=dice.choice(["skipped", "asked"]),
            code=dice.choice(["", "quiet"]), by_pseudonym="p",
            at=worlds.noon - dt.timedelta(minutes=dice.randint(0, 120 * 24 * 60)),
        )
        for _ in range(40)
    ]  # fmt: skip
    bulk.insert(signs)
    return lines


def facts(dice):
    if dice.random() < 0.2:
        return {"industry": dice.choice(["Manufacturing", "retail"])}
    return {"hospital_stay": dice.choice(["true", "False", "TRUE"])}


def outcomes(lines, dice):
    """What becomes known of some cases, in the past or in the future, and is taken back of others."""
    rows = [
        Outcome(
            id=ids.new(), case_id=line.case_id, external_id=f"O-{ids.new()}", body_digest=b"",
            measure=dice.choice(["long_claim", "long_claim", "past_26_weeks"]),
            value=dice.choice([True, False, None]), received_at=worlds.noon,
            known_at=worlds.noon + dt.timedelta(hours=dice.randint(-2000, 200)),
        )
        for line in dice.sample(lines, len(lines) // 2)
    ]  # fmt: skip
    bulk.insert(rows)


def assert_as_live(world, now):
    """Every figure that a page adds up is the one that the decisions themselves give."""
    system = world.system
    for part in PARTS:
        found = measures.cells(system_id=system.id, part=part)
        cells = {(c.recommended, c.decided, c.by_person, c.fits_rule, c.value): c.n for c in found}
        assert Counter(cells) == live.cells(system, now, part.asked())
        told = [(one.period_on, one.measure, one.n, one.value) for one in measures.weekly_of(system_id=system.id, part=part, to=world.ana)]  # fmt: skip
        assert told == live.weekly(system, part.asked())
    kept = measures.tallied(system_id=system.id)
    for raw in system.measures:
        assert counter(kept.known[raw["code"]]) == live.known(system, now, raw)
    assert kept.first_at == measures.counted(system_id=system.id).aggregate(at=Min("decided_at"))["at"]
    for since in MONDAYS:
        for part in PARTS:
            rows = measures.decisions(system_id=system.id, since=since, part=part).filter(by_person=True)
            alike = ("view_asked", "viewed", "recommended", "decided")
            assert counter(measures.summed(rows, *alike)) == live.prompting(system, since, part.asked())
        found = measures.signal_counts(system_id=system.id, since=since)
        assert Counter({(one.kind, one.code): one.n for one in found}) == live.signals(system, since)
        for asked in SLICES:
            mine = measures.overrides(system_id=system.id, since=since).filter(**asked)
            told = (
                counter(measures.summed(mine, "reason")),
                counter(
                    measures.summed(mine.filter(is_old=True), "reason", "recommended", "decided", "value")
                ),
                counter(measures.summed(mine.exclude(seconded=None), "reason", "seconded")),
            )
            assert told == live.reasons(system, now, since, asked)

    with transactions.verb():
        found = services.group_weeks(system=system, groups=GROUPS, now=now)
    for group, one in zip(GROUPS, found, strict=True):
        assert (one.persons, one.known) == live.group(system, now, group)


def counter(rows):
    return Counter({tuple(row[:-1]): row[-1] for row in rows})


def lived(world):
    """Decisions by the real verbs: one looked at again and agreed with, one settled against and reversed."""
    decided(world, world.olga, override())
    agreed = drawn(world, override())
    given(world, agreed, world.ben, outcome="standard")
    differs = drawn(world, override())
    given(world, differs, world.ben, outcome="fast_track")
    release(world)
    return differs


@pytest.mark.parametrize("seed", range(2))
def test_property_of_any_history_tallies_say_what_its_decisions_say(world, seed):
    dice = random.Random(seed)
    differs = lived(world)
    lines = history(world, dice)
    outcomes(lines, dice)
    tally(world)
    assert_as_live(world, worlds.noon)

    settled(differs, world.sam, outcome="fast_track", reverse=True)
    release(world, now=later(hours=2))
    outcomes(lines, dice)
    history(world, dice, n=20)
    tally(world, now=later(days=60))

    assert_as_live(world, later(days=60))


def test_counted_again_nothing_is_written_and_a_late_outcome_recounts_its_own_week_alone(world):
    past = Past(world)
    lines = [past.add(override=True, at=days(-70 - 7 * week)) for week in range(3)]
    past.write()
    assert tally(world) == 3
    kept = set(DecisionTally.objects.values_list("id", "n"))

    assert tally(world, now=later(minutes=1)) == 0
    assert Tallied.objects.get().computed_at == later(minutes=1)

    bulk.insert([
        Outcome(
            id=ids.new(), case_id=lines[1].case_id, external_id="O-1", measure="long_claim", value=True,
            known_at=days(-1), received_at=worlds.noon, body_digest=b"",
        )
    ])  # fmt: skip
    assert tally(world, now=later(minutes=2)) == 1
    assert len(kept & set(DecisionTally.objects.values_list("id", "n"))) == 2


def test_a_decision_counts_in_the_organisations_own_week(world):
    zone = dt.timezone(dt.timedelta(hours=-5))
    sunday = dt.datetime(2026, 11, 15, 23, 30, tzinfo=zone)
    past = Past(world)
    past.add(at=sunday)
    past.add(at=sunday + dt.timedelta(hours=1))
    past.write()

    tally(world)
    weeks = list(DecisionTally.objects.order_by("week_on").values_list("week_on", "n"))
    assert weeks == [(dt.date(2026, 11, 9), 1), (dt.date(2026, 11, 16), 1)]

    Organisation.objects.filter(id=world.organisation.id).update(time_zone="Asia/Tokyo")
    tally(world)
    assert list(DecisionTally.objects.values_list("week_on", "n")) == [(dt.date(2026, 11, 16), 2)]


def test_before_the_first_time_nothing_is_said_and_very_many_are_counted_more_rarely(world):
    past = Past(world)
    past.add()
    past.write()
    system_id = world.system.id
    asked = Slice()
    assert (
        reason_figures.reason_figures(system=world.system, to=world.ana, asked=asked, may_care=False).as_of
        is None
    )

    services.compute(system_id=system_id, now=worlds.noon)
    Tallied.objects.update(n=250_000)
    past.add()
    past.write()

    assert services.compute(system_id=system_id, now=later(seconds=119)) == 0
    assert measures.tallied(system_id=system_id).computed_at == worlds.noon
    assert services.compute(system_id=system_id, now=later(minutes=2)) > 0
    assert measures.tallied(system_id=system_id).n == 2
