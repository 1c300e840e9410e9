"""The contract of an AI system as its readers and editors see it: versions, the draft, what a trial said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.accounts.models import Actor
from apps.core import refusals
from apps.flow.selectors import contract_state
from apps.flow.selectors.system import system_seen
from apps.intake import rules
from apps.intake import selectors as intake
from apps.registry import access
from apps.registry import selectors as registry
from apps.registry.models import AISystem, ContextContract, ContractDraft, ContractTrial


@dataclass(frozen=True, slots=True)
class ContractPage:
    """Every version of one contract, the newest first, and the draft of the next one."""

    system: AISystem
    versions: list[ContextContract]
    draft: ContractDraft | None
    may_edit: bool
    is_owner: bool

    @property
    def live(self) -> ContextContract | None:
        """Return the version in force."""
        return next((one for one in self.versions if one.ended_at is None), None)

    def version(self, number: int) -> ContextContract:
        """Return one version.

        Raises: refusals.NotVisible.
        """
        found = next((one for one in self.versions if one.number == number), None)
        if found is None:
            raise refusals.NotVisible
        return found


@dataclass(frozen=True, slots=True)
class Editing:
    """A draft on somebody's desk: what it says, against the version in force, and what a trial says of it."""

    system: AISystem
    draft: ContractDraft
    contract: rules.Contract
    live: rules.Contract
    live_row: ContextContract
    trial: ContractTrial | None
    is_owner: bool
    is_mine: bool

    def blocked(self, now: datetime) -> str | None:
        """Say why the draft cannot be proposed as it is saved."""
        return contract_state.why_blocked(self.draft, self.trial, self.contract, self.live, now)

    def answer(self, body: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """Return the trial's result when it answers this body."""
        return contract_state.answer_to(self.trial, body)


def contract_page(*, slug: str, to: Actor) -> ContractPage:
    """Return the versions of a contract to whoever may see its AI system.

    Raises: refusals.NotVisible.
    """
    system = system_seen(slug=slug, to=to)
    return ContractPage(
        system=system,
        versions=registry.contract_versions(system.id),
        draft=registry.open_draft(system.id),
        may_edit=access.may_edit_contract(to, system),
        is_owner=access.is_owner(to, system),
    )


def contract_editing(*, slug: str, to: Actor, now: datetime) -> Editing | None:
    """Return the open draft with what stands around it; None when there is none.

    Raises: refusals.NotVisible, CannotEditContract.
    """
    system = system_seen(slug=slug, to=to)
    access.require_editor(to, system)
    draft = registry.open_draft(system.id)
    if draft is None:
        return None
    return Editing(
        system=system,
        draft=draft,
        contract=contract_state.parse_body(draft.body),
        live=intake.contract(draft.base),
        live_row=draft.base,
        trial=getattr(draft, "trial", None),
        is_owner=access.is_owner(to, system),
        is_mine=not registry.is_held_by_another(draft, to, now),
    )
