"""Write the demonstration's past as lines for `manage.py import_history`; all of it is simulated.

Run `python -m demo.past FOLDER 2026-11-22T08:00:00Z` to write first.jsonl, rest.jsonl and open.jsonl by hand.
"""

import datetime as dt
import itertools
import json
import math
import os
import random
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from demo import challengers, claims, lanes, model, overlay, people, recommend, sources, staging, worktime

N_OPEN = 150
N_FIRST_DECIDED = 300
WEEKS_BACK = 40
NEWER_WEEKS_BACK = 24  # since then the newer version of the model advises, which staging.teach tells of
TRIAL_WEEKS_BACK = (18, 5)  # other models were asked in a quarter of the past, and are asked today
FIRST_SERIAL = 1204
MACHINE = "triage-model"
SOURCE = "claims-system"
CLAIM_SYSTEM_DELAY = dt.timedelta(hours=6)
SUPERVISOR_AGREES = 0.8
LEARNED_SHARE = 0.4  # so often the supervisor writes to who sent the case up
LEARNED = {
    True: "Well seen. Where the facts say it as clearly as here, they are reason enough to decide it.",
    False: "The facts name nothing against the suggestion. If something else worries you, write it down.",
}
Line = dict[str, object]


@dataclass(frozen=True)
class Past:
    """Everything to be loaded: the most recent decided cases, the rest of the past, and today's open ones."""

    first: list[Line]
    rest: list[Line]
    open: list[Line]


def _times(n: int, now: dt.datetime, dice: random.Random, *, weeks: int, n_open: int) -> list[dt.datetime]:
    """Arrival times: the past in office hours, the open ones in the last twenty hours."""
    newest_past = now - dt.timedelta(hours=26)
    past = worktime.spread(n - n_open, now - dt.timedelta(weeks=weeks), newest_past, dice)
    today = sorted(now - dt.timedelta(minutes=dice.randint(3, 20 * 60)) for _ in range(n_open))
    return past + today


def cases(
    now: dt.datetime,
    *,
    seed: int = overlay.SEED,
    only: Callable[[claims.Claim], bool] | None = None,
    weeks: int = WEEKS_BACK,
    n_open: int = N_OPEN,
    newer_weeks: float = 0,
) -> list[recommend.Case]:
    """Make the cases after the benefit increase, in order of arrival, with the model's suggestions.

    only: which of the claims; all by default. newer_weeks: for how long the newer version has advised.
    """
    everything = claims.read()
    before = claims.before_reform(everything)
    learnt, rates = model.train(before), recommend.long_rates(before)
    dice = overlay.dice_for(seed, "order")
    rows = list(filter(only, claims.after_reform(everything))) if only else claims.after_reform(everything)
    dice.shuffle(rows)
    times = _times(len(rows), now, dice, weeks=weeks, n_open=n_open)
    persons = overlay.subjects(rows, seed=seed)
    stories = [
        overlay.tell(
            claim,
            ref=f"WC-{times[at].year}-{FIRST_SERIAL + at:06d}",
            subject=persons[at],
            arrived_at=times[at].replace(microsecond=0),
            weeks=learnt.weeks[claim.hospital_stay, claim.injury_group],
            seed=seed,
        )
        for at, claim in enumerate(rows)
    ]
    stories = sources.changed(stories, now=now, seed=seed)
    since = now - dt.timedelta(weeks=newer_weeks)
    newer = [story.arrived_at >= since for story in stories]
    seen = model.suggest(learnt, [story.seen for story in stories], newer=newer)
    right = model.suggest(learnt, [model.facts_of(story.claim) for story in stories], newer=newer)
    return [
        recommend.build(
            story,
            said,
            true.lane,
            weeks=learnt.weeks[story.claim.hospital_stay, story.claim.injury_group],
            rates=rates,
        )
        for story, said, true in zip(stories, seen, right, strict=True)
    ]


def _line(at: dt.datetime, do: str, who: str, **rest: object) -> Line:
    return {"at": overlay.instant(at), "do": do, "who": who, "simulated": True, **rest}


def arrival(case: recommend.Case, others: Sequence[Line] = ()) -> Line:
    """Write the arrival; `meta` stays in the file and is never sent.

    `challengers` is what other models said of the same facts: of each only what differs from the first.
    """
    body = recommend.payload(case)
    told = {"challengers": list(others)} if others else {}
    at = case.story.arrived_at
    return _line(at, "arrive", MACHINE, recommendation=body, meta=recommend.meta(case), **told)


def outcome(case: recommend.Case, now: dt.datetime) -> list[Line]:
    """Write what became known by now: short when the claim closed, long once it passed 8 weeks.

    At 26 weeks the claims system says of every claim whether it ran so long.
    `number` is the weeks of benefit, and null while the claim was still running.
    """
    claim = case.story.claim
    told = [
        _known(case, "long_claim", claims.LONG_WEEKS, after=min(claim.weeks, claims.LONG_WEEKS)),
        _known(case, "past_26_weeks", claims.VERY_LONG_WEEKS, after=claims.VERY_LONG_WEEKS),
    ]
    return [line for line in told if str(line["at"]) < overlay.instant(now)]


def _known(case: recommend.Case, measure: str, limit: float, *, after: float) -> Line:
    """Write whether a claim ran longer than `limit` weeks; it is known `after` so many."""
    story, claim = case.story, case.story.claim
    injured_at = dt.datetime.combine(story.injured_on, dt.time(12), tzinfo=dt.UTC)
    known_at = injured_at + dt.timedelta(weeks=after)
    known_at = max(known_at, story.arrived_at + dt.timedelta(days=2)) + CLAIM_SYSTEM_DELAY
    ran_on = claim.weeks > limit
    return _line(
        known_at,
        "outcome",
        SOURCE,
        case_ref=story.ref,
        measure=measure,
        value=ran_on,
        number=None if ran_on else claim.weeks,
        known_at=overlay.instant(known_at),
    )


class _Desk:
    """One person's working time: one thing after the other, in office hours."""

    def __init__(self, person: people.Person) -> None:
        self.person = person
        self.free_at = dt.datetime.min.replace(tzinfo=dt.UTC)

    def slot(self, ready_at: dt.datetime, dice: random.Random) -> tuple[dt.datetime, int]:
        """Take the next free time after `ready_at`. Returns the time of the decision and its seconds."""
        seconds = max(12, round(dice.lognormvariate(math.log(self.person.seconds), 0.45)))
        started = worktime.next_open(max(ready_at, self.free_at))
        done = started + dt.timedelta(seconds=seconds)
        self.free_at = done + dt.timedelta(seconds=15)
        return done, seconds


def _decided(
    at: dt.datetime, who: str, look: people.Look, wanted: people.Wish, seconds: int, **more: object
) -> Line:
    return _line(
        at,
        "decide",
        who,
        case_ref=look.case.story.ref,
        outcome=wanted.outcome,
        reason=wanted.reason,
        input=wanted.given or {},
        note=wanted.note,
        sure=people.sure(wanted, look),
        seconds=seconds,
        **more,
    )


def _viewed(seed: int, person: people.Person, case: recommend.Case) -> Line:
    """Write what somebody would say first, if the product asks: it alone knows of whom."""
    dice = overlay.dice_for(seed, "first view", case.story.claim.row)
    said = people.first_view(person, case, dice)
    return {"outcome": said.outcome, "sure": said.sure}


class Office:
    """The simulated office: works cases in order of arrival and writes what each person did.

    officers: who sits there, with which habits. tree: of the policy that sends them cases, else the pack's.
    """

    def __init__(
        self,
        seed: int = overlay.SEED,
        *,
        officers: Sequence[people.Person] = people.OFFICERS,
        tree: Mapping[str, Any] | None = None,
    ) -> None:
        self.seed = seed
        self.tree = tree
        self.desks = [_Desk(person) for person in officers]
        self.supervisor = _Desk(people.SUPERVISOR)
        self.climbing: list[tuple[dt.datetime, recommend.Case, people.Wish]] = []

    def work(self, case: recommend.Case) -> list[Line]:
        """Let the right person act on a case; a look afterwards for those the machine decides."""
        lane = lanes.lane(case, self.tree)
        dice = overlay.dice_for(self.seed, "work", case.story.claim.row)
        ready_at = case.story.arrived_at + dt.timedelta(minutes=dice.lognormvariate(math.log(80), 0.8))
        if lane == "SUPERVISOR":
            return self._supervisor_decides(case, ready_at, dice)
        desk = dice.choices(self.desks, [desk.person.load for desk in self.desks])[0]
        if lane == "AUTOMATIC":
            return self._officer_looks_after(desk.person, case, dice)
        return self._officer_acts(desk, case, ready_at, dice)

    def _officer_looks_after(
        self, person: people.Person, case: recommend.Case, dice: random.Random
    ) -> list[Line]:
        """Say what an officer would find, if the product draws this case: it alone knows which it draws."""
        seconds = max(12, round(dice.lognormvariate(math.log(person.seconds), 0.45)))
        opened_at = worktime.next_open(case.story.arrived_at + dt.timedelta(hours=dice.uniform(2, 40)))
        at = opened_at + dt.timedelta(seconds=seconds)
        look = people.look_at(person, case, at, dice)
        view = _viewed(self.seed, person, case)
        wanted = people.wish(person, look)
        return [_decided(at, person.email, look, wanted, seconds, view=view, if_open=True)]

    def _supervisor_decides(
        self, case: recommend.Case, ready_at: dt.datetime, dice: random.Random
    ) -> list[Line]:
        at, seconds = self.supervisor.slot(ready_at, dice)
        look = people.look_at(self.supervisor.person, case, at, dice)
        view = _viewed(self.seed, self.supervisor.person, case)
        return [_decided(at, people.SAM, look, people.wish(self.supervisor.person, look), seconds, view=view)]

    def _officer_acts(
        self,
        desk: _Desk,
        case: recommend.Case,
        ready_at: dt.datetime,
        dice: random.Random,
    ) -> list[Line]:
        at, seconds = desk.slot(ready_at, dice)
        look = people.look_at(desk.person, case, at, dice)
        wanted = people.officer_wish(desk.person, look)
        view = _viewed(self.seed, desk.person, case)
        if wanted.why_up is None:
            return [_decided(at, desk.person.email, look, wanted, seconds, view=view)]
        ref = case.story.ref
        self.climbing.append((at + dt.timedelta(hours=dice.uniform(2, 20)), case, wanted))
        up = {"why": wanted.why_up, "note": wanted.note, "seconds": seconds, "view": view}
        return [_line(at, "escalate", desk.person.email, case_ref=ref, **up)]

    def resolve(self) -> list[Line]:
        """Let the supervisor decide what was escalated, mostly as the officer wished."""
        lines: list[Line] = []
        for ready_at, case, wanted in sorted(self.climbing, key=lambda item: (item[0], item[1].story.ref)):
            dice = overlay.dice_for(self.seed, "resolve", case.story.claim.row)
            at = worktime.next_open(ready_at)
            agreed = dice.random() < SUPERVISOR_AGREES
            final = wanted if agreed else people.Wish(case.suggestion.lane)
            seconds = dice.randint(60, 900)
            lines.append(
                _line(
                    at + dt.timedelta(seconds=seconds),
                    "resolve",
                    people.SAM,
                    case_ref=case.story.ref,
                    outcome=final.outcome,
                    reason=final.reason,
                    input=final.given or {},
                    note="Agreed with the officer." if agreed else "The suggestion stands.",
                    learning=LEARNED[agreed] if dice.random() < LEARNED_SHARE else "",
                    seconds=seconds,
                    view=_viewed(self.seed, self.supervisor.person, case),
                ),
            )
        return lines


def _by_case(lines: Iterable[Line]) -> dict[str, list[Line]]:
    grouped: dict[str, list[Line]] = {}
    for line in lines:
        grouped.setdefault(str(line["case_ref"]), []).append(line)
    return grouped


def _sorted(lines: Iterable[Line]) -> list[Line]:
    rank = {"arrive": 0, "decide": 1, "escalate": 1, "outcome": 3}
    return sorted(lines, key=lambda line: (str(line["at"]), rank.get(str(line["do"]), 2)))


def _case_after_case(ordered: Sequence[list[Line]]) -> list[Line]:
    """Put the lines of each case together, so that nobody meets a half-told claim of the past in an inbox."""
    return [line for lines in ordered for line in _sorted(lines)]


def _is_recent(ordered: Sequence[list[Line]]) -> int:
    """Find the place from which the last 300 decided cases begin."""
    found, place = 0, len(ordered)
    while place and found < N_FIRST_DECIDED:
        place -= 1
        found += any(
            line["do"] in {"decide", "resolve"} and not line.get("if_open") for line in ordered[place]
        )
    return place


def _is_in_trial(case: recommend.Case, now: dt.datetime) -> bool:
    first, last = (now - dt.timedelta(weeks=weeks) for weeks in TRIAL_WEEKS_BACK)
    return first <= case.story.arrived_at < last


def _others(asked: Sequence[recommend.Case]) -> dict[str, list[Line]]:
    refs = [case.story.ref for case in asked]
    return dict(zip(refs, challengers.others(asked), strict=True))


def worked(cases: Sequence[recommend.Case], office: Office, now: dt.datetime) -> dict[str, list[Line]]:
    """Let an office work cases; returns by case what was done half an hour before `now`."""
    known_by = overlay.instant(now - dt.timedelta(minutes=30))
    done = [line for case in cases for line in office.work(case)]
    return _by_case(line for line in [*done, *office.resolve()] if str(line["at"]) < known_by)


def told(cases: Sequence[recommend.Case], office: Office, now: dt.datetime) -> list[Line]:
    """Tell of cases alone, one after the other, as an office worked them by `now`; nothing is staged."""
    done = worked(cases, office, now)
    return _case_after_case(
        [[arrival(case), *done.get(case.story.ref, []), *outcome(case, now)] for case in cases]
    )


def write_up(
    now: dt.datetime, *, seed: int = overlay.SEED, officers: Sequence[people.Person] = people.OFFICERS
) -> Past:
    """Invent the whole past as seen at `now`; the same `now`, seed and officers give the same lines."""
    everything = cases(now, seed=seed, newer_weeks=NEWER_WEEKS_BACK)
    past, today = everything[:-N_OPEN], everything[-N_OPEN:]
    others = _others([*filter(lambda case: _is_in_trial(case, now), past), *today])
    done, by_ref = worked(past, Office(seed, officers=officers), now), {case.story.ref: case for case in past}
    staging.hold(done, by_ref, now)
    staging.contest(done, by_ref, now)
    ordered = [
        [arrival(case, others.get(case.story.ref, ())), *done.get(case.story.ref, []), *outcome(case, now)]
        for case in past
    ]
    place = _is_recent(ordered)
    # told once every case is: only then it is known how many wait
    looks = [staging.look_again(acts, by_ref, now=now, seed=seed) for acts in ordered[place:]]
    in_order = sorted(filter(None, looks), key=lambda told: str(told[0]["at"]))
    above = [
        *itertools.chain.from_iterable(in_order),
        *staging.team(now),
        *staging.known_answers(past, now),
    ]
    return Past(
        first=[*_case_after_case(ordered[place:]), *above],
        rest=[
            *sources.questions(now),
            *_case_after_case(ordered[:place]),
            *staging.teach(now, came_at=now - dt.timedelta(weeks=NEWER_WEEKS_BACK)),
        ],
        open=[arrival(case, others[case.story.ref]) for case in today],
    )


def save(lines: Sequence[Line], to: Path) -> None:
    """Write JSON lines; the file appears whole or not at all."""
    part = to.with_suffix(".part")
    with part.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(line, separators=(",", ":"), ensure_ascii=False) + "\n" for line in lines)
        file.flush()
        os.fsync(file.fileno())
    part.replace(to)


def write(folder: Path, now: dt.datetime, *, seed: int = overlay.SEED) -> None:
    """Write first.jsonl, rest.jsonl and open.jsonl into the folder; open.jsonl last: then all is there."""
    folder.mkdir(parents=True, exist_ok=True)
    past = write_up(now, seed=seed)
    save(past.first, folder / "first.jsonl")
    save(past.rest, folder / "rest.jsonl")
    save(past.open, folder / "open.jsonl")


if __name__ == "__main__":
    write(Path(sys.argv[1]), dt.datetime.fromisoformat(sys.argv[2]))
