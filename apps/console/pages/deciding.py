"""The decision form: acts, outcomes, reasons with what they ask for, and what happens next."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from apps.accounts import access
from apps.console.edge import Reader
from apps.console.forms import Typed
from apps.console.pages import (
    asking,
    changing,
    later,
    navigation,
    owing,
    promises,
    reasoning,
    taking_over,
    words,
)
from apps.console.pages.cases import (
    Act,
    DecisionForm,
    Effect,
    Field,
    Follows,
)
from apps.console.pages.choices import OutcomeChoice
from apps.console.pages.lists import Option
from apps.console.pages.shell import Note
from apps.core.speech import speak, speak_kept
from apps.flow import selectors as flow
from apps.reviews.services import ReasonMissing

if TYPE_CHECKING:
    from apps.console.pages.review import Attempt

OPEN, FREE, OTHER, EXPIRED, STALE, CLOSED = "open", "free", "other", "expired", "stale", "closed"
WATCHED = frozenset({OPEN, FREE, OTHER, EXPIRED})
ASKING = frozenset({OPEN, EXPIRED, STALE})
DIRECTION_WORDS = {
    "more_cautious": gettext_lazy("more cautious"),
    "less_cautious": gettext_lazy("less cautious"),
    "sideways": gettext_lazy("as cautious"),
}
WHY = (
    ("over_authority", gettext_lazy("It is above my authority")),
    ("unsure", gettext_lazy("I am not sure")),
    ("second_opinion", gettext_lazy("I want a second opinion")),
    ("other", gettext_lazy("Another reason, which I write below")),
)
SURE = (
    ("unsure", gettext_lazy("Unsure")),
    ("fairly", gettext_lazy("Fairly")),
    ("sure", gettext_lazy("Sure")),
)
CLOSED_WORDS = {
    "DECIDED": (
        gettext_lazy("This case is decided."),
        gettext_lazy("Its record shows by whom, and what became of it."),
    ),
    "SUPERSEDED": (
        gettext_lazy("A newer suggestion replaced this one."),
        gettext_lazy("The case waits in its inbox with the newer one."),
    ),
    "WITHDRAWN": (
        gettext_lazy("The business system took this case back."),
        gettext_lazy("Nothing is to be decided here."),
    ),
    "WAITING": (
        gettext_lazy("A pause holds this case, so nobody can take it now."),
        gettext_lazy("It comes back by itself when the pause ends; nothing is lost meanwhile."),
    ),
    "HELD": (
        gettext_lazy("The decision on this case waits for a second person."),
        gettext_lazy("Nothing was sent yet."),
    ),
}
ASKED_WORDS = (
    gettext_lazy("A question about this case is out."),
    gettext_lazy("It comes back by itself when the answer comes or its time passes."),
)
CLOCK_WORDS = {
    True: gettext_lazy("Its due time stands still meanwhile."),
    False: gettext_lazy("Its due time runs on."),
}
NEEDLESS_WORDS = (
    gettext_lazy("This second look is not needed any more."),
    gettext_lazy("The owner reversed the decision that it would have looked at."),
)
OUTCOME_KEYS = "QWYB"  # free of the acts' keys here and on held decisions
_LAST_LEVEL = gettext_lazy("This is the last level, so somebody here decides.")


def state_of(page: flow.ReviewPage, *, reader: Reader) -> str:
    """Say what the reader may do with the form at this moment."""
    item = page.item
    if item.state not in {"OPEN", "CLAIMED"} or not page.may_decide:
        return CLOSED
    running = item.state == "CLAIMED" and item.held_until is not None and item.held_until > reader.now
    if not running:
        return EXPIRED if item.state == "CLAIMED" and item.holder_id == reader.actor.id else FREE
    return OPEN if item.holder_id == reader.actor.id else OTHER


def hold_words(page: flow.ReviewPage, *, state: str, reader: Reader) -> str:
    """Say who holds the case and for how long."""
    until = page.item.held_until
    if state == OPEN and until is not None:
        return _("For you, %(time)s") % {"time": words.duration((until - reader.now).total_seconds())}
    if state == EXPIRED and until is not None:
        return _("Ended %(time)s ago") % {"time": words.age(until, now=reader.now)}
    if state == OTHER and until is not None and page.item.holder is not None:
        return f"{page.item.holder.name}, {words.duration((until - reader.now).total_seconds())}"
    return _("By nobody") if state == FREE else ""


def notice(page: flow.ReviewPage, typed: Typed, *, state: str, reader: Reader) -> Note | None:
    """Return the notice above the form for a state that needs one."""
    item = page.item
    until = item.held_until
    at = words.clock_time(until, now=reader.now, zone=reader.zone) if until else ""
    if state == OTHER:
        name = item.holder.name if item.holder else _("Someone else")
        return Note(
            "",
            "lock",
            _("%(name)s holds this case until %(time)s.") % {"name": name, "time": at},
            _("You can read it. You can take it when the hold ends."),
        )
    if state == EXPIRED:
        return Note(
            "warn",
            "timer-off",
            _("Your hold ended at %(time)s.") % {"time": at},
            _("Nothing was recorded. What you typed is below."),
        )
    if state == FREE:
        text = _("Take it to decide on it.")
        kept = _("Take it to decide on it. What you typed before is kept.")
        return Note("", "hand", _("Nobody holds this case."), text if typed.is_empty else kept)
    if state == CLOSED:
        title, told = _closed_words(page, reader=reader)
        return Note("", "lock", title, told)
    return None


def _closed_words(page: flow.ReviewPage, *, reader: Reader) -> tuple[str, str]:
    item = page.item
    if item.state == "WAITING" and item.snoozed_until:
        return later.aside(item, reader=reader), _("It comes back to its inbox by itself.")
    if item.state == "WAITING" and is_asked(page):
        clock = CLOCK_WORDS[item.inbox.asking_stops_clock]
        return str(ASKED_WORDS[0]), f"{ASKED_WORDS[1]} {clock}"
    if item.state == "WITHDRAWN" and item.kind == "AUDIT":
        title, told = NEEDLESS_WORDS
    elif item.state in CLOSED_WORDS:
        title, told = CLOSED_WORDS[item.state]
    else:
        return _("You may look at this case, but not decide it."), _why_only_look(page, reader=reader)
    return str(title), str(told)


def _why_only_look(page: flow.ReviewPage, *, reader: Reader) -> str:
    if any(one.inbox_id == page.item.inbox_id for one in access.opened(reader.actor)):
        return _("You broke the glass: you may release or reassign it, and never decide it.")
    return page.may_not_because


def is_asked(page: flow.ReviewPage) -> bool:
    """Say whether a question about the case is out."""
    return any(one.asked for one in page.facts) or any(one.closed_at is None for one in page.asked.put)


def form(
    page: flow.ReviewPage, typed: Typed, *, state: str, attempt: "Attempt", key: str, reader: Reader
) -> DecisionForm:
    """Build the right column; nothing is chosen unless the person chose it."""
    item = page.item
    escalated = page.escalation is not None
    until = item.held_until
    return DecisionForm(
        state=state,
        post_url=reverse("console:decision", args=[item.id]),
        hold_url=reverse("console:hold", args=[item.id]),
        draft_url=reverse("console:draft", args=[item.id]),
        acts=_acts(page, typed, escalated=escalated),
        outcomes=_outcomes(page, typed),
        reasons=reasoning.offered(page, typed, reader=reader),
        owed=owing.offered(page, typed),
        why_options=tuple(Option(value, str(label), checked=typed.why == value) for value, label in WHY),
        sure_options=tuple(Option(value, str(label), checked=typed.sure == value) for value, label in SURE),
        follows=_follows(page, state=state),
        item=str(item.id),
        version=str(item.version),
        token=str(item.token),
        key=key,
        note=typed.note,
        learning=typed.learning,
        errors=_errors(typed, attempt),
        notice=attempt.notice or notice(page, typed, state=state, reader=reader),
        held_for=round((until - reader.now).total_seconds()) if state == OPEN and until else 0,
        suggested=page.suggestion.label,
        next_url=reverse("console:next", args=[item.inbox.slug])
        if not escalated and item.inbox_id in access.granted_ids(reader.actor, "work_inbox")
        else "",
        note_hint=_("the officer reads it if you return the case") if escalated else _("optional"),
        take_label=_take_label(page, state=state),
        **_onward(page, reader),
        request_url=reverse("console:reversal-ask", args=[page.own_decision]) if page.own_decision else "",
        snapshot=str(item.context.id),
        watch_url=reverse("console:changes", args=[item.id])
        if state in WATCHED or item.state == "WAITING"
        else "",
        digits=tuple(reasoning.digits(page)) if state == OPEN else (),
        more=bool(typed.more),
        none_fits=reasoning.none_fits(typed),
        later=later.form(typed),
        leave_why=later.leaving(typed) if state == OPEN else (),
        skip_url="" if escalated else reverse("console:skip", args=[item.id]),
        ask=asking.form(page, typed) if state in ASKING else None,
        take_over=taking_over.offered(page, reader=reader),
        wake_url=reverse("console:hold", args=[item.id]) if item.snoozed_until and page.may_decide else "",
    )


def _errors(typed: Typed, attempt: "Attempt") -> tuple[Field, ...]:
    """Say beside each field what is missing: a reason is known to be missing before the verb asks for it."""
    if not attempt.field:
        return ()
    said = (Field(attempt.field, attempt.sentence),)
    if attempt.field == "outcome" and typed.act == "override" and not (typed.outcome or typed.reason):
        return (*said, Field("reason", speak(ReasonMissing.sentence)))
    return said


def up(page: flow.ReviewPage, reader: Reader) -> tuple[str, str]:
    """Name and give the address of the list that a case is on; of Home for whoever may not open that list."""
    if page.escalation is not None and navigation.may_see_climbed(reader.actor):
        return _("Escalations"), reverse("console:escalations")
    if page.escalation is None and page.may_list:
        return speak_kept(page.item.inbox.name), reverse("console:inbox", args=[page.item.inbox.slug])
    return _("Home"), reverse("console:home")


def _onward(page: flow.ReviewPage, reader: Reader) -> dict[str, str]:
    """Lead to what replaced this suggestion, and to the record from what is closed or may not be listed."""
    ref, state = page.case.case_ref, page.item.state
    if state == "SUPERSEDED":
        newer = reverse("console:case_review", args=[ref])
        return {"case_url": newer, "case_label": _("Go on with the newer one")}
    if state == "HELD":
        held = reverse("console:held_decision", args=[page.item.id])
        return {"case_url": held, "case_label": _("Open the held decision")}
    if state in CLOSED_WORDS or up(page, reader)[1] == reverse("console:home"):
        return {"case_url": reverse("console:case", args=[ref]), "case_label": _("Open its record")}
    return {}


def _take_label(page: flow.ReviewPage, *, state: str) -> str:
    time = words.duration(timedelta(minutes=page.system.lease_minutes).total_seconds())
    if state == FREE:
        return _("Take this case for %(time)s") % {"time": time}
    if state == STALE:
        return changing.use_label()
    return _("Hold it again for %(time)s") % {"time": time}


def _acts(page: flow.ReviewPage, typed: Typed, *, escalated: bool) -> tuple[Act, ...]:
    block = page.block_sentence if page.blocks_approval else ""
    will_send = _("%(outcome)s is sent") % {"outcome": page.suggestion.label}
    offered = (
        Act("approve", pgettext("act", "Approve"), "A", _("Record approval"), will_send, locked=block),
        Act(
            "override",
            _("Override"),
            "O",
            _("Record override"),
            _("Another outcome is sent, with your reason"),
        ),
        *(_above(page) if escalated else (_up(page),)),
        Act("ask", _("Ask"), "I", _("Ask, and let it wait"), _("A person or a team answers first")),
        Act("later", _("Later"), "H", _("Do it later"), _("Laid aside until a time, or back to its inbox")),
    )
    return tuple(replace(act, checked=typed.act == act.value) for act in offered)


def _up(page: flow.ReviewPage) -> Act:
    top = page.item.inbox.climbs_to_id is None
    return Act(
        "escalate",
        _("Escalate"),
        "E",
        _("Escalate"),
        _("Nobody stands above you here") if top else _("A supervisor decides"),
        locked=_("this is the last level, so somebody here decides.") if top else "",
    )


def _above(page: flow.ReviewPage) -> tuple[Act, ...]:
    """What only an escalated case offers: back to the officer, or one level further up."""
    above = page.escalation.next_inbox if page.escalation else ""
    return (
        Act(
            "return",
            _("Return"),
            "T",
            _("Return to the officer"),
            _("It goes back to the officer with your note"),
        ),
        Act(
            "escalate",
            _("Pass up"),
            "E",
            _("Pass it up"),
            _("%(inbox)s decides") % {"inbox": above} if above else str(_LAST_LEVEL),
            locked="" if above else str(_LAST_LEVEL),
        ),
    )


def _outcomes(page: flow.ReviewPage, typed: Typed) -> tuple[OutcomeChoice, ...]:
    others = [one for one in page.outcome_codes if one.code != page.suggestion.code]
    return tuple(
        OutcomeChoice(
            code=one.code,
            label=one.label,
            means=one.means,
            direction=one.direction,
            direction_words=_compared(one),
            key=key,
            checked=typed.outcome == one.code,
            owes=one.owed is not None,
        )
        for one, key in zip(others, OUTCOME_KEYS + " " * len(others), strict=False)
    )


def _compared(one: flow.OutcomeRow) -> str:
    """Say how an outcome stands to the suggestion, and where the reader's authority for it ends before it."""
    said = str(DIRECTION_WORDS.get(one.direction, ""))
    held = _("held for a second person: %(why)s") % {"why": one.locked} if one.locked else ""
    return "; ".join(filter(None, (said, held)))


def _follows(page: flow.ReviewPage, *, state: str) -> tuple[Follows, ...]:
    if state == OPEN:
        return promises.before_acting(page)
    effects = _waiting(page, state=state)
    return (Follows("", effects),) if effects else ()


def _waiting(page: flow.ReviewPage, *, state: str) -> tuple[Effect, ...]:
    """Say what is true while nobody can record here."""
    if state == OTHER:
        return (
            Effect("timer", _("The hold ends by itself.")),
            Effect("inbox", _("Other cases wait meanwhile."), _("Next case takes the most urgent one.")),
        )
    if state == EXPIRED:
        return (
            *(() if page.change else (Effect("refresh-cw", _("Facts and suggestion are unchanged.")),)),
            Effect("lock", _("Recording opens again once you hold the case.")),
        )
    return ()
