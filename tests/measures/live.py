"""The figures of insights counted from the decisions themselves: what tallies must come to."""

from collections import Counter
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, DateField, Q
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Lower, TruncWeek

from apps.accounts.models import ActorKind
from apps.measures import rules
from apps.measures import selectors as measures
from apps.measures.models import WorkSignal
from apps.reviews.models import SecondReview
from apps.reviews.states import Holds, SecondResult


def _since(rows, system, on, column="decided_at"):
    zone = ZoneInfo(system.organisation.time_zone)
    return rows if on is None else rows.filter(**{f"{column}__gte": datetime.combine(on, time.min, zone)})


def _overrides(rows, system, since, asked):
    rows = rows.filter(by_kind=ActorKind.PERSON, is_audit=False, is_override=True).exclude(reason="")
    return _since(rows.filter(**asked), system, since)


def _counted(rows, *by):
    return Counter({tuple(row[:-1]): row[-1] for row in rows.values_list(*by).annotate(n=Count("id"))})


def reasons(system, now, since, asked):
    """(reason) -> n; (reason, recommended, decided, value) -> n of the old ones; (reason, agreed) -> n."""
    what = rules.definition(system.measures[0])
    counted = measures.counted(system_id=system.id)
    ripe = measures.ripe(system_id=system.id, what=what, now=now)
    looks = SecondReview.objects.filter(system=system).exclude(result__in=["", SecondResult.DROPPED])
    held = {
        decision: result == SecondResult.AGREES or holds == Holds.FIRST
        for decision, result, holds in looks.values_list("decision", "result", "holds")
        if result == SecondResult.AGREES or holds
    }
    seconds = _overrides(counted.filter(decision_id__in=list(held)), system, since, asked)
    return (
        _counted(_overrides(counted, system, since, asked), "reason"),
        _counted(_overrides(ripe, system, since, asked), "reason", "recommended", "decided", "outcome"),
        Counter(
            (reason, held[decision]) for decision, reason in seconds.values_list("decision_id", "reason")
        ),
    )


def cells(system, now, asked):
    what = rules.definition(system.measures[0])
    rows = measures.ripe(system_id=system.id, what=what, now=now).filter(**asked)
    found = _counted(rows, "recommended", "decided", "by_kind", "fits_rule", "outcome")
    told = Counter()
    for (recommended, decided, by_kind, fits, value), n in found.items():
        told[recommended, decided, by_kind == ActorKind.PERSON, fits, value] += n
    return told


def weekly(system, asked):
    """(Monday, figure, n, value) of every week between the first and the last, as the decisions say."""
    week = TruncWeek("decided_at", output_field=DateField(), tzinfo=ZoneInfo(system.organisation.time_zone))
    rows = measures.counted(system_id=system.id).filter(is_audit=False, **asked).annotate(week=week)
    weeks = {}
    for on, by_kind, is_override in rows.values_list("week", "by_kind", "is_override"):
        weeks.setdefault(on, []).append((by_kind == ActorKind.PERSON, is_override))
    told, on = [], min(weeks, default=None)
    while on is not None and on <= max(weeks):
        made = weeks.get(on, [])
        people = [overridden for by_person, overridden in made if by_person]
        told += [
            (on, "decisions", len(people), float(len(people))),
            (on, "override_share", len(people), sum(people) / len(people) if people else None),
            (
                on,
                "straight_through_share",
                len(made),
                (len(made) - len(people)) / len(made) if made else None,
            ),
        ]
        on += timedelta(weeks=1)
    return told


def prompting(system, since, asked):
    rows = measures.counted(system_id=system.id).filter(by_kind=ActorKind.PERSON, is_audit=False, **asked)
    return _counted(_since(rows, system, since), "view_asked", "viewed", "recommended", "decided")


def signals(system, since):
    rows = _since(WorkSignal.objects.filter(system_id=system.id), system, since, "at")
    return _counted(rows, "kind", "code")


def group(system, now, conditions):
    """What a group's decisions say: of persons by week, and by what was decided and became known."""
    week = TruncWeek("decided_at", output_field=DateField(), tzinfo=ZoneInfo(system.organisation.time_zone))
    columns = {f"c_{fact}": Lower(KeyTextTransform(fact, "features")) for fact in conditions}
    where = Q(*(
        Q(**({f"c_{fact}": value} if value else {f"c_{fact}__isnull": True}))
        for fact, value in conditions.items()
    ))  # fmt: skip
    persons = measures.by_persons(system_id=system.id).filter(is_audit=False)
    what = rules.definition(system.measures[0])
    ripe = measures.ripe(system_id=system.id, what=what, now=now)
    mine, old = (rows.alias(**columns).filter(where).annotate(week=week) for rows in (persons, ripe))
    told = {}
    for on, is_override, n in mine.values_list("week", "is_override").annotate(n=Count("id")):
        total, overridden = told.get(on, (0, 0))
        told[on] = (total + n, overridden + n * is_override)
    known = _counted(old, "week", "decided", "outcome")
    return told, {key: n for key, n in known.items() if key[2] is not None}


def known(system, now, raw):
    """Kind of case, suggested, decided, what became known: of those old enough for one later truth."""
    rows = measures.ripe(system_id=system.id, what=rules.definition(raw), now=now).filter(
        outcome__isnull=False
    )
    return _counted(rows, "segment", "recommended", "decided", "outcome")
