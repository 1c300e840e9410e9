"""The draft of a risk decision: its form, how it reads, what it changes, and the signature."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.console.edge import Reader
from apps.console.pages import posture_form, posture_words, postures
from apps.console.pages.shell import Note
from apps.core import ids
from apps.core.speech import speak, speak_kept
from apps.flow import selectors as flow
from apps.registry import rules


@dataclass(frozen=True, slots=True)
class Input:
    """One field: `error` is why it was refused."""

    name: str
    value: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    is_chosen: bool
    is_closed: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ErrorRow:
    place: int
    code: str
    label: Input
    cost: Input
    share: Input


@dataclass(frozen=True, slots=True)
class LimitRow:
    key: str
    label: str
    is_share: bool
    most: Input
    at_least: Input
    weeks: Input
    then: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Form:
    inputs: dict[str, Input]
    errors: tuple[ErrorRow, ...]
    outcomes: tuple[Choice, ...]
    segments: tuple[Choice, ...]
    limits: tuple[LimitRow, ...]
    fallbacks: tuple[Choice, ...]
    tell: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was typed and refused: the form, the clause at fault, the sentence."""

    typed: posture_form.Typed | None = None
    field: str = ""
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """The one field that was refused: what it is called, and where it stands."""

    label: str
    name: str


@dataclass(frozen=True, slots=True)
class EditPage:
    name: str
    next_number: int
    version: int
    currency: str
    list_url: str
    url: str
    write_url: str
    sign_url: str
    key: str
    note: Note | None
    fault: Fault | None
    form: Form
    sentences: tuple[postures.Sentence, ...]
    changes: tuple[postures.ChangeRow, ...]
    looser: postures.Looser | None
    blocked: str
    is_first: bool
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class TextPage:
    name: str
    url: str
    edit_url: str
    version: int
    text: str
    note: Note | None = None
    pointer: str = ""


@dataclass(frozen=True, slots=True)
class _Fields:
    typed: posture_form.Typed
    fault: str
    error: str
    made: dict[str, Input] = field(default_factory=dict)

    def __call__(self, name: str) -> Input:
        return Input(name, self.typed.get(name), self.error if self.fault == name else "")

    def chosen(self, name: str, value: str) -> bool:
        return value in self.typed.several.get(name, ())


def build(
    found: flow.PosturesPage, *, attempt: Attempt, reader: Reader, is_confirmed: bool = False
) -> EditPage:
    """Show the saved draft, or what was typed into its form and refused."""
    assert found.draft is not None
    slug, live = found.system.slug, found.live
    posture = flow.draft_posture(found.draft)
    said = postures.spoken(posture) if posture else None
    before = postures.read(live) if live else None
    typed = attempt.typed or posture_form.of_posture(posture, found.system.currency)
    refused = posture_form.in_its_unit(attempt.field, attempt.note.text if attempt.note else "", found.system)
    fields = _Fields(typed, attempt.field, refused)
    changes = postures.changes(before, said, found) if said else ()
    return EditPage(
        name=speak_kept(found.system.name),
        next_number=found.versions[0].number + 1 if found.versions else 1,
        version=found.draft.version,
        currency=found.system.currency,
        list_url=reverse("console:posture", args=[slug]),
        url=reverse("console:posture-edit", args=[slug]),
        write_url=reverse("console:posture-write", args=[slug]),
        sign_url=reverse("console:posture-sign", args=[slug]),
        key=str(ids.new()),
        note=attempt.note,
        fault=_fault(attempt.field, found.system.currency),
        form=_form(found, fields),
        sentences=postures.sentences(said, found) if said else (),
        changes=changes,
        looser=postures.looser(said, found),
        blocked=_("What you typed is not saved. Save it, or load the page again.")
        if attempt.typed
        else _blocked(found, posture, has_changes=bool(changes), reader=reader),
        is_first=live is None,
        is_confirmed=is_confirmed,
    )


def _fault(name: str, currency: str) -> Fault | None:
    """Name the field that was refused as the form names it; None for what is ticked, which says so itself."""
    kind, _dash, rest = name.partition("-")
    place, _dash, part = rest.partition("-")
    if kind == "error":
        said = {"number": int(place) + 1, "field": _part(part, currency)}
        return Fault(_("Kind of error %(number)s, %(field)s") % said, name)
    if kind == "limit":
        return Fault(f"{posture_words.LIMITS[place]}, {_part(part, currency)}", name)
    label = _part(name, currency)
    return Fault(label, name) if label else None


def _part(name: str, currency: str) -> str:
    labels = {
        "label": _("What goes wrong"),
        "cost": _("Each costs, in %(currency)s"),
        "share": _("Acceptable in 100"),
        "most": _("At most"),
        "weeks": _("In the last weeks"),
        "at_least": _("Counted from"),
        "statement": _("In one sentence"),
        "review": _("A review by a person costs, in %(currency)s"),
        "amount": _("Up to, in %(currency)s at stake"),
        "audit": _("Looked at again, at least in 100"),
        "first_view": _("Own view first, in 100"),
        "expires_on": _("Last day"),
    }
    return labels.get(name, "") % {"currency": currency}


def _blocked(
    found: flow.PosturesPage, posture: rules.Posture | None, *, has_changes: bool, reader: Reader
) -> str:
    """Say why the saved draft cannot be signed; empty when it can."""
    live, draft = found.live, found.draft
    if posture is None:
        return _("Write and save it first.")
    if draft is not None and (live.id if live else None) != draft.base_id:
        return _("Another decision was signed meanwhile. Give this draft up and begin a new one.")
    if live and live.expires_at > reader.now and not has_changes:
        return _("Nothing is changed yet. Change something, or choose a later last day, and save it.")
    try:
        rules.ends_at(posture, now=reader.now, time_zone=found.system.organisation.time_zone)
    except rules.BadPosture as bad:
        return speak(bad.sentence)
    return ""


def _form(found: flow.PosturesPage, fields: _Fields) -> Form:
    names = ("statement", "review", "amount", "audit", "first_view", "expires_on", "never", "told")
    return Form(
        inputs={name: fields(name) for name in names},
        errors=tuple(_error(place, fields) for place in posture_form.places(fields.typed)),
        outcomes=tuple(
            Choice(
                one.code,
                speak_kept(one.label),
                fields.chosen("outcome", one.code),
                is_closed=not one.machine_may,
                hint="" if one.machine_may else _("for people only"),
            )
            for one in found.outcomes
        ),
        segments=tuple(
            Choice(one["key"], speak_kept(one["label"]), fields.chosen("segment", one["key"]))
            for one in found.system.segments
        ),
        limits=tuple(_limit(kind.value, fields, is_share=kind.is_share) for kind in posture_form.LIMITS),
        fallbacks=tuple(
            Choice(value, str(label), fields.typed.get("fallback") == value)
            for value, label in posture_words.FALLBACKS
        ),
        tell=tuple(
            Choice(value, str(label), fields.chosen("tell", value)) for value, label in posture_words.TELL
        ),
    )


def _error(place: int, fields: _Fields) -> ErrorRow:
    at = f"error-{place}"
    return ErrorRow(
        place,
        fields.typed.get(f"{at}-code"),
        fields(f"{at}-label"),
        fields(f"{at}-cost"),
        fields(f"{at}-share"),
    )


def _limit(key: str, fields: _Fields, *, is_share: bool) -> LimitRow:
    at = f"limit-{key}"
    then = fields.typed.get(f"{at}-then") or "narrow"
    return LimitRow(
        key,
        str(posture_words.LIMITS[key]),
        is_share,
        fields(f"{at}-most"),
        fields(f"{at}-at_least"),
        fields(f"{at}-weeks"),
        tuple(Choice(value, str(label), value == then) for value, label in posture_words.ACTS.items()),
    )


def build_text(
    found: flow.PosturesPage, *, text: str, note: Note | None = None, pointer: str = ""
) -> TextPage:
    """Show the draft as YAML, or the text that was refused."""
    assert found.draft is not None
    slug = found.system.slug
    return TextPage(
        name=speak_kept(found.system.name),
        url=reverse("console:posture-write", args=[slug]),
        edit_url=reverse("console:posture-edit", args=[slug]),
        version=found.draft.version,
        text=text,
        note=note,
        pointer=pointer,
    )
