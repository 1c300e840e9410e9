"""The owner's risk decisions of an AI system: every version, the draft, and which live rules are looser."""

from dataclasses import dataclass

from apps.accounts.models import Actor
from apps.core import refusals
from apps.flow.selectors.policy_state import licence_of
from apps.flow.selectors.system import system_seen
from apps.policy import rules as policy_rules
from apps.policy import selectors as policy
from apps.policy.models import PolicyVersion
from apps.registry import access, rules
from apps.registry import selectors as registry
from apps.registry.models import AISystem, OutcomeCode, Posture, PostureDraft


@dataclass(frozen=True, slots=True)
class PosturesPage:
    """Every version, the newest first, the draft of the next one, and what they are about."""

    system: AISystem
    versions: list[Posture]
    draft: PostureDraft | None
    outcomes: list[OutcomeCode]
    policy: PolicyVersion | None
    is_owner: bool

    @property
    def live(self) -> Posture | None:
        """Return the version that ended not yet, even when its time is over."""
        return next((one for one in self.versions if one.ended_at is None), None)

    def version(self, number: int) -> Posture:
        """Return one version.

        Raises: refusals.NotVisible.
        """
        found = next((one for one in self.versions if one.number == number), None)
        if found is None:
            raise refusals.NotVisible
        return found

    def looser(self, posture: rules.Posture) -> tuple[policy_rules.Looser, ...]:
        """Return the live rules that go beyond a posture; the machine is bounded by it all the same."""
        if self.policy is None:
            return ()
        return policy_rules.looser(policy.compiled(self.policy), licence_of(posture))


def postures_page(*, slug: str, to: Actor) -> PosturesPage:
    """Return the risk decisions of an AI system to whoever may see it.

    Raises: refusals.NotVisible.
    """
    system = system_seen(slug=slug, to=to)
    return PosturesPage(
        system=system,
        versions=registry.posture_versions(system.id),
        draft=registry.posture_draft(system.id),
        outcomes=list(OutcomeCode.objects.filter(system=system).order_by("caution", "code")),
        policy=policy.live(system.id),
        is_owner=access.is_owner(to, system),
    )


def draft_posture(draft: PostureDraft) -> rules.Posture | None:
    """Read a draft; None while it says nothing yet."""
    return rules.read_posture(draft.body) if draft.body else None


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """One clause in English, beside what the version in force says."""

    pointer: str
    text: str | None
    before: str | None

    @property
    def differs(self) -> bool:
        return self.text != self.before


def posture_clauses(found: PosturesPage) -> list[ClauseRow]:
    """Say the draft clause by clause beside the version in force, for a machine."""
    draft = draft_posture(found.draft) if found.draft else None
    names = rules.Named(
        found.system.currency,
        {one.code: one.label for one in found.outcomes},
        found.system.segment_labels,
    )
    new = rules.sentences(draft, names) if draft else {}
    old = rules.sentences(rules.read_posture(found.live.body), names) if found.live else {}
    return [
        ClauseRow(pointer, _said(new.get(pointer)), _said(old.get(pointer)))
        for pointer in dict.fromkeys([*new, *old])
    ]


def _said(text: object) -> str | None:
    return None if text is None else str(text)
