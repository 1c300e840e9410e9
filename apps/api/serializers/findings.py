from rest_framework import serializers

from apps.api.serializers.decisions import PageQuery
from apps.api.serializers.fields import DecidedAt, Instant, Out, Text
from apps.learning.selectors import Shown
from apps.learning.states import FindingState, Target

WHAT = "What happens more often in the slice than elsewhere."


class Weeks(serializers.IntegerField):
    """The last so many weeks of the organisation, this one among them."""

    def __init__(self, told: str) -> None:
        super().__init__(required=False, min_value=1, max_value=520, help_text=told)


class SearchesQuery(PageQuery):
    target = serializers.ChoiceField([target.value for target in Target], required=False, help_text=WHAT)
    weeks = Weeks("Begun in the last so many weeks, this one among them.")


class FindingsQuery(SearchesQuery):
    ai_system = Text(required=False, max_length=60, help_text="Of this AI system alone.")
    weeks = Weeks("Found by a search in the last so many weeks, this one among them.")
    state = serializers.ChoiceField(
        [shown.value for shown in Shown],
        default=Shown.NOT_DISMISSED.value,
        help_text="Which of them: not_found_again are those that nobody dismissed and the newest search of "
        "their AI system and target did not find.",
    )


class Finding(Out):
    """A slice of cases in which something happens more often than elsewhere: people overrule the AI, ask."""

    id = serializers.UUIDField()
    ai_system = serializers.CharField(source="system_name")
    target = serializers.ChoiceField([target.value for target in Target], help_text=WHAT)
    words = serializers.CharField()
    n = serializers.IntegerField(help_text="Decisions in the slice.")
    n_overridden = serializers.IntegerField(help_text="Of them, those in which the target happened.")
    rate = serializers.FloatField()
    low = serializers.FloatField(help_text="95 % interval of the rate.")
    high = serializers.FloatField()
    rest_rate = serializers.FloatField(help_text="The rate everywhere else.")
    excess = serializers.FloatField(help_text="Cases beyond what the rest's rate would give.")
    q = serializers.FloatField(help_text="False discovery rate at which this slice counts.")
    main_reason = serializers.CharField(allow_null=True)
    state = serializers.ChoiceField([state.value for state in FindingState])
    opened_at = Instant()
    seen_at = Instant(help_text="When a search found it last. Its figures are of that search.")
    is_current = serializers.BooleanField(
        help_text="The newest good search of its AI system and target found it; a repeat does not count."
    )
    n_searched = serializers.IntegerField(help_text="Decisions that the search of its figures looked at.")
    assigned_to = serializers.CharField(allow_null=True, help_text="Who works on it.")
    due_on = serializers.DateField(allow_null=True, help_text="The day by which they are to be done.")
    n_stakes = serializers.IntegerField(help_text="Cases in which it happened with a known amount.")
    stake_minor = serializers.IntegerField(help_text="What those are about, in all.")
    n_changed = serializers.IntegerField(help_text="Those decided with another amount than suggested.")
    change_minor = serializers.IntegerField(help_text="By how much more, in all; less is negative.")


class Findings(Out):
    findings = Finding(many=True, source="rows")
    next = serializers.CharField(allow_null=True)


class Example(Out):
    case_ref = serializers.CharField()
    case_id = serializers.UUIDField()
    decided_at = DecidedAt()
    recommended = serializers.CharField()
    decided = serializers.CharField()
    reason = serializers.CharField(allow_null=True)


class CorrectedFact(Out):
    fact = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # DRF's own attribute of that name
    n = serializers.IntegerField(help_text="Overrides that said another value of it is right.")


class FindingPage(Out):
    finding = Finding(source="row")
    rule = serializers.CharField(help_text="The slice as a condition.")
    reasons = serializers.DictField(child=serializers.IntegerField())
    core_categories = serializers.DictField(child=serializers.IntegerField())
    corrected = CorrectedFact(many=True)
    examples = Example(many=True)
    counter_examples = Example(many=True)
