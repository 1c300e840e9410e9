"""Simulated people with stated habits: the sentence stands beside what acts by it, and is what pages show.

They are simulated from the recorded weeks of benefit: each has a rough feeling for how long the claim will
run (as if from a call with the worker), and habits that are sometimes right and sometimes not.
"""

import datetime as dt
import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from demo import recommend

LADDER = ("fast_track", "standard", "case_managed")
OFFICER_LIMITS = {"fast_track": 150_000, "standard": 300_000, "case_managed": 300_000}
OLGA, BEN, PRIYA, SAM, RUTH, ANA, OWEN, ADAM = (
    f"{name}@bluegrass.example" for name in ("olga", "ben", "priya", "sam", "ruth", "ana", "owen", "adam")
)
HIGH_WAGE = 350.0
LATE_DAYS = 14
SHORT_WEEKS, LONG_WEEKS = 6.0, 14.0  # what the facts alone suggest to a person: below, between, above
FIRST_NOISE, CANNOT_SAY = 0.2, 0.06
Input = dict[str, str]  # as the form sends it: text


def _(sentence: str) -> str:
    """Mark a sentence for the translators; pages translate it when they show it."""
    return sentence


@dataclass(frozen=True)
class Wish:
    """What a person wants to decide, and why. `why_up` is set when the item goes to a supervisor instead."""

    outcome: str
    reason: str | None = None
    given: Input | None = None
    note: str | None = None
    why_up: str | None = None


@dataclass(frozen=True)
class Look:
    """One person looking at one case at one time."""

    case: recommend.Case
    at: dt.datetime
    dice: random.Random
    guess: float  # the weeks this person expects

    @property
    def lane(self) -> str:
        """The AI's suggestion."""
        return self.case.suggestion.lane

    def chance(self, share: float) -> bool:
        """Roll the dice."""
        return self.dice.random() < share


Act = Callable[[Look], Wish | None]


@dataclass(frozen=True)
class Habit:
    """What somebody does in some cases, and the sentence that says so."""

    says: str
    act: Act

    def __call__(self, look: Look) -> Wish | None:
        """Say what is wanted; None when the habit has no word on this case."""
        return self.act(look)


def habit(says: str) -> Callable[[Act], Habit]:
    """Put the sentence on top of the function."""
    return lambda act: Habit(says, act)


@dataclass(frozen=True)
class Person:
    """A simulated person: share of the work, noise of the feeling, seconds per decision, habits.

    says: the manner in one sentence; where one habit is the person's mark, that habit's.
    """

    email: str
    says: str
    load: float
    noise: float
    seconds: float
    trust: float  # share of cases in which a strong feeling is not acted on
    habits: tuple[Habit, ...]


def step(outcome: str, by: int) -> str:
    """Move up (more cautious) or down the ladder, staying on it."""
    return LADDER[max(0, min(len(LADDER) - 1, LADDER.index(outcome) + by))]


def _expects(look: Look, outcome: str) -> Wish:
    """Give one of three honest reasons for expecting another duration."""
    up = LADDER.index(outcome) > LADDER.index(look.lane)
    weeks = round(min(182.0, max(0.5, look.guess)), 1)
    kind = look.dice.choices(("it_weeks", "it_missing", "it_new"), (0.4, 0.35, 0.25))[0]
    if kind == "it_weeks":
        return Wish(outcome, kind, {"expected_weeks": f"{weeks:g}"}, f"I expect about {weeks:g} weeks.")
    if kind == "it_missing":
        known = ("surgery_planned", "other_condition", "no_light_duty") if up else ("light_duty_now",)
        return Wish(outcome, kind, {"what": look.dice.choice(known)})
    who = look.dice.choice(("worker", "employer", "doctor"))
    contact_on = look.at.date() - dt.timedelta(days=look.dice.randint(0, 1))
    return Wish(outcome, kind, {"from_whom": who, "contact_on": contact_on.isoformat()})


@habit(_("Puts a disputed fact right when it misled the AI."))
def correct_fact(look: Look) -> Wish | None:
    case = look.case
    if case.story.conflict is None or case.right_lane == look.lane or look.chance(0.15):
        return None
    kind = look.dice.choice(("wrong", "disputed"))
    given: Input = {"fact": case.story.conflict, "kind": kind, "where_seen": "second report in the file"}
    return Wish(case.right_lane, "it_fact", given)


@habit(_("A statement that its fact does not bear out costs the AI its trust: the case goes one step up."))
def false_statement(look: Look) -> Wish | None:
    if look.case.fault is None or look.lane == "case_managed" or look.chance(0.35):
        return None
    return Wish(
        step(look.lane, 1), "it_reasoning", {"statement": str(look.case.fault_at)}, "The file says otherwise."
    )


@habit(_("A limb or trunk injury with a hospital stay goes to a nurse, whatever the AI says."))
def limb_in_hospital(look: Look) -> Wish | None:
    claim = look.case.story.claim
    wanted = claim.hospital_stay and claim.injury_group in {"arm_hand", "leg_foot", "trunk"}
    if not wanted or look.lane == "case_managed" or look.chance(0.1):
        return None
    return Wish(
        "case_managed", "it_missing", {"what": "surgery_planned"}, "In hospital: asked about surgery."
    )


@habit(_("Leg and foot injuries of well-paid workers are not fast-tracked."))
def well_paid_leg(look: Look) -> Wish | None:
    claim = look.case.story.claim
    if claim.injury_group != "leg_foot" or claim.weekly_wage <= HIGH_WAGE or look.lane != "fast_track":
        return None
    weeks = round(max(4.0, look.guess), 1)
    return None if look.chance(0.2) else Wish("standard", "it_weeks", {"expected_weeks": f"{weeks:g}"})


@habit(_("A report after more than two weeks is asked about first."))
def late_report(look: Look) -> Wish | None:
    if look.case.story.report_lag_days <= LATE_DAYS or look.lane != "fast_track" or look.chance(0.4):
        return None
    return Wish("standard", "it_concern", {"which": "compensability"}, "Reported late.")


@habit(_("With light duty on offer and no hospital stay, standard becomes fast track."))
def light_duty(look: Look) -> Wish | None:
    story = look.case.story
    if look.lane != "standard" or story.modified_duty != "yes" or story.claim.hospital_stay:
        return None
    if look.chance(0.3):
        return None
    if look.chance(0.6):
        return Wish("fast_track", "it_missing", {"what": "light_duty_now"})
    follow_up_on = look.at.date() + dt.timedelta(days=look.dice.randint(5, 14))
    given: Input = {"action": "Call the worker about light duty", "follow_up_on": follow_up_on.isoformat()}
    return Wish("fast_track", "it_follow_up", given)


@habit(_("Construction accounts in Upper Michigan get at least a lost-time adjuster."))
def account_rule(look: Look) -> Wish | None:
    story = look.case.story
    if story.region != "upper_mi" or story.claim.industry != "construction" or look.lane != "fast_track":
        return None
    return Wish("standard", "it_rule", {"which": "account_instruction", "reference": "Account letter 14"})


def strong_feeling(look: Look, trust: float) -> Wish | None:
    """All, in different measure: a clear feeling that the claim will run much longer or shorter."""
    long_for = {"fast_track": 11.0, "standard": 20.0, "case_managed": math.inf}
    short_for = {"fast_track": -1.0, "standard": 0.9, "case_managed": 3.0}
    if look.guess > long_for[look.lane] and not look.chance(trust):
        return _expects(look, step(look.lane, 1))
    if look.guess < short_for[look.lane] and not look.chance(trust):
        return _expects(look, step(look.lane, -1))
    return None


OLGAS = (limb_in_hospital, well_paid_leg)
PRIYAS = (light_duty, account_rule)
OFFICERS = (
    Person(
        OLGA,
        says=limb_in_hospital.says,
        load=0.36,
        noise=0.8,
        seconds=150,
        trust=0.1,
        habits=(correct_fact, false_statement, *OLGAS, late_report),
    ),
    Person(
        BEN,
        says=_("Follows the AI nearly always, in about 45 seconds."),
        load=0.34,
        noise=1.2,
        seconds=45,
        trust=0.8,
        habits=(correct_fact,),
    ),
    Person(
        PRIYA,
        says=light_duty.says,
        load=0.30,
        noise=0.9,
        seconds=105,
        trust=0.15,
        habits=(correct_fact, false_statement, *PRIYAS, late_report),
    ),
)
SUPERVISOR = Person(
    SAM,
    says=_("Decides what climbs, slowly; agrees with the officer in 4 of 5 cases."),
    load=1.0,
    noise=0.7,
    seconds=260,
    trust=0.6,
    habits=(correct_fact, limb_in_hospital),
)


def planted(one: Habit, officers: Sequence[Person] = OFFICERS) -> tuple[Person, ...]:
    """Give every officer one habit more, which they follow before all others."""
    return tuple(replace(person, habits=(one, *person.habits)) for person in officers)


# They decide nothing in the written past: what they do is what whoever signs in as them does.
OTHERS = {
    "ana@bluegrass.example": _("Decides nothing in the simulated past; reads patterns when you do."),
    "owen@bluegrass.example": _("Answers for the AI system and signed its posture; pauses it when you do."),
    "ruth@bluegrass.example": _("Had no part in what is contested; answers appeals when you do."),
    "audrey@bluegrass.example": _("Reads everything and decides nothing; finds what you find."),
    "adam@bluegrass.example": _("Lets people in and out when you do; sees no case."),
    "lena@lakeshore.example": _("Works elsewhere: has no case and sees nothing of Bluegrass."),
}


def told() -> dict[str, dict[str, object]]:
    """Say of everybody, by address: the manner, and each habit in the order in which it is asked."""
    simulated: dict[str, dict[str, object]] = {
        one.email: {"says": one.says, "habits": [*(habit.says for habit in one.habits), FIRST_VIEW_SAYS]}
        for one in (*OFFICERS, SUPERVISOR)
    }
    return {**simulated, **{email: {"says": says, "habits": []} for email, says in OTHERS.items()}}


def look_at(person: Person, case: recommend.Case, at: dt.datetime, dice: random.Random) -> Look:
    """Let a person form a feeling for the duration: the recorded weeks, blurred."""
    noise = math.exp(dice.gauss(0.0, person.noise))
    return Look(case=case, at=at, dice=dice, guess=(case.story.claim.weeks + 0.3) * noise)


def wish(person: Person, look: Look) -> Wish:
    """Say what a person wants to decide, habits first, then the feeling."""
    for one in person.habits:
        wanted = one(look)
        if wanted is not None:
            return wanted
    return strong_feeling(look, person.trust) or Wish(look.lane)


def officer_wish(person: Person, look: Look) -> Wish:
    """Say what an officer does: decide inside the authority, or send it up."""
    wanted = wish(person, look)
    if look.case.stake_minor > OFFICER_LIMITS[wanted.outcome]:
        note = f"I would decide {wanted.outcome.replace('_', ' ')}; the amount is above my authority."
        return Wish(wanted.outcome, wanted.reason, wanted.given, note, "over_authority")
    unsure = 0.03 + (0.05 if look.case.story.conflict else 0.0)
    if look.chance(unsure):
        why = look.dice.choice(("unsure", "unsure", "second_opinion"))
        return Wish(wanted.outcome, wanted.reason, wanted.given, "Please look at this with me.", why)
    return wanted


FIRST_VIEW_SAYS = _(
    "Where the product asks for it, says first what the facts alone suggest; mostly stays with the habits "
    "above once the AI's suggestion is shown."
)


@dataclass(frozen=True)
class View:
    """What a person says before they see the suggestion; None: they cannot say from the facts."""

    outcome: str | None
    sure: str


def first_view(person: Person, case: recommend.Case, dice: random.Random) -> View:
    """Say what a person would do from the facts alone: by a habit that needs no suggestion, else by feeling.

    The feeling is the recorded weeks, blurred anew and more than afterwards: nobody has thought about it yet.
    """
    guess = (case.story.claim.weeks + 0.3) * math.exp(dice.gauss(0.0, person.noise + FIRST_NOISE))
    if dice.random() < CANNOT_SAY:
        return View(None, "unsure")
    claim = case.story.claim
    in_hospital = claim.hospital_stay and claim.injury_group in {"arm_hand", "leg_foot", "trunk"}
    if limb_in_hospital in person.habits and in_hospital:
        return View("case_managed", "sure")
    outcome = "fast_track" if guess < SHORT_WEEKS else "standard" if guess < LONG_WEEKS else "case_managed"
    if account_rule in person.habits and outcome == "fast_track" and _by_account(case):
        outcome = "standard"
    return View(outcome, dice.choices(("unsure", "fairly", "sure"), (0.25, 0.5, 0.25))[0])


def _by_account(case: recommend.Case) -> bool:
    return case.story.region == "upper_mi" and case.story.claim.industry == "construction"


def sure(wanted: Wish, look: Look) -> str:
    """Say how sure the person feels: habits feel sure, feelings less so."""
    weights = (0.08, 0.42, 0.5) if wanted.outcome == look.lane else (0.12, 0.5, 0.38)
    return look.dice.choices(("unsure", "fairly", "sure"), weights)[0]
