from enum import StrEnum


class ItemState(StrEnum):
    OPEN = "OPEN"
    CLAIMED = "CLAIMED"
    WAITING = "WAITING"
    HELD = "HELD"
    DECIDED = "DECIDED"
    SUPERSEDED = "SUPERSEDED"
    WITHDRAWN = "WITHDRAWN"

    @property
    def waits(self) -> bool:
        """Say whether the item still needs somebody."""
        return self in {ItemState.OPEN, ItemState.CLAIMED, ItemState.WAITING, ItemState.HELD}


S = ItemState
MOVES = frozenset(
    {
        (S.OPEN, S.CLAIMED),  # a reviewer takes it
        (S.CLAIMED, S.OPEN),  # released, expired, escalated to the next inbox or returned from there
        (S.CLAIMED, S.WAITING),  # a question is out, or it is laid aside until a time
        (S.WAITING, S.OPEN),  # the answer came, its time passed, or the pause that held it ended
        (S.CLAIMED, S.HELD),  # decided above authority: an approver must say yes
        (
            S.HELD,
            S.OPEN,
        ),  # the approver returned it, or its decider took it back and works there no more
        (S.HELD, S.CLAIMED),  # whoever decided took it back: it is theirs again
        (S.HELD, S.DECIDED),  # the approver upheld, amended or reversed it
        (S.CLAIMED, S.DECIDED),  # approved or overridden
        (S.DECIDED, S.CLAIMED),  # undone before release: it is its decider's again
        (S.DECIDED, S.OPEN),  # the same, when they may no longer work in its inbox
        (S.DECIDED, S.SUPERSEDED),  # the same, when a newer recommendation arrived meanwhile
        (S.OPEN, S.SUPERSEDED),  # a newer recommendation arrived
        (S.CLAIMED, S.SUPERSEDED),  # the same, while somebody held it; their draft is kept
        (S.WAITING, S.SUPERSEDED),
        (S.HELD, S.SUPERSEDED),
        (S.OPEN, S.WITHDRAWN),  # the business system took the case back
        (S.CLAIMED, S.WITHDRAWN),
        (S.WAITING, S.WITHDRAWN),
        (S.HELD, S.WITHDRAWN),
    }
)


class ItemKind(StrEnum):
    RECOMMENDATION = "RECOMMENDATION"  # decide what the AI recommends
    AUDIT = "AUDIT"  # look at a decision the machine took, drawn by chance
    SECOND_REVIEW = "SECOND_REVIEW"  # say blind what one would have decided; a person's decision is in force
    APPEAL = "APPEAL"  # look again at a decision in force that the affected person contests


class ReasonKind(StrEnum):
    """Why an item is in an inbox; each kind closes by itself."""

    POLICY = "POLICY"
    ESCALATED = "ESCALATED"
    DEADLINE = "DEADLINE"
    AUDIT_SAMPLE = "AUDIT_SAMPLE"
    SECOND_REVIEW = "SECOND_REVIEW"
    RETURNED = "RETURNED"
    UNDONE = "UNDONE"
    REFUSED_RECEIPT = "REFUSED_RECEIPT"
    FACTS_CHANGED = "FACTS_CHANGED"
    ANSWERED = "ANSWERED"
    UNANSWERED = "UNANSWERED"
    PAUSED = "PAUSED"
    SNOOZED = "SNOOZED"
    TAKEN_OVER = "TAKEN_OVER"
    HANDED_ON = "HANDED_ON"
    CONTESTED = "CONTESTED"


class DecisionKind(StrEnum):
    APPROVED = "APPROVED"
    OVERRIDDEN = "OVERRIDDEN"
    AUTOMATIC = "AUTOMATIC"
    REVERSED = "REVERSED"  # compensates another one, by the owner, with many others


class ReversalRunState(StrEnum):
    """RUNNING until every decision of the set was reversed or cannot be; or STOPPED by the owner."""

    RUNNING = "RUNNING"
    DONE = "DONE"
    STOPPED = "STOPPED"


class ApprovalWhy(StrEnum):
    """Why a decision needs a second person before it is in force."""

    OVER_AUTHORITY = "over_authority"
    FOUR_EYES = "four_eyes"  # policy asks for it


class ApprovalResult(StrEnum):
    """How a held decision ended."""

    UPHELD = "UPHELD"
    AMENDED = "AMENDED"  # another outcome holds, by whoever approves
    REVERSED = "REVERSED"  # what the AI suggested holds
    RETURNED = "RETURNED"  # undecided again, with a note
    WITHDRAWN = "WITHDRAWN"  # by whoever decided
    SUPERSEDED = "SUPERSEDED"  # a newer recommendation arrived

    @property
    def by_second_person(self) -> bool:
        """Say whether somebody else ended it, who answers for that."""
        return self in {
            ApprovalResult.UPHELD,
            ApprovalResult.AMENDED,
            ApprovalResult.REVERSED,
            ApprovalResult.RETURNED,
        }


class RelationKind(StrEnum):
    """What somebody has to do with the subject of a case."""

    OWN = "own"  # their own claim
    FAMILY = "family"
    CLOSE = "close"  # a friend, a neighbour, a colleague
    BUSINESS = "business"


class RequestResult(StrEnum):
    """How a request to reverse a decision ended."""

    REVERSED = "REVERSED"
    DECLINED = "DECLINED"
    WITHDRAWN = "WITHDRAWN"
    DROPPED = "DROPPED"  # it was reversed in another way meanwhile


class WhyNot(StrEnum):
    """Why a decision of a set cannot be reversed."""

    REVERSED_ALREADY = "reversed_already"
    BEING_REVERSED = "being_reversed"
    DECIDED_AGAIN = "decided_again"
    SAME_OUTCOME = "same_outcome"
    NOT_IN_FORCE = "not_in_force"


class FollowUpKind(StrEnum):
    PROMISE = "PROMISE"  # a reason promised a step
    SECOND_LOOK = "SECOND_LOOK"  # the outcome asks to look at the case again


class FollowUpState(StrEnum):
    """OPEN until it is said whether it was kept, or until its case is decided anew."""

    OPEN = "OPEN"
    KEPT = "KEPT"
    NOT_KEPT = "NOT_KEPT"
    DROPPED = "DROPPED"


class NotKeptWhy(StrEnum):
    NO_TIME = "no_time"
    NOT_REACHED = "not_reached"
    NOT_NEEDED = "not_needed"
    OTHER = "other"


class LaterWhy(StrEnum):
    """Why a case is laid aside or given back."""

    DOCUMENT = "document"
    CALL = "call"
    QUIET = "quiet"
    MIX = "mix"
    OTHER = "other"


class TakeOverWhy(StrEnum):
    ABSENT = "absent"
    URGENT = "urgent"
    CONFLICT = "conflict"
    OTHER = "other"


class HandOnWhy(StrEnum):
    """Why what somebody holds or was given goes to somebody else, or back to everybody."""

    ABSENT = "absent"
    LOAD = "load"
    SKILL = "skill"
    CONFLICT = "conflict"
    OTHER = "other"


class AskResult(StrEnum):
    """How a question ended."""

    ANSWERED = "ANSWERED"
    UNANSWERED = "UNANSWERED"  # its time passed
    WITHDRAWN = "WITHDRAWN"
    SUPERSEDED = "SUPERSEDED"  # a newer recommendation arrived
    UNREACHABLE = "UNREACHABLE"  # whoever was asked is away, and nobody else may be asked in their place


class MarkUnit(StrEnum):
    """What a mark on a page counts in: lines of its text, or thousandths of its picture's height."""

    LINE = "LINE"
    BAND = "BAND"


class Spoken(StrEnum):
    """A language in which a decision is explained to the affected person."""

    ENGLISH = "en"
    GERMAN = "de"


class PracticeEnd(StrEnum):
    """How a known-answer case ended: answered, sent up instead, or nobody took it in time."""

    DECIDED = "DECIDED"
    SENT_UP = "SENT_UP"
    LAPSED = "LAPSED"


class SecondResult(StrEnum):
    """What a blind second opinion came to, beside the decision in force."""

    AGREES = "AGREES"
    DIFFERS = "DIFFERS"
    CANNOT_SAY = "CANNOT_SAY"  # the facts did not suffice for the second person
    DROPPED = "DROPPED"  # the decision holds no longer, so that nobody looks


class Holds(StrEnum):
    """Which of the two was right, as a third person settled it."""

    FIRST = "FIRST"
    SECOND = "SECOND"
    NEITHER = "NEITHER"


class DifferWhy(StrEnum):
    """Why two people came to different outcomes on the same facts."""

    OVERLOOKED = "overlooked"  # one of them overlooked a fact
    READ_OTHERWISE = "read_otherwise"  # they read the same fact in different ways
    NOT_ENOUGH = "not_enough"  # the facts do not suffice
    RULE_UNCLEAR = "rule_unclear"  # the rule or the outcomes are unclear
    BOTH_DEFENSIBLE = "both_defensible"
    SLIP = "slip"  # somebody chose what they did not mean
    OTHER = "other"


class AppealKind(StrEnum):
    APPEAL = "APPEAL"  # the decision is wrong
    COMPLAINT = "COMPLAINT"  # how it came about was wrong


class CameBy(StrEnum):
    """Who brought an appeal in: somebody of the staff, a machine of the business system, the person."""

    STAFF = "STAFF"
    API = "API"
    LINK = "LINK"


class AppealResult(StrEnum):
    """How an appeal was answered: the decision stands, another one holds, or the person is right in part."""

    STANDS = "STANDS"
    CHANGED = "CHANGED"
    PARTLY = "PARTLY"
    WITHDRAWN = "WITHDRAWN"


class ChainPart(StrEnum):
    """What somebody had to do with a contested decision, so that they do not answer its appeal."""

    DECIDED = "decided"
    PUT_IN_FORCE = "put_in_force"
    SECONDED = "seconded"
    PASSED_ON = "passed_on"
    ANSWERED_UP = "answered_up"
    LOOKED_FIRST = "looked_first"
    LOOKED_AGAIN = "looked_again"
    ASKED_BACK = "asked_back"
    ANSWERS_FOR_IT = "answers_for_it"


class EscalationWhy(StrEnum):
    """Why an undecided item climbed: a person said so (RAISED_FOR), its clock ran out, or policy asks it."""

    OVER_AUTHORITY = "over_authority"
    UNSURE = "unsure"
    SECOND_OPINION = "second_opinion"
    OTHER = "other"
    DEADLINE = "deadline"
    CLOCK = "clock"
    ADVERSE_OUTCOME = "adverse_outcome"
    LOW_CALIBRATION = "low_calibration"
    FIRST_VIEW = "first_view_differs"
    REPEATED_OVERRIDE = "repeated_override"
    UNSUPPORTED = "unsupported_statement"


RAISED_FOR = frozenset(
    {
        EscalationWhy.OVER_AUTHORITY,
        EscalationWhy.UNSURE,
        EscalationWhy.SECOND_OPINION,
        EscalationWhy.OTHER,
    }
)


class Sureness(StrEnum):
    UNSURE = "unsure"
    FAIRLY = "fairly"
    SURE = "sure"
