"""Inboxes that admins opened by breaking the glass."""

from rest_framework import serializers

from apps.accounts.services.break_glass import WHY_LENGTH
from apps.api.serializers.decisions import PageQuery
from apps.api.serializers.fields import In, Instant, Out, Text, Whole
from apps.api.serializers.items import LONGEST_CODE

_ROW = {
    "id": "01a214a3-10c2-7f4e-9d07-6f1b1d2f9a11",
    "number": 2,
    "inbox": "triage-officers",
    "admin": "adam@bluegrass.example",
    "why": "Nobody of the team can be reached, and a case is due tonight.",
    "opened_at": "2026-11-20T12:00:00Z",
    "ends_at": "2026-11-20T12:30:00Z",
    "closed_at": None,
    "is_open": True,
}


class OpeningsQuery(PageQuery):
    pass


class Opening(Out):
    """One opening. `number` is what the record calls it in each entry of what was done under it."""

    example = _ROW
    id = serializers.UUIDField(source="row.id")
    number = serializers.IntegerField(source="row.number")
    inbox = serializers.CharField(source="inbox.slug")
    admin = serializers.CharField(source="row.admin.email")
    why = serializers.CharField(source="row.why")
    opened_at = Instant(source="row.opened_at")
    ends_at = Instant(source="row.ends_at", help_text="When it closes by itself.")
    closed_at = Instant(source="row.closed_at", allow_null=True)
    is_open = serializers.BooleanField()


class Openings(Out):
    example = {"openings": [_ROW], "next": None}
    openings = Opening(many=True, source="rows")
    next = serializers.CharField(allow_null=True)


class Act(Out):
    at = Instant()
    verb = serializers.CharField(help_text="Of the record; `break_glass.looked`: it was read.")
    about = serializers.CharField(source="told", allow_blank=True, help_text="The case, or what was read.")


class OpenedQuery(PageQuery):
    pass


class Opened(Out):
    example = {
        "opening": _ROW,
        "acts": [{"at": "2026-11-20T12:04:00Z", "verb": "item.handed_on", "about": "WC-2026-004812"}],
        "next": None,
    }
    opening = Opening()
    acts = Act(many=True)
    next = serializers.CharField(allow_null=True, help_text="Of the page of acts that follows.")


class BreakGlass(In):
    inbox = Text(max_length=LONGEST_CODE, help_text="Short name of the inbox.")
    minutes = Whole(min_value=0, max_value=10_000, help_text="5 to 60.")
    why = Text(max_length=WHY_LENGTH)
