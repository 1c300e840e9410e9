"""What an administrator finds on the start page: what needs them, people and keys, and health."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.console.edge import Reader
from apps.console.pages import health, health_words, words
from apps.console.pages.home_parts import Line, Section
from apps.console.pages.lists import Figure
from apps.console.pages.shell import Action
from apps.console.pages.watching import record_figures
from apps.core import speech
from apps.flow import selectors as flow


def admin(home: flow.AdminHome, *, reader: Reader) -> list[Section]:
    """Write what an administrator finds."""
    bare = (
        _("%(n)s without a role") % {"n": speech.number(home.n_without_role)}
        if home.n_without_role
        else _("each has a role")
    )
    waiting = home.health.deliveries
    since = (
        _("the oldest due %(age)s ago") % {"age": words.age(waiting.pending_since, now=reader.now)}
        if waiting.pending_since and waiting.pending_since <= reader.now
        else _("nothing is late")
    )
    expiring = _("%(n)s expire within 30 days") % {"n": speech.number(home.n_expiring)}
    inactive = speech.number(home.n_inactive)
    worst = health.build(home.health, reader=reader).worst
    return [
        _undone(home, worst),
        Section(
            "people",
            _("People and keys"),
            more=Action(reverse("console:people"), _("Open people")),
            figures=(
                Figure(_("People who can sign in"), speech.number(home.n_people), "", bare),
                Figure(_("Deactivated"), inactive, "", _("they keep their place in the record")),
                Figure(_("Keys in use"), speech.number(home.n_keys), "", expiring),
            ),
        ),
        Section(
            "health",
            _("Health"),
            figures=(
                Figure(
                    _("As a whole"),
                    worst.word,
                    "",
                    worst.says if worst.state == health_words.WELL else "",  # else said above, with the way
                    worst.icon,
                ),
                Figure(_("Deliveries waiting"), speech.number(waiting.n_pending), "", since),
                *record_figures(home.health.record, reader),
            ),
            says=(("history", past),) if (past := health.past_words(home.health)) else (),
            more=Action(reverse("console:health"), _("Everything about health")),
        ),
    ]


def _undone(home: flow.AdminHome, worst: health.Check) -> Section:
    """What an administrator should look at; the figures below say the same."""
    return Section(
        "undone",
        _("Needs you"),
        lines=tuple(_needs(home, worst)),
        empty=_("Every part is well, nobody is without a role, and no key ends within 30 days."),
    )


def _needs(home: flow.AdminHome, worst: health.Check) -> Iterator[Line]:
    if worst.state != health_words.WELL:
        yield Line(
            worst.icon,
            _("Health: %(state)s") % {"state": worst.word},
            worst.says,
            f"{worst.tone}-t",
            Action(reverse("console:health"), _("Open health")),
        )
    if home.n_without_role:
        bare = ngettext("%(n)s person has no role", "%(n)s people have no role", home.n_without_role)
        yield Line(
            "user-check",
            bare % {"n": speech.number(home.n_without_role)},
            _("They can sign in, and see nothing."),
            action=Action(reverse("console:people"), _("Open people")),
        )
    if home.n_expiring:
        soon = ngettext("%(n)s key ends within 30 days", "%(n)s keys end within 30 days", home.n_expiring)
        yield Line(
            "key-round",
            soon % {"n": speech.number(home.n_expiring)},
            _("A system whose key has ended can send and read nothing."),
            action=Action(reverse("console:keys"), _("Open keys")),
        )
