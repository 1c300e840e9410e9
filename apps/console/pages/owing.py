"""The principal reasons in the decision form: what the affected person is told of why."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from apps.console.forms import Typed
from apps.console.pages import words
from apps.console.pages.choices import OwedForm, Owing
from apps.core.speech import speak_kept
from apps.flow import selectors as flow
from apps.flow.selectors.principal import Instead
from apps.registry.rules import Owed

Ticked = Mapping[str, Mapping[str, str]]  # by outcome: the codes, each with its words


def offered(page: flow.ReviewPage, typed: Typed) -> tuple[OwedForm, ...]:
    """Offer the list of each outcome that owes principal reasons; nothing is ticked unless the person did."""
    return tuple(
        _form(
            Instead(one.code, one.label, one.means, speak_kept(page.system.person_word), one.owed),
            one.owed,
            typed.owed,
            is_suggested=one.code == page.suggestion.code,
        )
        for one in page.outcome_codes
        if one.owed is not None and one.direction
    )


def instead(outcomes: Iterable[Instead], ticked: Ticked | None) -> tuple[OwedForm, ...]:
    """Offer the same where another outcome is put in the place of a decision."""
    return tuple(_form(one, one.owed, ticked or {}) for one in outcomes if one.owed is not None)


def _form(one: Instead, owed: Owed, ticked: Ticked, *, is_suggested: bool = False) -> OwedForm:
    given = ticked.get(one.code, {})
    said = {"person": one.person, "outcome": one.label}
    many = {"least": words.number(owed.least), "most": words.number(owed.most)}
    return OwedForm(
        outcome=one.code,
        legend=_("%(outcome)s: the principal reasons that the %(person)s is told") % said,
        hint=_("%(least)s to %(most)s") % many,
        listed=tuple(
            Owing(
                code=each.code,
                text=speak_kept(each.text),
                asks_words=each.asks_words,
                words=given.get(each.code, ""),
                checked=each.code in given,
            )
            for each in owed.listed
        ),
        is_suggested=is_suggested,
    )
