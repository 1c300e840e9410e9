"""What each verb of the record reads like. A verb without a sentence here fails a test."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from apps.core import speech
from apps.core.speech import speak
from apps.core.words import say
from apps.flow.selectors import climbed, marking, recourse_sentences, second_sentences, sentences_held
from apps.flow.selectors.principal import on_record
from apps.flow.selectors.walls import AFTER_VIEW
from apps.intake.rules import files
from apps.reviews.rules import NONE_FITS, NONE_FITS_SAYS

Data = Mapping[str, Any]
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Names:
    """Names for the ids and codes that entries hold."""

    actors: Mapping[UUID, str]
    outcomes: Mapping[str, str]
    reasons: Mapping[str, str]
    inboxes: Mapping[str, str]
    told: Mapping[UUID, str] = field(default_factory=dict)  # by an entry's object: what its row says
    facts: Mapping[str, str] = field(default_factory=dict)
    filled_in: frozenset[UUID] = frozenset()  # deliveries of a past, sent when that was told
    corrected: Mapping[UUID, Sequence[str]] = field(default_factory=dict)  # by decision: what it corrected
    people: Mapping[str, str] = field(default_factory=dict)  # whom questions were put to: people and teams
    principal: Mapping[str, str] = field(default_factory=dict)  # what a person is told of why, by its code


_CONTEXT = {
    "LEGIBLE": say("Its context was complete and fresh"),
    "INCOMPLETE": say("Its context lacked a required fact"),
    "STALE": say("A required fact was too old"),
    "CONFLICTED": say("Sources disagreed on a fact"),
    "OUT_OF_SCOPE": say("It was outside what the AI is for"),
}
_LANES = {
    "AUTOMATIC": say("decided by the AI inside its signed limits"),
    "OFFICER": say("sent to an officer"),
    "SUPERVISOR": say("sent to a supervisor"),
    "HOLD": say("held"),
}
_DIRECTION = {
    "more_cautious": say("more cautious than the AI"),
    "less_cautious": say("less cautious than the AI"),
    "sideways": say("as cautious as the AI"),
    "same": say("as the AI suggested"),
}


def write(verb: str, who: str, data: Data, names: Names) -> Pair:
    """Return a sentence and a detail for one entry."""
    writer = SENTENCES.get(verb)
    return writer(who, data, names) if writer else (f"{who}: {verb}", "")


def before_view(verb: str, who: str, data: Data, names: Names) -> Pair:
    """Return the same to whom the case asks for their own view first: nothing of its advice."""
    hidden = _BEFORE_VIEW.get(verb)
    return (speak(say(hidden, who=who)), speak(AFTER_VIEW)) if hidden else write(verb, who, data, names)


def _first_view(who: str, data: Data, names: Names) -> Pair:
    if data["outcome"] is None:
        return _("%(who)s could not say from the facts alone") % {"who": who}, ""
    said = _("%(who)s said %(outcome)s before seeing the suggestion")
    return said % {"who": who, "outcome": _outcome_of(data, names)}, ""


# What is said instead of the verbs that give away what the AI suggests or what somebody thought of it.
_BEFORE_VIEW = {
    "recommendation.received": say("%(who)s suggested something"),
    "item.first_view_given": say("%(who)s said their own view first"),
    "item.approved": say("%(who)s decided"),
    "item.overridden": say("%(who)s decided"),
    "item.escalated": say("%(who)s sent it to the next level"),
    "challenger.advised": say("Another model advised"),
    **sentences_held.BEFORE_VIEW,
    "appeal.answered": say("%(who)s answered an appeal"),
}


def _received(who: str, data: Data, names: Names) -> Pair:
    context, lane = str(data["context"]), str(data["lane"])
    went = _("%(context)s; %(lane)s.") % {
        "context": speak(_CONTEXT.get(context, context)),
        "lane": speak(_LANES.get(lane, lane)),
    }
    told = _told(data)
    return (
        _("%(who)s suggested %(outcome)s") % {"who": who, "outcome": _outcome_of(data, names)},
        f"{told}. {went}" if told else went,
    )


def _told(data: Data) -> str:
    return str(data.get("told") or "")


def _outcome_of(data: Data, names: Names) -> str:
    return names.outcomes.get(data["outcome"], data["outcome"])


def _approved(who: str, data: Data, names: Names) -> Pair:
    said = _("%(who)s approved %(outcome)s") % {"who": who, "outcome": _outcome_of(data, names)}
    return said, on_record(data, names.principal)


def _overridden(who: str, data: Data, names: Names) -> Pair:
    given = [_reason(code, names) for code in (data["reason"], *data.get("more_reasons", ()))]
    detail = f"{'; '.join(given)} ({speak(_DIRECTION.get(data['direction'], ''))})"
    corrected = data.get("corrections") or [names.facts.get(key, key) for key in data.get("corrected", ())]
    if corrected:
        said = _("Corrected: %(facts)s") % {"facts": "; ".join(corrected)}
        detail = f"{detail}. {said}"
    detail = ". ".join(filter(None, (detail, on_record(data, names.principal))))
    return _("%(who)s decided %(outcome)s instead") % {
        "who": who,
        "outcome": _outcome_of(data, names),
    }, detail


def _reason(code: str | None, names: Names) -> str:
    if code == NONE_FITS:
        return speak(NONE_FITS_SAYS)
    return names.reasons.get(code or "", code or "")


def _facts_added(who: str, data: Data, names: Names) -> Pair:
    lines = data["changes"]
    sent = dict.fromkeys(key for line in lines for key in line["sent"])
    facts = speech.joined([names.facts.get(key, key) for key in sent])
    said = [_facts_did(line, names) for line in lines]
    return _("%(who)s sent later facts: %(facts)s") % {"who": who, "facts": facts}, " ".join(said)


def _facts_applied(_who: str, data: Data, names: Names) -> Pair:
    return _("The facts that came after the decision count now"), _facts_did(data, names)


def _facts_did(line: Data, names: Names) -> str:
    """Say what later facts did to one AI system's view of the case."""
    if line["late"] and not line["items"]:
        return _("They arrived after the decision, which stands.")
    if line["to"]:
        target = names.inboxes.get(line["to"], _("another inbox"))
        return _("Policy was asked again and sent the case to %(inbox)s.") % {"inbox": target}
    if line["verdict"]:
        return _("Policy was asked again: the case stays where it is.")
    return _("None of them decides where the case goes.")


def _stood_in(_who: str, data: Data, _names: Names) -> Pair:
    said = _("%(model)s advised because %(other)s was silent")
    return said % {"model": data["model"], "other": data["instead_of"]}, ""


def _delivered(who: str, data: Data, _names: Names) -> Pair:
    return _("%(who)s confirmed that it was applied") % {"who": who}, _told(data)


def _refused(who: str, data: Data, _names: Names) -> Pair:
    return _("%(who)s refused to apply it") % {"who": who}, _told(data) or str(data.get("code") or "")


def _sent(_who: str, data: Data, _names: Names) -> Pair:
    attempt = data.get("attempt")
    said = [_("When the past was filled in")] if data.get("filled_in") else []
    if attempt and attempt > 1:
        said.append(_("Attempt %(n)s") % {"n": attempt})
    return _("Sent to the business system"), ", ".join(said)


def _outcome(who: str, data: Data, _names: Names) -> Pair:
    measure = str(data.get("measure", "")).replace("_", " ")
    return (
        _("%(who)s reported what happened later") % {"who": who},
        _told(data) or measure.capitalize(),
    )


def _plain(sentence: str, detail: str = "") -> Callable[[str, Data, Names], Pair]:
    def written(who: str, _data: Data, _names: Names) -> Pair:
        return speak(say(sentence, who=who)), speak(detail)

    return written


def _about_facts(sentence: str, *, people: str = "") -> Callable[[str, Data, Names], Pair]:
    """Write what questions did: for which facts, and what was answered where the reader may know it.

    people: what is said instead where people were asked.
    """

    def written(who: str, data: Data, names: Names) -> Pair:
        facts = data.get("facts") or ([data["fact"]] if data.get("fact") else [])
        of_people = people if data.get("questions") else ""
        told = _told(data) or speech.joined([names.facts.get(key, key) for key in facts])
        return speak(say(of_people or sentence, who=who)), told

    return written


_ASKED_FACT = _about_facts(say("%(who)s asked for a fact"))


def _asked(who: str, data: Data, names: Names) -> Pair:
    asked = names.people.get(str(data.get("person") or data.get("team") or ""))
    if not asked:
        return _ASKED_FACT(who, data, names)
    said = _("%(who)s asked the team %(asked)s") if data.get("team") else _("%(who)s asked %(asked)s")
    label = names.facts.get(data["fact"], data["fact"])
    return said % {"who": who, "asked": asked}, _told(data) or label


def _reversed(who: str, data: Data, names: Names) -> Pair:
    said = _("%(who)s reversed the decision") % {"who": who}
    if data.get("rollback"):
        return said, _("With others of the same kind; what was decided stays in the record")
    how = _("What was decided stays in the record")
    return said, ". ".join(filter(None, (how, on_record(data, names.principal))))


def _passed_on(_who: str, data: Data, names: Names) -> Pair:
    team, person = (names.people.get(str(data[key]), "") for key in ("team", "person"))
    said = _("The question went to the team %(team)s") % {"team": team}
    return said, _("%(name)s is away") % {"name": person}


def _document(sentence: str) -> Callable[[str, Data, Names], Pair]:
    """Write what a document's entry says: its sender's reference, and why it was refused."""

    def written(who: str, data: Data, _names: Names) -> Pair:
        why = str(data.get("why") or "")
        return speak(say(sentence, who=who, ref=data.get("ref", ""))), speak(
            files.SENTENCES[files.Why(why)]
        ) if why else ""

    return written


def _let_go(who: str, data: Data, names: Names) -> Pair:
    del names
    sentence = say("%(who)s skipped the case", who=who)
    if data.get("why") != "skipped":
        sentence = say("%(who)s gave the case back", who=who)
    return speak(sentence), ""


SENTENCES: Mapping[str, Callable[[str, Data, Names], Pair]] = {
    "recommendation.received": _received,
    "challenger.advised": _stood_in,
    "facts.added": _facts_added,
    "facts.applied": _facts_applied,
    "item.hold_carried": _plain(
        say("The hold went on with the newer suggestion"), say("Typed work was kept")
    ),
    "item.claimed": _plain(say("%(who)s took the case")),
    "item.let_go": _let_go,
    "item.claim_expired": _plain(
        say("The hold ran out"), say("The case went back to its inbox; typed work was kept")
    ),
    "item.put_back": _plain(say("%(who)s put the case back: who held it left the inbox")),
    "item.assigned": _plain(say("%(who)s gave the case to somebody, or to everybody again")),
    "item.first_view_given": _first_view,
    "item.approved": _approved,
    "item.overridden": _overridden,
    "item.escalated": climbed.escalated,
    "item.returned": climbed.returned,
    "item.taught": _plain(say("%(who)s wrote what can be learned from it"), say("To who had sent it up")),
    "item.taken_over": _plain(
        say("%(who)s took the case over"), say("Its holder was told; their draft is kept")
    ),
    "item.handed_on": _plain(
        say("%(who)s took the case from who had it"), say("They were told; what they typed is kept")
    ),
    "suggestion.reported_broken": _plain(
        say("%(who)s said that the suggestion is broken"), say("Nothing was decided by it")
    ),
    "suggestion.report_taken_back": _plain(
        say("%(who)s took back that the suggestion is broken"), say("It was a slip of the hand")
    ),
    "item.snoozed": _plain(say("%(who)s laid the case aside"), say("It comes back by itself")),
    "item.woken": _plain(say("The case that was laid aside is back in its inbox")),
    "follow_up.opened": _plain(say("A follow-up was set: the case comes back at its date")),
    "follow_up.kept": _plain(say("%(who)s kept a follow-up")),
    "follow_up.not_kept": _plain(say("%(who)s did not keep a follow-up"), say("Why is written with it")),
    "follow_up.passed_on": _plain(
        say("A follow-up went to somebody else"), say("Whoever had promised it is away on its day")
    ),
    "follow_up.dropped": _plain(
        say("A follow-up was dropped"), say("The case was decided anew, so it holds no longer")
    ),
    "item.asked": _asked,
    "item.answered": _about_facts(say("The answer came"), people=say("%(who)s answered the question")),
    "item.unanswered": _about_facts(say("Nobody answered in time")),
    "item.ask_withdrawn": _about_facts(say("%(who)s withdrew the question")),
    "item.ask_passed_on": _passed_on,
    "item.ask_unreachable": _about_facts(say("Whoever was asked is away, so the question ended")),
    "item.overdue": _plain(say("Its due time passed undecided")),
    "decision.withdrawn": _plain(say("%(who)s undid the decision"), say("Nothing had been sent")),
    "decision.reversed": _reversed,
    "reversal.requested": _plain(
        say("%(who)s asked for a reversal of the decision"), say("A supervisor answers")
    ),
    "reversal.declined": _plain(
        say("%(who)s declined the reversal: the decision stands"), say("With words for who asked")
    ),
    "reversal.request_withdrawn": _plain(say("%(who)s withdrew the request for a reversal")),
    "decision.released": _plain(say("The decision came into force")),
    "delivery.sent": _sent,
    "delivery.applied": _delivered,
    "delivery.refused": _refused,
    "delivery.overdue": _plain(say("No confirmation came in time"), say("The owner was told")),
    "delivery.skipped": _plain(say("Nothing was sent to the business system")),
    "outcome.recorded": _outcome,
    "evidence.received": _document(say("%(who)s sent the document %(ref)s")),
    "evidence.joined": _plain(say("A document that came before the case is part of it now")),
    "evidence.expired": _document(say("No case came for the document in time, so it was deleted")),
    "evidence.fetched": _plain(say("The document was fetched from its address")),
    "evidence.ready": _plain(say("The pages of the document were drawn")),
    "evidence.refused": _document(say("The document was not taken")),
    "evidence.marked": marking.told(say("%(who)s marked a place of a document")),
    **second_sentences.SENTENCES,
    "evidence.unmarked": marking.told(say("%(who)s removed a mark from a document")),
    **recourse_sentences.SENTENCES,
    **sentences_held.SENTENCES,
}

# The same in a few words, behind the case: for lists of entries.
SHORT: Mapping[str, str] = {
    "recommendation.received": say("the AI suggested"),
    "facts.added": say("later facts arrived"),
    "challenger.advised": say("another model stood in"),
    "facts.applied": say("later facts count now"),
    "item.claimed": say("taken to decide"),
    "item.hold_carried": say("the hold went on with the newer suggestion"),
    "item.let_go": say("let go"),
    "item.claim_expired": say("its hold ended"),
    "item.put_back": say("put back: who held it left the inbox"),
    "item.assigned": say("given to somebody"),
    "item.first_view_given": say("own view said first"),
    "item.approved": say("decided as suggested"),
    "item.overridden": say("decided otherwise"),
    "item.recounted": say("decided before ReviewHub, brought in"),
    "item.escalated": say("sent up"),
    "item.returned": say("sent back with a note"),
    "item.taught": say("what can be learned was written"),
    "item.taken_over": say("taken over by a supervisor"),
    "item.handed_on": say("handed on"),
    "suggestion.reported_broken": say("its suggestion was called broken"),
    "suggestion.report_taken_back": say("that its suggestion is broken was taken back"),
    "item.snoozed": say("laid aside"),
    "item.woken": say("back from being laid aside"),
    "follow_up.opened": say("a follow-up was set"),
    "follow_up.passed_on": say("a follow-up went to somebody else"),
    "follow_up.kept": say("a follow-up was kept"),
    "follow_up.not_kept": say("a follow-up was not kept"),
    "follow_up.dropped": say("a follow-up was dropped"),
    "item.asked": say("a question was asked"),
    "item.ask_passed_on": say("a question went to the team"),
    "item.ask_unreachable": say("whoever was asked is away"),
    "item.answered": say("the answer came"),
    "item.unanswered": say("nobody answered in time"),
    "item.ask_withdrawn": say("the question was withdrawn"),
    "item.overdue": say("past its due time"),
    "decision.released": say("in force"),
    "decision.reversed": say("reversed"),
    "reversal.requested": say("a reversal was asked for"),
    "reversal.declined": say("the reversal was declined"),
    "reversal.request_withdrawn": say("the request for a reversal was withdrawn"),
    "decision.withdrawn": say("undone before it was sent"),
    "delivery.sent": say("sent to the business system"),
    "delivery.applied": say("applied there"),
    "delivery.refused": say("refused there"),
    "delivery.overdue": say("receipt overdue"),
    "delivery.skipped": say("nothing to send"),
    "outcome.recorded": say("outcome known"),
    "evidence.received": say("a document arrived"),
    "evidence.joined": say("a document came before the case"),
    "evidence.expired": say("a document was deleted: no case came for it"),
    "evidence.fetched": say("a document was fetched"),
    "evidence.ready": say("a document's pages were drawn"),
    "evidence.refused": say("a document was not taken"),
    "evidence.marked": say("a place of a document was marked"),
    **second_sentences.SHORT,
    "evidence.unmarked": say("a mark was removed from a document"),
    **recourse_sentences.SHORT,
    **sentences_held.SHORT,
}
