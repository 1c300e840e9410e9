"""What the data lack, invented by seed: numbers, dates, names, sources, delays; each marked as simulated."""

import datetime as dt
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from demo import claims
from demo.worktime import LOCAL

SEED = 1995
CONFLICT_SHARE = 0.02
WITHHELD_SHARE = 0.02
REPEAT_SHARE = 0.06
FELL_FOR_IT_SHARE = 0.5
CONFLICT_FACTS = ("hospital_stay", "body_part", "weekly_wage")
Entry = dict[str, object]

# Where the machine may act alone or a supervisor must: no doubt is put into the hospital stay of these,
# so that the written past can tell who decided.
CLEAR_NATURES = frozenset({"02", "04", "10", "25", "40", "43"})

# Median hours until a source system's word reaches the claim file, by region; and how slow each system is.
DELAY_HOURS: dict[str, float] = {
    "louisville": 2.0,
    "lexington": 2.5,
    "eastern_ky": 8.5,
    "detroit": 2.0,
    "upper_mi": 7.0,
}
SYSTEM_FACTOR: dict[str, float] = {"hospital": 1.0, "employer": 1.1, "doctor": 2.0}
REGIONS: dict[str, tuple[tuple[str, ...], tuple[float, ...]]] = {
    "KY": (("louisville", "lexington", "eastern_ky"), (0.45, 0.30, 0.25)),
    "MI": (("detroit", "upper_mi"), (0.75, 0.25)),
}
SCHEDULES = {"KY": "KY, raised maximum of July 1980", "MI": "MI, raised maximum of January 1982"}
REPORT = "first_report"
# Who says this said it before anybody was hurt: the policy's file, the payroll, the schedule of benefits.
KNOWN_BEFORE = frozenset(
    {("industry", "policy_file"), ("weekly_wage", "employer"), ("benefit_schedule", "benefit_table")}
)
SOURCE_OF = {"industry": "policy_file", "age": "employer", "weekly_wage": "employer", "state": "first_report"}
# First names that do not tell a sex: sex is a protected fact and must not come back in through a name.
FIRST = ("Alex", "Avery", "Casey", "Dana", "Drew", "Jamie", "Jess", "Kelly", "Kim", "Lee", "Lynn", "Marion")
FIRST_MORE = (
    "Morgan",
    "Pat",
    "Quinn",
    "Reese",
    "Robin",
    "Rory",
    "Sandy",
    "Shannon",
    "Sidney",
    "Terry",
    "Tracy",
)
LAST = ("Abbott", "Barlow", "Caudill", "Dawson", "Eversole", "Fugate", "Grigsby", "Haddix", "Ison", "Jessup")
LAST_MORE = (
    "Kowalski",
    "Lindgren",
    "Maki",
    "Nowak",
    "Osborne",
    "Prater",
    "Quist",
    "Ritchie",
    "Sizemore",
    "Tolliver",
)
LAST_MOST = (
    "Underhill",
    "Vandenberg",
    "Wooten",
    "Yates",
    "Zielinski",
    "Hensley",
    "Combs",
    "Napier",
    "Saari",
    "Beal",
)


@dataclass(frozen=True)
class Story:
    """A claim with everything invented around it. Times are UTC."""

    claim: claims.Claim
    ref: str
    subject_ref: str
    subject_name: str
    arrived_at: dt.datetime
    injured_on: dt.date
    report_lag_days: int
    region: str
    modified_duty: str
    represented: bool
    entries: tuple[Entry, ...]
    seen: dict[str, object] = field(repr=False)  # what the AI took for each fact it may use
    conflict: str | None = None
    withheld: str | None = None


def dice_for(seed: int, *parts: object) -> random.Random:
    """Give the dice of one thing, so that its fate does not depend on the order of others."""
    return random.Random(":".join(str(part) for part in (seed, *parts)))


def instant(when: dt.datetime) -> str:
    """Write an instant as the API wants it."""
    return when.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def minor(dollars: float) -> int:
    """Turn dollars into cents."""
    return round(dollars * 100)


def _similar(claim: claims.Claim) -> tuple[object, ...]:
    return (claim.male, claim.state, claim.industry, claim.age)


def subjects(rows: Sequence[claims.Claim], *, seed: int = SEED) -> list[tuple[str, str]]:
    """Give each claim a person (ref, name); about 6 % of claims go to a person who had one before."""
    dice = dice_for(seed, "subjects")
    known: dict[tuple[object, ...], list[tuple[str, str]]] = {}
    people: list[tuple[str, str]] = []
    for claim in rows:
        alike = known.setdefault(_similar(claim), [])
        if alike and dice.random() < REPEAT_SHARE * 1.15:
            people.append(dice.choice(alike))
            continue
        name = f"{dice.choice(FIRST + FIRST_MORE)} {dice.choice(LAST + LAST_MORE + LAST_MOST)}"
        person = (f"P-{100000 + 7 * len(people) + dice.randrange(7)}", name)
        alike.append(person)
        people.append(person)
    return people


def _lag_days(claim: claims.Claim, dice: random.Random) -> int:
    if dice.random() < (0.08 if claim.long else 0.045):
        return dice.randint(15, 40)
    return min(14, int(dice.expovariate(0.55)))


def _modified_duty(claim: claims.Claim, dice: random.Random) -> str:
    offered = 0.20 if claim.long else 0.42
    return dice.choices(("yes", "no", "unknown"), (offered, 0.72 - offered, 0.28))[0]


def contacts(dice: random.Random) -> list[str]:
    """Draw who was reached of the three."""
    chances = (("worker", 0.9), ("employer", 0.93), ("doctor", 0.7))
    return [who for who, chance in chances if dice.random() < chance]


def _delay(source: str, region: str, dice: random.Random) -> dt.timedelta:
    median = DELAY_HOURS[region] * SYSTEM_FACTOR.get(source, 0.8)
    return dt.timedelta(minutes=round(60 * dice.lognormvariate(math.log(median), 0.7)) + 1)


class _Sheet:
    """Collects the entries of one claim with their source and age."""

    def __init__(self, region: str, arrived_at: dt.datetime, dice: random.Random) -> None:
        self.region, self.arrived_at, self.dice = region, arrived_at, dice
        self.reported_at = arrived_at - _delay(REPORT, region, dice)
        self.entries: list[Entry] = []

    def put(self, fact: str, value: object, source: str, *, simulated: bool, days: int = 0) -> None:
        """Add one entry; `days` is extra age beside the source's own delay. The first report has one time."""
        if value is None:
            return
        as_of = self.reported_at
        if source != REPORT:
            as_of = self.arrived_at - _delay(source, self.region, self.dice) - dt.timedelta(days=days)
        self.entries.append(
            {
                "fact": fact,
                "value": value,
                "source": source,
                "as_of": instant(as_of),
                "origin": "simulated" if simulated else "real",
            },
        )


def _injured_on(sheet: _Sheet, lag: int) -> dt.date:
    """Give the day of the injury: `lag` days before its first report, and before any other word about it."""
    told = [
        dt.datetime.fromisoformat(str(entry["as_of"]))
        for entry in sheet.entries
        if (entry["fact"], entry["source"]) not in KNOWN_BEFORE
    ]
    first_told = min(told).astimezone(LOCAL).date()
    return min(_reported_on(sheet) - dt.timedelta(days=lag), first_told)


def _reported_on(sheet: _Sheet) -> dt.date:
    return sheet.reported_at.astimezone(LOCAL).date()


def _put_injury(sheet: _Sheet, lag: int) -> tuple[dt.date, int]:
    """Add when it happened and how long its report took; after all else, because all else tells of it."""
    injured_on = _injured_on(sheet, lag)
    lag = (_reported_on(sheet) - injured_on).days
    sheet.put("injured_on", injured_on.isoformat(), REPORT, simulated=True)
    sheet.put("report_lag_days", lag, REPORT, simulated=True)
    return injured_on, lag


def _put_real(sheet: _Sheet, claim: claims.Claim, weeks: float) -> None:
    dice = sheet.dice
    reporter = dice.choices(("doctor", "first_report"), (0.7, 0.3))[0]
    sheet.put("body_part", claim.body_part, reporter, simulated=False)
    sheet.put("injury_nature", claim.injury_nature, reporter, simulated=False)
    sheet.put("injury_group", claim.injury_group, "first_report", simulated=False)
    stay_source = "hospital" if claim.hospital_stay else dice.choice(("hospital", "employer"))
    sheet.put("hospital_stay", claim.hospital_stay, stay_source, simulated=False)
    sheet.put("industry", claim.industry, "policy_file", simulated=False, days=dice.randint(20, 200))
    sheet.put("age", claim.age, "employer", simulated=False)
    sheet.put("weekly_wage", minor(claim.weekly_wage), "employer", simulated=False, days=dice.randint(0, 12))
    sheet.put("state", claim.state, "first_report", simulated=False)
    sheet.put("benefit_schedule", SCHEDULES[claim.state], "benefit_table", simulated=False)
    sheet.put("weekly_benefit", minor(claim.weekly_benefit), "benefit_table", simulated=False)
    sheet.put("expected_weeks", weeks, "past_claims", simulated=False)


def _false_value(claim: claims.Claim, fact: str, dice: random.Random) -> object:
    if fact == "hospital_stay":
        return not claim.hospital_stay
    if fact == "weekly_wage":
        return minor(claim.weekly_wage * dice.choice((0.75, 0.85, 1.2)))
    same_group = {"lower_back": "41", "arm_hand": "35", "leg_foot": "54"}
    other = same_group.get(claim.injury_group, "90")
    return other if other != claim.body_part else "34"


def _conflict(sheet: _Sheet, claim: claims.Claim) -> tuple[str | None, object]:
    """In 2 % of claims a second source says something else. Returns the fact and the other value."""
    if sheet.dice.random() >= CONFLICT_SHARE:
        return None, None
    open_facts = ("body_part",) if claim.injury_nature in CLEAR_NATURES else CONFLICT_FACTS
    fact = sheet.dice.choice(open_facts)
    value = _false_value(claim, fact, sheet.dice)
    sheet.put(fact, value, "first_report" if fact == "weekly_wage" else "employer", simulated=True)
    if fact == "hospital_stay":  # the hospital's own word, so that the source of truth is there
        truth = next(entry for entry in sheet.entries if entry["fact"] == fact)
        truth["source"] = "hospital"
    return fact, value


def _withheld(sheet: _Sheet, conflict: str | None) -> str | None:
    """In 2 % of claims one required fact has not come in."""
    if conflict is not None or sheet.dice.random() >= WITHHELD_SHARE:
        return None
    fact = sheet.dice.choices(("hospital_stay", "contact_status", "weekly_wage"), (0.4, 0.4, 0.2))[0]
    sheet.entries = [entry for entry in sheet.entries if entry["fact"] != fact]
    return fact


def _seen(
    claim: claims.Claim, withheld: str | None, conflict: str | None, other: object
) -> dict[str, object]:
    """Take what the AI took: it missed what was withheld, and fell for the other value where it did."""
    seen: dict[str, object] = {
        "body_part": claim.body_part,
        "injury_nature": claim.injury_nature,
        "hospital_stay": claim.hospital_stay,
        "industry": claim.industry,
        "age": claim.age,
        "weekly_wage": claim.weekly_wage,
        "state": claim.state,
    }
    if withheld in seen:
        seen[withheld] = None
    if conflict is not None and other is not None:
        seen[conflict] = float(str(other)) / 100 if conflict == "weekly_wage" else other
    return seen


def tell(
    claim: claims.Claim,
    *,
    ref: str,
    subject: tuple[str, str],
    arrived_at: dt.datetime,
    weeks: float,
    seed: int = SEED,
) -> Story:
    """Invent everything around one claim. `weeks`: the expected weeks of its cell."""
    dice = dice_for(seed, "story", claim.row)
    region = dice.choices(*REGIONS[claim.state])[0]
    sheet = _Sheet(region, arrived_at, dice)
    lag, duty = _lag_days(claim, dice), _modified_duty(claim, dice)
    represented = dice.random() < (0.14 if claim.long else 0.05)
    _put_real(sheet, claim, weeks)
    sheet.put("contact_status", contacts(dice), "claim_file", simulated=True)
    sheet.put("modified_duty", duty, "employer", simulated=True)
    sheet.put("represented", represented, "claim_file", simulated=True)
    sheet.put("region", region, "claim_file", simulated=True)
    conflict, other = _conflict(sheet, claim)
    injured_on, lag = _put_injury(sheet, lag)
    withheld = _withheld(sheet, conflict)
    fell_for_it = dice.random() < FELL_FOR_IT_SHARE
    return Story(
        claim=claim,
        ref=ref,
        subject_ref=subject[0],
        subject_name=subject[1],
        arrived_at=arrived_at,
        injured_on=injured_on,
        report_lag_days=lag,
        region=region,
        modified_duty=duty,
        represented=represented,
        entries=tuple(sheet.entries),
        seen=_seen(claim, withheld, conflict, other if fell_for_it else None),
        conflict=conflict,
        withheld=withheld,
    )
