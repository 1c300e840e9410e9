"""The navigation of a person, from roles and grants: no link leads to a refusal."""

from collections.abc import Iterable, Sequence

from django.urls import reverse

from apps.accounts import access
from apps.accounts.models import Actor, Organisation, Role, User
from apps.console.pages import words
from apps.console.pages.shell import Group, Link, Shell
from apps.core import progress
from apps.flow import selectors as flow
from apps.measures import selectors as measures
from apps.registry import selectors as registry

PAST = "history:"  # what `manage.py import_history` calls its progress
ROLE_ORDER = (Role.SUPERVISOR, Role.OFFICER, Role.ANALYST, Role.OWNER, Role.AUDITOR, Role.ADMIN)


def role_words(actor: Actor) -> str:
    """Name the actor's roles in their usual order."""
    held = access.roles(actor)
    return ", ".join(role.value for role in ROLE_ORDER if role.value in held) or "no role yet"


def may_decide_somewhere(actor: Actor) -> bool:
    """Say whether the actor may work or supervise at least one inbox."""
    return any(access.granted_ids(actor, name) for name in ("work_inbox", "supervise_inbox"))


def may_supervise_somewhere(actor: Actor) -> bool:
    """Say whether the actor decides what climbs."""
    return bool(access.granted_ids(actor, "supervise_inbox"))


def may_learn(actor: Actor) -> bool:
    """Say whether the actor may read the patterns of at least one AI system."""
    return any(
        access.granted_ids(actor, name) for name in ("analyse_system", "audit_system", "look_system")
    ) or (access.has_role(actor, Role.OWNER) and bool(registry.visible_systems(actor)))


def may_analyse(actor: Actor) -> bool:
    """Say whether the figures of an AI system are for the actor; asks the database for owners only."""
    if access.granted_ids(actor, "analyse_system") or access.granted_ids(actor, "audit_system"):
        return True
    return access.has_role(actor, Role.OWNER) and bool(measures.analysed(to=actor))


def may_look_at_systems(actor: Actor) -> bool:
    """Say whether the list of AI systems is for the actor; asks about roles and grants only."""
    names = ("look_system", "analyse_system", "audit_system")
    return access.has_role(actor, Role.OWNER) or any(access.granted_ids(actor, name) for name in names)


def shell(
    user: object, *, path: str, inboxes: Sequence[flow.InboxRow] | None = None, with_progress: bool = True
) -> Shell:
    """Build what stands around the page at `path`.

    inboxes: when the view has read them already. with_progress: whether to say how far the past is.
    """
    if not isinstance(user, User):
        return Shell(demonstration=Organisation.objects.filter(is_demonstration=True).exists())
    actor = user.actor
    demonstration = actor.organisation.is_demonstration
    rows = flow.inbox_list(to=actor) if inboxes is None else inboxes
    return Shell(
        groups=tuple(
            group
            for group in (
                _work(actor, path),
                _inboxes(rows, path),
                _learn(actor, path),
                _govern(actor, path),
                _manage(actor, path),
            )
            if group.links
        ),
        name=user.name,
        initials=words.initials(user.name),
        role=role_words(actor),
        theme=user.theme if user.theme in {"light", "dark"} else "",
        density="compact" if user.density == "compact" else "",
        demonstration=demonstration,
        progress=past_words() if demonstration and with_progress else "",
    )


def past_words() -> str:
    """Say how much of the simulated past is in; empty when all of it is."""
    far = progress.unfinished(start=PAST)
    return f"The past is still being filled in: {far.done:,} of {far.total:,} decisions" if far else ""


def _link(url: str, label: str, icon: str, path: str, *, n: int | None = None, hot: bool = False) -> Link:
    return Link(url=url, label=label, icon=icon, current=path.startswith(url), n=n, hot=hot)


def _work(actor: Actor, path: str) -> Group:
    home = reverse("console:home")
    links = [Link(home, "Home", "house", current=path == home)]
    if may_supervise_somewhere(actor):
        links.append(_link(reverse("console:escalations"), "Escalations", "arrow-up-right", path))
    if may_decide_somewhere(actor):
        links.append(_link(reverse("console:decisions"), "My decisions", "history", path))
    return Group(tuple(links))


def _inboxes(rows: Iterable[flow.InboxRow], path: str) -> Group:
    return Group(
        tuple(
            _link(reverse("console:inbox", args=[row.slug]), row.name, "inbox", path, n=row.n_open)
            for row in rows
        ),
        title="Inboxes",
    )


def _learn(actor: Actor, path: str) -> Group:
    links = [_link(reverse("console:patterns"), "Patterns", "scan-search", path)] if may_learn(actor) else []
    if may_analyse(actor):
        links.append(_link(reverse("console:insights"), "Insights", "chart-column", path))
    return Group(tuple(links), title="Learn")


def _govern(actor: Actor, path: str) -> Group:
    seen = may_look_at_systems(actor)
    links = (_link(reverse("console:systems"), "AI systems", "cpu", path),) if seen else ()
    return Group(links, title="Govern")


def _manage(actor: Actor, path: str) -> Group:
    if not access.has_role(actor, Role.ADMIN):
        return Group(())
    links = (
        _link(reverse("console:people"), "People", "users", path),
        _link(reverse("console:manage_inboxes"), "All inboxes", "folder", path),
        _link(reverse("console:keys"), "Keys", "key-round", path),
    )
    return Group(links, title="Manage")
