"""Facts that changed under a case: the strip over the form, and how far the suggestion is behind."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.console.edge import Reader
from apps.console.pages import words
from apps.console.pages.cases import Outdated
from apps.console.pages.shell import ChangedLine, Note
from apps.core import speech
from apps.flow import selectors as flow


@dataclass(frozen=True, slots=True)
class Strip:
    """What happened to a case since its page was opened.

    `take_label` is how a person uses the newer version here; `to_url` leads elsewhere.
    """

    title: str
    lines: tuple[ChangedLine, ...] = ()
    text: str = ""
    take_label: str = ""
    hold_url: str = ""
    to_url: str = ""
    to_label: str = ""


def strip(found: flow.Standing, *, version: int, reader: Reader) -> Strip | None:
    """Write the strip for a page that shows an older version; None while there is nothing to say."""
    item = found.item
    if found.is_superseded:
        return Strip(
            _("A newer suggestion replaced this one."),
            text=_("What you typed is kept with it."),
            to_url=reverse("console:case_review", args=[item.case.case_ref]),
            to_label=_("Go on with the newer one"),
        )
    if found.change is None or item.version == version or item.closed_at is not None:
        return None
    lines = tuple(line(one) for one in found.change.facts)
    if not found.may_decide:
        return Strip(
            _("Facts changed, and policy sends this case to %(inbox)s.")
            % {"inbox": speech.speak_kept(item.inbox.name)},
            lines,
            _("Nothing was recorded; what you typed is kept."),
            to_url=reverse("console:review", args=[item.id]),
            to_label=_("Look at it again"),
        )
    return Strip(
        title(found.change, reader=reader),
        lines,
        _("Nothing was recorded on the older facts; what you typed is kept."),
        take_label=use_label(),
        hold_url=reverse("console:hold", args=[item.id]),
    )


def use_label() -> str:
    """Write the label of the button by which a person goes on with what they now saw."""
    return _("Use the new facts")


def title(change: flow.Change, *, reader: Reader) -> str:
    """Say what changed, when, and who sent it."""
    at = words.clock_time(change.at, now=reader.now, zone=reader.zone, seconds=True)
    facts = speech.joined([one.label for one in change.facts])
    said = _("%(facts)s changed at %(time)s, sent by %(by)s.")
    return said % {"facts": facts, "time": at, "by": change.by}


def note(change: flow.Change, *, reader: Reader) -> Note:
    """Say why a form of before the change was refused."""
    text = _("Nothing was recorded, and what you typed is kept. Look at what changed before you decide.")
    lines = tuple(line(one) for one in change.facts)
    return Note("warn", "refresh-cw", title(change, reader=reader), text, alert=True, lines=lines)


def line(one: flow.ChangedFact) -> ChangedLine:
    """Write one fact that changed: before, now, and whose word it is now."""
    return ChangedLine(
        one.label, one.was_words or _("not known"), one.now_words or _("not known"), one.source, one.key
    )


def outdated(page: flow.ReviewPage, *, reader: Reader) -> Outdated | None:
    """Say how far the suggestion is behind the facts; None when it is not."""
    change = page.change
    if change is None:
        return None
    n = len(change.facts)
    said = ngettext(
        "The suggestion is older than %(n)s fact.", "The suggestion is older than %(n)s facts.", n
    )
    decides = _("It cannot be approved: a fact that decides about the case changed.")
    stays = _("None of what changed decides where the case goes.")
    return Outdated(
        said % {"n": speech.number(n)},
        tuple(line(one) for one in change.facts),
        decides if change.decisive and page.blocks_approval else stays,
        title(change, reader=reader),
    )
