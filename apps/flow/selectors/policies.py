"""The policy of an AI system as people read and write it: versions, the open one, what shadow says of it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q

from apps.accounts import access as grants
from apps.accounts.models import Actor
from apps.core import refusals
from apps.flow.selectors.policy_state import Vocabulary, vocabulary
from apps.flow.selectors.system import system_seen
from apps.policy import access, rules
from apps.policy import selectors as policies
from apps.policy.models import PhantomVerdict, PolicyVersion, ShadowRun, Verdict
from apps.policy.states import PolicyState
from apps.registry.access import is_owner
from apps.registry.models import AISystem
from apps.reviews.models import PolicyTarget

COUNTED = 10_000
COUNTED_DAYS = 30
SHOWN = 20


@dataclass(frozen=True, slots=True)
class PolicyPage:
    """Every version, the newest first; what rules may name; who the reader is to it."""

    system: AISystem
    versions: list[PolicyVersion]
    knows: Vocabulary
    may_write: bool
    is_owner: bool

    @property
    def open(self) -> PolicyVersion | None:
        """Return the version that is written, in shadow or proposed."""
        over = (PolicyState.LIVE, PolicyState.RETIRED)
        return next((one for one in self.versions if one.state not in over), None)

    @property
    def live(self) -> PolicyVersion | None:
        return next((one for one in self.versions if one.state == PolicyState.LIVE), None)

    def version(self, number: int) -> PolicyVersion:
        """Return one version.

        Raises: refusals.NotVisible.
        """
        found = next((one for one in self.versions if one.number == number), None)
        if found is None:
            raise refusals.NotVisible
        return found


@dataclass(frozen=True, slots=True)
class PolicyEditing:
    """The open version on somebody's desk, against the one in force."""

    system: AISystem
    version: PolicyVersion
    policy: rules.Policy
    live: rules.Policy
    live_row: PolicyVersion
    knows: Vocabulary
    may_write: bool
    is_owner: bool
    is_mine: bool


@dataclass(frozen=True, slots=True)
class ShadowCase:
    """One case that would have gone elsewhere."""

    case_ref: str
    lane: str
    inbox: str
    would_lane: str
    would_inbox: str


@dataclass(frozen=True, slots=True)
class ShadowFigures:
    """What a run in shadow has said so far: how many cases, and how many from where to where."""

    run: ShadowRun
    n: int
    moves: Mapping[tuple[str, str], int]
    first: tuple[ShadowCase, ...]

    @property
    def n_differ(self) -> int:
        return sum(n for (lane, would), n in self.moves.items() if lane != would)


def policy_system_seen(*, slug: str, to: Actor) -> AISystem:
    """Return an AI system to whoever may read its policy, also the supervisors of an inbox that it names.

    Raises: refusals.NotVisible.
    """
    try:
        return system_seen(slug=slug, to=to)
    except refusals.NotVisible:
        supervised = grants.granted_ids(to, "supervise_inbox")
        named = PolicyTarget.objects.filter(
            policy__system__slug=slug, inbox__in=supervised, policy__state=PolicyState.LIVE
        )
        found = named.select_related("policy__system__owner").first()
        if found is None:
            raise
        return found.policy.system


def policy_page(*, slug: str, to: Actor, now: datetime) -> PolicyPage:
    """Return the versions of a policy to whoever may read it.

    Raises: refusals.NotVisible.
    """
    system = policy_system_seen(slug=slug, to=to)
    return PolicyPage(
        system=system,
        versions=policies.versions(system.id),
        knows=vocabulary(system, now=now),
        may_write=access.may_write(to, system),
        is_owner=is_owner(to, system),
    )


def policy_editing(*, slug: str, to: Actor, now: datetime) -> PolicyEditing | None:
    """Return the open version with what stands around it; None when there is none.

    Raises: refusals.NotVisible, CannotWritePolicy.
    """
    system = system_seen(slug=slug, to=to)
    if not is_owner(to, system):
        access.require_writer(to, system)
    version, live = policies.open_version(system.id), policies.live(system.id)
    if version is None or live is None:
        return None
    return PolicyEditing(
        system=system,
        version=version,
        policy=policies.compiled(version),
        live=policies.compiled(live),
        live_row=live,
        knows=vocabulary(system, now=now),
        may_write=access.may_write(to, system),
        is_owner=is_owner(to, system),
        is_mine=not policies.is_held_by_another(version, to, now),
    )


@dataclass(frozen=True, slots=True)
class RuleCounts:
    """How often each rule of a version decided in the last days; `is_cut`: only the newest were counted."""

    number: int
    days: int
    n: int
    by_rule: Mapping[str, int]
    is_cut: bool


def rule_counts(version: PolicyVersion, *, now: datetime) -> RuleCounts:
    """Count which rule decided the version's verdicts of the last days; one statement."""
    recent = Verdict.objects.filter(policy=version, at__gt=now - timedelta(days=COUNTED_DAYS))
    newest = recent.order_by("-id").values_list("because__0", flat=True)[:COUNTED]
    found = Counter(map(str, newest))
    n = sum(found.values())
    return RuleCounts(version.number, COUNTED_DAYS, n, found, n == COUNTED)


def shadow_figures(run: ShadowRun) -> ShadowFigures:
    """Count what a run in shadow would have done otherwise; two statements."""
    beside = PhantomVerdict.objects.filter(run=run, recommendation__verdicts__number=F("number"))
    beside = beside.annotate(
        said=F("recommendation__verdicts__lane"), there=F("recommendation__verdicts__inbox_slug")
    )
    moves = {
        (said, would): n
        for said, would, n in beside.order_by().values_list("said", "lane").annotate(n=Count("id"))
    }
    elsewhere = beside.filter(~Q(said=F("lane")) | ~Q(there=F("inbox_slug"))).order_by("-id")
    names = ("recommendation__case__case_ref", "said", "there", "lane", "inbox_slug")
    first = tuple(ShadowCase(*row) for row in elsewhere.values_list(*names)[:SHOWN])
    return ShadowFigures(run, sum(moves.values()), moves, first)


@dataclass(frozen=True, slots=True)
class Warned:
    """A rule that decides nothing: never, repeated or covered, and the earlier rule that decides instead."""

    rule: str
    fault: str
    earlier: str


@dataclass(frozen=True, slots=True)
class Worked:
    """One worked example: the fact and its value, where it lies, and the lane and inbox it gets."""

    rule: str
    fact: str
    where: str
    value: str
    before_lane: str
    before_inbox: str
    lane: str
    inbox: str
    differs: bool


@dataclass(frozen=True, slots=True)
class PolicyDetail:
    """One version for a machine: its tree, what it changes in words, warnings and worked examples."""

    row: PolicyVersion
    changes: tuple[str, ...]
    warnings: tuple[Warned, ...]
    examples: tuple[Worked, ...]


def policy_detail(found: PolicyPage, row: PolicyVersion) -> PolicyDetail:
    """Say of a version what its page says, in English."""
    policy = policies.compiled(row)
    before = policies.compiled(row.base) if row.base else policy
    knows = found.knows
    labels = {key: str(spec.label) for key, spec in knows.contract.specs.items()}
    names = rules.Named(labels, knows.contract.value_names(), {}, knows.inboxes)
    usual = {**knows.usual(before), **knows.usual(policy)}
    worked = rules.examples((before, policy), usual=usual, kinds=knows.kinds, follows=knows.follows)
    return PolicyDetail(
        row=row,
        changes=tuple(str(one.said) for one in rules.differences(before, policy, names)),
        warnings=tuple(
            Warned(one.rule.code, one.fault.value, one.earlier.code if one.earlier else "")
            for one in rules.unreachable(policy)
        ),
        examples=tuple(_worked(one) for one in worked),
    )


def _worked(one: rules.Example) -> Worked:
    before, after = one.results
    return Worked(
        rule=one.rule.code,
        fact=one.fact,
        where=one.where.value,
        value="" if one.value is None else str(one.value),
        before_lane=before.lane.value,
        before_inbox=before.inbox,
        lane=after.lane.value,
        inbox=after.inbox,
        differs=one.differs,
    )
