"""The record of one case as sentences."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from apps.accounts.models import Actor, ActorKind
from apps.audit import selectors as audit
from apps.audit.models import Entry
from apps.core import refusals
from apps.core.speech import quoted, speak, speak_kept
from apps.delivery import selectors as delivery
from apps.delivery.models import Delivery, Receipt
from apps.delivery.states import DeliveryState
from apps.flow.selectors import asking, correcting, principal, sentences, walls, words
from apps.intake import selectors as intake
from apps.intake.models import Case, ContextSnapshot
from apps.measures.models import Outcome
from apps.registry.models import AISystem, ContextContract, OutcomeCode, Reason
from apps.registry.selectors import visible_systems
from apps.reviews import access
from apps.reviews.models import Decision, Inbox

_OF_FACTS = frozenset(
    {
        "facts.added",
        "item.asked",
        "item.answered",
        "item.unanswered",
        "item.ask_withdrawn",
        "item.ask_unreachable",
    }
)
MARKED, UNMARKED = "evidence.marked", "evidence.unmarked"
_VOICES = {ActorKind.PERSON: "person", ActorKind.MACHINE: "source", ActorKind.SYSTEM: "system"}


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One entry. `voice` is person, ai, system or source; `position` its number in the order, once given.

    document_id: the document it tells of, for who may look at it; mark: the place on it, as its entry says.
    `recorded_at` is the database's: later than `at` where a past was told afterwards.
    """

    at: datetime
    recorded_at: datetime
    voice: str
    who: str
    sentence: str
    detail: str
    verb: str
    position: int | None
    document_id: UUID | None = None
    mark: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What lay before whoever took the last decision; the digests stand in the decision's own row."""

    by: str
    decided_at: datetime
    facts_at: datetime
    facts_digest: str
    suggestion: int
    model_version: str
    suggestion_digest: str
    policy: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """A case's record; `decision_ids` are the decisions that its entries tell of.

    is_walled: the case asks the reader for a view before advice: its entries are there, what they would give
    away is not.
    """

    case: Case
    system: AISystem
    entries: list[TimelineRow]
    decision_ids: tuple[UUID, ...]
    seen: Seen | None
    is_walled: bool


def timeline(*, case_ref: str, to: Actor) -> Timeline:
    """Return a case's record, oldest first, no entry left out.

    But before a view that the case asks for, what only some outcomes bring with them.

    Raises: refusals.NotVisible.
    """
    case = intake.case_by_ref(case_ref=case_ref, organisation_id=to.organisation_id)
    works_it = case is not None and access.visible_items(to).filter(case=case).exists()
    if case is None or not (works_it or _may_read(case, to)):
        raise refusals.NotVisible
    system = AISystem.objects.select_related("owner").get(
        id=case.recommendations.order_by("-number").values("system")[:1]
    )
    is_walled = works_it and walls.walls_case(case, to)
    entries = [
        entry
        for entry in audit.entries_of_case(case_id=case.id, organisation_ids=[to.organisation_id])
        if not (is_walled and entry.verb.startswith(_FOLLOWS))
    ]
    bodies = [json.loads(bytes(entry.body)) for entry in entries]
    said = (
        asking.said_on_case(case, may_read=works_it, is_walled=is_walled)
        if any(map(_asks_people, bodies))
        else asking.NOTHING_SAID
    )
    names = _names(case, system, entries, bodies, said)
    rows = [
        _unmarked(entry, names)
        if is_walled and _is_of_mark(entry) and entry.actor_id != to.id
        else _row(entry, body, names, said, sees_documents=works_it, is_walled=is_walled)
        for entry, body in zip(entries, bodies, strict=True)
    ]
    decided = (entry.object_id for entry in entries if entry.object_type == "decision")
    return Timeline(
        case=case,
        system=system,
        entries=rows,
        decision_ids=() if is_walled else tuple(dict.fromkeys(decided)),
        seen=None if is_walled else _seen(case),
        is_walled=is_walled,
    )


_FOLLOWS = "follow_up."  # which are set shows what was decided


def _seen(case: Case) -> Seen | None:
    made = (
        Decision.objects.filter(case=case)
        .select_related("by", "policy", "recommendation__snapshot")
        .annotate(
            facts_at=Subquery(
                ContextSnapshot.objects.filter(case=case, digest=OuterRef("snapshot_digest")).values("at")[:1]
            )
        )
        .order_by("-decided_at", "-id")
        .first()
    )
    if made is None:
        return None
    return Seen(
        by=made.by.name,
        decided_at=made.decided_at,
        facts_at=made.facts_at or made.recommendation.snapshot.at,
        facts_digest=bytes(made.snapshot_digest).hex(),
        suggestion=made.recommendation.number,
        model_version=made.recommendation.model_version,
        suggestion_digest=bytes(made.recommendation_digest).hex(),
        policy=made.policy.number,
    )


def _may_read(case: Case, to: Actor) -> bool:
    if Decision.objects.filter(case=case, by=to).exists():
        return True
    seen = [one.id for one in visible_systems(to)]
    return case.recommendations.filter(system__in=seen).exists()


def _names(
    case: Case,
    system: AISystem,
    entries: Sequence[Entry],
    bodies: Sequence[Mapping[str, Any]],
    said: asking.SaidOnCase,
) -> sentences.Names:
    actor_ids = {entry.actor_id for entry in entries if entry.actor_id}
    actor_ids |= {UUID(body["data"]["for"]) for body in bodies if "delegation" in body["data"]}
    moved = [body["data"] for body in bodies if body["verb"].startswith(("item.", "decision."))]
    moved += [body["data"] for body in bodies if body["verb"] == "facts.applied"]
    moved += [one for body in bodies if body["verb"] == "facts.added" for one in body["data"]["changes"]]
    named = (data.get(key) for data in moved for key in ("from", "to"))
    inbox_ids = {one for one in named if isinstance(one, str)}  # what can be learned goes to several people
    codes = list(OutcomeCode.objects.filter(system=system))
    return sentences.Names(
        actors=dict(Actor.objects.filter(id__in=actor_ids).values_list("id", "name")),
        outcomes=_spoken((one.code, one.label) for one in codes),
        principal=principal.texts(codes),
        reasons=_spoken(Reason.objects.filter(reason_set__system=system).values_list("code", "text")),
        inboxes={str(key): speak_kept(name) for key, name in _inboxes(inbox_ids)},
        told=_told(case),
        people=said.people,
        facts=_fact_labels(case) if any(map(_names_facts, bodies)) else {},
        corrected=_corrected(bodies),
        filled_in=frozenset(
            Delivery.objects.filter(case_id=case.id, is_filled_in=True).values_list("id", flat=True)
        ),
    )


def _names_facts(body: Mapping[str, Any]) -> bool:
    return body["verb"] in _OF_FACTS or bool(body["data"].get("corrected"))


def _corrected(bodies: Sequence[Mapping[str, Any]]) -> dict[UUID, list[str]]:
    """Say what each decision of these entries corrected; no statement where none did."""
    decided = [UUID(body["object"]["id"]) for body in bodies if body["data"].get("corrected")]
    return {key: [one.says for one in rows] for key, rows in correcting.of_decisions(decided).items()}


def _spoken(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {code: speak_kept(text) for code, text in pairs}


def _fact_labels(case: Case) -> dict[str, str]:
    contracts = ContextContract.objects.filter(id__in=case.snapshots.values("contract"))
    return {key: label for one in contracts for key, label in intake.spoken_contract(one).labels().items()}


def _told(case: Case) -> dict[UUID, str]:
    """By an entry's object, what its row says: receipt, outcome, stated confidence."""
    rows = Receipt.objects.filter(delivery__case_id=case.id).order_by("received_at")
    receipts = list(rows.select_related("delivery__decision__case"))
    details = delivery.details_of(receipts)
    stated = case.recommendations.values_list("id", "confidence")
    return {
        **{row.delivery_id: _receipt(row, details.get(row.id, "")) for row in receipts},
        **{row.id: words.outcome(row) for row in Outcome.objects.filter(case=case)},
        **{
            key: _("Stated %(share)s in 100") % {"share": round(confidence * 100)}
            for key, confidence in stated
        },
    }


def _receipt(row: Receipt, detail: str) -> str:
    if row.status == DeliveryState.REFUSED:
        return words.refusal(row.code, detail)
    return _("Reference %(reference)s") % {"reference": row.reference} if row.reference else ""


def _inboxes(inbox_ids: set[str]) -> list[tuple[UUID, str]]:
    return list(Inbox.objects.filter(id__in=inbox_ids).values_list("id", "name"))


def _row(
    entry: Entry,
    body: Mapping[str, Any],
    names: sentences.Names,
    said: asking.SaidOnCase,
    *,
    sees_documents: bool,
    is_walled: bool,
) -> TimelineRow:
    who = names.actors.get(entry.actor_id, "ReviewHub") if entry.actor_id else "ReviewHub"
    also = {
        "told": names.told.get(entry.object_id, "") or _said(body, said),
        "filled_in": entry.object_id in names.filled_in,
        "corrections": names.corrected.get(entry.object_id) if sees_documents else None,
    }
    data = {**body["data"], **also}
    write = sentences.before_view if is_walled else sentences.write
    sentence, detail = write(entry.verb, who, data, names)
    voice = "ai" if entry.verb == "recommendation.received" else _VOICES[ActorKind(entry.actor_kind)]
    return TimelineRow(
        at=entry.said_at,
        recorded_at=entry.recorded_at,
        voice=voice,
        who=who,
        sentence=sentence,
        detail=". ".join(one for one in (detail, *_under(body["data"], names)) if one),
        verb=entry.verb,
        position=getattr(entry, "position", None),
        document_id=entry.object_id if sees_documents and entry.object_type == "evidence" else None,
        mark=body["data"] if sees_documents and entry.verb == MARKED else None,
    )


def _under(data: Mapping[str, Any], names: sentences.Names) -> Iterator[str]:
    """Say under what it was done where it was not whoever did it's own right."""
    if "delegation" in data:
        yield under_words(names.actors.get(UUID(data["for"]), ""), data["delegation"])
    for number in data.get("break_glass", ()):
        yield _("under break-glass %(number)s") % {"number": number}


def under_words(giver: str, number: int) -> str:
    """Name a delegation and for whom it is."""
    return _("for %(name)s, under delegation %(number)s") % {"name": giver, "number": number}


def _is_of_mark(entry: Entry) -> bool:
    return entry.verb in {MARKED, UNMARKED}


def _unmarked(entry: Entry, names: sentences.Names) -> TimelineRow:
    """Say that somebody worked on the case, and nothing of what they marked, before the reader's own view."""
    who = names.actors.get(entry.actor_id, "ReviewHub") if entry.actor_id else "ReviewHub"
    return TimelineRow(
        at=entry.said_at,
        recorded_at=entry.recorded_at,
        voice=_VOICES[ActorKind(entry.actor_kind)],
        who=who,
        sentence=_("%(who)s worked on the case") % {"who": who},
        detail=speak(walls.AFTER_VIEW),
        verb="",
        position=getattr(entry, "position", None),
    )


def _asks_people(body: Mapping[str, Any]) -> bool:
    return body["verb"] == "item.asked" and "shown" in body["data"]


def _said(body: Mapping[str, Any], said: asking.SaidOnCase) -> str:
    """Return the words of the question that an entry tells of, or those of its answers."""
    if body["verb"] == "item.answered":
        found = [said.answers.get(one, "") for one in body["data"].get("questions", ())]
        return " ".join(quoted(one) for one in found if one)
    asked = said.asked.get(str(body["data"].get("question", ""))) if body["verb"] == "item.asked" else ""
    return quoted(asked) if asked else ""
