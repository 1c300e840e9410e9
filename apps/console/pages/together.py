"""Acting on several cases of a list at once: what is offered, the form of one act, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.console.forms import Typed
from apps.console.pages import deciding, later, words
from apps.console.pages.lists import Option
from apps.core.speech import speak_kept
from apps.flow import selectors as flow
from apps.flow import services as verbs

SNOOZE, ESCALATE, ASSIGN = "snooze", "escalate", "assign"
NOBODY = "nobody"
CHOSEN_FROM = frozenset({"open", "mine", "assigned", "returned"})
TITLES = {
    SNOOZE: gettext_lazy("Lay cases aside"),
    ESCALATE: gettext_lazy("Escalate cases"),
    ASSIGN: gettext_lazy("Give cases to somebody"),
}
RECORDS = {
    SNOOZE: gettext_lazy("Lay them aside"),
    ESCALATE: gettext_lazy("Escalate them"),
    ASSIGN: gettext_lazy("Give them"),
}
EXPLAINS = {
    SNOOZE: gettext_lazy(
        "Each comes back to this inbox by itself. Nothing is decided, and its due time stays."
    ),
    ESCALATE: gettext_lazy("Each goes one level up, with this reason. Somebody else decides it."),
    ASSIGN: gettext_lazy(
        "For a day nobody else is offered them. They stay open: whoever opens one from the list may take it."
    ),
}


@dataclass(frozen=True, slots=True)
class Together:
    """What may be done with the cases chosen in a list, and where it leads."""

    url: str
    may_work: bool
    may_supervise: bool


def offered(own: flow.InboxRow, *, base: str) -> Together | None:
    """Offer what the reader may do; None when they only look."""
    if not own.may_work and not own.may_supervise:
        return None
    return Together(f"{base}together/", own.may_work, own.may_supervise)


@dataclass(frozen=True, slots=True)
class Line:
    """One case: what it is, and, once it was tried, what came of it."""

    url: str
    name: str
    ref: str
    pick: str = ""
    holder: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True)
class TogetherPage:
    """The form of one act; or, with `result`, what came of it: those that it was not done to, and why."""

    title: str
    act: str
    explains: str
    list_url: str
    list_label: str
    lines: tuple[Line, ...]
    record: str = ""
    key: str = ""
    when: tuple[Option, ...] = ()
    why: tuple[Option, ...] = ()
    people: tuple[Option, ...] = ()
    until: str = ""
    note: str = ""
    field: str = ""
    error: str = ""
    result: str = ""
    n_not: str = ""
    slug: str = ""

    @property
    def why_name(self) -> str:
        return "later_why" if self.act == SNOOZE else "why"

    @property
    def until_error(self) -> str:
        return self.error if self.field in {"until", "later"} else ""

    @property
    def why_error(self) -> str:
        return self.error if self.field == self.why_name else ""

    @property
    def note_error(self) -> str:
        return self.error if self.field == "note" else ""

    @property
    def to_error(self) -> str:
        return self.error if self.field == "to" else ""


def form(
    found: flow.ChosenRows,
    chosen: Sequence[verbs.Chosen],
    *,
    act: str,
    typed: Typed,
    to: str,
    key: str,
    field: str = "",
    error: str = "",
) -> TogetherPage:
    """Build the form; nothing is chosen unless the person chose it."""
    picks = {one.item_id: f"{one.item_id}:{one.version}" for one in chosen}
    return TogetherPage(
        title=str(TITLES[act]),
        act=act,
        slug=found.inbox.slug,
        explains=str(EXPLAINS[act]),
        list_url=reverse("console:inbox", args=[found.inbox.slug]),
        list_label=speak_kept(found.inbox.name),
        lines=tuple(_line(row, picks[row.id]) for row in found.rows),
        record=str(RECORDS[act]),
        key=key,
        when=_when(typed) if act == SNOOZE else (),
        why=_why(act, typed),
        people=_people(found, to) if act == ASSIGN else (),
        until=typed.until,
        note=typed.note,
        field=field,
        error=error,
    )


def _line(row: flow.ItemRow, pick: str) -> Line:
    return Line(
        reverse("console:review", args=[row.id]), row.title, row.case_ref, pick, row.holder_name or ""
    )


def _when(typed: Typed) -> tuple[Option, ...]:
    return tuple(
        Option(value, str(label), checked=typed.later == value)
        for value, label in later.WHEN.items()
        if value != later.BACK
    )


def _why(act: str, typed: Typed) -> tuple[Option, ...]:
    if act == SNOOZE:
        return tuple(
            Option(value, str(label), checked=typed.later_why == value) for value, label in later.WHY.items()
        )
    if act == ESCALATE:
        return tuple(Option(value, str(label), checked=typed.why == value) for value, label in deciding.WHY)
    return ()


def _people(found: flow.ChosenRows, to: str) -> tuple[Option, ...]:
    people = tuple(
        Option(
            str(one.id),
            _("%(name)s (away)") % {"name": one.name} if one.id in found.away else one.name,
            checked=str(one.id) == to,
        )
        for one in found.people
    )
    return (*people, Option(NOBODY, _("Nobody: they are everybody's again"), checked=to == NOBODY))


def result(found: flow.ChosenRows, each: Sequence[verbs.Each], *, act: str) -> TogetherPage:
    """Say what was done, and of what was not, why."""
    not_done = {one.item_id: one for one in each if not one.is_done}
    return TogetherPage(
        title=str(TITLES[act]),
        act=act,
        explains="",
        list_url=reverse("console:inbox", args=[found.inbox.slug]),
        list_label=speak_kept(found.inbox.name),
        lines=tuple(
            Line(
                reverse("console:review", args=[row.id]),
                row.title,
                row.case_ref,
                holder=row.holder_name or "",
                says=speak_kept(not_done[row.id].sentence),
            )
            for row in found.rows
            if row.id in not_done
        ),
        result=_done(act, len(each) - len(not_done), len(each)),
        n_not=words.number(len(not_done)) if not_done else "",
    )


def _done(act: str, n: int, of: int) -> str:
    said = {
        SNOOZE: ngettext("%(n)s of %(of)s case is laid aside.", "%(n)s of %(of)s cases are laid aside.", of),
        ESCALATE: ngettext("%(n)s of %(of)s case is escalated.", "%(n)s of %(of)s cases are escalated.", of),
        ASSIGN: ngettext("%(n)s of %(of)s case is given.", "%(n)s of %(of)s cases are given.", of),
    }[act]
    return said % {"n": words.number(n), "of": words.number(of)}


def read_chosen(values: Sequence[str]) -> list[verbs.Chosen]:
    """Read which cases were chosen, each once; what is no case is left out."""
    chosen: dict[UUID, verbs.Chosen] = {}
    for value in values:
        item_id, _colon, version = value.partition(":")
        try:
            one = verbs.Chosen(UUID(item_id), int(version))
        except ValueError:
            continue
        chosen[one.item_id] = one
    return list(chosen.values())
