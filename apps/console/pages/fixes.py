"""What is changed because of a finding, what it was tried on, who signed it, and what it did."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.console.edge import Reader
from apps.console.pages import fix_tried, trying_parts, words
from apps.console.pages.patterns import interval
from apps.console.pages.shell import Action, Empty, Note, Tab, more_url
from apps.core import speech
from apps.flow.selectors import fixes as flow
from apps.learning.models import Effect, Fix
from apps.learning.states import EffectVerdict, FixKind, FixState
from apps.measures import rules

WIDE = 0.05  # from here on an interval says that there were too few cases
STATES = {
    "DRAFT": gettext_lazy("Draft"),
    "PROPOSED": gettext_lazy("Waits for a signature"),
    "SIGNED": gettext_lazy("Signed, waits for the model"),
    "LIVE": gettext_lazy("Live"),
    "WITHDRAWN": gettext_lazy("Withdrawn"),
}
KINDS = {
    "POLICY": gettext_lazy("Rule of policy"),
    "CONTRACT": gettext_lazy("Required fact"),
    "REASONS": gettext_lazy("List of reasons"),
    "MODEL": gettext_lazy("Model or prompt"),
}
VERDICTS = {
    "HELPED": ("ok", "circle-check", gettext_lazy("Helped")),
    "NO_EFFECT": ("", "circle-question-mark", gettext_lazy("No effect shown")),
    "HARMED": ("bad", "triangle-alert", gettext_lazy("Harmed")),
}
COUNTS = {
    "decisions_wrong": gettext_lazy("decisions that proved wrong, of those whose outcome is known"),
    "overruled": gettext_lazy("cases in which people overruled the AI"),
    "escalated": gettext_lazy("cases sent up before they were decided"),
    "asked": gettext_lazy("cases about which something was asked"),
    "late": gettext_lazy("cases decided later than their inbox promised"),
    "skipped": gettext_lazy("cases that somebody skipped"),
    "resorted": gettext_lazy("cases at the head of a list that was put in another order"),
    "snoozed": gettext_lazy("cases that somebody put off"),
    "returned": gettext_lazy("cases that somebody returned undecided"),
    "released": gettext_lazy("cases that somebody gave back"),
}
ASSUMES = {
    "moves_as_rest": gettext_lazy("Without the change the group would have moved as all other cases did."),
    "no_other_change": gettext_lazy("Nothing else changed in this group alone at the same time."),
    "by_decision": gettext_lazy(
        "Cases count by the day of their decision; the last to arrive before count as after."
    ),
    "finding_cases_before": gettext_lazy(
        "Too few cases lay between the search and the change, so those that made the finding count as "
        "before: this flatters the change."
    ),
}


@dataclass(frozen=True, slots=True)
class Did:
    """One look at what a fix did."""

    verdict: str
    tone: str
    icon: str
    when: str
    seen: str
    difference: str
    wide: str
    counts: str
    cost: str
    assumes: tuple[str, ...]
    before: tuple[str, str]
    after: tuple[str, str]
    expected: str


@dataclass(frozen=True, slots=True)
class Step:
    """One act that the reader may do now with a fix; `says` what it is for, `why` names the words it asks.

    Where it asks for words it is opened first, and done only with them.
    """

    do: str
    label: str
    says: str = ""
    why: str = ""
    main: bool = False


@dataclass(frozen=True, slots=True)
class FixCard:
    """A fix as the finding's page and its own show it. `harmed` stands there for ever."""

    title: str
    url: str
    act_url: str
    kind: str
    state: str
    tone: str
    says: str
    facts: tuple[tuple[str, str], ...]
    replay: tuple[tuple[str, str], ...]
    sentence: str
    others: tuple[Action, ...]
    replay_url: str
    carried: Action | None
    sign: Action | None
    did: tuple[Did, ...]
    harmed: Note | None
    acts: tuple[Step, ...]
    returned: Note | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    url: str
    title: str
    words: str
    says: str
    kind: str
    state: str
    tone: str
    did: str
    did_tone: str
    on: str


@dataclass(frozen=True, slots=True)
class FixesPage:
    rows: tuple[Row, ...]
    tabs: tuple[Tab, ...]
    empty: Empty
    next_url: str = ""
    first_url: str = ""


def build(
    found: flow.FixesPage, *, state: str, after: str, scope: Mapping[str, str], reader: Reader
) -> FixesPage:
    """List fixes, the newest first; scope: what else of their address narrows them."""
    base, n = reverse("console:fixes"), sum(found.counts.values())
    narrow = dict(scope)
    asked = narrow | ({"state": state} if state else {})

    def tab(label: str, n: int, **more: str) -> Tab:
        said = urlencode(narrow | more)
        return Tab(label, f"{base}?{said}" if said else base, n=n, current=more.get("state", "") == state)

    tabs = [tab(_("All"), n)]
    tabs += [tab(str(label), found.counts[key], state=key) for key, label in STATES.items()]
    empty = Empty(
        _("No fix here"),
        _("A fix is drafted from a pattern: open one and say what shall change."),
        "pencil-line",
        (Action(reverse("console:patterns"), _("Patterns")),),
    )
    return FixesPage(
        rows=tuple(_row(one, reader) for one in found.rows),
        tabs=tuple(tabs),
        empty=empty,
        next_url=more_url(base, found.next, **asked),
        first_url=f"{base}?{urlencode(asked)}" if after else "",
    )


def title(fix: Fix) -> str:
    """Name a fix."""
    return _("Fix %(n)s") % {"n": fix.number}


def _row(one: flow.FixRow, reader: Reader) -> Row:
    fix = one.fix
    worst = "HARMED" if one.has_harmed else one.effects[-1].verdict if one.effects else ""
    tone, _icon, said = VERDICTS.get(worst, ("", "", ""))
    return Row(
        url=reverse("console:fix", args=[fix.id]),
        title=title(fix),
        words=words.sentence_case(one.words),
        says=fix.says,
        kind=str(KINDS[fix.kind]),
        state=str(STATES[fix.state]),
        tone=_tone(fix),
        did=str(said),
        did_tone=tone,
        on=words.day(fix.drafted_at.astimezone(reader.zone), now=reader.now.astimezone(reader.zone)),
    )


def _tone(fix: Fix) -> str:
    return {"LIVE": "ok", "WITHDRAWN": ""}.get(fix.state, "acc")


def card(one: flow.FixRow, *, may_work: bool, is_owner: bool, reader: Reader) -> FixCard:
    """Show one fix with what the reader may do with it."""
    fix = one.fix
    return FixCard(
        title=title(fix),
        url=reverse("console:fix", args=[fix.id]),
        act_url=reverse("console:fix_act", args=[fix.id]),
        kind=str(KINDS[fix.kind]),
        state=str(STATES[fix.state]),
        tone=_tone(fix),
        says=fix.says,
        facts=tuple(_facts(fix, reader)),
        replay=tuple(fix_tried.lines(one)),
        sentence=fix_tried.sentence(one),
        others=tuple(Action(reverse("console:fix", args=[each.id]), title(each)) for each in one.others),
        replay_url=reverse("console:try", args=[fix.replay_id]) if fix.replay_id else "",
        carried=_carried(fix),
        sign=_sign(fix, reader) if is_owner else None,
        did=tuple(_did(look, reader) for look in one.effects),
        harmed=_harmed(one, reader),
        acts=tuple(_acts(one, is_owner=is_owner)) if may_work else (),
        returned=_returned(one, reader),
    )


def _returned(one: flow.FixRow, reader: Reader) -> Note | None:
    step = one.returned
    if step is None:
        return None
    said = {"who": step.by.name, "day": words.date(step.at.astimezone(reader.zone))}
    why = speech.speak_kept(step.text) if step.text else _("No reason was given.")
    return Note("warn", "undo-2", _("Returned by %(who)s on %(day)s:") % said, why)


def _facts(fix: Fix, reader: Reader) -> Iterable[tuple[str, str]]:
    yield _("Written by"), f"{fix.author.name}, {words.stamp(fix.drafted_at, zone=reader.zone)}"
    if fix.signed_by is not None and fix.signed_at is not None:
        yield _("Signed by"), f"{fix.signed_by.name}, {words.stamp(fix.signed_at, zone=reader.zone)}"
    if fix.live_at is not None:
        yield _("Live since"), words.stamp(fix.live_at, zone=reader.zone)
    if fix.ended_at is not None:
        yield _("Withdrawn"), words.stamp(fix.ended_at, zone=reader.zone)
    if fix.ended_why:
        yield _("Why"), speech.speak_kept(fix.ended_why)


def _sign(fix: Fix, reader: Reader) -> Action | None:
    """Lead the owner to where the version is signed, when it waits for them and they did not write it."""
    if fix.state != FixState.PROPOSED or fix.author_id == reader.actor.id:
        return None
    carried = _carried(fix)
    return Action(carried.url, _("Look at it and sign")) if carried else None


def _carried(fix: Fix) -> Action | None:
    slug = fix.system.slug
    if fix.policy is not None:
        label = _("Version %(n)s of the policy") % {"n": fix.policy.number}
        if fix.state in {FixState.DRAFT, FixState.PROPOSED}:
            return Action(reverse("console:policy-edit", args=[slug]), label)
        return Action(reverse("console:policy-version", args=[slug, fix.policy.number]), label)
    if fix.contract_draft is not None:
        if fix.contract is not None:
            label = _("Version %(n)s of the contract") % {"n": fix.contract.number}
            return Action(reverse("console:contract-version", args=[slug, fix.contract.number]), label)
        return Action(reverse("console:contract-edit", args=[slug]), _("The draft of the contract"))
    return None


def _harmed(one: flow.FixRow, reader: Reader) -> Note | None:
    worst = next((look for look in one.effects if look.verdict == "HARMED"), None)
    if worst is None:
        return None
    when = words.stamp(worst.at, zone=reader.zone)
    text = _("Measured on %(when)s: %(difference)s. This stays here for ever, whatever later looks say.")
    said = {"when": when, "difference": _difference(worst)}
    return Note("bad", "triangle-alert", _("This change did harm."), text % said)


def _did(look: Effect, reader: Reader) -> Did:
    tone, icon, verdict = VERDICTS[look.verdict]
    told = {
        "k": words.number(look.k_after),
        "n": words.number(look.n_after),
        "share": words.percent(look.k_after / look.n_after),
        "expected": words.percent(look.expected),
    }
    return Did(
        verdict=str(verdict),
        tone=tone,
        icon=icon,
        when=words.stamp(look.at, zone=reader.zone),
        seen=_("Seen %(k)s of %(n)s (%(share)s), expected %(expected)s.") % told,
        difference=_difference(look),
        wide=_wide(look),
        counts=str(COUNTS[look.counts]),
        cost=_cost(look.cost),
        assumes=tuple(str(ASSUMES[one]) for one in look.assumes),
        before=_counted(look.n_before, look.k_before),
        after=_counted(look.n_after, look.k_after),
        expected=words.percent(look.expected),
    )


def _counted(n: int, k: int) -> tuple[str, str]:
    """Write how many of how many, and the share with its interval; without one where there are too few."""
    share = rules.share(n, k)
    of = _("%(k)s of %(n)s") % {"k": words.number(k), "n": words.number(n)}
    if share.value is None or n < rules.ENOUGH:
        return of, ""
    said = {"share": words.percent(share.value), "interval": interval(share.low, share.high)}
    return of, _("%(share)s, %(interval)s") % said


def _difference(look: Effect) -> str:
    return _("%(difference)s points (%(low)s to %(high)s, %(level)s interval)") % {
        "difference": _points(look.difference),
        "low": _points(look.low),
        "high": _points(look.high),
        "level": words.level(look.level),
    }


def _wide(look: Effect) -> str:
    """Say how large an effect could be that was not seen, where that is no small one."""
    unseen = max(abs(look.low), abs(look.high))
    if look.verdict != EffectVerdict.NO_EFFECT or unseen < WIDE:
        return ""
    said = _("Too few cases to tell: an effect of up to %(points)s points would not have been seen yet.")
    return said % {"points": words.number(math.ceil(unseen * 100))}


def _points(share: float) -> str:
    return trying_parts.signed(round(share * 100))


def _cost(cost: Mapping[str, Mapping[str, Any]]) -> str:
    after = cost["after"]
    n = int(after["n_people"])
    said = ngettext(
        "People decided %(n)s such case since, in %(hours)s hours of work.",
        "People decided %(n)s such cases since, in %(hours)s hours of work.",
        n,
    )
    decided = said % {"n": words.number(n), "hours": speech.number(after["hours"])}
    return f"{decided} {_waits(cost['waits'])}" if "waits" in cost else decided


def _waits(waits: Mapping[str, Any]) -> str:
    """Say how much longer cases lie in the inbox that the rule sends them to."""
    before, after = float(waits["before"]), float(waits["after"])
    told = {
        "inbox": speech.speak_kept(waits["inbox"]),
        "more": speech.number(round(abs(after - before), 1)),
        "before": speech.number(before),
        "after": speech.number(after),
    }
    if after > before:
        said = _("In %(inbox)s a case waits %(more)s hours longer: %(after)s in place of %(before)s hours.")
        return said % told
    return _("In %(inbox)s no case waits longer for it: %(after)s hours, %(before)s before.") % told


def _acts(one: flow.FixRow, *, is_owner: bool) -> Iterable[Step]:
    fix = one.fix
    own = fix.kind in {FixKind.REASONS, FixKind.MODEL}
    if fix.state == FixState.DRAFT:
        if fix.kind == FixKind.POLICY:
            yield Step("try", _("Try it on the past"), main=fix.replay_id is None)
        if not fix_tried.moves_nothing(one):
            yield Step("propose", _("Propose it to the owner"), main=fix.replay_id is not None or own)
    if fix.state == FixState.PROPOSED and own and is_owner:
        yield Step("sign", _("Sign it"), _("You prove anew who you are. You did not write it."), main=True)
        yield Step("return", _("Return it"), why=_("Why it goes back"))
    if one.is_open:
        yield Step("withdraw", _("Withdraw it"), why=_("Why it is withdrawn"))
