"""One source changes in the past, as sources do; what is asked about it and answered stands here too."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from zoneinfo import ZoneInfo

from demo import overlay

ZONE = ZoneInfo("America/Kentucky/Louisville")
SYSTEM = "injury-triage"
FACT, SOURCE = "represented", "claim_file"
FULL_WEEKS = 2  # complete weeks since it changed, before the running one
LOST_SHARE = 0.6
ANA, OWEN = "ana@bluegrass.example", "owen@bluegrass.example"
Line = dict[str, object]


def since(now: dt.datetime) -> dt.datetime:
    """Return the Monday on which the claim file began to leave the attorney out."""
    today = now.astimezone(ZONE).date()
    monday = today - dt.timedelta(days=today.weekday() + 7 * FULL_WEEKS)
    return dt.datetime.combine(monday, dt.time.min, ZONE)


def changed(stories: Iterable[overlay.Story], *, now: dt.datetime, seed: int) -> list[overlay.Story]:
    """Leave out whether there is an attorney in 6 of 10 claims from that Monday on, by chance."""
    begun = since(now)
    return [_changed(one, seed) if one.arrived_at >= begun else one for one in stories]


def _changed(story: overlay.Story, seed: int) -> overlay.Story:
    if overlay.dice_for(seed, "source", story.claim.row).random() >= LOST_SHARE:
        return story
    kept = tuple(one for one in story.entries if (one["fact"], one["source"]) != (FACT, SOURCE))
    return replace(story, entries=kept)


def questions(now: dt.datetime) -> list[Line]:
    """Write what the analyst asked: about the attorney, with the owner's answer, and about the stay."""
    asked_at = since(now) + dt.timedelta(days=3, hours=9, minutes=40)
    answered_at = asked_at + dt.timedelta(hours=5, minutes=25)
    open_at = since(now) + dt.timedelta(days=8, hours=10, minutes=5)
    return [
        _line(
            asked_at,
            "ask",
            ANA,
            fact=FACT,
            to=OWEN,
            text="Since Monday many claims come without it. Does that mean that there is no attorney?",
        ),
        _line(
            answered_at,
            "answer",
            OWEN,
            fact=FACT,
            text="No. Missing means that nobody was asked: the claim file's new form left the question out. "
            "Until it is back, nobody may read a missing value as “no attorney”.",
        ),
        _line(
            open_at,
            "ask",
            ANA,
            fact="hospital_stay",
            to=OWEN,
            text="Does a night in the emergency room count as a hospital stay?",
        ),
    ]


def _line(at: dt.datetime, do: str, who: str, **rest: object) -> Line:
    return {"at": overlay.instant(at), "do": do, "who": who, "simulated": True, "system": SYSTEM, **rest}
