"""People say what a group of notes is about: they name it, name it otherwise, or say that it is none."""

from datetime import datetime
from uuid import UUID

from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import refusals, transactions
from apps.core.words import say
from apps.learning import access
from apps.learning.models import NoteGroup, NoteLabel
from apps.registry import access as registry

LONGEST_LABEL = 80


class LabelInvalid(refusals.Invalid):
    code = "label_invalid"
    sentence = say("Say in at most %(most)s characters what these notes are about.", most=LONGEST_LABEL)


class LabelIsSame(refusals.Invalid):
    code = "label_is_same"
    sentence = say("These notes are called so already.")


class CannotLabel(refusals.NotAllowed):
    code = "cannot_label_notes"
    sentence = say("Notes are named by the analysts of this AI system and by its owner.")


class LabelledAlready(refusals.IllegalMove):
    code = "labelled_already"
    sentence = say("Somebody said meanwhile what these notes are about.")


class NotLabelled(refusals.IllegalMove):
    code = "not_labelled"
    sentence = say("These notes have no name that could be changed.")


class DissolvedAlready(refusals.IllegalMove):
    code = "dissolved_already"
    sentence = say("Somebody said already that these notes are no group.")


def label_group(*, group_id: UUID, text: str, by: Actor, now: datetime) -> NoteLabel:
    """Say what a group of notes is about: as suggested, or otherwise; also of what was said to be no group.

    Raises: refusals.NotVisible, CannotLabel, LabelInvalid, LabelledAlready.
    Writes: NoteLabel, record `notes.labelled`.
    """
    with transactions.verb():
        group, last = _opened(group_id, by)
        said = _said(text)
        if last is not None and last.text:
            raise LabelledAlready(label=last.text)
        row = _next(group, last, said, by, now)
        audit.record("notes.labelled", on=("note_group", group.id), by=by, at=now, data={"label": said})
        return row


def rename_group(*, group_id: UUID, text: str, was: str, by: Actor, now: datetime) -> NoteLabel:
    """Name a group of notes otherwise; was: the name that the actor saw. What it was called stays readable.

    Raises: refusals.NotVisible, CannotLabel, LabelInvalid, NotLabelled, LabelledAlready, LabelIsSame.
    Writes: NoteLabel, record `notes.renamed`.
    """
    with transactions.verb():
        group, last = _opened(group_id, by)
        said = _said(text)
        if last is None or not last.text:
            raise NotLabelled
        if last.text != was:
            raise LabelledAlready(label=last.text)
        if last.text == said:
            raise LabelIsSame(field="label")
        row = _next(group, last, said, by, now)
        data = {"label": said, "was": was}
        audit.record("notes.renamed", on=("note_group", group.id), by=by, at=now, data=data)
        return row


def dissolve_group(*, group_id: UUID, was: str, by: Actor, now: datetime) -> NoteLabel:
    """Say that these notes are no group; was: the name that the actor saw, empty where it had none.

    Raises: refusals.NotVisible, CannotLabel, DissolvedAlready, LabelledAlready.
    Writes: NoteLabel, record `notes.dissolved`.
    """
    with transactions.verb():
        group, last = _opened(group_id, by)
        if last is not None and not last.text:
            raise DissolvedAlready
        if (last.text if last else "") != was:
            raise LabelledAlready(label=last.text if last else "")
        row = _next(group, last, "", by, now)
        audit.record("notes.dissolved", on=("note_group", group.id), by=by, at=now, data={"was": was})
        return row


def _opened(group_id: UUID, by: Actor) -> tuple[NoteGroup, NoteLabel | None]:
    """Return the group under which lies what people said of this one, and what they said last."""
    rows = NoteGroup.objects.select_related("grouping__system__owner", "same_as")
    found = rows.filter(id=group_id, grouping__system__in=access.visible_systems(by)).first()
    if found is None:
        raise refusals.NotVisible
    if not registry.may_edit_contract(by, found.grouping.system):
        raise CannotLabel(permission="analyse_system")
    group = found.same_as or found
    return group, group.labels.order_by("-number").first()


def _said(text: str) -> str:
    said = " ".join(text.split())
    if not 1 <= len(said) <= LONGEST_LABEL:
        raise LabelInvalid(field="label")
    return said


def _next(group: NoteGroup, last: NoteLabel | None, text: str, by: Actor, now: datetime) -> NoteLabel:
    """Write what is said now after what was said last, unless somebody was quicker."""
    row, is_new = NoteLabel.objects.get_or_create(
        group=group, number=last.number + 1 if last else 1, defaults={"text": text, "by": by, "at": now}
    )
    if not is_new:
        raise LabelledAlready(label=row.text)
    return row
