"""What a fix was tried on, and what is known of what it would have done."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.console.pages import trying_parts, words
from apps.core import speech
from apps.flow.selectors import fixes as flow
from apps.flow.selectors.replays import Tried


def sees(found: flow.Figures) -> bool:
    """Say whether people would first have seen cases in which the suggestion proved wrong."""
    return found.known_bad < 0 < found.reviews


def moves_nothing(one: flow.FixRow) -> bool:
    """Say whether its try is through and no case would have gone elsewhere."""
    found = one.figures
    return found is not None and found.is_through and not found.n_changed


def lines(one: flow.FixRow) -> Iterable[tuple[str, str]]:
    """Say what the past would have been with it, beside the version in force."""
    if one.tried is None:
        yield from _stopped(one.stopped)
        return
    found = one.figures
    if found is None:
        yield _("Tried on the past"), _("not yet counted")
        return
    yield _("Counted of"), _counted_of(one, one.tried, found)
    yield _("Past cases"), words.number(found.n)
    yield _("Sent elsewhere"), words.number(found.n_changed)
    if found.n_between:
        said = _("%(n)s; a review has one price, whoever gives it") % {"n": words.number(found.n_between)}
        yield _("From some reviewers to others, of these"), said
    yield _("Reviews"), trying_parts.signed(found.reviews)
    yield _("Known-bad that would pass"), trying_parts.signed(found.known_bad)
    if not sees(found):
        yield _("Worth"), trying_parts.signed_amount(found.worth_minor, one.tried)
        return
    yield _("Price of the reviews"), trying_parts.signed_amount(found.looks_minor, one.tried)
    mended = found.worth_minor - found.looks_minor
    if mended:
        label = _("Errors, where it is known what people decided")
        yield label, trying_parts.signed_amount(mended, one.tried)


def _stopped(found: flow.Stopped | None) -> Iterable[tuple[str, str]]:
    if found is None:
        return
    since = f", {_('since %(day)s') % {'day': speech.day(found.oldest.date())}}" if found.oldest else ""
    yield _("Last arrivals"), words.number(found.n) + since
    if found.n_asked is not None and found.n_lacking is not None:
        yield _("Of them, needing the fact"), words.number(found.n_asked)
        yield _("Of these, without it"), words.number(found.n_lacking)
    yield _("Newly stopped"), words.number(found.n_newly)
    yield _("Decided by the AI alone, of these"), words.number(found.n_machine)


def _counted_of(one: flow.FixRow, tried: Tried, found: flow.Figures) -> str:
    values = {"version": trying_parts.version(tried.replay), "base": trying_parts.base(tried.replay)}
    if found.is_own and one.fix.policy_id:
        return _("this rule alone, beside %(base)s") % values
    if one.others:
        return _("%(version)s as a whole, with the rules of other fixes, beside %(base)s") % values
    return _("%(version)s as a whole, beside %(base)s") % values


def sentence(one: flow.FixRow) -> str:
    """Say the same in words; empty before anything is counted."""
    found = one.figures
    if found is None:
        return ""
    if moves_nothing(one):
        said = ngettext(
            "It sends none of %(n)s past case elsewhere, so it would have changed nothing.",
            "It sends none of %(n)s past cases elsewhere, so it would have changed nothing.",
            found.n,
        )
        return said % {"n": words.number(found.n)}
    return " ".join(filter(None, (_differences(found), _seen(found))))


def _seen(found: flow.Figures) -> str:
    """Say what a person would have seen; what they would have decided is not known."""
    if not sees(found):
        return ""
    n = -found.known_bad
    if found.seen_minor is None:
        said = ngettext(
            "A person would first have seen %(n)s case in which the suggestion proved wrong; what they would"
            " have decided is not known.",
            "A person would first have seen %(n)s cases in which the suggestion proved wrong; what they would"
            " have decided is not known.",
            n,
        )
        return said % {"n": words.number(n)}
    said = ngettext(
        "A person would first have seen %(n)s case in which the suggestion proved wrong, %(amount)s at the"
        " prices of the risk decision; what they would have decided is not known.",
        "A person would first have seen %(n)s cases in which the suggestion proved wrong, %(amount)s at the"
        " prices of the risk decision; what they would have decided is not known.",
        n,
    )
    return said % {"n": words.number(n), "amount": speech.amount(found.seen_minor, found.currency)}


def _differences(found: flow.Figures) -> str:
    if not (found.reviews or found.known_bad or found.worth_minor):
        return _("On past cases: as many reviews, as many cases that proved bad pass, and no other cost.")
    more, fewer = (
        ngettext("%(n)s more review", "%(n)s more reviews", found.reviews),
        ngettext("%(n)s fewer review", "%(n)s fewer reviews", -found.reviews),
    )
    reviews = (more if found.reviews > 0 else fewer) if found.reviews else _("as many reviews as now")
    more, fewer = (
        ngettext(
            "%(n)s more case that proved bad passes",
            "%(n)s more cases that proved bad pass",
            found.known_bad,
        ),
        ngettext(
            "%(n)s fewer case that proved bad passes",
            "%(n)s fewer cases that proved bad pass",
            -found.known_bad,
        ),
    )
    as_many = _("as many cases that proved bad pass as now")
    bad = (more if found.known_bad > 0 else fewer) if found.known_bad else as_many
    minor = found.looks_minor if sees(found) else found.worth_minor
    amount = speech.amount(abs(minor), found.currency)
    if sees(found) and minor < 0:
        worth = _("%(amount)s for the reviews")
    elif minor:
        worth = _("worth %(amount)s") if minor > 0 else _("at a cost of %(amount)s")
    else:
        worth = _("at no cost and no gain")
    said = (
        reviews % {"n": words.number(abs(found.reviews))} if found.reviews else reviews,
        bad % {"n": words.number(abs(found.known_bad))} if found.known_bad else bad,
        worth % {"amount": amount},
    )
    return words.sentence_case(", ".join(said)) + "."
