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
) -> tuple[Fact, ...]:
    """Turn fact rows into template data, in the order given. documents: of the case, to link to."""
    found = (_fact(one, documents, reader) for one in rows)
    return tuple(replace(one, may_ask=may_ask and one.state in ASKABLE and not one.asked) for one in found)


def _fact(one: flow.FactRow, documents: flow.CaseEvidence | None, reader: Reader) -> Fact:
    missing = one.state == "missing"
    state = "optional" if missing and not one.required else STATES.get(one.state, one.state)
    sayings = (one, *one.others) if one.value_words else one.others
    values = tuple(_value(each, documents, reader, chosen=each is one) for each in sayings)
    told = (_alone(one.rule, one.label), "" if state == "plain" else one.way_out)
    rule = " ".join(f"{part.rstrip('.')}." for part in told if part)
    return Fact(
        one.key,
        one.label,
        state,
        values,
        rule,
        asked=_asked(one.asked, reader) if one.asked else "",
        corrected=tuple(_corrected(each, reader) for each in one.corrected),
    )


def _corrected(one: flow.CorrectionRow, reader: Reader) -> str:
    if one.is_erased:
        return one.says
    when = words.moment(one.at, now=reader.now, zone=reader.zone).absolute
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
        "time": words.moment(one.due_at, now=reader.now, zone=reader.zone).absolute,
    }
    if not one.source:
        return _("%(name)s asked for it; the answer is awaited until %(time)s.") % said
    return _("%(name)s asked for it (%(source)s); the answer is awaited until %(time)s.") % said


def _value(
    one: flow.FactRow, documents: flow.CaseEvidence | None, reader: Reader, *, chosen: bool
) -> FactValue:
    as_of = words.moment(one.as_of, now=reader.now, zone=reader.zone) if one.as_of else None
    return FactValue(
        text=one.value_words or _("Unreadable"),
        source=one.source,
        age=one.age_words,
        as_of=as_of,
        simulated=one.origin == SIMULATED,
        chosen=chosen,
        read_from=evidence.cite(documents, f"evidence:{one.evidence}") if one.evidence else None,
    )


def summary(page: flow.ReviewPage) -> str:
    """Count what is required, missing and in conflict."""
    stale = sum(one.state == "stale" for one in page.facts)
    counts = (
        _("%(n)s required") % {"n": page.n_required},
        _("%(n)s missing") % {"n": page.n_missing} if page.n_missing else _("none missing"),
        _("%(n)s in conflict") % {"n": page.n_conflicts} if page.n_conflicts else "",
        _("%(n)s too old") % {"n": stale} if stale else "",
    )
    return ", ".join(count for count in counts if count)
