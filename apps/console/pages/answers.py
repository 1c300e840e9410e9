"""Four questions about an AI system: who authorised it, what may it do, who answers, how is harm undone."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.console.edge import Reader
from apps.console.pages import ownership, postures, words
from apps.console.pages.shell import Action
from apps.core.speech import speak, speak_kept
from apps.flow import selectors as flow
from apps.registry import rules


@dataclass(frozen=True, slots=True)
class Answer:
    """One question with its answer in sentences, and where to read on."""

    question: str
    says: tuple[str, ...]
    more: tuple[Action, ...] = ()


def build(found: flow.SystemPage, reader: Reader) -> tuple[Answer, ...]:
    """Answer the four questions from what is in force."""
    return (
        _authorised(found, reader),
        _may_decide(found, reader),
        _answers(found, reader),
        _corrected(found),
    )


def _authorised(found: flow.SystemPage, reader: Reader) -> Answer:
    slug, says = found.system.slug, []
    if found.posture:
        says.append(_("Risk decision %(signed)s.") % {"signed": postures.signed(found.posture, reader)})
    else:
        says.append(_("Nobody: no risk decision is signed, so the AI only advises."))
    if found.policy and found.policy.approved_by:
        said = {
            "number": found.policy.number,
            "author": found.policy.author.name,
            "who": found.policy.approved_by.name,
        }
        says.append(_("Policy version %(number)s, written by %(author)s, approved by %(who)s.") % said)
    more = (Action(reverse("console:posture", args=[slug]), _("All risk decisions")),)
    return Answer(_("Who authorised this?"), tuple(says), more)


def _may_decide(found: flow.SystemPage, reader: Reader) -> Answer:
    question, row = _("What may it decide?"), found.posture
    if found.pause.is_paused:
        return Answer(question, (_("Nothing at the moment: it is paused."),))
    if row is None or row.expires_at <= reader.now:
        return Answer(question, (_("Nothing alone: people decide every case."),))
    named = rules.Named(
        found.system.currency,
        {one.code: speak_kept(one.label) for one in found.outcome_codes},
        {key: speak_kept(label) for key, label in found.system.segment_labels.items()},
    )
    said = rules.sentences(rules.read_posture(row.body), named)
    says = [speak(text) for clause, text in said.items() if clause.startswith(("/machine", "/audit"))]
    if found.spans:
        says.append(_("Parts of it are paused now."))
    return Answer(question, tuple(says))


def _answers(found: flow.SystemPage, reader: Reader) -> Answer:
    says = [_("%(owner)s, and nobody else.") % {"owner": found.system.owner.name}]
    if found.absence:
        says.append(ownership.away(found.absence, reader))
    url = reverse("console:ownership", args=[found.system.slug])
    return Answer(_("Who answers for it?"), tuple(says), (Action(url, _("Hand it over, or name a deputy")),))


def _corrected(found: flow.SystemPage) -> Answer:
    undo = words.duration(found.system.undo_seconds)
    says = [
        _("People overrule the AI on every case that reaches them, with a reason that is counted."),
        _("Whoever decided can take it back for %(undo)s, before anything is sent.") % {"undo": undo},
        _("What the AI decided alone is looked at by people in a share of cases drawn by chance."),
        _("The owner, or a deputy, can stop it at once."),
        _("The owner can reverse everything that was decided under a version."),
    ]
    slug = found.system.slug
    links = [Action(reverse("console:pausing", args=[slug]), _("Pause it"))]
    if found.is_owner:
        links.append(Action(reverse("console:rollbacks", args=[slug]), _("Reverse decisions")))
    return Answer(_("How is harm corrected?"), tuple(says), tuple(links))
