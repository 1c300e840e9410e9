"""What follows from each way of acting on a case: said beside it before it is done, and true of it alone."""

from django.utils.translation import gettext as _

from apps.console.pages import asking, later, words
from apps.console.pages.cases import Effect, Follows
from apps.core.speech import speak_kept
from apps.flow import selectors as flow

AUDIT = "AUDIT"


def before_acting(page: flow.ReviewPage) -> tuple[Follows, ...]:
    """Write what follows from each act that is offered, and what is true before one is chosen."""
    return (
        Follows(
            "none",
            (
                Effect(
                    "shield-check",
                    _("Nothing is recorded yet."),
                    _("What follows from an act is said here once you choose it."),
                ),
            ),
        ),
        Follows("approve", (*_recorded(page, beyond=_of_suggestion(page)), _approved(page))),
        Follows("override", (*_recorded(page, beyond=_of_others(page)), _overridden(page))),
        Follows("escalate", _climbs(page)),
        *((Follows("return", _returns(page)),) if page.escalation else ()),
        Follows("ask", asking.follows(page)),
        Follows("later", later.follows()),
    )


def _of_suggestion(page: flow.ReviewPage) -> str:
    return next((one.locked for one in page.outcome_codes if one.code == page.suggestion.code), "")


def _of_others(page: flow.ReviewPage) -> str:
    """Say where the reader's authority ends, when it does before every outcome beside the suggestion."""
    others = [one.locked for one in page.outcome_codes if one.code != page.suggestion.code]
    return others[0] if others and all(others) else ""


def _recorded(page: flow.ReviewPage, *, beyond: str) -> tuple[Effect, ...]:
    if beyond or page.asks_second:
        why = beyond[:1].upper() + beyond[1:] if beyond else _("Policy asks for a second person.")
        return (
            Effect("hourglass", _("It is held, not sent, until a second person upholds it."), why),
            Effect("undo-2", _("You can take it back as long as it is held.")),
        )
    return (
        Effect("shield-check", _("Final once recorded."), _("Nothing automatic changes it.")),
        _undo(page.undo_seconds),
    )


def _undo(seconds: int) -> Effect:
    if not seconds:
        return Effect("send", _("It is sent at once."), _("There is no undo for this AI system."))
    time = words.duration(seconds)
    return Effect("undo-2", _("You can undo for %(time)s.") % {"time": time}, _("Then it is in force."))


def _approved(page: flow.ReviewPage) -> Effect:
    if page.item.kind == AUDIT:
        return Effect("circle-check", _("What the AI decided stands."), _("Nothing more is sent."))
    return _confirmed(page)


def _overridden(page: flow.ReviewPage) -> Effect:
    if page.item.kind == AUDIT:
        return Effect("circle-check", _("It takes back what the AI decided."), _("That must be confirmed."))
    return _confirmed(page)


def _confirmed(page: flow.ReviewPage) -> Effect:
    if not page.is_delivered:
        return Effect("circle-check", _("Nothing is sent: its business system has no address here."))
    return Effect("circle-check", _("The business system must confirm it."))


def _climbs(page: flow.ReviewPage) -> tuple[Effect, ...]:
    above = page.item.inbox.climbs_to
    if above is None:
        return ()
    return (
        Effect(
            "arrow-up-right",
            _("Nothing is decided or sent."),
            _("It waits in %(inbox)s, due as before.") % {"inbox": speak_kept(above.name)},
        ),
        Effect("ban", _("You cannot undo this or decide it then."), _("It comes back only with a note.")),
    )


def _returns(page: flow.ReviewPage) -> tuple[Effect, ...]:
    raised = page.escalation
    assert raised is not None
    reads = (
        _("%(name)s is told and reads your note.") % {"name": raised.raised_by_name}
        if raised.by_person
        else _("Whoever takes it reads your note.")
    )
    return (
        Effect(
            "inbox",
            _("Nothing is decided or sent."),
            _("It waits in %(inbox)s, due as before.") % {"inbox": raised.from_inbox},
        ),
        Effect("ban", _("You cannot undo this."), reads),
    )
