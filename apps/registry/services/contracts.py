"""The life of a contract version before it is in force: drafted, saved, proposed, returned or adopted.

One open draft per AI system and one editor at a time. Whether a body is a contract is judged above
(apps.flow): the registry keeps documents and does not read them.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import canonical, refusals, transactions
from apps.core.words import say
from apps.registry import access, selectors
from apps.registry.models import AISystem, ContextContract, ContractDraft
from apps.registry.services.setting_up import adopt_contract
from apps.registry.states import DRAFT_MOVES, DraftState

HOLD = timedelta(minutes=15)


class EditedByAnother(refusals.HeldByAnother):
    code = "contract_edited_by_another"
    sentence = say("Somebody else is editing this contract at the moment.")


class DraftChanged(refusals.Stale):
    code = "contract_draft_changed"
    sentence = say(
        "This draft was saved elsewhere after you opened it. Nothing was saved; what you typed is still here."
    )


class NoDraft(refusals.IllegalMove):
    code = "no_contract_draft"
    sentence = say("There is no draft of this contract any more. Begin a new one.")


class NotADraft(refusals.IllegalMove):
    code = "contract_not_a_draft"
    sentence = say("This version waits for the owner. Take it back before you change it.")


class NotProposed(refusals.IllegalMove):
    code = "contract_not_proposed"
    sentence = say("This version was not proposed, so there is nothing to put in force.")


class AnotherWentLive(refusals.Stale):
    code = "contract_base_ended"
    sentence = say("Another version went into force after this draft was begun. Begin a new draft from it.")


class NothingChanged(refusals.IllegalMove):
    code = "contract_unchanged"
    sentence = say("This draft asks for the same as the version in force. Change something first.")


def begin_draft(*, system: AISystem, by: Actor, now: datetime) -> ContractDraft:
    """Open the draft for editing, making it from the version in force where there is none.

    Raises: CannotEditContract, NotADraft, EditedByAnother, NoDraft (no contract in force).
    """
    transactions.require()
    access.require_editor(by, system)
    if not ContractDraft.objects.filter(system=system, closed_at=None).exists():
        _make(system, by, now)
    draft = _locked(system)
    _require_state(draft, DraftState.DRAFT)
    _hold(draft, by, now)
    return draft


def _make(system: AISystem, by: Actor, now: datetime) -> None:
    live = ContextContract.objects.filter(system=system, ended_at=None).first()
    if live is None:
        raise NoDraft(say("This AI system has no contract in force yet; its set-up brings the first one."))
    try:
        with transaction.atomic():
            draft = ContractDraft.objects.create(
                system=system,
                base=live,
                state=DraftState.DRAFT,
                body=live.body,
                author=by,
                begun_at=now,
                saved_at=now,
            )
    except IntegrityError:
        return  # somebody began it at the same moment; the hold decides who edits
    data = {"from": live.number, "system": system.id}
    audit.record("contract.drafted", on=("contract_draft", draft.id), by=by, at=now, data=data)


def _locked(system: AISystem) -> ContractDraft:
    draft = (
        ContractDraft.objects.select_for_update(of=("self",))
        .select_related("system__owner", "base", "author", "held_by", "proposed_by")
        .filter(system=system, closed_at=None)
        .first()
    )
    if draft is None:
        raise NoDraft
    return draft


def _require_state(draft: ContractDraft, wanted: DraftState) -> None:
    if draft.state != wanted:
        raise NotADraft if wanted is DraftState.DRAFT else NotProposed


def _hold(draft: ContractDraft, by: Actor, now: datetime) -> None:
    if selectors.is_held_by_another(draft, by, now):
        who = draft.held_by.name if draft.held_by else ""
        raise EditedByAnother(say("%(who)s is editing this contract at the moment.", who=who), by=who)
    draft.held_by, draft.held_until = by, now + HOLD
    draft.save(update_fields=["held_by", "held_until"])


def save_draft(
    *, system: AISystem, body: Mapping[str, Any], version: int, by: Actor, now: datetime
) -> ContractDraft:
    """Keep what the draft shall say; the caller has checked that it parses.

    version: of the draft that the editor looked at.
    Raises: CannotEditContract, NoDraft, NotADraft, EditedByAnother, DraftChanged.
    """
    transactions.require()
    access.require_editor(by, system)
    draft = _locked(system)
    _require_state(draft, DraftState.DRAFT)
    _hold(draft, by, now)
    if draft.version != version:
        raise DraftChanged
    draft.body, draft.version, draft.saved_at = dict(body), draft.version + 1, now
    draft.save(update_fields=["body", "version", "saved_at"])
    data = {"version": draft.version, "sha256": canonical.digest(body)}
    audit.record("contract.draft_saved", on=("contract_draft", draft.id), by=by, at=now, data=data)
    return draft


def leave_draft(*, system: AISystem, by: Actor) -> None:
    """Let somebody else edit; nothing is decided by it, so it leaves no entry."""
    transactions.require()
    ContractDraft.objects.filter(system=system, closed_at=None, held_by=by).update(
        held_by=None, held_until=None
    )


def propose_draft(*, system: AISystem, version: int, by: Actor, now: datetime) -> ContractDraft:
    """Hand the draft to the owner.

    Raises: CannotEditContract, NoDraft, NotADraft, EditedByAnother, DraftChanged, NothingChanged.
    """
    transactions.require()
    access.require_editor(by, system)
    draft = _locked(system)
    _require_state(draft, DraftState.DRAFT)
    _hold(draft, by, now)
    if draft.version != version:
        raise DraftChanged
    if canonical.digest(draft.body) == bytes(draft.base.digest):
        raise NothingChanged
    _move(draft, DraftState.PROPOSED, proposed_by=by, proposed_at=now, returned_why="")
    _record("contract.proposed", draft, by, now)
    return draft


def return_draft(*, system: AISystem, why: str, by: Actor, now: datetime) -> ContractDraft:
    """Give a proposed version back to its editors, by the owner with a sentence, or take it back.

    Raises: CannotEditContract, NoDraft, NotProposed.
    """
    transactions.require()
    access.require_editor(by, system)
    draft = _locked(system)
    _require_state(draft, DraftState.PROPOSED)
    _move(draft, DraftState.DRAFT, proposed_by=None, proposed_at=None, returned_why=why)
    _record("contract.returned", draft, by, now, rows=[{"why": why}])
    return draft


def drop_draft(*, system: AISystem, by: Actor, now: datetime) -> ContractDraft:
    """Give a draft up; a proposed one only by the owner.

    Raises: CannotEditContract, NotTheOwner, NoDraft, EditedByAnother.
    """
    transactions.require()
    access.require_editor(by, system)
    draft = _locked(system)
    if draft.state == DraftState.PROPOSED:
        access.require_owner(by, system)
    else:
        _hold(draft, by, now)
    _move(draft, DraftState.DROPPED, closed_at=now)
    _record("contract.dropped", draft, by, now)
    return draft


def adopt_draft(
    *, system: AISystem, version: int, is_looser: bool, by: Actor, now: datetime
) -> ContextContract:
    """Put a proposed version in force and retire the one before. Snapshots keep theirs.

    The owner may adopt what the owner wrote (docs/adr/0015): the entry names both.
    Raises: NotTheOwner, NoDraft, NotProposed, DraftChanged, AnotherWentLive.
    """
    transactions.require()
    access.require_owner(by, system)
    draft = _locked(system)
    _require_state(draft, DraftState.PROPOSED)
    if draft.version != version:
        raise DraftChanged
    if draft.base.ended_at is not None:
        raise AnotherWentLive
    said = {"draft": draft.id, "author": draft.author_id, "is_looser": is_looser}
    contract = adopt_contract(system=system, body=draft.body, by=by, now=now, said=said)
    _move(draft, DraftState.ADOPTED, closed_at=now, adopted_as=contract)
    return contract


def _move(draft: ContractDraft, to: DraftState, **changes: object) -> None:
    if (DraftState(draft.state), to) not in DRAFT_MOVES:
        raise refusals.IllegalMove
    ContractDraft.objects.filter(id=draft.id).update(
        state=to, version=F("version") + 1, held_by=None, held_until=None, **changes
    )
    draft.refresh_from_db()


def _record(verb: str, draft: ContractDraft, by: Actor, now: datetime, **more: Any) -> None:
    data = {"system": draft.system_id, "sha256": canonical.digest(draft.body)}
    audit.record(verb, on=("contract_draft", draft.id), by=by, at=now, data=data, **more)
