from typing import Any

from rest_framework import serializers

from apps.api.serializers.fields import In, Instant, Out, Whole
from apps.core.words import say
from apps.flow.selectors import Tried
from apps.measures.rules import Meaning, Part, Sum, Tally
from apps.measures.states import ReplayState


class Try(In):
    """Which policy, and how far back; one of each pair."""

    policy_version = Whole(required=False, min_value=1, help_text="A version's number.")
    policy = serializers.DictField(required=False, help_text="A whole policy that is no version yet.")
    days = Whole(required=False, min_value=1, max_value=3650)
    last = Whole(required=False, min_value=1, max_value=1_000_000)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse both or none of a pair, naming the first of it.

        Raises: ValidationError.
        """
        for one, other in (("policy_version", "policy"), ("days", "last")):
            if (one in attrs) == (other in attrs):
                says = say("Send either %(one)s or %(other)s.", one=one, other=other)
                raise serializers.ValidationError({one: str(says)})
        return attrs


class Counted(Out):
    """What one of the two policies makes of all cases."""

    reviews = serializers.IntegerField(help_text="Looks of people: cases that go to them, and second looks.")
    automatic = serializers.IntegerField(help_text="Decided by the AI alone.")
    known_bad = serializers.IntegerField(help_text="Of those, proved wrong by a later outcome.")
    known_good = serializers.IntegerField(help_text="Of those, proved right.")
    unknown = serializers.IntegerField(help_text="Of those, with no outcome, or too young for one.")
    errors_minor = serializers.IntegerField(help_text="Cost of all known errors, whoever decided.")


class LaneChange(Out):
    before = serializers.CharField(help_text="AUTOMATIC, or lane:inbox.")
    after = serializers.CharField()
    n = serializers.IntegerField()


class PolicyChange(Out):
    """One change of the policy, replayed alone."""

    kind = serializers.CharField()
    rule = serializers.CharField(allow_blank=True)
    counted = Counted()
    money_minor = serializers.IntegerField()
    n_elsewhere = serializers.IntegerField()


class MoneyPart(Out):
    """One part of the money: a kind of error, or the reviews where it has no outcome."""

    outcome = serializers.CharField(allow_null=True)
    title = serializers.CharField(allow_null=True, help_text="What the posture calls the error.")
    each_minor = serializers.IntegerField(allow_null=True, help_text="null: the posture names no price.")
    n_base = serializers.IntegerField()
    n_draft = serializers.IntegerField()
    money_minor = serializers.IntegerField(allow_null=True, help_text="What the draft gains by it.")


_COUNTED = {
    "reviews": 4271,
    "automatic": 729,
    "known_bad": 82,
    "known_good": 640,
    "unknown": 7,
    "errors_minor": 15580000,
}


class Replay(Out):
    example = {
        "id": "01a214a3-10c2-7f4e-9d07-6f1b1d2f9a11",
        "state": "DONE",
        "base_version": 3,
        "policy_version": 4,
        "asked_at": "2026-11-20T12:00:00Z",
        "ended_at": "2026-11-20T12:01:10Z",
        "seed": 1982,
        "n_total": 5000,
        "n_done": 5000,
        "n_reproduced": 4980,
        "n_verdicts": 4980,
        "n_erased": 0,
        "n_elsewhere": 310,
        "base": _COUNTED | {"reviews": 4271, "automatic": 729},
        "draft": _COUNTED | {"reviews": 3961, "automatic": 1039, "known_bad": 121},
        "money_minor": -412000,
        "money_parts": [
            {
                "outcome": None,
                "title": None,
                "each_minor": 100,
                "n_base": 4271,
                "n_draft": 3961,
                "money_minor": 31000,
            }
        ],
        "posture": 3,
        "n_outcome_unknown": 12,
        "currency": "USD",
        "lanes": [{"before": "OFFICER:triage-officers", "after": "AUTOMATIC", "n": 310}],
        "changes": [],
        "failure": "",
    }
    id = serializers.UUIDField()
    state = serializers.ChoiceField([state.value for state in ReplayState])
    base_version = serializers.IntegerField()
    policy_version = serializers.IntegerField(allow_null=True)
    asked_at = Instant()
    ended_at = Instant(allow_null=True)
    seed = serializers.IntegerField(help_text="Of the random order in which the cases come.")
    n_total = serializers.IntegerField()
    n_done = serializers.IntegerField()
    n_reproduced = serializers.IntegerField(help_text="Stored verdicts of the base that it gives again.")
    n_verdicts = serializers.IntegerField(help_text="Stored verdicts of the base among the cases.")
    n_erased = serializers.IntegerField(help_text="Left out, as their subject was erased.")
    n_elsewhere = serializers.IntegerField(help_text="Cases that go elsewhere.")
    base = Counted()
    draft = Counted()
    money_minor = serializers.IntegerField(help_text="What the draft gains; negative: it costs more.")
    money_parts = MoneyPart(many=True)
    posture = serializers.IntegerField(allow_null=True, help_text="Number of the posture that names prices.")
    n_outcome_unknown = serializers.IntegerField(help_text="Cases in which no error could be counted.")
    currency = serializers.CharField()
    lanes = LaneChange(many=True)
    changes = PolicyChange(many=True)
    failure = serializers.CharField(allow_blank=True)


class ReplayedCase(Out):
    case_ref = serializers.CharField()
    recommended = serializers.CharField()
    confidence = serializers.CharField()
    segment = serializers.CharField(allow_blank=True)
    meaning = serializers.ChoiceField([one.value for one in Meaning])
    before = serializers.CharField()
    after = serializers.CharField()
    outcome = serializers.BooleanField(source="value", allow_null=True)
    outcome_number = serializers.CharField(source="number", allow_blank=True)


class ReplayedCases(Out):
    example = {
        "cases": [
            {
                "case_ref": "WC-2026-004812",
                "recommended": "fast_track",
                "confidence": "0.910000",
                "segment": "minor_surface",
                "meaning": "passes",
                "before": "OFFICER:triage-officers",
                "after": "AUTOMATIC",
                "outcome": True,
                "outcome_number": "14.0000",
            }
        ],
        "next": None,
    }
    cases = ReplayedCase(many=True, source="rows")
    next = serializers.CharField(source="after", allow_null=True)


def out(found: Tried) -> dict[str, Any]:
    """Write a replay as it stands."""
    replay, tally = found.replay, found.tally
    lanes = [(*key.split(">", 1), n) for key, n in sorted(tally.lanes.items())]
    shown = {
        "id": replay.id,
        "state": replay.state,
        "base_version": replay.base.number,
        "policy_version": replay.draft.number if replay.draft else None,
        "asked_at": replay.asked_at,
        "ended_at": replay.ended_at,
        "seed": replay.seed,
        "n_total": replay.n_total,
        "n_done": replay.n_done,
        "n_reproduced": tally.n_same,
        "n_verdicts": tally.n_checked,
        "n_erased": tally.n_erased,
        "n_elsewhere": tally.n_changed,
        "base": _counted(tally.base),
        "draft": _counted(tally.draft),
        "money_minor": tally.money_minor(tally.draft),
        "money_parts": [_part(one, tally) for one in tally.parts(tally.draft)],
        "posture": tally.prices.posture,
        "n_outcome_unknown": tally.n - tally.n_known,
        "currency": replay.system.currency,
        "lanes": [{"before": before, "after": after, "n": n} for before, after, n in lanes],
        "changes": [
            {
                "kind": step.kind.value,
                "rule": step.rule,
                "counted": _counted(tally.steps[place]),
                "money_minor": tally.money_minor(tally.steps[place]),
                "n_elsewhere": tally.touched[place],
            }
            for place, step in enumerate(found.steps)
        ],
        "failure": replay.failure,
    }
    answer: dict[str, Any] = Replay(shown).data
    return answer


def _part(one: Part, tally: Tally) -> dict[str, Any]:
    return {
        "outcome": one.outcome or None,
        "title": tally.prices.labels.get(one.outcome),
        "each_minor": one.each_minor,
        "n_base": one.before,
        "n_draft": one.after,
        "money_minor": one.gain_minor,
    }


def _counted(one: Sum) -> dict[str, int]:
    return {
        "reviews": one.reviews(),
        "automatic": one.machine,
        "known_bad": one.bad,
        "known_good": one.good,
        "unknown": one.unknown,
        "errors_minor": one.error_minor,
    }
