"""The quiet prompt after haste, a long run of approvals, or long without a pause: for the person alone.

It lies in the person's session and nowhere else, comes at most once an hour, blocks nothing, and goes with
one press or by itself.
"""

from collections.abc import Callable, MutableMapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.console.pages import words
from apps.flow.selectors.vigilance import Sign
from apps.policy.rules import Draw

EVERY = timedelta(hours=1)
SHOWN = timedelta(minutes=20)
KEY = "quiet"
Session = MutableMapping[str, Any]


@dataclass(frozen=True, slots=True)
class Prompt:
    title: str
    text: str


def is_due(session: Session, *, now: datetime) -> bool:
    """Say whether a prompt may come: none came within the hour."""
    kept = session.get(KEY)
    return not kept or now - datetime.fromisoformat(kept["at"]) >= EVERY


def keep(session: Session, sign: Sign, *, now: datetime) -> None:
    """Let the next pages show it, for a while."""
    session[KEY] = {"code": sign.draw.value, "n": sign.n, "at": now.isoformat(), "gone": False}


def dismiss(session: Session) -> None:
    """Show it no more; the hour counts on."""
    if session.get(KEY):
        session[KEY] = {**session[KEY], "gone": True}


def shown(session: Session, *, clock: Callable[[], datetime]) -> Prompt | None:
    """Return the prompt to show; None without one, after it was put away, or when its while is over.

    clock: read only where there is one, so that no other page asks what time it is.
    """
    kept = session.get(KEY)
    if not kept or kept["gone"] or clock() - datetime.fromisoformat(kept["at"]) >= SHOWN:
        return None
    return _said(Draw(kept["code"]), int(kept["n"]))


def _said(draw: Draw, n: int) -> Prompt:
    if draw is Draw.NO_PAUSE:
        text = _("A few minutes away from the screen help. Your drafts are kept.")
        return Prompt(_("%(time)s without a pause") % {"time": words.duration(n * 60)}, text)
    if draw is Draw.LONG_RUN:
        title = ngettext("%(n)s suggestion approved in a row", "%(n)s suggestions approved in a row", n) % {
            "n": words.number(n)
        }
        return Prompt(title, _("That may be right. On the next case, read the facts before the suggestion."))
    text = _("If you overlooked something, you can still undo it while its time runs.")
    return Prompt(_("That was faster than 19 of 20 decisions here"), text)
