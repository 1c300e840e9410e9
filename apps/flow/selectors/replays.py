"""Policies tried on the past, as a page or a client reads them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from apps.accounts.models import Actor
from apps.core import refusals
from apps.core.speech import speak_kept
from apps.flow.selectors import cursors
from apps.measures import access, rules
from apps.measures import selectors as measures
from apps.measures import services as measured
from apps.measures.models import Replay, ReplayCase
from apps.measures.states import ReplayState
from apps.policy.models import PolicyVersion
from apps.policy.states import PolicyState
from apps.registry.models import AISystem, OutcomeCode
from apps.reviews import access as reviews_access
from apps.reviews.models import Inbox

PIECE = 1_000


@dataclass(frozen=True, slots=True)
class Tried:
    """One replay with its counts and the names that its counts go by.

    inboxes, segments: slug or key -> name; outcomes: code -> label, of those without a price; rules: code ->
    its sentence, of both versions.
    may_try: whether the reader may stop it or try again.
    """

    replay: Replay
    to: Actor
    tally: rules.Tally
    steps: tuple[rules.Step, ...]
    n_steps: int
    what: rules.Definition | None
    inboxes: Mapping[str, str]
    segments: Mapping[str, str]
    outcomes: Mapping[str, str]
    rules: Mapping[str, str]
    may_try: bool


@dataclass(frozen=True, slots=True)
class TriedCase:
    """One case that goes elsewhere; outcome codes as labels."""

    case_ref: str
    recommended: str
    confidence: str
    segment: str
    meaning: rules.Meaning
    before: str
    after: str
    value: bool | None
    number: str


@dataclass(frozen=True, slots=True)
class TriedCases:
    rows: tuple[TriedCase, ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class Tries:
    """The replays of an AI system, the newest first, and the versions that can be tried."""

    system: AISystem
    rows: tuple[Replay, ...]
    after: str | None
    versions: tuple[PolicyVersion, ...]
    live: PolicyVersion | None
    n_arrivals: int
    may_try: bool


def replay_of(*, replay_id: UUID, to: Actor) -> Tried:
    """Return one replay with its counts.

    Raises: NotVisible.
    """
    replay = (
        Replay.objects.select_related("system__owner", "system__organisation", "base", "draft", "by")
        .filter(id=replay_id)
        .first()
    )
    if replay is None or replay.system_id not in {one.id for one in access.analysed_systems(to)}:
        raise refusals.NotVisible
    system = replay.system
    steps = rules.steps(replay.base.tree, replay.tree)
    alone = measured.steps_of(replay)
    what = measures.spoken_definition(system.measures[0]) if system.measures else None
    tally = rules.revived(replay.tally, measured.prices(system.id, what), len(alone))
    inboxes = Inbox.objects.filter(organisation=system.organisation_id).values_list("slug", "name")
    said = [*replay.base.tree["rules"], *replay.tree["rules"]]
    return Tried(
        replay=replay,
        to=to,
        tally=tally,
        steps=alone,
        n_steps=len(steps),
        what=what,
        inboxes=dict(inboxes),
        segments={key: speak_kept(label) for key, label in system.segment_labels.items()},
        outcomes=_unpriced(system, tally),
        rules={one["code"]: speak_kept(one["say"]) for one in said},
        may_try=measured.may_try(to, system),
    )


@dataclass(frozen=True, slots=True)
class NewestTry:
    """The newest replay of exactly one text against the version in force."""

    id: UUID
    state: ReplayState

    @property
    def is_open(self) -> bool:
        return self.state.is_open

    @property
    def is_through(self) -> bool:
        return self.state is ReplayState.DONE

    @property
    def is_part(self) -> bool:
        return self.state is ReplayState.STOPPED


def has_past(system: AISystem) -> bool:
    """Say whether there is an arrival to try a policy on."""
    return measured.arrivals(system.id).exists()


def newest_try_of(version: PolicyVersion) -> NewestTry | None:
    """Return the newest replay of exactly this version's text against the version in force."""
    found = (
        Replay.objects.filter(
            system=version.system_id, base__state=PolicyState.LIVE, digest=bytes(version.digest)
        )
        .order_by("-asked_at", "-id")
        .values_list("id", "state")
        .first()
    )
    return NewestTry(found[0], ReplayState(found[1])) if found else None


def newest_try(*, slug: str, number: int, to: Actor) -> Tried | None:
    """Return the newest replay of exactly one version with its counts; None where nobody tried it.

    Raises: NotVisible.
    """
    system = next((one for one in access.analysed_systems(to) if one.slug == slug), None)
    version = PolicyVersion.objects.filter(system=system, number=number).first() if system else None
    if version is None:
        raise refusals.NotVisible
    newest = newest_try_of(version)
    return replay_of(replay_id=newest.id, to=to) if newest else None


def _unpriced(system: AISystem, tally: rules.Tally) -> dict[str, str]:
    """Name the outcomes with errors that the posture neither names nor prices; mostly there is none."""
    codes = {*tally.base.errors, *tally.draft.errors} - tally.prices.labels.keys()
    if not codes:
        return {}
    found = OutcomeCode.objects.filter(system=system, code__in=codes)
    return {one.code: speak_kept(one.label) for one in found}


def tries(*, slug: str, to: Actor, after: str | None, limit: int) -> Tries:
    """Return the replays of an AI system.

    Raises: NotVisible, Invalid(after).
    """
    system = next((one for one in access.analysed_systems(to) if one.slug == slug), None)
    if system is None:
        raise refusals.NotVisible
    rows = Replay.objects.filter(system=system).select_related("base", "draft", "by")
    found = list(cursors.ASKED.page(rows.defer("tree", "tally"), after, limit))
    versions = tuple(PolicyVersion.objects.filter(system=system).order_by("-number"))
    return Tries(
        system=system,
        rows=tuple(found[:limit]),
        after=cursors.ASKED.cursor(found[limit - 1]) if len(found) > limit else None,
        versions=versions,
        live=next((one for one in versions if one.state == "LIVE"), None),
        n_arrivals=measured.arrivals(system.id).count(),
        may_try=measured.may_try(to, system),
    )


def replay_cases(*, tried: Tried, meaning: str, after: str | None, limit: int) -> TriedCases:
    """Return the cases that go elsewhere, the worst first; `meaning` narrows them.

    Raises: Invalid(after).
    """
    rows = _cases(tried).filter(**({"meaning": meaning} if meaning else {}))
    found = list(cursors.WORST.page(rows, after, limit))
    return TriedCases(
        rows=tuple(_rows(tried, found[:limit])),
        after=cursors.WORST.cursor(found[limit - 1]) if len(found) > limit else None,
    )


def every_replay_case(*, tried: Tried) -> Iterator[TriedCase]:
    """Give every case that goes elsewhere, the worst first, without holding all of them."""
    piece: list[ReplayCase] = []
    for one in _cases(tried).order_by("rank", "id").iterator(chunk_size=PIECE):
        piece.append(one)
        if len(piece) == PIECE:
            yield from _rows(tried, piece)
            piece = []
    yield from _rows(tried, piece)


def _cases(tried: Tried) -> QuerySet[ReplayCase]:
    """Return the cases; without those that ask the reader for their own view before advice."""
    wall = reviews_access.is_walled(tried.to, case="recommendation__case", system="recommendation__system")
    rows = ReplayCase.objects.filter(~wall, replay=tried.replay)
    return rows.select_related("recommendation__case", "recommendation__outcome_code")


def _rows(tried: Tried, found: Sequence[ReplayCase]) -> Iterator[TriedCase]:
    for one in found:
        recommendation = one.recommendation
        yield TriedCase(
            case_ref=recommendation.case.case_ref,
            recommended=speak_kept(recommendation.outcome_code.label),
            confidence=f"{recommendation.confidence:f}",
            segment=tried.segments.get(recommendation.segment, recommendation.segment),
            meaning=rules.Meaning(one.meaning),
            before=one.before,
            after=one.after,
            value=one.value,
            number="" if one.number is None else f"{one.number:f}",
        )
