"""What of one's own access was changed, by whom and why: for a notice of it, and for nobody else."""

from collections.abc import Collection
from uuid import UUID

from apps.accounts.models import Actor, GrantChange, PersonChange
from apps.core.speech import speak_kept
from apps.flow.selectors.access_changes import Changed
from apps.registry.models import AISystem
from apps.reviews.models import Inbox

KINDS = frozenset({"role_given", "role_taken", "access_back", "let_in", "taken_out"})


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
