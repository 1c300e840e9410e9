"""What a contract would have made of stored cases, in one sentence and the numbers behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.console.edge import Reader
from apps.console.pages import words
from apps.console.pages.shell import Note
from apps.core.speech import speak, speak_kept
from apps.flow import selectors as flow
from apps.intake import rules
from apps.measures import rules as measure_rules
from apps.registry.models import ContractTrial
from apps.registry.states import TrialState

STATES: Mapping[str, Promise | str] = {
    "LEGIBLE": gettext_lazy("Complete and fresh"),
    "INCOMPLETE": gettext_lazy("Incomplete"),
    "STALE": gettext_lazy("Too old"),
    "CONFLICTED": gettext_lazy("In conflict"),
    "OUT_OF_SCOPE": gettext_lazy("Out of scope"),
    "REFUSED": gettext_lazy("Refused on arrival"),
}
SENTENCES: Mapping[str, Promise | str] = {
    "INCOMPLETE": gettext_lazy(
        "With this contract %(n)s of the last %(of)s cases would have been incomplete."
    ),
    "STALE": gettext_lazy("With this contract %(n)s of the last %(of)s cases would have been too old."),
    "CONFLICTED": gettext_lazy(
        "With this contract %(n)s of the last %(of)s cases would have been in conflict."
    ),
    "OUT_OF_SCOPE": gettext_lazy(
        "With this contract %(n)s of the last %(of)s cases would have been out of scope."
    ),
    "REFUSED": gettext_lazy(
        "With this contract %(n)s of the last %(of)s cases would have been refused on arrival."
    ),
}
MOST_FIRST = 5
MOST_HELPS = 6
MOST_NAMED = 3
DAY_SECONDS = 86400


@dataclass(frozen=True, slots=True)
class Check:
    icon: str
    tone: str
    text: str
    detail: str
    state: str


@dataclass(frozen=True, slots=True)
class First:
    ref: str
    url: str
    said: str


@dataclass(frozen=True, slots=True)
class Panel:
    """The live panel. `is_old`: the figures answer an older question, and a new one is worked on."""

    sentence: str
    about: str
    is_old: bool
    progress: str
    share_done: float
    poll_url: str
    pairs: tuple[tuple[str, str], ...]
    states: tuple[tuple[str, str, str, bool], ...]
    help_notes: tuple[Note, ...]
    missing_title: str
    missing: tuple[tuple[str, float, str], ...]
    checks: tuple[Check, ...]
    first: tuple[First, ...]
    first_about: str
    error: str
    blocked: str


def build(
    editing: flow.Editing,
    *,
    contract: rules.Contract | None,
    focus: str,
    reader: Reader,
    error: str = "",
    to_decide: bool = False,
) -> Panel:
    """Show what the newest trial says; `contract` is what was typed, None when that is no contract.

    to_decide: the owner looks at what was proposed, so each changed fact is spoken of, not the one edited.
    """
    trial = editing.trial
    result: Mapping[str, Any] = (trial.result if trial else None) or {}
    asked = rules.as_body(contract) if contract else None
    body = editing.draft.body if contract == editing.contract else asked
    is_answer = body is not None and editing.answer(body) is not None
    shown = contract or editing.contract
    blocked = editing.blocked(reader.now) if contract == editing.contract else None
    return Panel(
        sentence=_sentence(result),
        about=_about(result),
        is_old=not is_answer and not error,
        progress=_progress(editing) if not is_answer and not error else "",
        share_done=trial.n_done / trial.n_total if trial and trial.n_total else 0.0,
        poll_url=_poll_url(editing, focus) if not is_answer and not error and _is_pending(trial) else "",
        pairs=_pairs(result),
        states=_states(result),
        help_notes=_helps(result, editing, shown, focus, to_decide=to_decide),
        missing_title=_missing_title(shown, focus),
        missing=_missing(result, shown, focus, editing),
        checks=_checks(result, shown, reader.now),
        first=tuple(_first(one, shown) for one in result.get("first", ())[:MOST_FIRST]),
        first_about=_first_about(result),
        error=error,
        blocked=speak(blocked) if blocked else "",
    )


def _is_pending(trial: ContractTrial | None) -> bool:
    return trial is not None and trial.state in {TrialState.QUEUED, TrialState.RUNNING}


def _poll_url(editing: flow.Editing, focus: str) -> str:
    return f"{reverse('console:contract-panel', args=[editing.system.slug])}?fact={focus}"


def _progress(editing: flow.Editing) -> str:
    trial = editing.trial
    if trial is None or not trial.n_total:
        return _("checking")
    if trial.n_done >= trial.n_total:
        return _("checking, almost done")
    said = {"done": words.number(trial.n_done), "total": words.number(trial.n_total)}
    return _("checking, %(done)s of %(total)s") % said


def _sentence(result: Mapping[str, Any]) -> str:
    """Say the state that moved most; where none moved, how many were incomplete."""
    if not result:
        return _("Not checked against stored cases yet.")
    if not result["n"]:
        return _("No case is stored yet, so nobody can say what this contract would have done.")
    before, after = result["before"], result["after"]
    moved = {state: abs(after.get(state, 0) - before.get(state, 0)) for state in SENTENCES}
    state = max(moved, key=lambda one: moved[one])
    said = {"n": after.get(state, 0), "was": before.get(state, 0), "of": result["n"]}
    now = _("It is the same today.") if said["n"] == said["was"] else _("Today it is %(was)s.")
    numbers = {name: words.number(value) for name, value in said.items()}
    return f"{str(SENTENCES[state]) % numbers} {now % numbers}"


def _about(result: Mapping[str, Any]) -> str:
    n = result.get("n", 0)
    return ngettext("%(n)s stored case", "%(n)s stored cases", n) % {"n": words.number(n)}


def _states(result: Mapping[str, Any]) -> tuple[tuple[str, str, str, bool], ...]:
    before, after = result.get("before", {}), result.get("after", {})
    return tuple(
        (
            str(label),
            words.number(before.get(state, 0)),
            words.number(after.get(state, 0)),
            before.get(state, 0) != after.get(state, 0),
        )
        for state, label in STATES.items()
        if before.get(state) or after.get(state)
    )


def _pairs(result: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    if not result.get("n"):
        return ()
    pairs = [
        (_("Newly stopped"), words.number(result["n_newly"])),
        (_("No longer stopped"), words.number(result["n_freed"])),
        (
            _("Of these the AI decided"),
            words.number(result["n_machine"]) if result["n_machine"] else _("none"),
        ),
        (_("Extra work"), _per_day(result)),
    ]
    if "n_opened" in result:
        opened = _("in no case")
        if result["n_opened"]:
            opened = ngettext("in %(n)s case", "in %(n)s cases", result["n_opened"]) % {
                "n": words.number(result["n_opened"])
            }
        pairs.append((_("Personal facts opened"), opened))
    if result.get("n_erased"):
        pairs.append((_("Left out"), _("%(n)s, their subject was erased") % {"n": result["n_erased"]}))
    return tuple(pairs)


def _per_day(result: Mapping[str, Any]) -> str:
    start, end = datetime.fromisoformat(result["oldest"]), datetime.fromisoformat(result["newest"])
    days = max(1.0, (end - start).total_seconds() / DAY_SECONDS)
    per_day = result["n_newly"] / days
    if not result["n_newly"]:
        return _("none")
    if per_day < 1:
        per_week = max(1, round(per_day * 7))
        return ngettext("about %(n)s question a week", "about %(n)s questions a week", per_week) % {
            "n": per_week
        }
    return ngettext("about %(n)s question a day", "about %(n)s questions a day", round(per_day)) % {
        "n": round(per_day)
    }


def _label(contract: rules.Contract, key: str) -> str:
    spec = contract.specs.get(key)
    return speak_kept(spec.label) if spec else key.replace("_", " ")


def _helps(
    result: Mapping[str, Any], editing: flow.Editing, shown: rules.Contract, focus: str, *, to_decide: bool
) -> tuple[Note, ...]:
    """Say of the fact being edited whether it helps; of every changed one, when it is to be decided."""
    changed = rules.changed_facts(editing.live, shown)
    keys = [key for key in shown.specs if key in changed][:MOST_HELPS] if to_decide else [focus]
    return tuple(note for note in (_help(result, shown, key) for key in keys) if note)


def _help(result: Mapping[str, Any], contract: rules.Contract, focus: str) -> Note | None:
    """Say whether suggestions went wrong more often without the fact, from outcomes old enough to know."""
    counts = result.get("helps", {}).get(focus)
    if counts is None or focus not in contract.specs:
        return None
    there, lacking = (measure_rules.share(*counts[name]) for name in ("with", "without"))
    said = {"fact": _label(contract, focus), "n": words.number(lacking.n), "m": words.number(there.n)}
    if lacking.n < measure_rules.ENOUGH or there.n < measure_rules.ENOUGH:
        text = _("Outcomes are known: without %(fact)s %(n)s, with it %(m)s.") % said
        return Note(
            "", "circle-question-mark", _("Not enough cases to say whether %(fact)s helps.") % said, text
        )
    text = _(
        "The suggestion proved wrong in %(lacking)s without it (n=%(n)s), in %(there)s with it (n=%(m)s)."
    ) % {**said, "lacking": _share(lacking), "there": _share(there)}
    if lacking.low > there.high:
        return Note("ok", "circle-check", _("%(fact)s helps.") % said, text)
    return Note("warn", "triangle-alert", _("No sign that %(fact)s helps.") % said, text)


def _share(one: measure_rules.Share) -> str:
    said = {
        "share": words.percent(one.value or 0),
        "low": words.percent(one.low),
        "high": words.percent(one.high),
    }
    return _("%(share)s (%(low)s to %(high)s)") % said


def _missing_title(contract: rules.Contract, focus: str) -> str:
    if focus not in contract.specs:
        return ""
    return _("Where %(fact)s is missing") % {"fact": _label(contract, focus)}


def _missing(
    result: Mapping[str, Any], contract: rules.Contract, focus: str, editing: flow.Editing
) -> tuple[tuple[str, float, str], ...]:
    """Give the grouping in which the missing share differs most: by segment, or by a plain fact."""
    by = result.get("lacking", {}).get(focus, {})
    group = max(by, key=lambda one: _spread(by[one], result["groups"].get(one, {})), default="")
    if not group:
        return ()
    totals = result["groups"][group]
    names = {key: speak_kept(label) for key, label in editing.system.segment_labels.items()}
    if group in contract.specs:
        names = {code: speak_kept(label) for code, label in contract.specs[group].values.items()}
    rows = sorted(by[group].items(), key=lambda pair: -pair[1])
    return tuple(
        (
            names.get(value, value) or _("no segment"),
            n / totals[value],
            _("%(n)s of %(of)s") % {"n": words.number(n), "of": words.number(totals[value])},
        )
        for value, n in rows
    )


def _spread(lacking: Mapping[str, int], totals: Mapping[str, int]) -> float:
    shares = [lacking.get(value, 0) / n for value, n in totals.items() if n]
    return max(shares, default=0.0) - min(shares, default=0.0)


def _checks(result: Mapping[str, Any], contract: rules.Contract, now: datetime) -> tuple[Check, ...]:
    needed = [one for one in contract.specs.values() if one.sensitivity is not rules.Sensitivity.PROTECTED]
    loose = [one for one in needed if not one.sources]
    asked = [one for one in needed if one.required or one.required_when]
    stuck = [one for one in asked if not one.sources and one.if_missing is rules.IfMissing.HOLD]
    apart = len(contract.specs) - len(needed)
    kept = (
        ngettext("%(n)s more is kept apart", "%(n)s more are kept apart", apart) % {"n": apart}
        if apart
        else ""
    )
    rows = [
        _check(_("Each fact has one source of truth"), len(needed) - len(loose), len(needed), loose, kept),
        _check(_("Each gap has a way out"), len(asked) - len(stuck), len(asked), stuck),
    ]
    if result:
        silent = [one for one in asked if rules.standing(one, result, now).age is not rules.SourceAge.ALIVE]
        rows.append(_check(_("All sources are alive"), len(asked) - len(silent), len(asked), silent))
    rows.append(_leaks(contract))
    return tuple(rows)


def _check(text: str, n: int, of: int, bad: list[rules.FactSpec], about: str = "") -> Check:
    detail = words.joined([speak_kept(one.label) for one in bad[:3]])
    said = _("%(n)s of %(of)s") % {"n": n, "of": of}
    if bad:
        return Check("circle-x", "bad-t", text, detail, said)
    return Check("circle-check", "ok-t", text, about, said)


def _leaks(contract: rules.Contract) -> Check:
    if not contract.forbidden:
        return Check("triangle-alert", "warn-t", _("No leaking fact is named"), "", _("none is forbidden"))
    n = len(contract.forbidden)
    kept = ", ".join(list(contract.forbidden)[:MOST_NAMED])
    if n > MOST_NAMED:
        more = n - MOST_NAMED
        kept = ngettext("%(kept)s and %(n)s more", "%(kept)s and %(n)s more", more) % {
            "kept": kept,
            "n": more,
        }
    text = _("What leaks the outcome is kept out")
    return Check("circle-check", "ok-t", text, kept, ngettext("%(n)s fact", "%(n)s facts", n) % {"n": n})


def _first(one: Mapping[str, str], contract: rules.Contract) -> First:
    said = {
        "before": STATES.get(one["before"], one["before"]),
        "after": STATES.get(one["after"], one["after"]),
        "fact": _label(contract, one["fact"]) if one["fact"] else "",
    }
    text = _("%(before)s, then %(after)s: %(fact)s") if one["fact"] else _("%(before)s, then %(after)s")
    return First(one["case_ref"], reverse("console:case", args=[one["case_ref"]]), text % said)


def _first_about(result: Mapping[str, Any]) -> str:
    n = result.get("n_newly", 0)
    shown = min(n, MOST_FIRST)
    return _("first %(n)s of %(of)s") % {"n": shown, "of": words.number(n)} if n else ""
