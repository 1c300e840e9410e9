"""The principal reasons in the decision form: what the affected person is told of why."""

from django.utils.translation import gettext as _

from apps.console.forms import Typed
from apps.console.pages import words
from apps.console.pages.choices import OwedForm, Owing
from apps.core.speech import speak_kept
from apps.flow import selectors as flow


def offered(page: flow.ReviewPage, typed: Typed) -> tuple[OwedForm, ...]:
    """Offer the list of each outcome that owes principal reasons; nothing is ticked unless the person did."""
    return tuple(
        _form(one, page, typed) for one in page.outcome_codes if one.owed is not None and one.direction
    )


def _form(one: flow.OutcomeRow, page: flow.ReviewPage, typed: Typed) -> OwedForm:
    assert one.owed is not None
    given = typed.owed.get(one.code, {})
    said = {"person": speak_kept(page.system.person_word), "outcome": one.label}
    many = {"least": words.number(one.owed.least), "most": words.number(one.owed.most)}
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
            for each in one.owed.listed
        ),
        is_suggested=one.code == page.suggestion.code,
    )
