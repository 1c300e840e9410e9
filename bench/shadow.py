"""Another version of the grown policy in shadow: run inside ReviewHub, by `manage.py shell`."""

from datetime import timedelta

from apps.accounts.models import User
from apps.core import clock
from apps.flow import services as flow
from apps.registry.models import AISystem
from bench.policy import tree


def begin_shadow() -> None:
    """Let it judge every arrival beside the version in force, for 30 days."""
    system, now = AISystem.objects.get(slug="property-claims"), clock.now()
    analyst = User.objects.get(email="analyst@bench.example").actor
    draft = flow.begin_policy(system=system, by=analyst, now=now)
    draft = flow.save_policy(
        system=system, tree=tree(large=4_000_000), version=draft.version, by=analyst, now=now
    )
    until = now + timedelta(days=30)
    flow.shadow_policy(system=system, until=until, version=draft.version, by=analyst, now=now)
