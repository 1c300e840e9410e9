"""Who writes a policy, and who puts it in force: never the same person."""

from apps.accounts import access
from apps.accounts.models import Actor
from apps.core import refusals
from apps.core.words import say
from apps.policy.models import PolicyVersion, SegmentSet
from apps.registry.access import is_owner
from apps.registry.models import AISystem


class CannotWritePolicy(refusals.NotAllowed):
    code = "cannot_write_policy"
    sentence = say(
        "The policy is written by the analysts of this AI system. The owner signs it and does not write it."
    )


class AuthorCannotApprove(refusals.NotAllowed):
    code = "author_cannot_approve"
    sentence = say("Whoever wrote a policy cannot approve it; the owner signs what somebody else wrote.")


class OnlyTheOwnerApproves(refusals.NotAllowed):
    code = "only_the_owner_approves"
    sentence = say("Only the accountable owner of the AI system puts a policy in force.")


class CannotWriteSegments(refusals.NotAllowed):
    code = "cannot_write_segments"
    sentence = say("Segments are written by the analysts of this AI system. The owner signs them.")


class WriterCannotSign(refusals.NotAllowed):
    code = "segments_writer_cannot_sign"
    sentence = say("Whoever wrote these segments cannot sign them; the owner signs what somebody else wrote.")


def may_write(actor: Actor, system: AISystem) -> bool:
    """Say whether the actor may write a draft: the analysts, and not the owner, who signs."""
    return not is_owner(actor, system) and system.id in access.granted_ids(actor, "analyse_system")


def require_writer(actor: Actor, system: AISystem) -> None:
    """Refuse whoever may not write a draft.

    Raises: CannotWritePolicy.
    """
    if not may_write(actor, system):
        raise CannotWritePolicy(permission="analyse_system")


def require_segment_writer(actor: Actor, system: AISystem) -> None:
    """Refuse whoever may not write segments: they are written by those who write the policy.

    Raises: CannotWriteSegments.
    """
    if not may_write(actor, system):
        raise CannotWriteSegments(permission="analyse_system")


def require_signer_of(actor: Actor, found: SegmentSet) -> None:
    """Refuse an owner who wrote of these segments.

    Raises: WriterCannotSign.
    """
    if actor.id == found.author_id or actor.id in found.writers:
        raise WriterCannotSign(permission="owner")


def require_owner(actor: Actor, system: AISystem) -> None:
    """Refuse everybody but the accountable owner.

    Raises: OnlyTheOwnerApproves.
    """
    if not is_owner(actor, system):
        raise OnlyTheOwnerApproves(permission="owner")


def wrote(actor: Actor, version: PolicyVersion) -> bool:
    """Say whether the actor began, saved or proposed this version."""
    return actor.id == version.author_id or actor.id in version.writers


def require_approver(actor: Actor, version: PolicyVersion) -> None:
    """Refuse everybody but an owner who wrote nothing of it.

    Raises: AuthorCannotApprove, OnlyTheOwnerApproves.
    """
    if wrote(actor, version):
        raise AuthorCannotApprove(permission="owner")
    require_owner(actor, version.system)
