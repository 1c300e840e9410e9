"""Inboxes, items and what is done to them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import orjson
from rest_framework import serializers

from apps.api.serializers.fields import In, Instant, Out, Text, Truth, Whole
from apps.api.serializers.principal import PrincipalBody, principal
from apps.flow.selectors import SORTS, ItemList, Narrow
from apps.flow.selectors import ItemRow as ItemListed
from apps.measures.states import BrokenKind
from apps.reviews.rules import Answer, Cause
from apps.reviews.services import CANNOT_SAY
from apps.reviews.states import RAISED_FOR, EscalationWhy, ItemState, LaterWhy, Sureness, TakeOverWhy

STATES = [state.value for state in ItemState]
VIEWS = ["open", "mine", "assigned", "held", "waiting", "snoozed", "paused", "returned", "escalated", "done"]
WHYS = [why.value for why in EscalationWhy if why in RAISED_FOR]
LATER = [why.value for why in LaterWhy]
FLAGS = ["missing", "conflict", "stale", "soon", "undone", "audit"]
FACTS = "facts"
LARGEST = 2**31 - 1
LONGEST_NOTE = 4000
LONGEST_CODE = 60


class Amount(serializers.RegexField):
    """An amount in the major unit of the AI system's currency, as text."""

    def __init__(self, **options: Any) -> None:
        super().__init__(r"^[0-9]{1,12}(\.[0-9]{1,2})?$", **options)


class Nothing(In):
    """A body without fields."""


class InboxRow(Out):
    slug = serializers.CharField()
    name = serializers.CharField()
    level = serializers.IntegerField()
    n_open = serializers.IntegerField(help_text="Exact up to 1,000; 1001 says there are more.")
    oldest_at = Instant(allow_null=True)
    may_work = serializers.BooleanField()
    may_supervise = serializers.BooleanField()


class Inboxes(Out):
    inboxes = InboxRow(many=True)


class Flag(Out):
    kind = serializers.CharField()
    words = serializers.CharField()


class KeptFact(Out):
    """A fact as it is kept: the checked form, with what stands there, is in the item itself."""

    fact = serializers.CharField()
    value = serializers.JSONField()
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment] # DRF's own attribute of that name
    as_of = Instant(allow_null=True)
    origin = serializers.CharField()
    evidence = serializers.CharField(required=False, help_text="The document it was read from.")


class ItemRow(Out):
    id = serializers.UUIDField()
    case_id = serializers.UUIDField()
    case_ref = serializers.CharField()
    title = serializers.CharField()
    state = serializers.ChoiceField(STATES)
    version = serializers.IntegerField()
    stake_minor = serializers.IntegerField(allow_null=True)
    currency = serializers.CharField()
    suggestion = serializers.CharField(
        source="suggestion_label", allow_null=True, help_text="Null before the first view that it asks for."
    )
    confidence = serializers.FloatField(allow_null=True)
    asks_first_view = serializers.BooleanField(source="is_walled")
    flags = Flag(many=True)
    due_at = Instant()
    urgency = serializers.IntegerField()
    holder = serializers.CharField(source="holder_name", allow_null=True)
    is_mine = serializers.BooleanField()
    opened_at = Instant()
    waits_for = serializers.ChoiceField(
        ["answer", "pause", "time", "second_person"],
        allow_null=True,
        help_text="Of a WAITING item: an answer, the end of a pause, or the time it is laid aside until.",
    )
    snoozed_until = Instant(allow_null=True, help_text="When an item that is laid aside comes back.")
    snoozed_by = serializers.CharField(allow_null=True, help_text="Who laid it aside.")
    why_here = serializers.ListField(child=serializers.CharField(), source="reasons")
    facts = KeptFact(many=True, required=False, help_text="With `with=facts` alone, as they are kept.")


class Narrowed(In):
    """What a list of items is narrowed to, as the filters of its page."""

    flag = serializers.ChoiceField(FLAGS, required=False, help_text="Only items that carry it.")
    held = serializers.ChoiceField(["yes", "no"], required=False, help_text="Whether somebody holds it.")
    to = Amount(required=False, help_text="At most so much at stake.")

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Add the one field whose name Python keeps for itself."""
        least = Amount(required=False, help_text="At least so much at stake, as `500` or `500.25`.")
        return {**super().get_fields(), "from": least}


def narrow_of(said: Mapping[str, Any]) -> Narrow:
    """Read what a list is narrowed to."""
    least, most = said.get("from"), said.get("to")
    return Narrow(
        least=Decimal(least) if least else None,
        most=Decimal(most) if most else None,
        flag=said.get("flag", ""),
        held=said.get("held", ""),
    )


class ItemsQuery(Narrowed):
    view = serializers.ChoiceField(VIEWS, default="open")
    sort = serializers.ChoiceField(
        sorted(SORTS), required=False, help_text="Without it: most urgent first, or last decided first."
    )
    after = Text(required=False, max_length=300, help_text="`next` of the page before, in the same order.")

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Add the one field whose name Python keeps for itself."""
        more = serializers.ChoiceField(
            [FACTS], required=False, help_text="facts: each item brings what the AI was given."
        )
        return {**super().get_fields(), "with": more}


class Items(Out):
    items = ItemRow(many=True, source="rows")
    next = serializers.CharField(allow_null=True, help_text="Send as `after` for the page that follows.")


def written(page: ItemList) -> bytes:
    """Write a page as Items says, in a tenth of the time that its fields would take."""
    said = {"items": [_row(one) for one in page.rows], "next": page.next}
    return orjson.dumps(said, option=orjson.OPT_UTC_Z)


def _row(row: ItemListed) -> dict[str, object]:
    said: dict[str, object] = {
        "id": row.id,
        "case_id": row.case_id,
        "case_ref": row.case_ref,
        "title": row.title,
        "state": row.state,
        "version": row.version,
        "stake_minor": row.stake_minor,
        "currency": row.currency,
        "suggestion": row.suggestion_label,
        "confidence": row.confidence,
        "asks_first_view": row.is_walled,
        "waits_for": row.waits_for,
        "snoozed_until": row.snoozed_until,
        "snoozed_by": row.snoozed_by,
        "flags": [{"kind": one.kind, "words": one.words} for one in row.flags],
        "due_at": row.due_at,
        "urgency": row.urgency,
        "holder": row.holder_name,
        "is_mine": row.is_mine,
        "opened_at": row.opened_at,
        "why_here": row.reasons,
    }
    if row.facts:
        said["facts"] = orjson.Fragment(row.facts)
    return said


class Claimed(Out):
    """An item that the caller holds. Send `token` with what is decided: it fences off an old claim."""

    example = {
        "item": "01a214a0-681a-70b0-be35-a2cf451ec1fa",
        "state": "CLAIMED",
        "version": 3,
        "token": 3,
        "held_until": "2026-11-20T12:15:00Z",
    }
    item = serializers.UUIDField(source="id")
    state = serializers.ChoiceField(STATES)
    version = serializers.IntegerField()
    token = serializers.IntegerField()
    held_until = Instant(allow_null=True)


class CauseBody(In):
    reason = Text(max_length=LONGEST_CODE)
    input = serializers.DictField(
        child=Text(allow_blank=True), required=False, default=dict, help_text="What the reason asks for."
    )


class FirstViewBody(In):
    outcome = Text(
        max_length=LONGEST_CODE,
        help_text=f"What you would do from the facts alone: an outcome code, or `{CANNOT_SAY}`.",
    )
    sure = serializers.ChoiceField([sure.value for sure in Sureness], required=False, default="")
    words = Text(required=False, allow_blank=True, default="", max_length=LONGEST_NOTE)
    token = Whole(min_value=0, max_value=LARGEST, help_text="From the claim.")


class FirstView(Out):
    """A view that is kept. The item has a new version; its suggestion is shown from now on."""

    example = {
        "id": "01a214a3-10c2-7f4e-9d07-6f1b1d2f9a11",
        "item": "01a214a0-681a-70b0-be35-a2cf451ec1fa",
        "outcome": "standard",
        "given_at": "2026-11-20T12:01:00Z",
        "version": 4,
    }
    id = serializers.UUIDField()
    item = serializers.UUIDField(source="item_id")
    outcome = serializers.CharField(source="outcome_code.code", default=None, allow_null=True)
    given_at = Instant()
    version = serializers.IntegerField(source="item.version")


class AnswerBody(In):
    outcome = Text(max_length=LONGEST_CODE, help_text="An outcome code; the recommended one approves.")
    reason = Text(
        max_length=LONGEST_CODE,
        required=False,
        allow_null=True,
        default=None,
        help_text="For an override; `none_fits` with `input.text` when none of the list fits.",
    )
    input = serializers.DictField(
        child=Text(allow_blank=True), required=False, default=dict, help_text="What the reason asks for."
    )
    more_reasons = CauseBody(
        many=True, required=False, default=list, help_text="At most two further reasons, each with its input."
    )
    principal_reasons = PrincipalBody(
        many=True,
        required=False,
        default=list,
        help_text="What the affected person is told of why, with an outcome that owes them reasons.",
    )
    note = Text(required=False, allow_blank=True, default="", max_length=LONGEST_NOTE)
    sure = serializers.ChoiceField([sure.value for sure in Sureness], required=False, default="")


class DecideBody(AnswerBody):
    learning = Text(
        required=False,
        allow_blank=True,
        default="",
        max_length=LONGEST_NOTE,
        help_text="Of an escalated item: what whoever sent it up can learn from it. They read it.",
    )
    token = Whole(min_value=0, max_value=LARGEST, help_text="From the claim.")


def answer(said: Mapping[str, Any]) -> Answer:
    """Return what a checked body says as the verbs take it."""
    return Answer(
        outcome=said["outcome"],
        reason=said["reason"],
        choices=said["input"],
        note=said["note"],
        sure=said["sure"],
        more=[Cause(one["reason"], one["input"]) for one in said["more_reasons"]],
        learning=said.get("learning", ""),
        principal=principal(said),
    )


class EscalateBody(In):
    why = serializers.ChoiceField(WHYS)
    note = Text(allow_blank=True, default="", max_length=LONGEST_NOTE)
    token = Whole(min_value=0, max_value=LARGEST, help_text="From the claim.")


class ReturnBody(In):
    note = Text(max_length=LONGEST_NOTE, help_text="What the officer should know.")
    token = Whole(min_value=0, max_value=LARGEST, help_text="From the claim.")


class SnoozeBody(In):
    until = Instant(help_text="When it comes back by itself, at most 60 days from now.")
    why = serializers.ChoiceField(LATER)
    note = Text(
        required=False,
        allow_blank=True,
        default="",
        max_length=LONGEST_NOTE,
        help_text="Needed with `other`, and when `until` is past the time by which the item is due.",
    )
    token = Whole(min_value=0, max_value=LARGEST, help_text="From the claim.")


class GiveBackBody(In):
    why = serializers.ChoiceField(LATER)
    note = Text(required=False, allow_blank=True, default="", max_length=LONGEST_NOTE)
    token = Whole(min_value=0, max_value=LARGEST, help_text="From the claim.")


class Later(Out):
    """An item that is laid aside, or back in its inbox."""

    example = {
        "item": "01a214a0-681a-70b0-be35-a2cf451ec1fa",
        "state": "WAITING",
        "version": 5,
        "snoozed_until": "2026-12-01T08:00:00Z",
    }
    item = serializers.UUIDField(source="id")
    state = serializers.ChoiceField(STATES)
    version = serializers.IntegerField()
    snoozed_until = Instant(allow_null=True)


class TakeOverBody(In):
    why = serializers.ChoiceField([why.value for why in TakeOverWhy])
    note = Text(required=False, allow_blank=True, default="", max_length=LONGEST_NOTE)


class BrokenBody(In):
    kind = serializers.ChoiceField([kind.value for kind in BrokenKind], required=False, default="unsaid")
    text = Text(required=False, allow_blank=True, default="", max_length=1000)


class Broken(Out):
    example = {
        "id": "01a214a3-10c2-7f4e-9d07-6f1b1d2f9a11",
        "kind": "nonsense",
        "model_version": "triage-gb-1",
        "prompt_version": "",
    }
    id = serializers.UUIDField()
    kind = serializers.CharField()
    model_version = serializers.CharField()
    prompt_version = serializers.CharField(allow_blank=True)


class ExtendBody(In):
    token = Whole(min_value=0, max_value=LARGEST, help_text="From the claim.")


class DraftBody(In):
    """What is typed and not recorded, by the names of the decision form's fields."""

    fields_ = serializers.DictField(child=Text(allow_blank=True))

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Name the one field as it stands in the body; Python's class has a `fields` of its own."""
        return {"fields": super().get_fields()["fields_"]}


class Draft(Out):
    example = {"saved_at": "2026-11-20T12:01:05Z"}
    saved_at = Instant()


class ViewBody(Narrowed):
    name = Text(max_length=40, help_text="One that you keep already is given to this list.")
    view = serializers.ChoiceField(VIEWS, required=False)
    sort = serializers.ChoiceField(sorted(SORTS), required=False)
    is_default = Truth(default=False, help_text="What the page of the inbox opens with.")


class View(Out):
    example = {
        "id": "01a214a3-10c2-7f4e-9d07-6f1b1d2f9a11",
        "name": "Conflicts",
        "asked": {"view": "open", "flag": "conflict"},
        "is_default": False,
    }
    id = serializers.UUIDField()
    name = serializers.CharField()
    asked = serializers.DictField(child=serializers.CharField(), help_text="What the list's address says.")
    is_default = serializers.BooleanField()


class Views(Out):
    views = View(many=True)
