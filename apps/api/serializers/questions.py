"""Questions of reviewers: for facts, and to people and teams."""

from rest_framework import serializers

from apps.api.serializers.decisions import PageQuery
from apps.api.serializers.fields import In, Instant, Out, Text, Truth, Whole
from apps.api.serializers.items import LARGEST, LONGEST_CODE, LONGEST_NOTE
from apps.intake.rules import FindingKind


class FactQuestion(Out):
    id = serializers.UUIDField()
    ai_system = serializers.CharField()
    case_ref = serializers.CharField()
    fact = serializers.CharField(help_text="A key of the AI system's context contract.")
    label = serializers.CharField()  # type: ignore[assignment] # DRF's own attribute of that name
    kind = serializers.ChoiceField([kind.value for kind in FindingKind], help_text="What is wrong with it.")
    says = serializers.CharField(help_text="The same as a sentence.")
    source = serializers.CharField(  # type: ignore[assignment] # DRF's own attribute of that name
        allow_blank=True, help_text="Whom the contract believes on it first."
    )
    asked_at = Instant()
    due_at = Instant(help_text="Until then the case waits for the answer.")


class FactQuestions(Out):
    questions = FactQuestion(many=True, source="rows")
    next = serializers.CharField(allow_null=True, help_text="For `after`, when there are more.")


WHOM = "Either `person`, `team` or `business_system`."
VIEWS = ["mine", "asked", "overdue", "answered"]
STATES = ["open", "overdue", "answered", "unanswered", "unreachable", "withdrawn", "superseded"]


class AskBody(In):
    person = Text(
        required=False,
        allow_blank=True,
        default="",
        max_length=254,
        help_text=f"An e-mail address or an id. {WHOM}",
    )
    team = Text(
        required=False,
        allow_blank=True,
        default="",
        max_length=50,
        help_text="The short name of an inbox: everybody who works there is asked.",
    )
    business_system = Truth(
        default=False, help_text="Ask for `fact`, of which something must be wrong; no text goes along."
    )
    text = Text(required=False, allow_blank=True, default="", max_length=LONGEST_NOTE)
    fact = Text(required=False, allow_blank=True, default="", max_length=LONGEST_CODE)
    shown = serializers.ListField(
        child=Text(max_length=LONGEST_CODE),
        required=False,
        default=list,
        max_length=40,
        help_text="Keys of the facts that who is asked sees with it; they need not see the case.",
    )
    answer_by = Instant(required=False, allow_null=True, default=None)
    token = Whole(min_value=0, max_value=LARGEST, help_text="From the claim.")


class Person(Out):
    id = serializers.UUIDField(help_text="`person` of a question takes it, or an e-mail address.")
    name = serializers.CharField()


class Team(Out):
    slug = serializers.CharField(help_text="`team` of a question takes it.")
    name = serializers.CharField()


class Whom(Out):
    """Whom you may ask about an item, and until when the answer is awaited."""

    example = {
        "people": [{"id": "01a214a3-10c2-7f4e-9d07-6f1b1d2f9a11", "name": "Sam Whitaker"}],
        "teams": [{"slug": "triage-supervisors", "name": "Supervisors"}],
        "more_people": False,
        "facts": ["modified_duty"],
        "due_time_stands_still": False,
        "due_at": "2026-11-20T17:00:00Z",
        "answer_by": "2026-11-20T17:00:00Z",
        "latest_answer_by": "2026-11-20T17:00:00Z",
    }
    people = Person(many=True, source="whom.people")
    teams = Team(many=True, source="whom.teams")
    more_people = serializers.BooleanField(
        source="whom.is_cut", help_text="There are more than these: name them by their e-mail address."
    )
    facts = serializers.ListField(
        child=serializers.CharField(),
        help_text="Something is wrong with them: `business_system` may be asked for these.",
    )
    due_time_stands_still = serializers.BooleanField(
        source="stands_still",
        help_text="The rule of its inbox: while it waits for an answer, its due time does, or runs on.",
    )
    due_at = Instant()
    answer_by = Instant(help_text="Until then the answer is awaited when you give no `answer_by`.")
    latest_answer_by = Instant(source="latest", help_text="What you may give as `answer_by` at most.")


class Asked(Out):
    """A question that is out; the item waits for its answer. `version` in quotes is the question's ETag."""

    id = serializers.UUIDField()
    item = serializers.UUIDField(source="item_id")
    due_at = Instant()
    version = serializers.IntegerField()
    result = serializers.CharField(allow_blank=True)


class QuestionsQuery(PageQuery):
    view = serializers.ChoiceField(
        VIEWS,
        default="mine",
        help_text="mine: open, to you or a team of yours. asked: open, by you. overdue: unanswered in time.",
    )


class Question(Out):
    id = serializers.UUIDField()
    ai_system = serializers.CharField(source="system")
    case_ref = serializers.CharField(allow_blank=True, help_text="Empty for who may not see the case.")
    item = serializers.UUIDField(source="item_id", allow_null=True)
    fact = serializers.CharField(allow_blank=True)
    text = serializers.CharField(allow_blank=True)
    answer = serializers.CharField(allow_blank=True)
    asked_by = serializers.CharField()
    asked = serializers.CharField(allow_blank=True, help_text="The person, team or source that is asked.")
    is_team = serializers.BooleanField()
    moved_from = serializers.CharField(allow_blank=True, help_text="Who was asked first, and is away.")
    asked_at = Instant()
    due_at = Instant()
    state = serializers.ChoiceField(STATES)
    closed_at = Instant(allow_null=True)
    closed_by = serializers.CharField(allow_blank=True)
    may_answer = serializers.BooleanField()
    may_withdraw = serializers.BooleanField()
    is_hidden = serializers.BooleanField(help_text="Its words are shown after your own view of the case.")
    version = serializers.IntegerField(help_text="In quotes, this is what `If-Match` takes.")


class Questions(Out):
    questions = Question(many=True, source="rows")
    next = serializers.CharField(allow_null=True, help_text="For `after`, when there are more.")
    counts = serializers.DictField(child=serializers.IntegerField())


class ShownFact(Out):
    fact = serializers.CharField(source="key")
    label = serializers.CharField()  # type: ignore[assignment] # DRF's own attribute of that name
    value = serializers.CharField(source="value_words", allow_blank=True)
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment] # DRF's own attribute of that name
    as_of = Instant(allow_null=True)


class OneQuestion(Out):
    question = Question(source="row")
    facts = ShownFact(many=True)


class ReplyBody(In):
    text = Text(max_length=LONGEST_NOTE)
