"""What is checked of a policy on its pages, and in what one goes beyond the owner's risk decision."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.console.pages import words
from apps.core import speech
from apps.core.speech import speak
from apps.flow import selectors as flow
from apps.flow.selectors import manning
from apps.flow.selectors.policy_state import Vocabulary
from apps.policy import rules


@dataclass(frozen=True, slots=True)
class Check:
    """One line; `link` says where `url` leads to."""

    icon: str
    tone: str
    text: str
    url: str = ""
    link: str = ""


def inside(policy: rules.Policy, knows: Vocabulary, names: rules.Named) -> tuple[Check, ...]:
    """Say whether every rule keeps to the risk decision in force."""
    found = beyond(rules.looser(policy, knows.licence), knows, names)
    if not found:
        said = _("No rule lets the AI act beyond the owner's risk decision.")
        return (Check("circle-check", "ok-t", said),)
    return tuple(Check("triangle-alert", "warn-t", one) for one in found)


def manned(policy: rules.Policy, knows: Vocabulary, *, now: datetime) -> tuple[Check, ...]:
    """Warn of each level of the ladder on which nobody could decide a case."""
    ladder = policy.ladder
    empty = manning.unmanned(ladder=ladder, organisation_id=knows.system.organisation_id, now=now)
    sentence = _("Nobody could decide on level %(level)s of the ladder: in %(inbox)s nobody may.")
    return tuple(
        Check("triangle-alert", "warn-t", sentence % {"inbox": _inbox(ladder, one, knows), "level": one})
        for one in empty
    )


def _inbox(ladder: rules.Ladder | None, level: int, knows: Vocabulary) -> str:
    slug = ladder.levels[level - 1].inbox if ladder else ""
    return speech.speak_kept(knows.inboxes.get(slug, slug))


def beyond(found: Iterable[rules.Looser], knows: Vocabulary, names: rules.Named) -> tuple[str, ...]:
    """Say of each rule in what it goes beyond the risk decision, in the words of the form."""
    return tuple(_beyond(one, knows, names) for one in found)


def _beyond(one: rules.Looser, knows: Vocabulary, names: rules.Named) -> str:
    place = one.pointer.split("/")[2]
    if not place.isdecimal():
        return _("Cases that fit no rule would go to the AI. Send them to a person.")
    said = {"place": speech.number(int(place) + 1)}
    licence = knows.licence
    if licence is None:
        return _("Rule %(place)s would let the AI act, and no risk decision is in force.") % said
    if one.clause == "audit_share":
        least = speech.number((licence.audit_share * 100).normalize())
        sentence = _("Rule %(place)s: at least %(least)s of 100 that the AI decides must be looked at again.")
        return sentence % {**said, "least": least}
    if one.clause == "machine.max_amount_minor":
        most = speech.amount(licence.max_amount_minor, knows.system.currency)
        return _("Rule %(place)s would let the AI act above %(most)s at stake.") % {**said, "most": most}
    said["what"] = _opened(one, knows, names)
    return _("Rule %(place)s would let the AI act on more than %(what)s.") % said


def _opened(one: rules.Looser, knows: Vocabulary, names: rules.Named) -> str:
    assert knows.licence is not None, "without a risk decision nothing is opened"
    if one.clause == "machine.segments":
        labels = {row["key"]: speech.speak_kept(row["label"]) for row in knows.system.segments}
        return speech.joined([labels.get(key, key) for key in knows.licence.segments])
    outcomes = names.values["recommended_outcome"]
    return speech.joined([outcomes.get(code, code) for code in knows.licence.outcomes])


def way_out(names: rules.Named) -> str:
    """Say which condition keeps a rule inside, whatever else it asks."""
    asked = words.sentence_case(names.labels["posture_allows"])
    return _("Add the condition: %(fact)s is yes.") % {"fact": asked}


def stale_reasons(before: rules.Policy, after: rules.Policy, names: rules.Named) -> dict[str, str]:
    """Return by code the rules whose condition changed and whose reason did not, each with a sentence."""
    old = {rule.code: rule for rule in before.rules}
    return {
        rule.code: _("Rule %(place)s: its condition changed, its reason did not. Is the reason still true?")
        % {"place": speech.number(place)}
        for place, rule in enumerate(after.rules, start=1)
        if rule.code in old
        and rule.say == old[rule.code].say
        and speak(names.condition(rule.when)) != speak(names.condition(old[rule.code].when))
    }


def tried(editing: flow.PolicyEditing, newest: flow.NewestTry | None, *, is_unsaved: bool) -> Check:
    """Say whether exactly this text was tried on the past."""
    slug, number = editing.system.slug, editing.version.number
    all_tries = f"{reverse('console:tries', args=[slug])}?version={number}"
    if newest is None or is_unsaved:
        said = _("Tried on the past: not this text yet.")
        return Check("circle-question-mark", "", said, "" if is_unsaved else all_tries, _("Try it"))
    url = reverse("console:try", args=[newest.id])
    if newest.is_open:
        return Check("hourglass", "", _("Tried on the past: it is under way."), url, _("Look at it"))
    if newest.is_part:
        said = _("Tried on the past: stopped before the end.")
        return Check("triangle-alert", "warn-t", said, url, _("Look at it"))
    return Check("circle-check", "ok-t", _("Tried on the past, this text."), url, _("What came out"))
