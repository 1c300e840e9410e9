"""Facts as a person reads them: value, source, age, and what is wrong with them."""

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext as _

from apps.console.edge import Reader
from apps.console.pages import evidence, words
from apps.console.pages.cases import Fact, FactValue
from apps.flow import selectors as flow

STATES = {"ok": "plain", "impossible": "conflict"}
SIMULATED = "simulated"
ASKABLE = frozenset({"conflict", "missing", "stale"})


def build(
    rows: Iterable[flow.FactRow],
    *,
    reader: Reader,
    documents: flow.CaseEvidence | None = None,
    may_ask: bool = False,
    change: flow.Change | None = None,
) -> tuple[Fact, ...]:
    """Turn fact rows into template data, in the order given.

    documents: of the case, to link to. change: what came after the suggestion; the row says so.
    """
    was = {one.key: one.was_words for one in change.facts} if change else {}
    return tuple(
        replace(_fact(one, documents, reader, was=was.get(one.key)), may_ask=may_ask and may_be_asked(one))
        for one in rows
    )


def _state(one: flow.FactRow) -> str:
    """Say what is the matter with a fact; a missing one that nobody requires is optional."""
    is_optional = one.state == "missing" and not one.required
    return "optional" if is_optional else STATES.get(one.state, one.state)


def may_be_asked(one: flow.FactRow) -> bool:
    """Say whether a fact is of the kind that is asked for, and nobody did."""
    return _state(one) in ASKABLE and not one.asked


def _fact(
    one: flow.FactRow, documents: flow.CaseEvidence | None, reader: Reader, *, was: str | None = None
) -> Fact:
    """Write one fact. was: what stood there when the suggestion was made; None where it is the same."""
    state = _state(one)
    is_changed = was is not None and state == "plain"
    sayings = (one, *one.others) if one.value_words else one.others
    values = tuple(
        _value(each, documents, reader, chosen=each is one, past=is_changed and each.value_words == was)
        for each in sayings
    )
    way_out = "" if state == "plain" or one.asked else one.way_out
    told = (_alone(one.rule, one.label), way_out)
    rule = " ".join(f"{part.rstrip('.')}." for part in told if part)
    return Fact(
        one.key,
        one.label,
        "changed" if is_changed else state,
        values,
        rule,
        asked=_asked(one.asked, reader) if one.asked else "",
        corrected=tuple(_corrected(each, reader) for each in one.corrected),
    )


def _corrected(one: flow.CorrectionRow, reader: Reader) -> str:
    if one.is_erased:
        return one.says
    when = words.clock_time(one.at, now=reader.now, zone=reader.zone)
    said = {"name": one.by, "when": when, "right": one.right, "seen": one.seen}
    if not one.seen:
        return _("%(name)s corrected it on %(when)s: %(right)s.") % said
    return _("%(name)s corrected it on %(when)s: %(right)s (seen: %(seen)s).") % said


def _alone(rule: str, label: str) -> str:
    """Write what is wrong with a fact beside its label, without saying the label once more."""
    rest = rule.removeprefix(f"{label}: ")
    return words.sentence_case(rest) if rest != rule else rule


def _asked(one: flow.QuestionRow, reader: Reader) -> str:
    said = {
        "name": one.asked_by,
        "source": one.source,
        "time": words.clock_time(one.due_at, now=reader.now, zone=reader.zone),
    }
    if not one.source:
        return _("%(name)s asked for it; the answer is awaited until %(time)s.") % said
    return _("%(name)s asked for it (%(source)s); the answer is awaited until %(time)s.") % said


def _value(
    one: flow.FactRow, documents: flow.CaseEvidence | None, reader: Reader, *, chosen: bool, past: bool
) -> FactValue:
    as_of = words.moment(one.as_of, now=reader.now, zone=reader.zone) if one.as_of else None
    return FactValue(
        text=one.value_words or _("Unreadable"),
        source=one.source,
        age=one.age_words,
        as_of=as_of,
        simulated=one.origin == SIMULATED,
        chosen=chosen,
        past=past,
        read_from=evidence.cite(documents, f"evidence:{one.evidence}") if one.evidence else None,
    )


def summary(page: flow.ReviewPage) -> str:
    """Count what is required, missing and in conflict."""
    stale = sum(one.state == "stale" for one in page.facts)
    invented = sum(one.origin == SIMULATED for one in page.facts)
    counts = (
        _("%(n)s required") % {"n": page.n_required},
        _("%(n)s missing") % {"n": page.n_missing} if page.n_missing else _("none missing"),
        _("%(n)s in conflict") % {"n": page.n_conflicts} if page.n_conflicts else "",
        _("%(n)s too old") % {"n": stale} if stale else "",
        _("%(n)s changed since the suggestion") % {"n": len(page.change.facts)} if page.change else "",
        _("%(n)s simulated") % {"n": invented} if invented else "",
    )
    return ", ".join(count for count in counts if count)
