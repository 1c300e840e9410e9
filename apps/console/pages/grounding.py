"""How a statement of the AI stands to what it cites, in words."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from apps.console.pages import evidence
from apps.console.pages.cases import Cite, Fault, Statement
from apps.core import speech
from apps.flow import selectors as flow

WITHOUT = "no citation"  # said in the place of the citations
UNKNOWN = "unknown citation"
CONTRADICTED = "contradicted"
SUPPORTED = frozenset({"supported", WITHOUT})


def statement(
    one: flow.StatementRow,
    labels: Mapping[str, str],
    documents: flow.CaseEvidence | None = None,
    *,
    language: str,
) -> Statement:
    """Write one statement with what it cites and what is wrong with it.

    labels: of the facts, by key. language: in which the AI writes, as far as somebody said.
    """
    cites = tuple(_cite(text, labels, documents) for text in one.cites)
    fault = None if one.grounding in SUPPORTED else _fault(one, labels)
    return Statement(one.text, cites, fault, lang=speech.foreign(language))


def _cite(text: str, labels: Mapping[str, str], documents: flow.CaseEvidence | None) -> Cite:
    of_document = evidence.cite(documents, text)
    return of_document or Cite(f"#fact-{text}", labels.get(text, text))


def _fault(one: flow.StatementRow, labels: Mapping[str, str]) -> Fault:
    if one.grounding == UNKNOWN:
        says = _("It cites %(cite)s, which is not among the facts.") % {"cite": one.detail}
        return Fault(_("not supported by the facts"), says)
    where = labels.get(one.elsewhere, one.elsewhere)
    is_whole = one.detail.strip(" .") == one.text.strip(" .")  # it stands just above: not said again
    if one.grounding == CONTRADICTED:
        if is_whole and where:
            says = _("%(fact)s says otherwise.") % {"fact": where}
        elif is_whole:
            says = _("What it cites says otherwise.")
        elif where:
            says = _("“%(quote)s”: %(fact)s says otherwise.") % {"quote": one.detail, "fact": where}
        else:
            says = _("“%(quote)s”: what it cites says otherwise.") % {"quote": one.detail}
        return Fault(_("contradicted by the facts"), says)
    says = (
        _("This does not stand in what it cites.")
        if is_whole
        else _("“%(quote)s” does not stand in what it cites.") % {"quote": one.detail}
    )
    if where:
        says = _("%(said)s It stands in another fact: %(fact)s.") % {"said": says, "fact": where}
    return Fault(_("not supported by the facts"), says)
