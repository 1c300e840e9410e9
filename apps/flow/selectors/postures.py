"""The owner's risk decisions of an AI system: every version, the draft, and which live rules are looser."""

from dataclasses import dataclass

from apps.accounts.models import Actor
from apps.core import refusals
from apps.flow.rules import Looser, looser_rules
from apps.flow.selectors.system import system_seen
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

    def looser(self, posture: rules.Posture) -> tuple[Looser, ...]:
        """Return the live rules that go beyond a posture; the machine is bounded by it all the same."""
        return looser_rules(policy.compiled(self.policy), posture) if self.policy else ()


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
