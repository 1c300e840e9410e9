"""Which skill a case asks for, and to whom it is offered: texts of statements about an item `i`.

What climbed, second opinions and appeals ask for none: levels and chains say who takes those (docs/adr/0056).
"""

from django.db.models import OuterRef, Subquery

from apps.reviews.models import ReviewItem, SkillAsked
from apps.reviews.states import ItemKind

_ASKS = """i.kind IN ('RECOMMENDATION', 'AUDIT') AND NOT EXISTS (
  SELECT 1 FROM reviews_escalation e WHERE e.item_id = i.id AND e.closed_at IS NULL)"""

# The name of the skill that an item asks for where it is; `r` is its recommendation.
_NAME = """(SELECT k.name FROM reviews_skillasked q JOIN reviews_skill k ON k.id = q.skill_id
  WHERE q.inbox_id = i.inbox_id AND q.system_id = i.system_id AND q.segment = r.segment AND {asks})"""
NAME = _NAME.format(asks=_ASKS)

# Who is on today, by the day of the place, for the inbox of a row `q`, with its skill: let in and not away.
_ON_WITH_SKILL = """SELECT t.person_id FROM reviews_skillterm t
    JOIN accounts_user u ON u.actor_id = t.person_id AND u.is_active
    JOIN accounts_grantterm g ON g.user_id = u.id AND g.permission = 'work_inbox' AND g.object_id = q.inbox_id
      AND (g.expires_at IS NULL OR g.expires_at > n.at)
    WHERE t.skill_id = q.skill_id AND t.ended_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM accounts_timeaway y WHERE y.person_id = u.id AND y.ended_at IS NULL
        AND y.from_at <= n.at AND y.until_at > n.at)
      AND COALESCE(
        (SELECT d.is_working FROM reviews_rotaday d
          WHERE d.inbox_id = q.inbox_id AND d.person_id = t.person_id AND d.day_on = n.today),
        (SELECT n.works AND extract(isodow FROM n.today)::int - 1 = ANY (y.weekdays) FROM reviews_capacity y
          WHERE y.inbox_id = q.inbox_id AND y.person_id = t.person_id),
        n.works)"""

# That an item is kept for others: it asks for a skill that one lacks, and who has it is on and may take it.
# These are asked for once a statement; each item then names its segment. Parameters: now, now, short name of
# the inbox, the inboxes one works, oneself, and since when skipped cases count.
_FOR_OTHERS = """({asks} AND EXISTS (
    WITH lacking AS MATERIALIZED (
      SELECT q.system_id, q.segment, ARRAY({on}) AS people
      FROM reviews_skillasked q JOIN reviews_inbox b ON b.id = q.inbox_id
      JOIN accounts_organisation o ON o.id = b.organisation_id
      CROSS JOIN LATERAL (
        SELECT %s::timestamptz AS at, (%s::timestamptz AT TIME ZONE o.time_zone)::date AS today) m
      CROSS JOIN LATERAL (SELECT m.at, m.today, COALESCE((
        SELECT jsonb_array_length(w.hours -> (extract(isodow FROM m.today)::int - 1)) > 0
          AND NOT w.holidays ? m.today::text
        FROM accounts_workingtime w WHERE w.organisation_id = o.id), true) AS works) n
      WHERE b.slug = %s AND b.id = ANY(%s) AND NOT EXISTS (
        SELECT 1 FROM reviews_skillterm h
        WHERE h.skill_id = q.skill_id AND h.person_id = %s AND h.ended_at IS NULL)
    )
    SELECT 1 FROM lacking l JOIN intake_recommendation r ON r.id = i.recommendation_id
    WHERE l.system_id = i.system_id AND l.segment = r.segment AND EXISTS (
      SELECT 1 FROM unnest(l.people) AS p (id)
      WHERE NOT EXISTS (SELECT 1 FROM reviews_claim x
          WHERE x.item_id = i.id AND x.by_id = p.id AND x.ended_why = 'skipped' AND x.ended_at > %s)
        AND NOT EXISTS (SELECT 1 FROM reviews_relation x JOIN intake_case k ON k.subject_id = x.subject_id
          WHERE k.id = i.case_id AND x.person_id = p.id AND x.ended_at IS NULL))))"""
FOR_OTHERS = _FOR_OTHERS.format(asks=_ASKS, on=_ON_WITH_SKILL)


def named(item: str = "") -> Subquery:
    """Return the name of the skill that the segment of an item asks for in its inbox, to annotate it with.

    item: where a row has the item. Whether it asks for it now, `asks_now` says.
    """
    asked = SkillAsked.objects.filter(
        inbox=OuterRef(f"{item}inbox"),
        system=OuterRef(f"{item}system"),
        segment=OuterRef(f"{item}recommendation__segment"),
    )
    return Subquery(asked.values("skill__name")[:1])


def asks_now(item: ReviewItem, *, is_up: bool) -> bool:
    """Say whether an item is of the kind that asks for a skill, and did not climb."""
    return item.kind in {ItemKind.RECOMMENDATION, ItemKind.AUDIT} and not is_up
