"""The navigation of a person, from roles and grants: no link leads to a refusal."""

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts import access
from apps.accounts.models import Actor, Organisation, Role, User
from apps.console.pages import break_glass, cast, keys, people, script_words, tour, words
from apps.console.pages.shell import Group, Link, Shell
from apps.core import progress, speech
from apps.flow import selectors as flow
from apps.flow.services import may_schedule
from apps.measures import selectors as measures
from apps.registry import selectors as registry

ROLE_ORDER = (Role.SUPERVISOR, Role.OFFICER, Role.ANALYST, Role.OWNER, Role.AUDITOR, Role.ADMIN)


def role_words(actor: Actor) -> str:
    """Name the actor's roles in their usual order."""
    held = access.roles(actor)
    named = [speech.inside(str(people.ROLES[role][0])) for role in ROLE_ORDER if role.value in held]
    return ", ".join(named) or _("no role yet")


def may_decide_somewhere(actor: Actor) -> bool:
    """Say whether the actor may work or supervise at least one inbox."""
    return any(access.granted_ids(actor, name) for name in ("work_inbox", "supervise_inbox"))


def may_supervise_somewhere(actor: Actor) -> bool:
    """Say whether the actor decides what climbs."""
    return bool(access.granted_ids(actor, "supervise_inbox"))


def may_see_climbed(actor: Actor) -> bool:
    """Say whether cases climb to the actor: as a supervisor, or as an owner, the last level."""
    return may_supervise_somewhere(actor) or access.has_role(actor, Role.OWNER)


def may_approve_somewhere(actor: Actor) -> bool:
    """Say whether held decisions may wait for the actor: whoever decides in an inbox, and owners."""
    return may_decide_somewhere(actor) or access.has_role(actor, Role.OWNER)


def may_see_appeals(actor: Actor) -> bool:
    """Say whether the list of appeals is for the actor: who supervises, owns, analyses or audits."""
    return may_supervise_somewhere(actor) or may_look_at_systems(actor)


def may_delegate(actor: Actor) -> bool:
    """Say whether delegations are for the actor's navigation; others come to theirs from their account."""
    return may_see_climbed(actor) or access.has_role(actor, Role.AUDITOR) or bool(access.approving_for(actor))


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
        demonstration = Organisation.objects.filter(is_demonstration=True).exists()
        said = past_words() if demonstration and with_progress else ""
        return Shell(demonstration=demonstration, progress=said)
    actor = user.actor
    demonstration = actor.organisation.is_demonstration
    rows = flow.inbox_list(to=actor) if inboxes is None else inboxes
    news = _news(rows, actor)
    return Shell(
        groups=tuple(
            group
            for group in (
                _work(actor, path, news.questions),
                _inboxes(rows, path),
                _learn(actor, path),
                _govern(actor, path),
                _manage(actor, path),
            )
            if group.links
        ),
        name=user.name,
        initials=words.initials(user.name),
        tint=cast.avatar(user.name).tint,
        role=role_words(actor),
        theme=user.theme if user.theme in {"light", "dark"} else "",
        density="compact" if user.density == "compact" else "",
        demonstration=demonstration,
        recorded=actor.organisation.has_recorded_decisions,
        progress=past_words() if demonstration and with_progress else "",
        who=str(user.id),
        keys=keys.handled(single_keys=user.single_keys),
        words=script_words.written(),
        single_keys=user.single_keys,
        n_new=news.notices,
        tour=_tour(user, rows, path) if demonstration else None,
        glass=break_glass.banner(actor),
    )


def _news(rows: Sequence[flow.InboxRow], actor: Actor) -> flow.News:
    """How much is new: told with the inboxes, or asked for when there are none."""
    for one in rows:
        if one.n_notices is not None and one.n_questions is not None:
            return flow.News(one.n_notices, one.n_questions)
    return flow.news(to=actor)


def _tour(user: User, rows: Sequence[flow.InboxRow], path: str) -> tour.Strip | None:
    desk = tour.desk_of(access.roles(user.actor), {one.slug for one in rows})
    return tour.strip(user.tour_step, desk=desk, path=path)


def past_words() -> str:
    """Say how much of the simulated past is in; empty when all of it is."""
    far = progress.unfinished(kind=progress.PAST)
    if far is None:
        return ""
    if not far.total:
        return _("The past is still being filled in")
    said = {"done": words.number(far.done), "total": words.number(far.total)}
    return _("The past is still being filled in: %(done)s of %(total)s decisions") % said


def _link(route: str, label: str, icon: str, path: str, n: int = 0) -> Link:
    url = reverse(f"console:{route}")
    said = words.up_to_thousand(n) if n else None
    return Link(url, label, icon, current=path.startswith(url), n=said, key=keys.going(f"console:{route}"))


def _work(actor: Actor, path: str, n_questions: int) -> Group:
    home = reverse("console:home")
    links = [Link(home, _("Home"), "house", current=path == home, key=keys.going("console:home"))]
    if may_see_climbed(actor):
        links.append(_link("escalations", _("Escalations"), "arrow-up-right", path))
    if may_supervise_somewhere(actor):
        links.append(_link("team", _("Team"), "users", path))
        links.append(_link("quality", _("Quality"), "scale", path.replace("quality/known-answers", "")))
    if may_see_appeals(actor):
        links.append(_link("appeals", _("Appeals"), "pencil-line", path))
    if may_approve_somewhere(actor):
        links.append(_link("decisions", _("My decisions"), "history", path))
    if may_decide_somewhere(actor):
        links.append(_link("follow_ups", _("Follow-ups"), "calendar-clock", path))
    if n_questions or may_decide_somewhere(actor):
        links.append(_link("questions", _("Questions"), "circle-question-mark", path, n_questions))
    return Group(tuple(links))


def _inboxes(rows: Iterable[flow.InboxRow], path: str) -> Group:
    links: list[Link] = []
    for row in rows:
        url = reverse("console:inbox", args=[row.slug])
        key = "" if links else keys.going("console:inbox")
        links.append(
            Link(
                url,
                row.name,
                "inbox",
                current=path.startswith(url),
                n=words.up_to_thousand(row.n_open),
                key=key,
            )
        )
    return Group(tuple(links), title=_("Inboxes"))


def _learn(actor: Actor, path: str) -> Group:
    links = []
    if may_learn(actor):
        links.append(_link("patterns", _("Patterns"), "scan-search", path))
        links.append(_link("fixes", _("Fixes"), "flask-conical", path))
    if may_analyse(actor):
        links.append(_link("insights", _("Insights"), "chart-column", path))
    if access.granted_ids(actor, "analyse_system"):
        links.append(_link("known_answers", _("Known answers"), "list-checks", path))
    return Group(tuple(links), title=_("Learn"))


def _govern(actor: Actor, path: str) -> Group:
    seen = may_look_at_systems(actor)
    links = [_link("systems", _("AI systems"), "cpu", path)] if seen else []
    watches = access.has_role(actor, Role.OWNER) or access.has_role(actor, Role.AUDITOR)
    if watches and not access.has_role(actor, Role.ADMIN):  # who manages has it there
        links.append(_link("break_glass", _("Break-glass"), "lock", path))
    return Group(tuple(links), title=_("Govern"))


def _manage(actor: Actor, path: str) -> Group:
    handed = (_link("delegations", _("Delegations"), "user-check", path),)
    if not access.has_role(actor, Role.ADMIN):
        scheduled = (_link("working_time", _("Working time"), "calendar-clock", path),)
        links = (scheduled if may_schedule(actor) else ()) + (handed if may_delegate(actor) else ())
        return Group(links, title=_("Manage"))
    links = (
        *handed,
        _link("break_glass", _("Break-glass"), "lock", path),
        _link("people", _("People"), "users", path),
        _link("manage_inboxes", _("All inboxes"), "folder", path),
        _link("keys", _("API keys"), "key-round", path),
        _link("health", _("Health"), "wrench", path),
    )
    return Group(links, title=_("Manage"))
