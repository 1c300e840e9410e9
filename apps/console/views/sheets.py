"""What every list of insights has: the AI system that its address names, a file and paper."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse

from apps.console.edge import PersonRequest, Reader
from apps.console.pages import navigation
from apps.console.pages import sheets as pages
from apps.console.pages.slices import ALL, RANGES, weeks_said
from apps.console.pages.table_file import file_name
from apps.core import refusals
from apps.core.words import say
from apps.measures import rules
from apps.measures import selectors as measures
from apps.registry.models import AISystem

LONGEST = 80


class MayNotLearn(refusals.NotAllowed):
    code = "no_system"
    sentence = say(
        "Patterns are for those who look after an AI system. An administrator can give you that right."
    )


@dataclass(frozen=True, slots=True)
class Chosen:
    """The AI systems whose patterns a person reads, and the one and the weeks that the address names, if any.

    `since`: when those weeks began, where the organisation is; None for all.
    """

    systems: list[AISystem]
    system: AISystem | None
    weeks: str = ALL
    since: datetime | None = None

    @property
    def id(self) -> UUID | None:
        return self.system.id if self.system else None

    @property
    def slug(self) -> str:
        return self.system.slug if self.system else ""

    @property
    def scope(self) -> dict[str, str]:
        """Return what narrows a list, as its address says it."""
        asked = {"system": self.slug, "weeks": "" if self.since is None else self.weeks}
        return {name: value for name, value in asked.items() if value}

    def file(self, *parts: str) -> str:
        """Name a file of what a list shows."""
        return file_name(self.slug, *parts, weeks_said(self.weeks) if self.since else "")


def chosen(request: PersonRequest, who: Reader) -> Chosen:
    """Return which AI systems and weeks a list of insights is about.

    Raises: MayNotLearn, refusals.NotVisible.
    """
    if not navigation.may_learn(who.actor):
        raise MayNotLearn(permission="look_system")
    systems, slug = measures.analysed(to=who.actor), request.GET.get("system", "")
    found = next((one for one in systems if one.slug == slug), None)
    if slug and found is None:
        raise refusals.NotVisible
    asked = request.GET.get("weeks", ALL)
    if asked not in RANGES:
        raise refusals.NotVisible
    weeks, zone = RANGES[asked], ZoneInfo(who.actor.organisation.time_zone)
    since = None if weeks is None else rules.weeks_back(who.now, weeks=weeks, zone=zone)
    return Chosen(systems, found, asked, since)


def sheet(request: HttpRequest, name: str, of: Chosen, *asks: str, also: str) -> pages.Sheet:
    """Return the top of a list; asks: what else of its address is part of its scope, also: that in words."""
    asked = of.scope | {ask: request.GET.get(ask, "")[:LONGEST] for ask in asks}
    return pages.build(name, systems=of.systems, chosen=of.system, asked=asked, also=also)


def csv_file(text: str, *parts: str) -> HttpResponse:
    """Answer a table as a file named by its parts."""
    return HttpResponse(
        text,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{file_name(*parts)}.csv"'},
    )
