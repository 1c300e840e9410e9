"""What waits above the officers when the demonstration begins: told like the rest of the past, simulated.

Decisions that are held, second looks, an appeal that was answered, known-answer cases, who is away. The
claims are real; who decided what about them is invented.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from demo import claims, lanes, overlay, people, recommend, worktime

Line = dict[str, object]
Acts = dict[str, list[Line]]
MINUTES = dt.timedelta(minutes=1)
SETTLED_BEFORE = dt.timedelta(days=12)  # what differs since then still waits for the supervisor
N_HELD = 3
LOOKED_BEFORE = dt.timedelta(days=4)
SECOND = {people.OLGA: people.PRIYA, people.BEN: people.OLGA, people.PRIYA: people.OLGA}
OFFICERS = {one.email: one for one in people.OFFICERS}
CONTESTED = "You closed my case as a short one. My doctor says that I need at least two months more."
ANSWERED = (
    "You are right. When we decided we did not know what your doctor has told us since. From now on a nurse "
    "is with you, and your benefits go on."
)
HELD = "The employer offers light work from Monday. The amount is above my authority for this."
UPHELD = "The reason you give is a good one, and the amount is within what I may decide."
LEARNED_WHY = "read_otherwise"
SETTLED = "Both readings are understandable. Where there was a stay, count from the day of coming home."


def line(at: dt.datetime, do: str, who: str, **rest: object) -> Line:
    """Write one line of the past."""
    return {"at": overlay.instant(at), "do": do, "who": who, "simulated": True, **rest}


# --- held decisions and the ladder ---


def hold(acts: Acts, cases: Mapping[str, recommend.Case], now: dt.datetime) -> None:
    """Let the newest amounts above an officer's authority be held, one on each level; one is upheld.

    And let one undecided case climb on from the supervisor to the owner.
    """
    newest = [ref for ref in reversed(list(cases)) if ref in acts]
    large = [ref for ref in newest if _is_large_override(cases[ref], acts[ref])][:N_HELD]
    sent_up = [ref for ref in newest if acts[ref][0]["do"] == "escalate" and ref not in large]
    if len(large) < N_HELD or not sent_up:
        return
    _held(acts, large[0], at=now - 70 * MINUTES)
    _held(acts, large[1], at=now - 160 * MINUTES, then=("pass_up", now - 95 * MINUTES, {}))
    at = dt.datetime.fromisoformat(str(acts[large[2]][0]["at"]))
    _held(acts, large[2], at=at, then=("uphold", at + 25 * MINUTES, {"words": UPHELD}))
    _on_to_the_owner(acts[sent_up[0]], now - 130 * MINUTES)


def _is_large_override(case: recommend.Case, acts: Sequence[Line]) -> bool:
    """Say whether an officer who wants the fast track goes above their authority, against the AI."""
    within = people.OFFICER_LIMITS["fast_track"] < case.stake_minor <= people.OFFICER_LIMITS["standard"]
    is_officers = acts[0]["who"] in SECOND and acts[0].get("if_open") is None
    return (
        case.suggestion.lane == "standard" and within and is_officers and not case.story.claim.hospital_stay
    )


def _held(
    acts: Acts,
    ref: str,
    *,
    at: dt.datetime,
    then: tuple[str, dt.datetime, Mapping[str, object]] | None = None,
) -> None:
    first = acts[ref][0]
    said = {
        "outcome": "fast_track",
        "reason": "it_missing",
        "input": {"what": "light_duty_now"},
        "note": HELD,
        "sure": "sure",
        "seconds": first["seconds"],
        "view": first.get("view"),
    }
    acts[ref] = [line(at, "decide", str(first["who"]), case_ref=ref, held=True, **said)]
    if then is not None:
        do, later, more = then
        acts[ref].append(line(later, do, people.SAM, case_ref=ref, **more))


def _on_to_the_owner(acts: list[Line], at: dt.datetime) -> None:
    raised = acts[0]
    up = {"why": "second_opinion", "note": "I know of no rule for this. It is yours to say.", "seconds": 420}
    acts[1:] = [line(at, "escalate", people.SAM, case_ref=raised["case_ref"], view=raised.get("view"), **up)]


# --- second looks ---


WAITING = 3  # so many second looks wait for somebody, whatever chance drew


def look_again(
    acts: Iterable[Line], cases: Mapping[str, recommend.Case], *, now: dt.datetime, seed: int
) -> list[Line]:
    """Let officers' decisions be drawn as today's are, and say what a second and a third person say then."""
    told: list[Line] = []
    for one in acts:
        if one["do"] != "decide" or one["who"] not in SECOND or one.get("if_open") or one.get("held"):
            continue
        one["may_draw"] = True
        told += _looked(one, cases[str(one["case_ref"])], now=now, seed=seed)
    return told


def _looked(first: Line, case: recommend.Case, *, now: dt.datetime, seed: int) -> list[Line]:
    dice, ref = overlay.dice_for(seed, "second look", case.story.claim.row), case.story.ref
    decided_at = dt.datetime.fromisoformat(str(first["at"]))
    at = worktime.next_open(decided_at + dt.timedelta(hours=dice.uniform(3, 30)))
    at += dt.timedelta(seconds=dice.randint(60, 600))
    if at > now - LOOKED_BEFORE:
        return []
    who = SECOND[str(first["who"])]
    said = people.first_view(OFFICERS[who], case, dice)
    view = {"outcome": said.outcome or first["outcome"], "sure": said.sure}
    seconds = dice.randint(40, 300)
    looked = line(at, "second_look", who, case_ref=ref, view=view, seconds=seconds, leaves=WAITING)
    settled_at = worktime.next_open(at + dt.timedelta(hours=dice.uniform(2, 30)))
    if at > now - SETTLED_BEFORE or settled_at > now - LOOKED_BEFORE:
        return [looked]
    right = _right(case, str(first["outcome"]), str(view["outcome"]))
    end = {"outcome": right, "why": LEARNED_WHY, "words": SETTLED}
    return [looked, line(settled_at, "settle", people.SAM, case_ref=ref, **end)]


def _right(case: recommend.Case, first: str, second: str) -> str:
    """Choose by how long benefits were paid in the end: long, the more cautious of the two."""
    both = sorted((first, second), key=people.LADDER.index)
    return both[-1] if case.story.claim.weeks > claims.LONG_WEEKS else both[0]


# --- an appeal ---


def contest(acts: Acts, cases: Mapping[str, recommend.Case], now: dt.datetime) -> None:
    """Let one fast-tracked claim that ran long be contested and changed, a few days ago."""
    for ref, told in reversed(list(acts.items())):
        case, end = cases[ref], told[-1]
        decided_at = dt.datetime.fromisoformat(str(end["at"]))
        if (
            case.story.claim.weeks > claims.LONG_WEEKS
            and (end["do"], end.get("outcome"), end.get("if_open")) == ("decide", "fast_track", None)
            and decided_at < now - dt.timedelta(days=8)
        ):
            days = (dt.timedelta(days=n) for n in (3, 6))
            contested_at, answered_at = (worktime.next_open(decided_at + one) for one in days)
            more = {"case_ref": ref, "kind": "APPEAL", "words": CONTESTED}
            told.append(line(contested_at, "contest", "claims-system", **more))
            more = {"case_ref": ref, "result": "CHANGED", "outcome": "case_managed", "words": ANSWERED}
            told.append(line(answered_at, "answer_appeal", people.RUTH, seconds=900, **more))
            return


# --- known-answer cases and the team ---


KNOWN: tuple[tuple[str, str, str, str, str, dict[str, object]], ...] = (
    (
        "Lower back after a hospital stay, suggested as short",
        "lower_back", "fast_track", "case_managed",
        "A lower back with a hospital stay runs past 8 weeks in most cases, so a nurse is asked early.",
        {"hospital_stay": True, "age": 58},
    ),
    (
        "A cut that heals, suggested for a nurse",
        "arm_hand", "case_managed", "fast_track",
        "Nothing here runs long: no stay, a cut, light duty on offer. A nurse would be sent for nothing.",
        {"hospital_stay": False, "injury_nature": "40", "modified_duty": "yes", "age": 23},
    ),
    (
        "An ordinary sprain, suggested as it should be",
        "leg_foot", "standard", "standard",
        "The suggestion is right: an ordinary sprain without a stay, and no light duty to go back to.",
        {"hospital_stay": False, "injury_nature": "49", "modified_duty": "no", "age": 44},
    ),
)  # fmt: skip


def known_answers(cases: Sequence[recommend.Case], now: dt.datetime) -> list[Line]:
    """Write known-answer cases from altered facts of real claims: nobody is meant."""
    told: list[Line] = []
    for n, (about, group, suggested, right, why, changes) in enumerate(KNOWN):
        base = next(one for one in cases if _fits(one, group))
        known = {
            "about": about,
            "facts": _altered(base, changes, n),
            "suggested": suggested,
            "confidence": 0.86 + n / 100,
            "right": right,
            "why": why,
            "statements": [],
            "stake_minor": base.stake_minor // 2 + 1_700 * (n + 1),
        }
        told.append(line(now - (40 - n) * MINUTES, "know", people.ANA, system=recommend.SYSTEM, known=known))
    return told


def _fits(case: recommend.Case, group: str) -> bool:
    return case.story.claim.injury_group == group and lanes.context_state(case) == "LEGIBLE"


def _altered(base: recommend.Case, changes: Mapping[str, object], n: int) -> list[Line]:
    told: dict[str, Any] = {str(one["fact"]): one for one in base.story.entries}
    wage = 30_100 + 4_300 * n
    changes = {
        "weekly_wage": wage,
        "weekly_benefit": wage * 2 // 3,
        "report_lag_days": 4 + n,
        "injured_on": 6 + n,
        **changes,
    }
    return [
        {
            "fact": key,
            "value": changes.get(key, one["value"]),
            "source": one["source"],
            "hours_ago": 2,
            "origin": "simulated",
        }
        for key, one in told.items()
    ]


def team(now: dt.datetime) -> list[Line]:
    """Say who takes how much on which days, and that Priya is away while Ben stands in."""
    weekdays, long_weekend = [0, 1, 2, 3, 4], [0, 1, 2, 3]
    shares = ((people.OLGA, 12, weekdays), (people.BEN, 18, weekdays), (people.PRIYA, 12, long_weekend))
    at = now - 35 * MINUTES
    told = [
        line(at, "take", people.SAM, person=who, inbox="triage-officers", per_day=n, weekdays=days)
        for who, n, days in shares
    ]
    away = line(at, "be_away", people.SAM, person=people.PRIYA, hours=72, stand_in=people.BEN)
    return [*told, away, *_skills(at), *_single_days(at), *_handed_on(at)]


SKILL = "Head, neck and occupational disease"
SKILLED = {
    people.OLGA: "Trained by our medical adviser in March.",
    people.PRIYA: "Eight years on these claims before she came to us.",
}


def _skills(at: dt.datetime) -> list[Line]:
    """Say which claims ask for a skill, and who has it."""
    inbox = {"inbox": "triage-officers"}
    asked = line(
        at, "ask_skill", people.SAM, **inbox, system=recommend.SYSTEM, segment="special_groups", skill=SKILL
    )
    given = (
        line(at, "give_skill", people.SAM, **inbox, person=who, skill=SKILL, why=why)
        for who, why in SKILLED.items()
    )
    return [asked, *given]


def _single_days(at: dt.datetime) -> list[Line]:
    """Say who is on otherwise than every week: Olga on the next Saturday, Ben not the day after tomorrow."""
    to_saturday = (worktime.SATURDAY - at.astimezone(worktime.LOCAL).weekday()) % 7 or 7
    days = ((people.OLGA, to_saturday, True), (people.BEN, 2, False))
    return [
        line(at, "one_day", people.SAM, inbox="triage-officers", person=who, in_days=n, is_on=is_on)
        for who, n, is_on in days
    ]


def _handed_on(at: dt.datetime) -> list[Line]:
    """Let Sam's held decisions be resolved by Ben for two weeks, and Priya be listed to supervise."""
    on, why = f"system:{recommend.SYSTEM}", "I sit in hearings on two days of each of the next weeks."
    return [
        line(at, "may_stand_in", people.OWEN, on=on, person=people.BEN),
        line(at, "may_stand_in", people.ADAM, on="inbox:triage-supervisors", person=people.PRIYA),
        line(at, "hand_on", people.SAM, power="approve_held", on=on, person=people.BEN, hours=336, why=why),
    ]


# --- what the past taught: a pattern, what was ordered of the model, what that did ---

STORY = {"story": "what was ordered of the model", "system": recommend.SYSTEM}
GROUP = {"hospital_stay": "true", "recommended_outcome": "standard"}
ORDERED = "Weigh a hospital stay more: where there was one, offer a nurse already at a lower risk."
SEARCHED_WEEKS_BACK = 27


def teach(now: dt.datetime, *, came_at: dt.datetime) -> list[Line]:
    """Say what Ana ordered because of a pattern, that Owen signed it, and when it was looked at what it did.

    The newer version of the model, which `came_at`, is real; what it did is counted, never told.
    """
    local = now.astimezone(worktime.LOCAL).replace(hour=10, minute=0, second=0, microsecond=0)
    monday = local - dt.timedelta(days=local.weekday())
    searched = monday - dt.timedelta(weeks=SEARCHED_WEEKS_BACK)
    return [
        line(searched, "search", people.ANA, **STORY),
        line(searched + dt.timedelta(days=1), "order", people.ANA, where=GROUP, says=ORDERED, **STORY),
        line(searched + dt.timedelta(days=3), "sign", people.OWEN, **STORY),
        line(came_at + dt.timedelta(days=2), "measure", people.ANA, **STORY),  # there is nothing yet to count
        line(monday - dt.timedelta(days=4), "measure", people.ANA, **STORY),
    ]
