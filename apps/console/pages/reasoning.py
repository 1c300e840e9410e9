"""The reasons in the decision form: which are offered, by which digit, and what each asks for."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from django.utils.translation import gettext as _

from apps.console.edge import Reader
from apps.console.forms import Typed
from apps.console.pages.choices import Digits, Input, ReasonChoice
from apps.core.speech import foreign, speak, speak_kept
from apps.flow import selectors as flow
from apps.registry.models import Reason
from apps.reviews.rules import NONE_FITS, NONE_FITS_INPUT

INPUT_KINDS = {
    "choice": "select",
    "fact": "select",
    "ai_reason": "select",
    "number": "number",
    "date": "date",
}
LONGEST_OPTION = 300
ANY_DIRECTION = "sideways"
MOST_DIGITS = 8


def offered(page: flow.ReviewPage, typed: Typed, *, reader: Reader) -> tuple[ReasonChoice, ...]:
    """Offer the reasons that fit one of the outcomes beside the suggestion, each with what it asks for."""
    return tuple(
        ReasonChoice(
            code=reason.code,
            text=speak_kept(reason.text),
            digit=place if place <= MOST_DIGITS else 0,
            directions=" ".join(reason.directions),
            inputs=tuple(
                _input(spec, page, typed.choices.get(reason.code, {}), reader=reader) for spec in reason.input
            ),
            checked=typed.reason == reason.code,
            also=reason.code in typed.also,
        )
        for place, reason in _fitting(page, _directions(page))
    )


def _directions(page: flow.ReviewPage) -> set[str]:
    """The directions that the outcomes beside the suggestion leave open."""
    return {one.direction for one in page.outcome_codes if one.code != page.suggestion.code}


def _fitting(page: flow.ReviewPage, directions: set[str]) -> list[tuple[int, Reason]]:
    """The reasons that fit one of some directions, each with its place: its digit whatever the direction."""
    return [
        (place, reason)
        for place, reason in enumerate(page.reasons, start=1)
        if ANY_DIRECTION in directions or directions & set(reason.directions)
    ]


def digits(page: flow.ReviewPage) -> Iterator[Digits]:
    """Say which digits choose a reason: before a direction is known, and for each one."""
    known = _directions(page)
    for when, directions in (("none", known), *((one, {one}) for one in sorted(known))):
        places = [place for place, _reason in _fitting(page, directions) if place <= MOST_DIGITS]
        yield Digits(when, tuple(_runs(places)))


def _runs(places: list[int]) -> Iterator[tuple[int, int]]:
    first = before = 0
    for place in places:
        if first and place == before + 1:
            before = place
            continue
        if first:
            yield first, before
        first = before = place
    if first:
        yield first, before


def _input(
    spec: Mapping[str, object], page: flow.ReviewPage, given: Mapping[str, str], *, reader: Reader
) -> Input:
    kind = str(spec.get("kind", "text"))
    key = str(spec["key"])
    low, high = str(spec.get("min", "")), str(spec.get("max", ""))
    days = spec.get("max_days")
    if kind == "date" and isinstance(days, int):
        today = reader.now.astimezone(reader.zone).date()
        low, high = today.isoformat(), (today + timedelta(days=days)).isoformat()
    label = speak_kept(str(spec.get("label", key)))
    return Input(
        name=key,
        label=label if spec.get("required") else _("%(label)s (optional)") % {"label": label},
        kind=INPUT_KINDS.get(kind, "text"),
        value=given.get(key, ""),
        options=_options(kind, spec.get("options"), page),
        minimum=low,
        maximum=high,
        hint=_("In the form of the fact: yes or no, a number, a date as 2026-11-22, a value of its list.")
        if kind == "fact_value"
        else "",
        lang=foreign(page.system.language) if kind == "ai_reason" else "",
    )


def _options(kind: str, listed: object, page: flow.ReviewPage) -> tuple[tuple[str, str], ...]:
    if kind == "fact":
        return tuple((fact.key, fact.label) for fact in page.facts)
    if kind == "ai_reason":
        texts = [one.text[:LONGEST_OPTION] for one in page.suggestion.statements]
        return tuple((text, text) for text in texts)
    if isinstance(listed, list):
        return tuple((str(one["code"]), speak_kept(str(one["label"]))) for one in listed)
    return ()


def none_fits(typed: Typed) -> ReasonChoice:
    """Offer one's own words where no reason of the list fits."""
    given = typed.choices.get(NONE_FITS, {})
    inputs = tuple(
        Input(str(one["key"]), speak(one["label"]), "text", value=given.get(str(one["key"]), ""))
        for one in NONE_FITS_INPUT
    )
    return ReasonChoice(
        NONE_FITS, _("None of these fit"), 0, "", inputs=inputs, checked=typed.reason == NONE_FITS
    )
