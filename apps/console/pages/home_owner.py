"""What the owner finds on the start page: what needs their decision, and whether the AI may be trusted."""

from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.console.edge import Reader
from apps.console.pages import home_analyst, patterns, posture_words, watching, words
from apps.console.pages.home_knowing import good_to_know
from apps.console.pages.home_parts import Line, Section
from apps.console.pages.lists import Figure
from apps.console.pages.measured import address, few
from apps.console.pages.shell import Action
from apps.core.speech import quoted, speak_kept
from apps.flow import selectors as flow
from apps.learning.states import FixState
from apps.measures import rules

SOON = timedelta(days=30)


def owner(rows: list[flow.Owned], climbed: Section, *, reader: Reader) -> list[Section]:
    """Write what waits for the owner's word over all AI systems and what climbed, then a panel for each."""
    if not rows:
        return watching.owner([], reader=reader)
    lines = tuple(line for one in rows for line in _needs(one, reader))
    return [
        Section(
            "decide",
            _("Needs your decision"),
            lines=lines,
            empty=_("Nothing needs your decision: your risk decision is in force, and nothing is overdue."),
        ),
        climbed,
        *(watching.system(one.row, reader, figures=(_right(one),)) for one in rows),
        good_to_know([one.known for one in rows], reader=reader),
    ]


def _needs(one: flow.Owned, reader: Reader) -> Iterable[Line]:
    system = one.row.system
    page = reverse("console:system", args=[system.slug])
    open_it = Action(page, _("Open the AI system"))
    if one.row.pause:
        title = _("%(system)s is paused: keep it so, or resume it") % {"system": speak_kept(system.name)}
        yield Line("hand", title, quoted(one.row.pause.why), "warn-t", open_it)
    yield from _posture(one, reader, open_it)
    yield from _proposed(one)
    yield from _facts(one)
    if one.row.n_overdue:
        said = ngettext("%(n)s receipt is overdue", "%(n)s receipts are overdue", one.row.n_overdue)
        yield Line(
            "clock-alert",
            said % {"n": words.number(one.row.n_overdue)},
            _("Sent from %(system)s, and not confirmed in time.") % {"system": speak_kept(system.name)},
            "warn-t",
            Action(address("insight_cases", system, "overdue"), _("See the cases")),
        )
    if one.notes.n:
        yield home_analyst.waits(system, one.notes)
    if one.n_new_patterns:
        said = ngettext(
            "%(n)s new pattern nobody has taken up",
            "%(n)s new patterns nobody has taken up",
            one.n_new_patterns,
        )
        yield Line(
            "scan-search",
            said % {"n": words.number(one.n_new_patterns)},
            _("Groups of cases in which officers overrule %(system)s.") % {"system": speak_kept(system.name)},
            action=Action(reverse("console:patterns"), _("Read")),
        )


def _proposed(one: flow.Owned) -> Iterable[Line]:
    """Say which documents wait for the owner's signature."""
    system = one.row.system
    there, n_fixes = [system.slug], one.proposed.get("fix", 0)
    name = {"system": speak_kept(system.name), "n": words.number(n_fixes)}
    fixes = f"{reverse('console:fixes')}?{urlencode({'system': system.slug, 'state': FixState.PROPOSED})}"
    would = _("Its page says what the version would change before you put it in force.")
    every = {
        "contract": (_("A new version of the contract of %(system)s waits for your word"), would, "contract"),
        "policy": (_("A new version of the policy of %(system)s waits for your word"), would, "policy-edit"),
        "segments": (_("New segments of %(system)s wait for your word"), would, "segments"),
        "fix": (
            ngettext(
                "A fix of %(system)s waits for your signature",
                "%(n)s fixes of %(system)s wait for your signature",
                n_fixes,
            ),
            _("The page of each says what officers corrected, and what is to change.")
            if n_fixes > 1
            else _("Its page says what officers corrected, and what is to change."),
            "",
        ),
    }
    for kind, (title, about, view) in every.items():
        if one.proposed.get(kind):
            to = reverse(f"console:{view}", args=there) if view else fixes
            yield Line("scale", title % name, about, "", Action(to, _("Read")))


def _facts(one: flow.Owned) -> Iterable[Line]:
    """Say which questions about definitions wait, and which sources of facts changed."""
    quality = Action(reverse("console:context", args=[one.row.system.slug]), _("Look at it"))
    if one.n_questions:
        said = ngettext(
            "%(n)s question about a definition waits for your answer",
            "%(n)s questions about definitions wait for your answer",
            one.n_questions,
        )
        asked = _("Somebody asked what a fact of %(system)s means.") % {
            "system": speak_kept(one.row.system.name)
        }
        yield Line("circle-question-mark", said % {"n": words.number(one.n_questions)}, asked, "", quality)
    if one.n_alarms:
        said = ngettext(
            "%(n)s source of facts changed suddenly",
            "%(n)s sources of facts changed suddenly",
            one.n_alarms,
        )
        where = _("Look before you trust what %(system)s suggests today.") % {
            "system": speak_kept(one.row.system.name)
        }
        yield Line("triangle-alert", said % {"n": words.number(one.n_alarms)}, where, "warn-t", quality)


def _posture(one: flow.Owned, reader: Reader, open_it: Action) -> Iterable[Line]:
    posture, system = one.row.posture, one.row.system
    if posture is None or posture.expires_at <= reader.now:
        title = _("%(system)s has no risk decision in force") % {"system": speak_kept(system.name)}
        yield Line("scale", title, _("Until you sign one, the AI never decides alone."), "warn-t", open_it)
    elif posture.expires_at <= reader.now + SOON:
        last = posture_words.last_day(posture, reader)
        day = words.day(last, now=reader.now.astimezone(reader.zone))
        title = _("Your risk decision on %(system)s ends %(day)s") % {
            "system": speak_kept(system.name),
            "day": day,
        }
        yield Line("scale", title, _("After that day the AI only advises."), "warn-t", open_it)


def _right(one: flow.Owned) -> Figure:
    title, version = _("Proved right, by outcome"), one.known.version
    if version is None:
        return Figure(title, _("Not known"), "", _("no decision is measured yet"), faint=True)
    if version.n_known < rules.ENOUGH:
        return Figure(title, few(version.n_known), "", version.name, faint=True)
    share = rules.share(version.n_known, version.n_right)
    return Figure(
        title,
        words.percent(share.value or 0.0),
        _("of %(n)s") % {"n": words.number(version.n_known)},
        _("%(interval)s (95%% interval)") % {"interval": patterns.interval(share.low, share.high)},
    )
