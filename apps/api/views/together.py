from uuid import UUID

from apps.accounts.models import Actor
from apps.api import refused
from apps.api.serializers import together
from apps.api.views.acts import Act, acts
from apps.api.views.base import Endpoint
from apps.core import refusals
from apps.flow import selectors
from apps.flow import services as flow
from apps.reviews import access


class UntilMissing(refusals.Invalid):
    code = "until_missing"
    sentence = "Say until when they are laid aside."


class ToUnknown(refusals.Invalid):
    code = "to_unknown"
    sentence = "Nobody with this address works the inbox. Send an empty text to give them to everybody again."


class Together(Endpoint):
    scopes = {"POST": "items:write"}

    @acts(
        "act_together",
        together.TogetherBody,
        {200: together.Together},
        example={
            "act": "escalate",
            "items": [{"id": "0199c3f0-0000-7000-8000-000000000001", "version": 1}],
            "why": "unsure",
        },
        refuses=(
            *refused.WORK[:1],
            UntilMissing.code,
            ToUnknown.code,
            "may_not_assign",
            "recipient_away",
            "later_why",
            "later_note",
            "snooze_until",
            "note_missing",
        ),
    )
    def post(self, act: Act, slug: str) -> object:
        """Lay up to 50 items aside, escalate them, or give them to somebody; each says what came of it.

        An item that somebody holds, that was decided or that changed meanwhile is left as it is; the others
        are done. Nothing is decided by it.
        """
        each = _done(act, slug)
        return {"n_done": sum(one.is_done for one in each), "results": each}


def _done(act: Act, slug: str) -> list[flow.Each]:
    said = act.said
    chosen = [flow.Chosen(UUID(str(one["id"])), one["version"]) for one in said["items"]]
    if said["act"] == "assign":
        to = _to(act, slug)
        return flow.assign_together(inbox_slug=slug, chosen=chosen, to=to, by=act.by, now=act.now)
    why, note = said["why"], said["note"]
    if said["act"] == "escalate":
        return flow.escalate_together(
            inbox_slug=slug, chosen=chosen, why=why, note=note, by=act.by, now=act.now
        )
    if "until" not in said:
        raise UntilMissing(field="until")
    return flow.snooze_together(
        inbox_slug=slug, chosen=chosen, until=said["until"], why=why, note=note, by=act.by, now=act.now
    )


def _to(act: Act, slug: str) -> Actor | None:
    inbox = access.visible_inbox(act.by, slug=slug)
    email = act.said.get("to")
    found = selectors.worker(inbox, email=email, now=act.now) if email else None
    if found is None and email != "":
        raise ToUnknown(field="to")
    return found
