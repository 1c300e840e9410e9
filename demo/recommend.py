"""Put a claim, its story and the model's suggestion into the form the API takes."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from demo import claims, model, overlay

SYSTEM = "injury-triage"
FAULT_SHARE = 0.04
Statement = dict[str, object]
Rates = Mapping[tuple[str, object], float]
WAGE_BANDS = (150.0, 250.0, 350.0)
AGE_BANDS = (25, 35, 45, 55)
FEW_CLAIMS = 10


@dataclass(frozen=True)
class Case:
    """One recommendation ready to send, with what the demonstration knows and never sends."""

    story: overlay.Story
    suggestion: model.Suggestion
    right_lane: str  # what the same model says when it is given the true facts
    stake_minor: int
    rationale: tuple[Statement, ...]
    fault: str | None  # the kind of the false statement, if one was put in
    fault_at: int | None  # its place in the rationale


def _band(value: float, edges: Sequence[float]) -> int:
    return sum(value >= edge for edge in edges)


def _class_of(fact: str, value: object) -> object:
    if value is None:
        return None
    if fact == "weekly_wage":
        return _band(float(str(value)), WAGE_BANDS)
    if fact == "age":
        return _band(float(str(value)), AGE_BANDS)
    return value


def long_rates(past: Sequence[claims.Claim]) -> Rates:
    """Give the share of long claims for each class of each allowed fact, relative to that of all claims.

    Classes with fewer than 10 claims are left out.
    """
    counts: dict[tuple[str, object], list[bool]] = {}
    for claim in past:
        for fact, value in model.facts_of(claim).items():
            counts.setdefault((fact, _class_of(fact, value)), []).append(claim.long)
    overall = sum(claim.long for claim in past) / len(past)
    return {key: sum(n) / len(n) / overall for key, n in counts.items() if len(n) >= FEW_CLAIMS}


def _subject_words(fact: str, value: object) -> str:
    words = {
        "hospital_stay": "A hospital stay is recorded" if value else "No hospital stay is recorded so far",
        "body_part": f"The injured part is: {claims.PARTS.get(str(value), '').lower()}",
        "injury_nature": f"The nature of the injury is: {claims.NATURES.get(str(value), '').lower()}",
        "weekly_wage": f"The weekly wage is {value:.2f} dollars" if isinstance(value, float) else "",
        "age": f"The worker is {value} years old",
        "state": f"The injury was in {'Kentucky' if value == 'KY' else 'Michigan'}",
        "industry": f"The industry is {value}",
    }
    return words[fact]


def _how_often(relative: float | None) -> str:
    """Say a relative share in words: a statement quotes only numbers that its cited fact bears."""
    if relative is None:
        return "there are too few past claims like this to say more"
    grades = (0.6, 0.85, 1.15, 1.6)
    words = (
        "much less often than",
        "less often than",
        "about as often as",
        "more often than",
        "much more often than",
    )
    return f"past claims like this became long claims {words[_band(relative, grades)]} others"


def _sentence(fact: str, value: object, rates: Rates) -> str:
    return f"{_subject_words(fact, value)}; {_how_often(rates.get((fact, _class_of(fact, value))))}."


def _direction(suggestion: model.Suggestion, weight: float) -> str:
    if suggestion.lane == "fast_track":
        supports = weight < 0
    elif suggestion.lane == "case_managed":
        supports = weight > 0
    else:  # the middle lane is defended against the lane that is nearer
        supports = (weight > 0) == (suggestion.risk < (model.FAST_BELOW + model.MANAGED_FROM) / 2)
    return "for" if supports else "against"


def statements(story: overlay.Story, suggestion: model.Suggestion, rates: Rates) -> list[Statement]:
    """Say what past claims with the same fact did, for the three facts that weigh most."""
    known = [(fact, weight) for fact, weight in suggestion.weight.items() if story.seen[fact] is not None]
    strongest = sorted(known, key=lambda pair: -abs(pair[1]))[:3]
    return [
        {
            "text": _sentence(fact, story.seen[fact], rates),
            "cites": [fact],
            "direction": _direction(suggestion, weight),
        }
        for fact, weight in strongest
    ]


def _false_statement(story: overlay.Story, dice: random.Random) -> tuple[str, Statement]:
    """Make a statement that its cited fact does not bear out."""
    kind = dice.choice(("duty", "stay", "stay", "lag"))
    if kind == "duty" and story.modified_duty != "yes":
        text = "The employer has offered light duty, so an early return is likely."
        return "unsupported", {"text": text, "cites": ["modified_duty"], "direction": "for"}
    if kind == "stay" and story.seen["hospital_stay"] is not None:
        text = f"{_subject_words('hospital_stay', not story.seen['hospital_stay'])}."
        return "contradicts", {"text": text, "cites": ["hospital_stay"], "direction": "for"}
    text = f"The claim was reported {story.report_lag_days + 21} days after the injury."
    return "contradicts", {"text": text, "cites": ["report_lag_days"], "direction": "against"}


def build(
    story: overlay.Story,
    suggestion: model.Suggestion,
    right_lane: str,
    *,
    weeks: float,
    rates: Rates,
) -> Case:
    """Make the case; in 4 % of cases the last statement is replaced by a false one."""
    dice = overlay.dice_for(overlay.SEED, "fault", story.claim.row)
    said = statements(story, suggestion, rates)
    fault: str | None = None
    if dice.random() < FAULT_SHARE:
        fault, false = _false_statement(story, dice)
        said = [*said[:2], false]
    return Case(
        story=story,
        suggestion=suggestion,
        right_lane=right_lane,
        stake_minor=overlay.minor(story.claim.weekly_benefit * weeks),
        rationale=tuple(said),
        fault=fault,
        fault_at=len(said) - 1 if fault else None,
    )


def _used(case: Case) -> list[str]:
    used = [fact for fact, value in case.story.seen.items() if value is not None]
    cited = [str(fact) for statement in case.rationale for fact in _list(statement["cites"])]
    return used + sorted(set(cited) - set(used))


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []


def _protected(claim: claims.Claim) -> list[dict[str, object]]:
    facts: list[dict[str, object]] = []
    if claim.male is not None:
        facts.append({"fact": "sex", "value": "male" if claim.male else "female"})
    if claim.married is not None:
        facts.append({"fact": "marital_status", "value": "married" if claim.married else "not_married"})
    return facts


def payload(case: Case) -> dict[str, object]:
    """Write the recommendation as the API takes it; nothing the AI could not know is in it."""
    story = case.story
    return {
        "external_id": f"triage-{story.ref}-1",
        "ai_system": SYSTEM,
        "case": {"ref": story.ref, "kind": "REAL"},
        "subject": {"ref": story.subject_ref, "name": story.subject_name},
        "outcome": case.suggestion.lane,
        "stake": {"minor": case.stake_minor, "currency": "USD"},
        "confidence": case.suggestion.confidence,
        "model_version": case.suggestion.version,
        "prompt_version": "",
        "made_at": overlay.instant(story.arrived_at),
        "facts": list(story.entries),
        "used": _used(case),
        "rationale": list(case.rationale),
        "protected": _protected(story.claim),
    }


def meta(case: Case) -> dict[str, object]:
    """Say what the demonstration knows about the line and the product must not be told."""
    return {
        "row": case.story.claim.row,
        "fault": case.fault,
        "fault_at": case.fault_at,
        "conflict": case.story.conflict,
        "withheld": case.story.withheld,
        "right_lane": case.right_lane,
    }
