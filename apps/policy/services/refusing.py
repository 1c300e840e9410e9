"""What can be refused in the life of a policy version."""

from apps.core import refusals
from apps.core.words import say


class PolicyNotValid(refusals.Invalid):
    code = "policy_not_valid"
    sentence = say("The policy cannot be read.")


class EditedByAnother(refusals.HeldByAnother):
    code = "policy_edited_by_another"
    sentence = say("Somebody else is editing this policy at the moment.")


class DraftChanged(refusals.Stale):
    code = "policy_draft_changed"
    sentence = say(
        "This draft was saved elsewhere after you opened it. Nothing was saved; what you typed is still here."
    )


class NoDraft(refusals.IllegalMove):
    code = "no_policy_draft"
    sentence = say("There is no draft of this policy any more. Begin a new one.")


class NotADraft(refusals.IllegalMove):
    code = "policy_not_a_draft"
    sentence = say("This version is in shadow or waits for the owner. Call it back before you change it.")


class NotInShadow(refusals.IllegalMove):
    code = "policy_not_in_shadow"
    sentence = say("This version is not in shadow.")


class NotProposed(refusals.IllegalMove):
    code = "policy_not_proposed"
    sentence = say("This version was not proposed, so there is nothing to put in force.")


class AnotherWentLive(refusals.Stale):
    code = "policy_base_ended"
    sentence = say("Another version went into force after this draft was begun. Begin a new draft from it.")


class NothingChanged(refusals.IllegalMove):
    code = "policy_unchanged"
    sentence = say("This draft says the same as the version in force. Change something first.")


class ShadowTooLong(refusals.Invalid):
    code = "shadow_too_long"
    sentence = say("Give a time after now and at most 90 days ahead until which it stays in shadow.")


class SegmentsNotValid(refusals.Invalid):
    """details: the clause as `field`; where two overlap, `keys` and the facts of an `example`."""

    code = "segments_not_valid"
    sentence = say("These are no segments.")


class SegmentInUse(refusals.IllegalMove):
    """details: `key` of the segment that would go, and by what it is used as `used_by`."""

    code = "segment_in_use"
    sentence = say("A segment that is used cannot go.")


class SegmentsChanged(refusals.Stale):
    code = "segments_draft_changed"
    sentence = say(
        "This draft was saved elsewhere after you opened it. Nothing was saved; what you typed is still here."
    )


class NoSegmentsDraft(refusals.IllegalMove):
    code = "no_segments_draft"
    sentence = say("There is no draft of these segments any more. Begin a new one.")


class SegmentsNotADraft(refusals.IllegalMove):
    code = "segments_not_a_draft"
    sentence = say("These segments wait for the owner. Take them back before you change them.")


class SegmentsNotProposed(refusals.IllegalMove):
    code = "segments_not_proposed"
    sentence = say("These segments were not proposed, so there is nothing to sign.")


class SegmentsUnchanged(refusals.IllegalMove):
    code = "segments_unchanged"
    sentence = say("This draft says the same as the segments in force. Change something first.")
