"""What changed in the facts of a case: since the suggestion was made, or since a page was opened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from apps.accounts.models import Actor
from apps.core import refusals, speech, vault
from apps.flow.selectors import words
from apps.intake import rules as intake_rules
from apps.intake import selectors as intake
from apps.intake.models import ContextSnapshot
from apps.reviews import access
from apps.reviews import services as reviews
from apps.reviews.models import ReviewItem
from apps.reviews.states import ItemKind, ItemState


@dataclass(frozen=True, slots=True)
class ChangedFact:
    """One fact that says something else than before; words are empty where no value was, or is, in use."""

    key: str
    label: str
    was_words: str
    now_words: str
    source: str
    is_decisive: bool


@dataclass(frozen=True, slots=True)
class Change:
    """What came when and from whom, and by how much the suggestion is behind."""

    at: datetime
    by: str
    facts: tuple[ChangedFact, ...]

    @property
    def decisive(self) -> tuple[ChangedFact, ...]:
        return tuple(one for one in self.facts if one.is_decisive)


@dataclass(frozen=True, slots=True)
class Standing:
    """An item as it stands now, for a page that was opened earlier."""

    item: ReviewItem
    change: Change | None
    is_superseded: bool
    may_decide: bool


def standing(*, item_id: UUID, shown: UUID | None, to: Actor, now: datetime) -> Standing:
    """Say how an item differs from what a page shows; `shown` is the snapshot that the page was made from.

    Raises: refusals.NotVisible.
    """
    items = access.visible_items(to).select_related(
        "inbox",
        "case",
        "system",
        "recommendation__snapshot__contract",
        "snapshot__contract",
        "snapshot__change",
    )
    item = items.annotate(facts_by=facts_by()).filter(id=item_id).first()
    if item is None:
        raise refusals.NotVisible
    of_case = intake.told_snapshots(item.case_id).select_related("contract")
    earlier = (of_case.filter(id=shown).first() if shown else None) or item.recommendation.snapshot
    refusal = access.why_not(to, item, item.escalations.all())
    return Standing(
        item=item,
        change=since(earlier, item, vault.open_keys([item.case.subject_id]), now),
        is_superseded=item.state == ItemState.SUPERSEDED and reviews.successor(item) is not None,
        may_decide=refusal is None,
    )


def facts_by() -> Subquery:
    """Return the name of whoever sent the facts that an item shows, to annotate items with."""
    return Subquery(Actor.objects.filter(id=OuterRef("snapshot__change__by_id")).values("name")[:1])


def since_suggestion(item: ReviewItem, keys: Mapping[UUID, bytes], now: datetime) -> Change | None:
    """Return what changed since the suggestion was made; None when nothing did."""
    return since(item.recommendation.snapshot, item, keys, now) if item.snapshot else None


def outdated_sentence(item: ReviewItem, change: Change | None) -> str:
    """Say why a suggestion that is older than a decisive fact cannot be approved."""
    if change is None or not change.decisive or item.kind == ItemKind.AUDIT:
        return ""
    facts = speech.joined([one.label for one in change.decisive])
    return _("%(facts)s changed after the suggestion was made.") % {"facts": facts}


def since(
    earlier: ContextSnapshot, item: ReviewItem, keys: Mapping[UUID, bytes], now: datetime
) -> Change | None:
    """Return what changed from an earlier snapshot to what lies before the reviewer now."""
    latest = item.snapshot
    if latest is None or latest.id == earlier.id:
        return None
    change = latest.change
    facts = _facts(earlier, latest, item, keys, now, change.decisive)
    return Change(change.at, getattr(item, "facts_by", None) or "", facts) if facts else None


def _facts(
    earlier: ContextSnapshot,
    latest: ContextSnapshot,
    item: ReviewItem,
    keys: Mapping[UUID, bytes],
    now: datetime,
    decisive: Sequence[str],
) -> tuple[ChangedFact, ...]:
    subject_id = item.case.subject_id
    old = intake.open_snapshot(earlier, subject_id=subject_id, now=now, keys=keys).check
    new = intake.open_snapshot(latest, subject_id=subject_id, now=now, keys=keys).check
    specs = intake.spoken_contract(latest.contract).specs
    differing = intake_rules.differing(old, new)
    currency = item.system.currency
    return tuple(
        ChangedFact(
            key=key,
            label=spec.label,
            was_words=_words(spec, old.resolved.get(key), currency),
            now_words=_words(spec, new.resolved.get(key), currency),
            source=words.source(new.resolved[key].source) if key in new.resolved else "",
            is_decisive=key in decisive,
        )
        for key, spec in specs.items()
        if key in differing
    )


def _words(spec: intake_rules.FactSpec, used: intake_rules.Resolved | None, currency: str) -> str:
    return words.value(spec, used.value, currency=currency) if used else ""
