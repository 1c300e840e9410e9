"""As of when the figures of a page were counted."""

from datetime import datetime

from django.utils.translation import gettext as _

from apps.console.edge import Reader
from apps.console.pages import words
from apps.console.pages.shell import Empty


def counted(moment: datetime | None, reader: Reader) -> str:
    """Say when figures were counted, in the reader's time."""
    if moment is None:
        return _("not counted yet")
    return _("as of %(moment)s") % {"moment": words.stamp(moment, zone=reader.zone)}


def not_counted() -> Empty:
    """Say why there are no figures before a job has counted for the first time."""
    return Empty(
        _("Nothing is counted yet"),
        _(
            "The figures are counted each minute, and more rarely once there are very many decisions. "
            "They stand here when that was done for the first time."
        ),
        icon="calendar-clock",
    )
