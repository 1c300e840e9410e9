"""How the affected person is heard: in how many days, and by which fact of the case they are known."""

from datetime import datetime

from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import ids, refusals, transactions
from apps.core.words import say
from apps.intake import rules as intake_rules
from apps.intake import selectors as intake
from apps.registry import access as registry
from apps.registry.models import AISystem, ContextContract
from apps.reviews.models import RecourseTerms

LEAST_DAYS, MOST_DAYS, LONGEST_WHY = 1, 90, 300
# What somebody else would guess in a few tries is no proof of who one is.
FITS = frozenset({intake_rules.FactType.CODE, intake_rules.FactType.STRING, intake_rules.FactType.DATE})


class RecourseDays(refusals.Invalid):
    code = "recourse_days"
    sentence = say(
        "Say in how many days an appeal is answered: %(low)s to %(high)s.", low=LEAST_DAYS, high=MOST_DAYS
    )


class RecourseFact(refusals.Invalid):
    code = "recourse_fact"
    sentence = say(
        "Choose a fact of the contract that the person knows and others cannot guess: a date, a code or a "
        "text, and none that is protected."
    )


class RecourseWhy(refusals.Invalid):
    code = "recourse_why"
    sentence = say("Say why, in at most %(most)s characters.", most=LONGEST_WHY)


class SameTerms(refusals.Invalid):
    code = "recourse_same"
    sentence = say("That is how it is already.")


class RecourseStale(refusals.Stale):
    code = "recourse_stale"
    sentence = say("This changed after you looked. Nothing was recorded; read it again and then say it anew.")


def version_of(system: AISystem) -> int:
    """Count how often it was changed since the set-up."""
    return RecourseTerms.objects.filter(system=system).count()


def fitting(system: AISystem) -> list[intake_rules.FactSpec]:
    """Return the facts of the contract in force by which a person may be known, in its order and language."""
    row = ContextContract.objects.filter(system=system, ended_at=None).first()
    specs = intake.spoken_contract(row).specs.values() if row else ()
    protected = intake_rules.Sensitivity.PROTECTED
    return [one for one in specs if one.type in FITS and one.sensitivity is not protected]


def set_recourse(
    *, system: AISystem, appeal_days: int, known_fact: str, why: str, version: int, by: Actor, now: datetime
) -> RecourseTerms:
    """Say in how many days appeals are answered, and by which fact whoever contests by a link is known.

    known_fact: empty for their own reference. version: of what was looked at. Appeals and links that are out
    keep their time and what they ask for.
    Raises: registry.NotTheOwner, RecourseStale, RecourseDays, RecourseFact, RecourseWhy, SameTerms.
    Writes: RecourseTerms, AISystem, record `recourse.set`.
    """
    with transactions.verb():
        registry.require_owner(by, system)
        row = AISystem.objects.select_for_update(no_key=True).get(id=system.id)
        found = version_of(row)
        if found != version:
            raise RecourseStale(version=found)
        _check(row, appeal_days, known_fact, why)
        terms = RecourseTerms.objects.create(
            id=ids.new(),
            system=row,
            number=found + 1,
            appeal_days=appeal_days,
            known_fact=known_fact,
            why=why.strip(),
            set_by=by,
            set_at=now,
        )
        before = {"appeal_days": row.appeal_days, "known_fact": row.known_fact}
        row.appeal_days, row.known_fact = appeal_days, known_fact
        row.save(update_fields=["appeal_days", "known_fact"])
        data = {
            "number": terms.number,
            "appeal_days": appeal_days,
            "known_fact": known_fact,
            "before": before,
        }
        kept = [{"terms": terms.id, "why": terms.why}]
        audit.record("recourse.set", on=("system", row.id), by=by, at=now, data=data, rows=kept)
        return terms


def _check(system: AISystem, appeal_days: int, known_fact: str, why: str) -> None:
    if not LEAST_DAYS <= appeal_days <= MOST_DAYS:
        raise RecourseDays(field="appeal_days")
    if known_fact and known_fact not in {one.key for one in fitting(system)}:
        raise RecourseFact(field="known_fact")
    if not 1 <= len(why.strip()) <= LONGEST_WHY:
        raise RecourseWhy(field="why")
    if (appeal_days, known_fact) == (system.appeal_days, system.known_fact):
        raise SameTerms(field="appeal_days")
