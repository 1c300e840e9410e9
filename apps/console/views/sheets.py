"""What every list of insights has: the AI system that its address names, a file and paper."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from apps.console.edge import PersonRequest, Reader
from apps.console.pages import navigation
from apps.console.pages import sheets as pages
from apps.console.pages.table_file import file_name
from apps.core import refusals
from apps.core.words import say
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
    """The AI systems whose patterns a person reads, and the one that the address names, if any."""

    systems: list[AISystem]
    system: AISystem | None

    @property
    def id(self) -> UUID | None:
        return self.system.id if self.system else None

    @property
    def slug(self) -> str:
        return self.system.slug if self.system else ""


def chosen(request: PersonRequest, who: Reader) -> Chosen:
    """Return which AI systems a list of insights is about.

    Raises: MayNotLearn, refusals.NotVisible.
    """
    if not navigation.may_learn(who.actor):
        raise MayNotLearn(permission="look_system")
    systems, slug = measures.analysed(to=who.actor), request.GET.get("system", "")
    found = next((one for one in systems if one.slug == slug), None)
    if slug and found is None:
        raise refusals.NotVisible
    return Chosen(systems, found)


def sheet(request: HttpRequest, name: str, of: Chosen, *asks: str) -> pages.Sheet:
    """Return the top of a list; asks: what else of its address is part of its scope."""
    asked = {one: request.GET.get(one, "")[:LONGEST] for one in ("system", *asks)}
    return pages.build(name, systems=of.systems, chosen=of.system, asked=asked)


def csv_file(text: str, *parts: str) -> HttpResponse:
    """Answer a table as a file named by its parts."""
    return HttpResponse(
        text,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{file_name(*parts)}.csv"'},
    )
