from typing import Any

from rest_framework import serializers

from apps.api.serializers.fields import In, Instant, Out, Text, Whole
from apps.learning.models import MiningRun
from apps.learning.selectors import Progress, RunPage, RunsPage, week_of
from apps.learning.states import MiningRunState, MiningStage, Target

EVERYTHING = "all"

_RUN: dict[str, Any] = {
    "id": "01a214a3-10c2-7f4e-9d07-6f1b1d2f9a11",
    "ai_system": "injury-triage",
    "target": "overridden",
    "number": 1,
    "state": "DONE",
    "stage": None,
    "n_parts": 0,
    "n_parts_done": 0,
    "asked_at": "2026-11-20T12:00:00Z",
    "ended_at": "2026-11-20T12:00:09Z",
    "repeats": None,
    "n_decisions": 3384,
    "n_overrides": 412,
    "n_tests": 1204,
    "digest": "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8",
    "notes": [],
    "failure": "",
}


class StartSearch(In):
    """How to search; what is left out is the usual."""

    max_facts = Whole(required=False, min_value=1, max_value=3, help_text="Facts together, at most.")
    target = serializers.ChoiceField(
        [*(target.value for target in Target), EVERYTHING],
        required=False,
        help_text="What to ask; left out: overridden. `all` starts one for each and answers with the first.",
    )


class SearchNote(Out):
    """Why a search found little, or what it left out."""

    code = serializers.CharField()
    facts = serializers.ListField(child=serializers.CharField())


class Search(Out):
    """One search for patterns over an AI system's decisions."""

    example = _RUN
    id = serializers.UUIDField()
    ai_system = serializers.CharField()
    target = serializers.ChoiceField([target.value for target in Target], help_text="What it asks.")
    number = serializers.IntegerField(help_text="Of the day; all with one number read the same decisions.")
    state = serializers.ChoiceField([state.value for state in MiningRunState])
    stage = serializers.ChoiceField([stage.value for stage in MiningStage], allow_null=True)
    n_parts = serializers.IntegerField(help_text="Parts of the step it is at: months with decisions.")
    n_parts_done = serializers.IntegerField()
    asked_at = Instant()
    ended_at = Instant(allow_null=True)
    repeats = serializers.UUIDField(allow_null=True, help_text="The search that it repeats.")
    n_decisions = serializers.IntegerField()
    n_overrides = serializers.IntegerField(help_text="Decisions in which the target happened.")
    n_tests = serializers.IntegerField(help_text="Groups tested; what counts is corrected for all of them.")
    digest = serializers.CharField(allow_null=True, help_text="Over all it found; a repeat has the same.")
    notes = SearchNote(many=True)
    failure = serializers.CharField(allow_blank=True)


class SearchPattern(Out):
    finding = serializers.UUIDField(allow_null=True)
    words = serializers.CharField()
    n = serializers.IntegerField()
    n_overridden = serializers.IntegerField(help_text="Of them, those in which the target happened.")
    rate = serializers.FloatField()
    low = serializers.FloatField(help_text="95 % interval of the rate.")
    high = serializers.FloatField()
    rest_rate = serializers.FloatField()
    q = serializers.FloatField()
    holds = serializers.BooleanField(allow_null=True, help_text="In data kept apart; null: too few there.")
    n_stakes = serializers.IntegerField(help_text="Cases in which it happened with a known amount.")
    stake_minor = serializers.IntegerField(help_text="What those are about, in all.")
    n_changed = serializers.IntegerField(help_text="Those decided with another amount than suggested.")
    change_minor = serializers.IntegerField(help_text="By how much more, in all; less is negative.")


class ProtectedGroup(Out):
    """One group of a protected fact on one side; rates from 30 decisions on. No rule may use these facts."""

    fact = serializers.CharField()
    value = serializers.CharField(allow_null=True)
    side = serializers.ChoiceField(["people", "ai"])
    n = serializers.IntegerField()
    k = serializers.IntegerField(help_text="Overruled by people, or proved wrong of the AI.")
    rate = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    rest_rate = serializers.FloatField(allow_null=True)
    rest_n = serializers.IntegerField(help_text="Decisions of all other groups of the fact.")
    rest_low = serializers.FloatField(allow_null=True)
    rest_high = serializers.FloatField(allow_null=True)
    q = serializers.FloatField(allow_null=True)
    stands_out = serializers.BooleanField()


_WEEK: dict[str, Any] = {
    "week_on": "2026-11-09",
    "n_weeks_before": 8,
    "n": 96,
    "k": 14,
    "n_before": 731,
    "k_before": 88,
    "n_tests": 212,
    "changes": [],
}


class RecentChange(Out):
    """A group whose share rose or fell in the week, tested against its own share in the weeks before."""

    words = serializers.CharField()
    rose = serializers.BooleanField(help_text="Emerging; false: fading.")
    n = serializers.IntegerField()
    k = serializers.IntegerField(help_text="Of them overruled, or what else the search asks.")
    rate = serializers.FloatField()
    low = serializers.FloatField(help_text="95 % interval of the rate.")
    high = serializers.FloatField()
    n_before = serializers.IntegerField()
    k_before = serializers.IntegerField()
    rate_before = serializers.FloatField()
    q = serializers.FloatField(help_text="Corrected for all groups that were tested for a change.")


class RecentWeek(Out):
    """The latest week that was over, from its Monday on, where the organisation is."""

    week_on = serializers.DateField()
    n_weeks_before = serializers.IntegerField()
    n = serializers.IntegerField()
    k = serializers.IntegerField()
    n_before = serializers.IntegerField()
    k_before = serializers.IntegerField()
    n_tests = serializers.IntegerField()
    changes = RecentChange(many=True, source="lines")


class RecentOf(RecentWeek):
    ai_system = serializers.CharField(source="system_name")
    search = serializers.UUIDField(source="run_id")


class Recent(Out):
    example = {"weeks": [_WEEK | {"ai_system": "Injury triage model", "search": _RUN["id"]}]}
    weeks = RecentOf(many=True)


class RecentQuery(In):
    target = serializers.ChoiceField([target.value for target in Target], default=Target.OVERRIDDEN.value)
    ai_system = Text(required=False, max_length=60, help_text="Of this AI system alone.")


class WholeSearch(Search):
    example = _RUN | {"patterns": [], "protected": [], "recent": _WEEK}
    patterns = SearchPattern(many=True)
    protected = ProtectedGroup(many=True)
    recent = RecentWeek(allow_null=True, help_text="Null: its decisions have no time, or it is not done.")


class Searches(Out):
    example = {"searches": [_RUN], "next": None}
    searches = Search(many=True)
    next = serializers.CharField(allow_null=True)


def listed(page: RunsPage) -> dict[str, Any]:
    """Write one page of searches."""
    rows = [_run(one, page.progress.get(one.id)) for one in page.rows]
    answer: dict[str, Any] = Searches({"searches": rows, "next": page.next}).data
    return answer


def out(found: RunPage) -> dict[str, Any]:
    """Write a search as it stands."""
    patterns = [
        {
            **{name: getattr(one.pattern, name) for name in _OF_PATTERN},
            "finding": one.finding_id,
            "words": one.words,
            "holds": (one.pattern.confirmation or {}).get("holds"),
        }
        for one in found.found
    ]
    shown = _run(found.run, found.progress) | {
        "patterns": patterns,
        "protected": found.protected,
        "recent": week_of(found.run),
    }
    answer: dict[str, Any] = WholeSearch(shown).data
    return answer


_OF_PATTERN = (
    "n", "n_overridden", "rate", "low", "high", "rest_rate", "q", "n_stakes", "stake_minor", "n_changed",
    "change_minor",
)  # fmt: skip


def _run(run: MiningRun, progress: Progress | None) -> dict[str, Any]:
    return {
        "id": run.id,
        "ai_system": run.system.slug,
        "target": run.target,
        "number": run.number,
        "state": run.state,
        "stage": run.stage or None,
        "n_parts": progress.n_parts if progress else 0,
        "n_parts_done": progress.n_done if progress else 0,
        "asked_at": run.queued_at,
        "ended_at": run.ended_at,
        "repeats": run.repeats_id,
        "n_decisions": run.n_decisions,
        "n_overrides": run.n_overrides,
        "n_tests": run.n_tests,
        "digest": bytes(run.digest).hex() if run.digest else None,
        "notes": run.notes,
        "failure": run.failure,
    }
