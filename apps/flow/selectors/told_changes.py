"""What of one's own access was changed, by whom and why: for a notice of it, and for nobody else."""

from collections.abc import Collection
from uuid import UUID

from apps.accounts.models import Actor, GrantChange, PersonChange
from apps.core.speech import speak_kept
from apps.flow.selectors.access_changes import Changed
from apps.registry.models import AISystem
from apps.reviews.models import Inbox, SkillTerm

SKILLS = frozenset({"skill_given", "skill_taken"})
KINDS = SKILLS | {"role_given", "role_taken", "access_back", "let_in", "taken_out"}


def told(to: Actor, change_ids: Collection[UUID]) -> dict[UUID, tuple[Changed, str]]:
    """Return changes of somebody's own access by their ids, with the name of what each is about."""
    if not change_ids:
        return {}
    own = PersonChange.objects.filter(id__in=change_ids, person__actor=to).select_related("by")
    grants = list(GrantChange.objects.filter(id__in=change_ids, person__actor=to).select_related("by"))
    things = [one.object_id for one in grants]
    names: dict[UUID, str] = {}
    if things:
        names = dict(AISystem.objects.filter(id__in=things).values_list("id", "name"))
        inboxes = Inbox.objects.filter(id__in=things).values_list("id", "name")
        names |= {key: speak_kept(name) for key, name in inboxes}
    return {
        one.id: (Changed(one.what, one.role, "", None, one.why, one.by.name, one.at), "") for one in own
    } | {
        one.id: (
            Changed(
                "let_in" if one.is_given else "shut_out",
                "",
                one.permission,
                one.object_id,
                one.why,
                one.by.name,
                one.at,
            ),
            names.get(one.object_id, ""),
        )
        for one in grants
    }


def told_of_skills(
    to: Actor, about: Collection[tuple[str, UUID]]
) -> dict[tuple[str, UUID], tuple[Changed, str]]:
    """Return what was said of the reader's own skills, by the kind of its notice and its id."""
    wanted = {key for kind, key in about if kind in SKILLS}
    if not wanted:
        return {}
    rows = SkillTerm.objects.filter(id__in=wanted, person=to)
    found: dict[tuple[str, UUID], tuple[Changed, str]] = {}
    for one in rows.select_related("skill__inbox", "given_by", "ended_by"):
        thing = f"{one.skill.name} ({speak_kept(one.skill.inbox.name)})"
        given = Changed("skill_given", "", "", None, one.why, one.given_by.name, one.given_at)
        found["skill_given", one.id] = given, thing
        if one.ended_by is not None and one.ended_at is not None:
            taken = Changed("skill_taken", "", "", None, one.ended_why, one.ended_by.name, one.ended_at)
            found["skill_taken", one.id] = taken, thing
    return found
