"""The explanation of a decision for the person it is about, as template data."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.console.edge import Reader
from apps.console.pages import words
from apps.console.pages.shell import Tab
from apps.core.speech import foreign
from apps.flow.selectors import explaining

LANGUAGES = {"en": "English", "de": "Deutsch"}


@dataclass(frozen=True, slots=True)
class Part:
    """One part: to read, and to edit. error: why what was typed was refused."""

    code: str
    title: str
    text: str
    rows: int
    error: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    says: str
    at: words.Moment


@dataclass(frozen=True, slots=True)
class Page:
    """lang: of the letter, where the page is in another language."""

    title: str
    name: str
    ref: str
    case_url: str
    organisation: str
    outcome: str
    today: str
    state: str
    lang: str
    language: str
    tabs: tuple[Tab, ...]
    parts: tuple[Part, ...]
    versions: tuple[Version, ...]
    version: str
    url: str
    edit_url: str
    pdf_url: str
    again_url: str
    may_write: bool
    is_edit: bool
    key: str
    contest_url: str = ""
    error: str = ""
    link: str = ""
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was typed and why it was refused, at which part."""

    typed: Mapping[str, str]
    error: str
    field: str
    version: str = ""


def build(
    found: explaining.ExplanationPage,
    *,
    is_edit: bool,
    anew: bool,
    attempt: Attempt | None,
    key: str,
    reader: Reader,
    link: str = "",
) -> Page:
    """Turn an explanation into template data; link: to contest, where it was made just now."""
    url = reverse("console:explanation", args=[found.decision_id])
    asked = f"{url}?language={found.language}"
    return Page(
        title=_("Explanation for %(name)s") % {"name": found.name or found.case_ref},
        name=found.name,
        ref=found.case_ref,
        case_url=reverse("console:case", args=[found.case_ref]),
        organisation=found.organisation,
        outcome=found.outcome,
        today=words.stamp(reader.now, zone=reader.zone).partition(",")[0],
        state=_state(found, anew=anew),
        lang=foreign(found.language),
        language=found.language,
        tabs=tuple(
            Tab(name, f"{url}?language={code}", current=code == found.language)
            for code, name in LANGUAGES.items()
        ),
        parts=tuple(_part(one, attempt) for one in found.parts),
        versions=tuple(_version(one, reader) for one in found.versions),
        version=attempt.version if attempt else str(found.version),
        url=asked,
        edit_url=f"{asked}&edit=1" if found.may_write else "",
        pdf_url=f"{reverse('console:explanation_pdf', args=[found.decision_id])}?language={found.language}",
        again_url=f"{asked}&edit=1&anew=1" if found.versions and found.may_write else "",
        may_write=found.may_write,
        is_edit=is_edit and found.may_write,
        key=key,
        contest_url=reverse("console:contest-new", args=[found.decision_id]) if found.may_write else "",
        link=link,
        asked=found.asked if link else "",
        error=attempt.error if attempt and not attempt.field else "",
    )


def _state(found: explaining.ExplanationPage, *, anew: bool) -> str:
    if anew or not found.version:
        return _("As the record gives it now; no version is kept yet")
    if found.is_generated:
        return _("Version %(number)s, as the record gave it") % {"number": found.version}
    return _("Version %(number)s, edited") % {"number": found.version}


def _part(one: explaining.Part, attempt: Attempt | None) -> Part:
    text = attempt.typed.get(one.code, one.text) if attempt else one.text
    error = attempt.error if attempt and attempt.field == one.code else ""
    return Part(one.code, one.title, text, rows=min(20, max(3, text.count("\n") + 2)), error=error)


def _version(one: explaining.VersionRow, reader: Reader) -> Version:
    said = {"number": one.number, "name": one.by}
    says = (
        _("Version %(number)s, as the record gave it, kept by %(name)s")
        if one.is_generated
        else _("Version %(number)s, edited by %(name)s")
    )
    return Version(says % said, words.moment(one.at, now=reader.now, zone=reader.zone))
