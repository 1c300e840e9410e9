"""The life of a posture: drafted by the owner, and put in force by the owner's signature."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import canonical, refusals, transactions
from apps.core.words import say
from apps.registry import access, rules, selectors
from apps.registry.models import AISystem, Posture, PostureDraft
from apps.registry.services import numbering


class PostureNotValid(refusals.Invalid):
    """A document that cannot be a posture; details: the clause as `field`."""

    code = "posture_not_valid"
    sentence = say("This is not a posture.")


class PostureChanged(refusals.Stale):
    code = "posture_draft_changed"
    sentence = say(
        "This draft was saved elsewhere after you opened it. Nothing was saved; what you typed is still here."
    )


class NoPostureDraft(refusals.IllegalMove):
    code = "no_posture_draft"
    sentence = say("There is no draft of a risk decision any more. Begin a new one.")


class PostureUnchanged(refusals.IllegalMove):
    code = "posture_unchanged"
    sentence = say("This draft says the same as the risk decision in force. Change something first.")


class PostureBaseEnded(refusals.Stale):
    code = "posture_base_ended"
    sentence = say("Another risk decision was signed after this draft was begun. Begin a new draft from it.")


def begin_posture(*, system: AISystem, by: Actor, now: datetime) -> PostureDraft:
    """Return the owner's open draft, making it from the version in force where there is none.

    Raises: NotTheOwner.
    """
    transactions.require()
    access.require_owner(by, system)
    found = selectors.posture_draft(system.id)
    if found:
        return found
    live = Posture.objects.filter(system=system, ended_at=None).first()
    try:
        with transaction.atomic():
            draft = PostureDraft.objects.create(
                system=system,
                base=live,
                body=live.body if live else {},
                author=by,
                begun_at=now,
                saved_at=now,
            )
    except IntegrityError:  # begun at the same moment in another window
        return _locked(system)
    data = {"system": system.id, "from": live.number if live else 0}
    audit.record("posture.drafted", on=("posture_draft", draft.id), by=by, at=now, data=data)
    return draft


def save_posture(
    *, system: AISystem, body: Mapping[str, Any], version: int, by: Actor, now: datetime
) -> PostureDraft:
    """Keep what the next posture shall say. What is not a posture is refused with its clause.

    version: of the draft that the owner looked at.
    Raises: NotTheOwner, NoPostureDraft, PostureChanged, PostureNotValid.
    """
    transactions.require()
    access.require_owner(by, system)
    draft = _locked(system)
    if draft.version != version:
        raise PostureChanged
    posture = checked_posture(system, body, now=now)
    draft.body, draft.version, draft.saved_at = posture.body(), draft.version + 1, now
    draft.save(update_fields=["body", "version", "saved_at"])
    data = {"version": draft.version, "sha256": canonical.digest(draft.body)}
    audit.record("posture.draft_saved", on=("posture_draft", draft.id), by=by, at=now, data=data)
    return draft


def drop_posture(*, system: AISystem, by: Actor, now: datetime) -> None:
    """Give a draft up.

    Raises: NotTheOwner, NoPostureDraft.
    """
    transactions.require()
    access.require_owner(by, system)
    draft = _locked(system)
    PostureDraft.objects.filter(id=draft.id).update(closed_at=now)
    audit.record("posture.dropped", on=("posture_draft", draft.id), by=by, at=now)


def sign_draft(*, system: AISystem, version: int, by: Actor, now: datetime) -> Posture:
    """Put the draft in force, signed by the accountable owner.

    Raises: NotTheOwner, NoPostureDraft, PostureChanged, PostureBaseEnded, PostureUnchanged, PostureNotValid.
    """
    transactions.require()
    access.require_owner(by, system)
    draft = _locked(system)
    if draft.version != version:
        raise PostureChanged
    live = Posture.objects.filter(system=system, ended_at=None).first()
    if (live.id if live else None) != draft.base_id:
        raise PostureBaseEnded
    if live and live.expires_at > now and rules.read_posture(live.body) == rules.read_posture(draft.body):
        raise PostureUnchanged
    posture = sign_posture(system=system, body=draft.body, by=by, now=now)
    PostureDraft.objects.filter(id=draft.id).update(closed_at=now, signed_as=posture)
    return posture


def sign_posture(*, system: AISystem, body: Mapping[str, Any], by: Actor, now: datetime) -> Posture:
    """Put a risk posture in force, signed by the accountable owner; the one before ends.

    Raises: NotTheOwner, PostureNotValid.
    """
    transactions.require()
    access.require_owner(by, system)
    posture = checked_posture(system, body, now=now)
    ends_at = rules.ends_at(posture, now=now, time_zone=system.organisation.time_zone)
    number = numbering.next_number(Posture, system, now)
    kept = posture.body()
    row = Posture.objects.create(
        system=system,
        number=number,
        body=kept,
        digest=canonical.digest(kept),
        by=by,
        in_force_at=now,
        expires_at=ends_at,
    )
    data = {"number": number, "sha256": row.digest, "expires_at": ends_at}
    audit.record("posture.signed", on=("posture", row.id), by=by, at=now, data=data)
    return row


def checked_posture(system: AISystem, body: object, *, now: datetime) -> rules.Posture:
    """Read a document as a posture of this AI system that could be signed now.

    Raises: PostureNotValid.
    """
    outcomes, segments = selectors.of_machines(system)
    try:
        posture = rules.parse_posture(body, outcomes=outcomes, segments=segments)
        rules.ends_at(posture, now=now, time_zone=system.organisation.time_zone)
    except rules.BadPosture as bad:
        raise PostureNotValid(bad.sentence, field=bad.pointer) from bad
    return posture


def posture_of_text(system: AISystem, text: str) -> rules.Posture:
    """Read YAML or JSON as a posture of this AI system.

    Raises: PostureNotValid.
    """
    outcomes, segments = selectors.of_machines(system)
    try:
        return rules.parse_posture_text(text, outcomes=outcomes, segments=segments)
    except rules.BadPosture as bad:
        raise PostureNotValid(bad.sentence, field=bad.pointer) from bad


def _locked(system: AISystem) -> PostureDraft:
    draft = PostureDraft.objects.select_for_update(of=("self",)).filter(system=system, closed_at=None).first()
    if draft is None:
        raise NoPostureDraft
    return draft
