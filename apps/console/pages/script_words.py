"""The few sentences that console.js writes, in the reader's language; {0} is filled by the script."""

import json

from django.utils.translation import gettext as _


def written() -> str:
    """Return them as JSON for the page's body."""
    return json.dumps(
        {
            "draft": _("Draft saved {0}"),
            "hours": _("{0} h {1} min"),
            "minutes": _("{0} min {1} s"),
            "left": _(", {0} left"),
            "over": _(", over"),
            "ended": _("Ended"),
            "again": _("Take it again"),
            "held": _("For you, {0}"),
            "near": _("Hold ends soon"),
            "warn": _("Your hold ends in two minutes. Extend it, or go on: what you type keeps it."),
            "check": _("Check the change first"),
            "released": _("Not by you now"),
            "still": _("You are still signed out. Sign in in the other tab first."),
            "other": _("Somebody else is signed in now. Copy what you typed, then reload this page."),
            "signed": _("You are signed in again. What you typed is here: send it once more."),
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )
