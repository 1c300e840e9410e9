"""Real rows for the miner and its peers: claims with simulated officers, mortgage decisions as they were."""

import datetime as dt
import random

import numpy as np

from apps.learning import rules
from apps.learning.rules.bands import Value
from demo import claims, loan_model, loans, model, overlay, people, recommend

AS_OF = dt.datetime(2026, 11, 26, 8, tzinfo=dt.UTC)
RECOMMENDED = "recommended"
LEFT_OUT = frozenset({"injured_on"})  # a date is a value of its own on every claim


def injury() -> rules.Table:
    """All 7,150 claims. Officers' habits are simulated, and so is the order in which claims come.

    Of the claims before the reform the model suggests what it learnt from them.
    """
    everything = claims.read()
    before = claims.before_reform(everything)
    learnt, rates = model.train(before), recommend.long_rates(before)
    rows = [*before, *claims.after_reform(everything)]
    persons = overlay.subjects(rows, seed=overlay.SEED)
    stories = [
        overlay.tell(
            claim,
            ref=f"WC-{place:06d}",
            subject=person,
            arrived_at=AS_OF - dt.timedelta(hours=len(rows) - place),
            weeks=learnt.weeks[claim.hospital_stay, claim.injury_group],
            seed=overlay.SEED,
        )
        for place, (claim, person) in enumerate(zip(rows, persons, strict=True))
    ]
    seen = model.suggest(learnt, [story.seen for story in stories])
    right = model.suggest(learnt, [model.facts_of(story.claim) for story in stories])
    cases = [
        recommend.build(
            story,
            said,
            true.lane,
            weeks=learnt.weeks[story.claim.hospital_stay, story.claim.injury_group],
            rates=rates,
        )
        for story, said, true in zip(stories, seen, right, strict=True)
    ]
    facts: list[dict[str, Value]] = [
        {
            **{str(one["fact"]): _value(one["value"]) for one in reversed(case.story.entries)},
            RECOMMENDED: case.suggestion.lane,
        }
        for case in cases
    ]
    return _table(facts, [_is_overruled(case) for case in cases], np.arange(len(cases)))


def mortgages() -> rules.Table:
    """All 1,989 applications with what the lender's officers really decided; the data have no order."""
    applications = loans.read()
    suggested = loan_model.suggest(applications)
    facts: list[dict[str, Value]] = [
        {**one.facts, **one.notes, RECOMMENDED: said.outcome}
        for one, said in zip(applications, suggested, strict=True)
    ]
    pairs = zip(applications, suggested, strict=True)
    return _table(facts, [one.declined != (said.outcome == "decline") for one, said in pairs], None)


def _is_overruled(case: recommend.Case) -> bool:
    dice = overlay.dice_for(overlay.SEED, "bench", case.story.claim.row)
    officer = dice.choices(people.OFFICERS, [one.load for one in people.OFFICERS])[0]
    look = people.look_at(officer, case, case.story.arrived_at, random.Random(dice.random()))
    return people.officer_wish(officer, look).outcome != case.suggestion.lane


def _value(raw: object) -> Value:
    if raw is None or isinstance(raw, str | int | float | bool):
        return raw
    return ", ".join(sorted(map(str, raw))) if isinstance(raw, list) else str(raw)


def _table(facts: list[dict[str, Value]], overruled: list[bool], order: np.ndarray | None) -> rules.Table:
    names = sorted({name for one in facts for name in one} - LEFT_OUT)
    return rules.Table({name: [one.get(name) for one in facts] for name in names}, overruled, order)
