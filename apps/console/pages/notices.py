"""Notices as sentences, made when they are shown."""

from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.console.edge import Reader
from apps.console.pages import words
from apps.console.pages.grants import PERMISSIONS
from apps.console.pages.notice_icons import ICONS
from apps.console.pages.people import role_named
from apps.console.pages.shell import Action, Empty, Tab, more_url
from apps.console.pages.words import Moment
from apps.flow import selectors as flow
from apps.flow.selectors import told_changes
from apps.flow.selectors.access_changes import Changed

VIEWS = ("new", "all")
WEEK = "week_report"
# Where a notice about an AI system leads, by how its kind begins.
PAGES = {
    "posture": "console:posture",
    "policy": "console:policy",
    "contract": "console:contract",
    "segments": "console:segments",
    "ownership": "console:ownership",
    "deputy": "console:ownership",
}


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """Notices of one kind, told one after the other, as one row: `links` leads to each of their cases."""

    ids: tuple[UUID, ...]
    icon: str
    sentence: str
    links: tuple[Action, ...]
    at: Moment
    is_new: bool

    @property
    def n(self) -> int:
        """How many notices it stands for."""
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class NoticesPage:
    tabs: tuple[Tab, ...]
    rows: tuple[NoticeRow, ...]
    empty: Empty
    view: str
    any_new: bool
    next_url: str = ""
    first_url: str = ""


def sentence(kind: str) -> str:
    """Say what happened and what next; a kind that nobody wrote words for still leads to its case."""
    said = _of_held() | {
        "climbed_to_you": _(
            "A case nobody decided has climbed to you: you are the last level. Decide it now."
        ),
        "escalation_decided": _("A case that you sent up was decided. Read how, and what was said to you."),
        "item_returned": _("Your escalation came back with a note. Decide the case with it."),
        "delivery_refused": _(
            "The business system refused a decision. Read why, and decide again if it must change."
        ),
        "receipt_overdue": _(
            "A decision was sent, and the business system has not confirmed it in time. "
            "Ask there whether it was applied."
        ),
        "delivery_stuck": _(
            "A decision could not be sent for an hour. It is tried again by itself; tell your admin."
        ),
        "answer_stuck": _(
            "The business system could not be told for an hour how an appeal was answered. "
            "It is tried again by itself; tell your admin."
        ),
        "facts_changed": _("Facts of a case that you work on changed. Look at them before you decide."),
        "facts_moved": _(
            "Facts of a case that you held changed, and policy sends it to another inbox. "
            "What you typed is kept."
        ),
        "facts_late": _(
            "Facts came after your decision on this case. The decision stands; its record says which."
        ),
        "suggestion_changed": _(
            "A newer suggestion replaced the one you worked on. What you typed is with it."
        ),
        "source_alarm": _("A source of facts changed suddenly. See what and since when, and ask there."),
        "follow_up_taken": _("A follow-up is yours now: whoever promised it is away on its day."),
        "handed_on": _("A supervisor handed on a case that you had. What you typed is kept with it."),
        "taken_over": _("A supervisor took over a case that you held. What you typed is kept with it."),
        "assigned": _("A supervisor gave you a case. It is under Given to me in its inbox."),
        "suggestion_broken": _(
            "Somebody says that a suggestion is broken. Look at it with its model version."
        ),
        "follow_up_due": _("A follow-up of yours is due. Look at the case, and say whether you kept it."),
        "fact_answered": _("The fact that you asked for came. The case is open again in its inbox."),
        "fact_unanswered": _(
            "Nobody gave the fact that you asked for in time. The case is open again in its inbox."
        ),
        "definition_asked": _("Somebody asks you what a fact means. Your answer is shown with the fact."),
        "definition_answered": _("Your question about what a fact means was answered."),
        **_of_access(),
        **_of_questions(),
        **_of_systems(),
        **_of_findings(),
    }
    return said.get(kind) or _("Something happened on this case. Its record says what.")


def _of_findings() -> dict[str, str]:
    return {
        "week_report": _("The report of the week is there: what people corrected, and what waits."),
        "finding_assigned": _("A pattern was given to you. See what it says, and say what shall change."),
        "finding_back": _("A pattern that you dismissed is back: twice as many cases speak for it."),
        "fix_proposed": _("A change that follows from a pattern waits for your signature."),
        "fix_returned": _("A fix that you wrote was returned. Read why; propose it again or withdraw it."),
        "fix_signed": _("A fix that you wrote was signed."),
        "effect_measured": _("What a change did was measured. See whether it helped, did nothing or harmed."),
        "override_taught": _(
            "Your override taught the system: a change that rests on it and on others is in force."
        ),
    }


def _of_questions() -> dict[str, str]:
    return {
        "reversal_requested": _("A reversal of a decision is asked for. Reverse it, or say why it stands."),
        "reversal_done": _("A decision of yours was reversed as you asked. Read what holds instead."),
        "reversal_declined": _("The reversal that you asked for was declined. Read why the decision stands."),
        "second_review_differs": _(
            "Two people see a case in different ways. Look at both opinions, and settle it."
        ),
        "second_review_settled": _(
            "A decision or second opinion of yours was looked at by a third person. Read what they say."
        ),
        "appeal_registered": _("An affected person contests a decision. Somebody outside its chain answers."),
        "appeal_answered": _("A decision of yours was contested and looked at again. Read the answer."),
        "appeal_overdue": _("An appeal was not answered in time. The person still waits."),
        "question_asked": _("You or your team are asked about a case. Somebody waits for the answer."),
        "question_answered": _("Your question about a case was answered. The case is open again."),
        "question_unanswered": _("Nobody answered your question about a case in time. It is open again."),
        "question_unreachable": _(
            "Whoever you asked about a case is away. It is open again; ask somebody else."
        ),
        "question_withdrawn": _("A question that was put to you or your team was withdrawn."),
    }


def _of_access() -> dict[str, str]:
    """Say what changed of one's own access, for who is told no more than that."""
    return {
        "let_in": _("You may reach more than before."),
        "taken_out": _("Something that you could reach was taken back."),
        "role_given": _("You were given a role."),
        "role_taken": _("A role was taken from you."),
        "access_back": _("You were let in again."),
        "skill_given": _("It was said that you have a skill."),
        "skill_taken": _("It was said that you no longer have a skill."),
    }


def changed(found: Changed, thing: str) -> str:
    """Say who changed what of the reader's own access, and why."""
    said = {
        "who": found.by_name,
        "thing": thing,
        "what": str(PERMISSIONS.get(found.permission, found.permission)),
        "role": role_named(found.role) if found.role else "",
    }
    what = {
        "let_in": _("%(who)s gave you access to %(thing)s: %(what)s."),
        "shut_out": _("%(who)s took back your access to %(thing)s: %(what)s."),
        "given": _("%(who)s gave you the role %(role)s."),
        "taken": _("%(who)s took the role %(role)s from you."),
        "reactivated": _("%(who)s let you in again."),
        "skill_given": _("%(who)s says that you have this skill: %(thing)s."),
        "skill_taken": _("%(who)s says that you no longer have this skill: %(thing)s."),
    }[found.what] % said
    why = _("Why: %(why)s") % {"why": found.why} if found.why else ""
    return f"{what} {why}".rstrip()


def _of_systems() -> dict[str, str]:
    return {
        "posture_signed": _("The owner signed a new risk decision for an AI system. Read what it says."),
        **_of_drafts(),
        "ownership_offered": _("You are offered to answer for an AI system. Accept or decline."),
        "ownership_accepted": _("Your offer was accepted: somebody else answers for the AI system now."),
        "ownership_declined": _("Your offer of an AI system was declined. You still answer for it."),
        "ownership_withdrawn": _("An offer to answer for an AI system was withdrawn."),
        "ownership_expired": _("Nobody answered your offer of an AI system in time. It is still yours."),
        "system_paused": _("Your deputy paused an AI system of yours. See what and why."),
        "pause_ended": _("A pause of your AI system ended by itself, as it was set."),
        "limit_acted": _("A limit that was signed acted: an AI system is narrowed or paused by itself."),
        "limit_lifted": _("A limit that had acted lets go again."),
        "posture_expires_30": _("A risk decision ends within 30 days. Write the next one in time."),
        "posture_expires_7": _("A risk decision ends within 7 days. Then the AI decides nothing alone."),
        "posture_expires_1": _("A risk decision ends within a day. Then the AI decides nothing alone."),
        "deputy_named": _("You were named deputy: you may stop an AI system while its owner is away."),
    }


def _of_held() -> dict[str, str]:
    return _of_delegations() | {
        "decision_held": _("A decision waits for a second person, and you may be that. Nothing is sent yet."),
        "held_upheld": _("Your held decision was upheld. It is in force; read why."),
        "held_amended": _("Your held decision was amended: another outcome or amount holds. Read why."),
        "held_turned_down": _("Your held decision was reversed: the suggestion holds. Read why."),
        "held_returned": _("Your held decision came back with a note. Decide the case with it."),
        "held_overdue": _("A held decision on its last level was not resolved in time. Resolve it."),
    }


def _of_delegations() -> dict[str, str]:
    return {
        "authority_given": _(
            "You were given authority for one case. Its page says up to what and until when."
        ),
        "delegated": _("A power was handed to you for a time. See which, and until when."),
        "delegation_ended": _("A delegation of yours or to you was taken back."),
        "glass_opened": _("An admin broke the glass: they look into an inbox that concerns you. See why."),
    }


def _of_drafts() -> dict[str, str]:
    return {
        "policy_proposed": _("A version of a policy waits for your signature. Sign it or return it."),
        "policy_returned": _("A proposed version of a policy was returned to its writers. Read why."),
        "policy_dropped": _("A version of a policy that you wrote of was given up."),
        "policy_signed": _("A version of a policy that you wrote of was signed. It is in force."),
        "policy_shadow_ended": _("A version of a policy is out of shadow. See what it would have done."),
        "segments_proposed": _("A definition of segments waits for your signature. Sign it or return it."),
        "segments_returned": _("A proposed definition of segments was returned to its writers. Read why."),
        "segments_dropped": _("A definition of segments that you wrote of was given up."),
        "segments_signed": _("A definition of segments that you wrote of was signed. It is in force."),
        "contract_proposed": _("A version of a contract waits for your signature. Sign it or return it."),
        "contract_returned": _("A proposed version of a contract was returned to its writers. Read why."),
        "contract_dropped": _("A version of a contract that you wrote of was given up."),
        "contract_signed": _("A version of a contract that you wrote of was signed. It is in force."),
    }


def build(found: flow.NoticesPage, *, view: str, after: str, new: int, reader: Reader) -> NoticesPage:
    """Turn notices into template data."""
    base = reverse("console:notices")
    return NoticesPage(
        tabs=(
            Tab(_("New"), base, n=new, current=view == "new"),
            Tab(_("All"), f"{base}?view=all", current=view == "all"),
        ),
        rows=tuple(_row(list(alike), reader=reader) for _same, alike in groupby(found.rows, key=_kind)),
        empty=_empty(view, base),
        view=view,
        any_new=bool(new),
        next_url=more_url(base, found.next, view=view),
        first_url=f"{base}?view={view}" if after else "",
    )


def _kind(one: flow.Notice) -> tuple[str, bool, UUID | None]:
    """Say what notices must share to stand in one row: only those about cases are put together."""
    return one.kind, one.is_new, None if one.case_ref else one.id


_LISTS = {
    "delegated": ("console:delegations", gettext_lazy("Delegations")),
    "delegation_ended": ("console:delegations", gettext_lazy("Delegations")),
    "glass_opened": ("console:break_glass", gettext_lazy("Break-glass")),
}


def _ref(one: flow.Notice) -> str:
    if one.kind in told_changes.KINDS:
        return _("Your account")
    if one.finding_id:
        return _("Your decisions") if one.kind == "override_taught" else _("Pattern")
    if one.kind in _LISTS:
        return str(_LISTS[one.kind][1])
    if one.question_id and not one.case_ref:
        return _("Question")
    if one.kind == WEEK:
        return _("Weeks")
    return one.case_ref or (_("Quality of facts") if one.facts_of else _("AI system"))


def _row(alike: list[flow.Notice], *, reader: Reader) -> NoticeRow:
    one = alike[0]
    links = {_url(each): _ref(each) for each in alike if _url(each)}
    return NoticeRow(
        ids=tuple(each.id for each in alike),
        icon=ICONS.get(one.kind, "info"),
        sentence=changed(*one.changed) if one.changed else sentence(one.kind),
        links=tuple(Action(url, label) for url, label in links.items()),
        at=words.moment(one.at, now=reader.now, zone=reader.zone),
        is_new=one.is_new,
    )


def _url_of_finding(kind: str, finding_id: UUID) -> str:
    """Lead to one's own decisions behind a pattern, or to the pattern."""
    if kind == "override_taught":
        return f"{reverse('console:decisions')}?taught={finding_id}"
    return reverse("console:pattern", args=[finding_id])


def _url(one: flow.Notice) -> str:
    if one.finding_id:
        return _url_of_finding(one.kind, one.finding_id)
    if one.kind in told_changes.KINDS | _LISTS.keys():
        return reverse(_LISTS.get(one.kind, ("console:account",))[0])
    if one.question_id:
        return reverse("console:question", args=[one.question_id])
    if one.kind in {"decision_held", "held_returned", "held_overdue"} and one.case_ref:
        return reverse("console:case_review", args=[one.case_ref])
    if one.case_ref:
        return reverse("console:case", args=[one.case_ref])
    return _url_of_system(one)


def _url_of_system(one: flow.Notice) -> str:
    if one.kind == WEEK:
        return f"{reverse('console:weeks')}?{urlencode({'system': one.system})}"
    if one.system:
        name = PAGES.get(one.kind.split("_")[0], "console:system")
        return reverse(name, args=[one.system])
    return reverse("console:context", args=[one.facts_of]) if one.facts_of else ""


def _empty(view: str, base: str) -> Empty:
    home = Action(reverse("console:home"), _("Go to the start page"))
    if view == "all":
        text = _("You are told when an escalation comes back or a decision does not arrive where it should.")
        return Empty(_("You have had no notice yet"), text, "bell", (home,))
    text = _("Everything you were told is read. Older notices stay under All.")
    return Empty(_("No new notice"), text, "bell", (Action(f"{base}?view=all", _("All notices")), home))
