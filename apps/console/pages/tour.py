"""The guided tour of the demonstration: five steps for each desk. docs/tour.md is written from this."""

from collections.abc import Collection
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from textwrap import wrap

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Role

Words = str | Promise
APPEALS = "appeals"  # the desk, and the one inbox, of whoever answers appeals in the demonstration
Desk = Role | str
_WIDTH = 150


@dataclass(frozen=True, slots=True)
class Step:
    """What to do, the page where it happens (name of its address), what to notice."""

    do: Words
    page: str
    notice: Words


@dataclass(frozen=True, slots=True)
class Strip:
    """The step at which a person stands, as the strip shows it."""

    n: int
    total: int
    do: Words
    notice: Words
    url: str
    here: bool

    @property
    def before(self) -> int:
        """The step to go back to; 0 on the first."""
        return self.n - 1

    @property
    def after(self) -> int:
        """The step that follows; 0 ends the tour."""
        return (self.n + 1) % (self.total + 1)


TITLES: dict[Desk, Words] = {
    Role.OFFICER: _("Officer: Olga decides cases"),
    Role.SUPERVISOR: _("Supervisor: Sam decides what others may not"),
    APPEALS: _("Appeals: Ruth answers the people whom decisions are about"),
    Role.ANALYST: _("Analyst: Ana learns from overrides"),
    Role.OWNER: _("Owner: Owen answers for the AI system"),
    Role.AUDITOR: _("Auditor: Audrey reads what happened"),
    Role.ADMIN: _("Admin: Adam lets people in"),
}

TOURS: dict[Desk, tuple[Step, ...]] = {
    Role.OFFICER: (
        Step(
            _("Look at what waits for you, and press the button that opens the first case."),
            "home",
            _("Home says how many wait, and how long the oldest has. What you open is held for you."),
        ),
        Step(
            _("Open your inbox and compare a few cases before you take one."),
            "inboxes",
            _("Each row says what the AI suggests and how much time is left."),
        ),
        Step(
            _("Open a case and check a statement of the AI against the facts it names."),
            "inboxes",
            _("Each fact has a source, an age, and a mark: recorded, or added for this demonstration."),
        ),
        Step(
            _("Decide otherwise than the AI: choose an outcome and the reason, then record it."),
            "inboxes",
            _("The reason is part of the decision. For a short time you can undo it; only then is it sent."),
        ),
        Step(
            _("See what became of your decisions."),
            "decisions",
            _("Each is followed until it is applied. What is above your authority is held, and says where."),
        ),
    ),
    Role.SUPERVISOR: (
        Step(
            _("Look at what is escalated to you and what is held for you."),
            "home",
            _("Home says how much waits, since when, and which confirmations are overdue."),
        ),
        Step(
            _("Open a held decision and resolve it: uphold, amend, reverse or return."),
            "held",
            _("It was above the officer's authority, so nothing is sent before you say whether it holds."),
        ),
        Step(
            _("Open an escalated case, read its ladder, and decide it or give it back with a note."),
            "escalations",
            _("The ladder says who decides on each level, until when, and where the case goes then."),
        ),
        Step(
            _("Settle a second review in which two people differ."),
            "quality",
            _("The second person judged blind. You say which outcome is right and why the two differ."),
        ),
        Step(
            _("See how much your people have, who is away, and whether the week's work fits."),
            "team",
            _("Priya is away, so her work is with Ben. No list ranks people by their overrides."),
        ),
    ),
    APPEALS: (
        Step(
            _("See what waits for you."),
            "home",
            _("You had no part in what was decided: that is why appeals come to you."),
        ),
        Step(
            _("Open an appeal that waits and read what the injured worker writes."),
            "appeals",
            _("Beside it stands the decision, and who took part in it: none of them may answer."),
        ),
        Step(
            _("Read the explanation that the worker got."),
            "appeals",
            _("It is written from the record in plain words, and says how the worker can contest."),
        ),
        Step(
            _("Answer it: the decision stands, changes, or the worker is right in part."),
            "appeals",
            _("What changes is a new decision, in force and sent at once. The worker reads your words."),
        ),
        Step(
            _("Look among the answered ones at the claim whose decision changed."),
            "appeals",
            _("Its record tells officer, supervisor and worker the same story."),
        ),
    ),
    Role.ANALYST: (
        Step(
            _("Look at what is new since the last search through overrides."),
            "home",
            _("Home names new patterns and notes worth reading."),
        ),
        Step(
            _("Open the list of patterns and choose one."),
            "patterns",
            _("A pattern says in which cases people decide otherwise than the AI, and how often."),
        ),
        Step(
            _("Read the cases behind the pattern."),
            "patterns",
            _("A pattern is only a question. The cases show what people saw and the AI did not."),
        ),
        Step(
            _("Look at the invented cases whose right answer you wrote."),
            "known_answers",
            _("They lie among the others for practice; home says how many, and no figure counts them."),
        ),
        Step(
            _("See who proved right: find overrides and approvals by their real outcome."),
            "insights",
            _("Outcomes are real, officers simulated: you see how the figure works, not who is good."),
        ),
    ),
    Role.OWNER: (
        Step(
            _("See whether you may trust the AI system today."),
            "home",
            _("You are the one person who answers for it, and every page about it names you."),
        ),
        Step(
            _("Open the AI system and read how far it may go."),
            "systems",
            _("The posture you signed says in words where the AI advises and where it acts alone."),
        ),
        Step(
            _("Decide a case that climbed to you, or a decision that is held for you."),
            "escalations",
            _("Nobody below decided in time or might decide alone. Nobody is above you."),
        ),
        Step(
            _("Pause the AI system with a reason, then let it go on."),
            "systems",
            _("A pause asks again who you are. From then on every case goes to a person."),
        ),
        Step(
            _("Compare the AI with the rule of one line that it has to beat."),
            "insights",
            _("What the AI adds is measured against what would be done without it."),
        ),
    ),
    Role.AUDITOR: (
        Step(
            _("See how far the record is in order."),
            "home",
            _("Nothing changes without an entry, and the application cannot change or delete one."),
        ),
        Step(
            _("Read who answers for the AI system and what was signed."),
            "systems",
            _("Contract, posture and policy have versions. Each decision names the ones it was made under."),
        ),
        Step(
            _("Take a figure and open the cases behind it."),
            "insights",
            _("Every figure leads to its cases, and a case to everything that happened to it."),
        ),
        Step(
            _("Read a pattern as the analyst does."),
            "patterns",
            _("What people corrected is kept with the reason they gave."),
        ),
        Step(
            _("Check what of this demonstration is real."),
            "real",
            _("Claims and outcomes are real. People, dates and decisions are simulated, and it says so."),
        ),
    ),
    Role.ADMIN: (
        Step(
            _("See whether anything needs you."),
            "home",
            _("You let people and machines in. You see no case and decide none."),
        ),
        Step(
            _("Open a person and read what they may reach."),
            "people",
            _("A role says what somebody is; a grant says for which inbox or AI system, and until when."),
        ),
        Step(
            _("Look at how a new person is invited."),
            "invite",
            _("The first password is shown once, to you. Nobody can read it afterwards."),
        ),
        Step(
            _("Look at the inboxes of your organisation."),
            "manage_inboxes",
            _("Each inbox says who works in it."),
        ),
        Step(
            _("Look at the keys of the machines."),
            "keys",
            _("A key has a scope and an end, and can be revoked. Only its fingerprint is kept."),
        ),
    ),
}


def strip(step: int, *, desk: Desk | None, path: str) -> Strip | None:
    """Return the step to show on the page at `path`; nothing when the tour is over."""
    steps = TOURS[desk] if desk else ()
    if not 0 < step <= len(steps):
        return None
    shown = steps[step - 1]
    url = reverse(f"console:{shown.page}")
    return Strip(step, len(steps), shown.do, shown.notice, url, here=path == url)


def desk_of(held: AbstractSet[str], inboxes: Collection[str]) -> Desk | None:
    """Choose the tour of somebody with these roles, who sees these inboxes."""
    if Role.SUPERVISOR in held and set(inboxes) == {APPEALS}:
        return APPEALS
    order = (Role.SUPERVISOR, Role.OFFICER, Role.ANALYST, Role.OWNER, Role.AUDITOR, Role.ADMIN)
    return next((role for role in order if role in held), None)


def markdown(desk: Desk) -> str:
    """Write one tour as a numbered list."""
    lines = [
        line
        for n, step in enumerate(TOURS[desk], 1)
        for line in wrap(
            f"{step.do} (`{reverse(f'console:{step.page}')}`) {step.notice}",
            _WIDTH,
            initial_indent=f"{n}. ",
            subsequent_indent="   ",
        )
    ]
    return "\n".join(lines)


def document() -> str:
    """Write docs/tour.md."""
    start = (
        "# The tour\n\nThe same steps stand on the demonstration's pages until somebody ends them.\n"
        "This page is written by `manage.py write_docs` from `apps/console/pages/tour.py`.\n"
    )
    return start + "".join(f"\n## {TITLES[desk]}\n{markdown(desk)}\n" for desk in TOURS)


def folded() -> str:
    """Write the tours as the README has them: the first lies open, the others unfold."""
    first, *others = TOURS
    return f"**{TITLES[first]}**\n\n{markdown(first)}\n" + "".join(
        f"\n<details><summary>{TITLES[desk]}</summary>\n\n{markdown(desk)}\n</details>\n" for desk in others
    )
