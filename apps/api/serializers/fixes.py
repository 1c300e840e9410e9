"""A finding's life and its fixes, as the API says them."""

from rest_framework import serializers

from apps.api.serializers.fields import In, Instant, Out, Text
from apps.api.serializers.findings import Weeks
from apps.flow.selectors.rule_choices import LANES
from apps.learning.states import EffectVerdict, FindingState, FixKind, FixState, StepKind
from apps.registry.states import CoreCategory

WORDS = 1000


class Assign(In):
    to = serializers.UUIDField(help_text="The actor who works on it: an analyst or the owner.")
    due_on = serializers.DateField(required=False, allow_null=True, default=None)


class Discuss(In):
    text = Text(max_length=WORDS, help_text="All who read the finding see it; name no case and nobody.")


class Dismiss(In):
    why = Text(max_length=WORDS)


class Why(In):
    why = Text(max_length=500)


class NewReason(In):
    code = Text(max_length=40)
    text = Text(max_length=160)
    directions = serializers.ListField(
        child=serializers.ChoiceField(["more_cautious", "less_cautious"]), min_length=1, max_length=2
    )
    core_category = serializers.ChoiceField([one.value for one in CoreCategory])


class Rule(In):
    lane = serializers.ChoiceField(list(LANES), help_text="Who decides the group's cases.")
    without_suggestion = serializers.BooleanField(
        required=False, default=False, help_text="For the whole group, whichever outcome the AI suggests."
    )


class Requirement(In):
    fact = Text(max_length=64)


class ReasonsChange(In):
    add = NewReason(required=False, allow_null=True, default=None)
    retire = Text(max_length=40, required=False, allow_blank=True, default="")


class Order(In):
    says = Text(max_length=500, help_text="What whoever builds the model or its prompt shall change.")


class Moved(Out):
    """Where a finding stands after an act; `version` is what the next act names with If-Match."""

    id = serializers.UUIDField()
    state = serializers.ChoiceField([one.value for one in FindingState])
    version = serializers.IntegerField()
    assigned_to = serializers.UUIDField(source="assigned_to_id", allow_null=True)
    due_on = serializers.DateField(allow_null=True)
    closed_at = Instant(allow_null=True)


class Step(Out):
    kind = serializers.ChoiceField([one.value for one in StepKind])
    state = serializers.ChoiceField([one.value for one in FindingState])
    at = Instant()
    by = serializers.CharField(source="by.name")
    text = serializers.CharField()
    to = serializers.UUIDField(source="to_id", allow_null=True)
    due_on = serializers.DateField(allow_null=True)


class Effect(Out):
    """One planned look. Shares of what `counts` names; the interval is at `level`."""

    look = serializers.IntegerField()
    verdict = serializers.ChoiceField([one.value for one in EffectVerdict])
    counts = serializers.CharField()
    method = serializers.CharField()
    from_at = Instant()
    to_at = Instant()
    n_before = serializers.IntegerField()
    k_before = serializers.IntegerField()
    n_after = serializers.IntegerField()
    k_after = serializers.IntegerField()
    rest_n_before = serializers.IntegerField()
    rest_k_before = serializers.IntegerField()
    rest_n_after = serializers.IntegerField()
    rest_k_after = serializers.IntegerField()
    expected = serializers.FloatField()
    difference = serializers.FloatField()
    low = serializers.FloatField()
    high = serializers.FloatField()
    level = serializers.FloatField()
    assumes = serializers.ListField(child=serializers.CharField())
    cost = serializers.DictField()
    at = Instant()


class FixRow(Out):
    """A fix. What carries it (a version of the policy or of the contract) has a life of its own."""

    id = serializers.UUIDField()
    number = serializers.IntegerField()
    finding = serializers.UUIDField(source="finding_id")
    kind = serializers.ChoiceField([one.value for one in FixKind])
    state = serializers.ChoiceField([one.value for one in FixState])
    says = serializers.CharField()
    body = serializers.DictField()
    replay = serializers.UUIDField(source="replay_id", allow_null=True)
    drafted_at = Instant()
    proposed_at = Instant(allow_null=True)
    signed_at = Instant(allow_null=True)
    live_at = Instant(allow_null=True)
    ended_at = Instant(allow_null=True)
    ended_why = serializers.CharField()


class Figures(Out):
    """What its try on the past counted, beside the version in force; from `reviews` on differences."""

    n = serializers.IntegerField(help_text="Past cases.")
    n_changed = serializers.IntegerField(help_text="Of them sent elsewhere.")
    n_between = serializers.IntegerField(
        allow_null=True, help_text="Of these, decided by other people than before; null: not of one rule."
    )
    reviews = serializers.IntegerField()
    known_bad = serializers.IntegerField(
        help_text="Cases that proved wrong and that pass: no person sees them first."
    )
    worth_minor = serializers.IntegerField(
        help_text="At the prices of the risk decision; where nobody decided, the suggestion is taken."
    )
    looks_minor = serializers.IntegerField(help_text="Of it, what the reviews save; negative: cost more.")
    seen_minor = serializers.IntegerField(
        allow_null=True,
        help_text="The cost of errors that a person would first have seen; what they had decided is unknown.",
    )
    is_own = serializers.BooleanField(help_text="Of its rule alone; else of the whole version.")
    is_through = serializers.BooleanField(help_text="Every past case is counted.")
    currency = serializers.CharField()


class Stopped(Out):
    """What a required fact makes of the last arrivals, as the try of the contract's draft counted them."""

    n = serializers.IntegerField(help_text="The last arrivals.")
    n_asked = serializers.IntegerField(allow_null=True, help_text="Of them, those that need the fact.")
    n_lacking = serializers.IntegerField(allow_null=True, help_text="Of these, those that lack it.")
    n_newly = serializers.IntegerField(help_text="Stopped by all that the draft says, and not before.")
    n_machine = serializers.IntegerField(help_text="Of these, those that the AI decided alone.")
    oldest = Instant(allow_null=True)


class Fix(Out):
    """A fix with everything it was measured to do; `has_harmed` stays true whatever a later look says."""

    fix = FixRow()
    figures = Figures(allow_null=True, help_text="Null in a list, and before anything is counted.")
    stopped = Stopped(allow_null=True, help_text="Of a required fact; null in a list.")
    has_harmed = serializers.BooleanField()
    effects = Effect(many=True)


class Fixes(Out):
    fixes = Fix(many=True, source="rows")
    next = serializers.CharField(allow_null=True)


class RuleChoice(Out):
    """A rule that could be drafted from the finding; counts are of the newest decisions."""

    lane = serializers.ChoiceField(list(LANES), source="way.lane")
    without_suggestion = serializers.BooleanField(source="way.without_suggestion")
    words = serializers.CharField(help_text="The cases that it reaches.")
    is_open = serializers.BooleanField(help_text="It is allowed, and it would move something.")
    why = serializers.CharField(help_text="Why it is not offered though it may move something, else empty.")
    n_of = serializers.IntegerField(source="reached.n_of", help_text="The newest decisions looked at.")
    n = serializers.IntegerField(source="reached.n", help_text="Of them, those that it reaches.")
    n_alone = serializers.IntegerField(source="reached.n_alone", help_text="Made by the AI alone.")
    n_moved = serializers.IntegerField(source="reached.n_moved", help_text="It would send elsewhere.")


class Life(Out):
    finding = Moved()
    steps = Step(many=True)
    fixes = Fix(many=True)
    rules = RuleChoice(
        many=True,
        source="rules.rows",
        help_text="For whoever may write the policy, while a fix may be drafted; what is open first.",
    )
    n_people = serializers.IntegerField(
        help_text="Whose decisions stand behind it: counted, never named; 0: a history tells nobody apart."
    )


class Labelled(Out):
    """The finding, then the newest decisions of its group with what people decided and what became known."""

    rows = serializers.ListField(child=serializers.DictField())


class FixQuery(In):
    state = serializers.ChoiceField([one.value for one in FixState], required=False)
    ai_system = Text(required=False, max_length=60, help_text="Of this AI system alone.")
    weeks = Weeks("Drafted in the last so many weeks, this one among them.")
    after = Text(required=False, max_length=200)
    limit = serializers.IntegerField(required=False, min_value=1, max_value=200, default=50)
