"""What one's overrides led to, and what is true of the AI today: only what the product does."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.console.edge import Reader
from apps.console.pages import words
from apps.console.pages.home_parts import Line, Section
from apps.console.pages.shell import Action
from apps.core.speech import speak_kept
from apps.flow import selectors as flow
from apps.measures import rules
from apps.measures.models import ModelVersion

STATES = {
    "NEW": gettext_lazy("Nobody has taken it up yet."),
    "ASSIGNED": gettext_lazy("Somebody looks into it."),
    "FIX_PROPOSED": gettext_lazy("A change is proposed."),
    "ADOPTED": gettext_lazy("A change is in force."),
    "MEASURED": gettext_lazy("The change was measured."),
}


def because_of_you(found: list[flow.BecauseOf]) -> Section:
    """Write the newest patterns that rest on the reader's own overrides."""
    return Section(
        "because",
        _("Because of you"),
        about=_("the newest patterns that rest on your overrides") if found else "",
        lines=tuple(_because(one) for one in found),
        empty=_(
            "No pattern rests on your overrides yet. When the search finds one that does, it stands here, "
            "with how many of yours it uses."
        ),
    )


def _because(one: flow.BecauseOf) -> Line:
    n_own = words.number(one.n_own)
    uses = _("The pattern rests on %(n)s of your overrides.")
    among = _("Officers overruled the AI in %(k)s of these %(n)s cases.") % {
        "k": words.number(one.n_overridden),
        "n": words.number(one.n),
    }
    said = (uses % {"n": n_own}, among, str(STATES.get(one.state, "")))
    own = f"{reverse('console:decisions')}?taught={one.finding_id}"
    return Line(
        "scan-search",
        words.sentence_case(one.words),
        " ".join(part for part in said if part),
        action=Action(reverse("console:pattern", args=[one.finding_id]), _("See the pattern"))
        if one.may_open
        else Action(own, ngettext("See yours", "See your %(n)s", one.n_own) % {"n": n_own}),
    )


def good_to_know(known: list[flow.Known], *, reader: Reader) -> Section:
    """Write what is true of the AI today, for each AI system whose cases the reader meets."""
    named = len(known) > 1
    return Section(
        "known",
        _("Good to know"),
        says=tuple(
            (icon, f"{speak_kept(one.system.name)}: {text}" if named else text)
            for one in known
            for icon, text in _known(one, reader)
        ),
        empty=_("No AI system has sent you a case yet. What is true of it will stand here."),
        aside=True,
    )


def _known(one: flow.Known, reader: Reader) -> list[tuple[str, str]]:
    said = [("list-checks", _searched(one))]
    if one.known_answers:
        said.insert(0, ("list-checks", _known_answers(one)))
    if one.first_views:
        said.insert(0, ("eye-off", _first_views(one)))
    if one.n_alone:
        said.insert(0, ("eye", _audited(one)))
    if one.version:
        said.insert(0, ("refresh-cw", f"{_in_use(one, reader)} {was_right(one.version)}"))
    return said


def _in_use(one: flow.Known, reader: Reader) -> str:
    version = one.version
    if version is None:
        return ""
    parts = {"version": version.name, "day": words.date(version.first_at.astimezone(reader.zone))}
    if one.before is None:
        return _("%(version)s has been in use here since %(day)s.") % parts
    parts["before"] = one.before.name
    return _("%(version)s replaced %(before)s on %(day)s.") % parts


def was_right(version: ModelVersion) -> str:
    """Say how often a model version proved right here; under 30 cases only that it is too early."""
    n = words.number(version.n_known)
    if version.n_known < rules.ENOUGH:
        return _(
            "How often this version is right here cannot be said yet: the outcome is known of %(n)s cases."
        ) % {"n": n}
    share = round(100 * version.n_right / version.n_known)
    return _(
        "Here this version was right %(share)s of 100 times, in the %(n)s cases whose outcome can say it."
    ) % {
        "share": share,
        "n": n,
    }


def _first_views(one: flow.Known) -> str:
    return _(
        "In at least %(share)s of 100 cases, drawn by chance, you say what you would do before you see the "
        "suggestion. That shows how often people come to it by themselves; nobody is ranked by it."
    ) % {"share": words.number(round(one.first_views * 100))}


def _known_answers(one: flow.Known) -> str:
    return known_answer_words(one.known_answers)


def known_answer_words(in_hundred: float) -> str:
    """Say how many cases are invented and have a known answer, and what becomes of them."""
    if not in_hundred:
        return _("No case is invented at present: policy asks for none.")
    share = round(in_hundred, 1)
    return _(
        "About %(n)s in 100 cases were invented and have a known answer, so that what is rare is not missed. "
        "You read at once what was right. They count nowhere; you and who supervises you see how you did."
    ) % {"n": words.number(int(share) if share.is_integer() else share)}


def _audited(one: flow.Known) -> str:
    return _(
        "The AI decided %(n)s cases alone in the last 4 weeks. Drawn by chance for a person to look at "
        "afterwards: %(drawn)s (%(share)s)."
    ) % {
        "n": words.number(one.n_alone),
        "drawn": words.number(one.n_drawn),
        "share": words.percent(one.n_drawn / one.n_alone, digits=0),
    }


def _searched(one: flow.Known) -> str:
    if one.last_search is None:
        return _(
            "Overrides of everybody are searched for patterns together, without names. "
            "No search has ended yet."
        )
    return _(
        "Overrides of everybody are searched for patterns together, without names. The last search read "
        "%(overrides)s of them, in %(n)s decisions."
    ) % {
        "overrides": words.number(one.last_search.n_overrides),
        "n": words.number(one.last_search.n_decisions),
    }
