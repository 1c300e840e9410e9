"""What was done with a finding: its cost, who works on it, its fixes, history and discussion, one's turn."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.accounts.models import ActorKind
from apps.console.edge import Reader
from apps.console.pages import fixes, group_weeks, rule_ways, words
from apps.console.pages.lists import Option, Trend
from apps.console.pages.shell import Note
from apps.core import speech
from apps.flow.selectors import fixes as flow
from apps.learning.models import FindingStep
from apps.learning.states import EffectVerdict, FindingState, FixKind, StepKind, Target
from apps.registry.states import CoreCategory

STEPS = {
    "ASSIGNED": ("user-check", gettext_lazy("Given to %(to)s")),
    "SAID": ("pencil-line", gettext_lazy("Said")),
    "DISMISSED": ("ban", gettext_lazy("Dismissed")),
    "CAME_BACK": ("undo-2", gettext_lazy("Back: its evidence has doubled")),
    "FIX_DRAFTED": ("pencil-line", gettext_lazy("Fix drafted")),
    "FIX_TRIED": ("history", gettext_lazy("Tried on the past")),
    "FIX_PROPOSED": ("arrow-up-right", gettext_lazy("Fix proposed")),
    "FIX_RETURNED": ("undo-2", gettext_lazy("Not signed: returned")),
    "FIX_WITHDRAWN": ("x", gettext_lazy("Fix withdrawn")),
    "FIX_SIGNED": ("circle-check", gettext_lazy("Fix signed")),
    "FIX_LIVE": ("play", gettext_lazy("Signed, live")),
    "MEASURED": ("circle-check", gettext_lazy("Measured")),
    "CLOSED": ("circle-check", gettext_lazy("Closed")),
    "WATCHED": ("eye", gettext_lazy("Watched")),
}
FIX_FORMS = frozenset({"rule", "require", "reasons", "model"})
FIELDS = ("text", "why", "says", "to", "due_on", "way", "fact", "core_category", "retire")
WRITTEN = ("text", "why", "says")  # of which a form has one at most
CODED = frozenset({"MEASURED"})  # whose text is a verdict
CATEGORIES = {
    "fact_wrong": gettext_lazy("A fact is wrong"),
    "fact_conflict_stale": gettext_lazy("A fact is disputed or out of date"),
    "fact_missing": gettext_lazy("A fact is missing"),
    "new_information": gettext_lazy("There is something new"),
    "not_applicable": gettext_lazy("The suggestion does not apply"),
    "rule_requires": gettext_lazy("A rule asks for something else"),
    "reasoning_wrong": gettext_lazy("The reasoning is wrong"),
    "risk_judgement": gettext_lazy("The risk is judged otherwise"),
    "risk_covered": gettext_lazy("The risk is covered elsewhere"),
    "person_choice": gettext_lazy("The person affected chose otherwise"),
    "not_feasible": gettext_lazy("It cannot be carried out"),
    "integrity_concern": gettext_lazy("A concern about integrity"),
}


@dataclass(frozen=True, slots=True)
class StepLine:
    icon: str
    what: str
    when: str
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Why an act was refused, the act, and what had been typed and chosen."""

    sentence: str = ""
    do: str = ""
    typed: Mapping[str, str] | None = None

    def chosen(self, do: str, name: str) -> str:
        """Return what was typed or chosen at a field of a form."""
        return (self.typed or {}).get(name, "") if self.do == do else ""


@dataclass(frozen=True, slots=True)
class Lost:
    """A refusal whose form the page no longer has, with what had been written in it."""

    do: str
    sentence: str
    written: str


@dataclass(frozen=True, slots=True)
class Turn:
    """What the reader may do now; a list that is empty offers nothing.

    rules: None where they are not read yet; `rules_url` gives them. lost, lost_fix: what was refused of a
    form that is not offered any more, `lost_fix` of one that drafts a fix.
    """

    act_url: str
    key: str
    version: int
    people: tuple[Option, ...]
    due_on: str
    may_dismiss: bool
    may_close: bool
    closing: str
    may_watch: bool
    watching: str
    may_fix: bool
    may_write_policy: bool
    rules: rule_ways.RuleWays | None
    rules_url: str
    facts: tuple[Option, ...]
    reasons: tuple[Option, ...]
    categories: tuple[Option, ...]
    refused: Refused
    lost: Lost | None = None
    lost_fix: Lost | None = None


@dataclass(frozen=True, slots=True)
class LifePage:
    """A finding beyond its pattern. `cost` is empty where no price is known; cost_of: of which decisions."""

    wrong: Trend | None
    cost_of: str
    cost: str
    cost_about: str
    no_cost: str
    cards: tuple[fixes.FixCard, ...]
    harmed: tuple[Note, ...]
    is_measured: bool
    not_measured: str
    history: tuple[StepLine, ...]
    behind: str
    assigned: str
    due: str
    is_overdue: bool
    turn: Turn | None
    cases_url: str
    key: str


def build(found: flow.Life, *, key: str, refused: Refused, reader: Reader) -> LifePage:
    """Turn what is known of a finding's life into its page."""
    one = found.finding
    cards = tuple(
        fixes.card(row, may_work=found.may_work, is_owner=found.is_owner, reader=reader)
        for row in found.fixes
    )
    live = [(fixes.title(row.fix), row.fix.live_at) for row in found.fixes if row.fix.live_at]
    today = reader.now.astimezone(reader.zone).date()
    return LifePage(
        wrong=group_weeks.wrong(found.wrong, live=live, zone=reader.zone) if found.wrong else None,
        cost_of=_cost_of(found),
        cost=_cost(found),
        cost_about=_cost_about(found),
        no_cost=_no_cost(found),
        cards=cards,
        harmed=tuple(card.harmed for card in cards if card.harmed),
        is_measured=any(card.did for card in cards),
        not_measured=_not_measured(found),
        history=tuple(_steps(found, reader)),
        behind=_behind(found.n_people),
        assigned=one.assigned_to.name if one.assigned_to else "",
        due=speech.day(one.due_on) if one.due_on else "",
        is_overdue=one.due_on is not None and one.due_on < today,
        turn=_turn(found, key, refused, closing=_closing(found, cards)) if found.may_work else None,
        key=key,
        cases_url=reverse("console:finding_cases", args=[one.id]) if found.may_work else "",
    )


def _cost_of(found: flow.Life) -> str:
    """Say that a cost is of the whole group, where the pattern is not about what proved wrong."""
    is_about = found.finding.target == Target.WRONGLY_APPROVED
    if is_about or found.wrong is None or not found.wrong.n:
        return ""
    return _("Of all decisions of this group, not only those the pattern is about:")


def _cost(found: flow.Life) -> str:
    wrong = found.wrong
    if wrong is None or wrong.cost_minor is None or not wrong.n:
        return ""
    return speech.amount(wrong.cost_minor, found.finding.system.currency)


def _cost_about(found: flow.Life) -> str:
    wrong = found.wrong
    if wrong is None or not wrong.n:
        return ""
    said = ngettext(
        "%(k)s decision of this group proved wrong, of %(n)s whose outcome is known",
        "%(k)s decisions of this group proved wrong, of %(n)s whose outcome is known",
        wrong.n_wrong,
    ) % {"k": words.number(wrong.n_wrong), "n": words.number(wrong.n)}
    if wrong.cost_minor is None or wrong.posture is None:
        return said
    price = _("at the prices of risk decision %(number)s: the owner's assumption") % {"number": wrong.posture}
    return f"{said}, {price}"


def _no_cost(found: flow.Life) -> str:
    if found.wrong is None and found.finding.system.measures:
        return _("What it cost is not counted yet. It stands here in a minute or two.")
    if found.wrong is None:
        return _("No outcome becomes known for this AI system, so nothing can be counted as wrong.")
    if not found.wrong.n:
        return _("No outcome of this group is known yet.")
    return (
        "" if found.wrong.cost_minor is not None else _("The risk decision in force names no price for it.")
    )


def _not_measured(found: flow.Life) -> str:
    if any(row.effects for row in found.fixes):
        return ""
    if any(row.fix.live_at for row in found.fixes):
        return _("Measured when 30 decisions of the group made since are old enough for their outcome.")
    return _("No fix is live.")


def _behind(n: int) -> str:
    if not n:
        return _("The history that these decisions come from does not tell apart who made them.")
    said = ngettext(
        "The decisions of %(n)s person stand behind this. Names are not shown here.",
        "The decisions of %(n)s people stand behind this. Names are not shown here.",
        n,
    )
    return said % {"n": words.number(n)}


def _steps(found: flow.Life, reader: Reader) -> Iterable[StepLine]:
    opened = words.stamp(found.finding.opened_at, zone=reader.zone)
    yield StepLine("scan-search", _("Found"), opened, "", "")
    live = sorted(row.fix.live_at for row in found.fixes if row.fix.live_at and row.fix.kind == FixKind.MODEL)
    for step in found.steps:
        line = _step(step, reader)
        since = next((at for at in reversed(live) if at <= step.at), None)
        if step.kind == StepKind.FIX_LIVE and step.text and since is not None:
            line = _came(line, since, reader)
        yield line


def _came(line: StepLine, since: datetime, reader: Reader) -> StepLine:
    """Say of a model since when its fix is live: from its first decision on, whenever that was noticed."""
    said = _("With the first decision of %(model)s; noticed on %(when)s.")
    text = said % {"model": line.text, "when": line.when}
    return replace(line, when=words.stamp(since, zone=reader.zone), text=text)


def _step(step: FindingStep, reader: Reader) -> StepLine:
    icon, what = STEPS[step.kind]
    text = str(fixes.VERDICTS[step.text][2]) if step.kind in CODED else step.text
    due = _("due %(day)s") % {"day": speech.day(step.due_on)} if step.due_on else ""
    return StepLine(
        icon=icon,
        what=str(what) % {"to": step.to.name if step.to else ""},
        when=words.stamp(step.at, zone=reader.zone),
        who=step.by.name if step.by.kind == ActorKind.PERSON else "",
        text=speech.speak_kept(text) or due,
    )


def _closing(found: flow.Life, cards: Iterable[fixes.FixCard]) -> str:
    """Say what the last look at any fix measured, and what can be done."""
    looks = [
        (look.at, look.look, look.verdict, did)
        for row, card in zip(found.fixes, cards, strict=True)
        for look, did in zip(row.effects, card.did, strict=True)
    ]
    if not looks:
        return _("Nothing was measured. Found again, it comes as a new one.")
    _at, _look, verdict, did = max(looks, key=lambda one: one[:2])
    if verdict == EffectVerdict.HELPED:
        return _("The group is calm: close it. Found again, it comes as a new one.")
    if verdict == EffectVerdict.HARMED:
        said = _("The last look at the fix showed harm. %(seen)s")
    elif did.wide:
        said = _("The last look at the fix had too few cases to tell what it did. %(seen)s")
    else:
        said = _("The last look at the fix showed no effect. %(seen)s")
    can = _("Change something else, or close it. Found again, it comes as a new one.")
    return f"{said % {'seen': did.seen}} {can}"


def _turn(found: flow.Life, key: str, refused: Refused, *, closing: str) -> Turn:
    one = found.finding
    is_free = not any(row.is_open for row in found.fixes)
    state = FindingState(one.state)
    category = refused.chosen("reasons", "core_category")
    turn = Turn(
        act_url=reverse("console:finding_act", args=[one.id]),
        key=key,
        version=one.version,
        people=_people(found, refused.chosen("assign", "to")),
        due_on=refused.chosen("assign", "due_on") or (one.due_on.isoformat() if one.due_on else ""),
        may_dismiss=is_free and state in {FindingState.NEW, FindingState.ASSIGNED},
        may_close=state is FindingState.MEASURED and one.closed_at is None,
        closing=closing,
        may_watch=not found.watches,
        watching=_("You watch it and are told of each further look.")
        if found.watches
        else _("Or watch it: you are told of each further look."),
        may_fix=found.may_fix,
        may_write_policy=found.may_write_policy,
        rules=None
        if found.rules is None
        else rule_ways.build(found.rules, chosen=refused.chosen("rule", "way")),
        rules_url=reverse("console:finding_rules", args=[one.id]),
        facts=_options(found.facts, refused.chosen("require", "fact")),
        reasons=_options(found.reasons, refused.chosen("reasons", "retire")),
        categories=tuple(
            Option(one.value, str(CATEGORIES[one.value]), one.value == category) for one in CoreCategory
        ),
        refused=refused,
    )
    is_fix, lost = refused.do in FIX_FORMS, _lost(turn)
    return replace(turn, lost=None if is_fix else lost, lost_fix=lost if is_fix else None)


def _people(found: flow.Life, chosen: str) -> tuple[Option, ...]:
    """Offer who may work on it: the one who was chosen, else the one who works on it."""
    ids = {str(who.id) for who in found.people}
    marked = chosen if chosen in ids else str(found.finding.assigned_to_id)
    return tuple(Option(str(who.id), who.name, str(who.id) == marked) for who in found.people)


def _options(choices: Iterable[flow.Choice], chosen: str) -> tuple[Option, ...]:
    return tuple(Option(one.code, speech.speak_kept(one.label), one.code == chosen) for one in choices)


def _lost(turn: Turn) -> Lost | None:
    """Return what was refused of a form that the page does not draw as it now stands."""
    do, told = turn.refused.do, turn.refused
    drawn = {
        **dict.fromkeys(FIX_FORMS, turn.may_fix),
        **dict.fromkeys(("assign", "say"), True),
        **dict.fromkeys(("close", "watch"), turn.may_close),
        "rule": turn.may_fix and turn.may_write_policy,
        "dismiss": turn.may_dismiss,
    }
    if not told.sentence or drawn.get(do, False):
        return None
    written = next(filter(None, (told.chosen(do, name) for name in WRITTEN)), "")
    return Lost(do if do in drawn else "act", told.sentence, written)
