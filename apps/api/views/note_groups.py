from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from apps.api.serializers import note_groups as shapes
from apps.api.views.acts import Act, acts
from apps.api.views.base import Endpoint, caller, reads
from apps.api.views.reasons import analysed_system
from apps.flow.selectors import note_groups
from apps.learning.services import note_labels as learning


class NoteGroups(Endpoint):
    scopes = {"GET": "findings:read"}

    @reads("note_groups", shapes.NoteGroups)
    def get(self, request: Request, slug: str) -> Response:
        """See what officers' notes are about, put together once a day, with examples."""
        by = caller(request)
        system = analysed_system(slug, by.actor)
        found = note_groups.note_groups(system=system, to=by.actor, now=by.now)
        return Response(shapes.NoteGroups(found).data)


class Label(Endpoint):
    scopes = {"POST": "policies:write"}

    @acts(
        "label_notes",
        shapes.LabelBody,
        {201: shapes.LabelledNotes},
        example={"text": "Surgery that the AI did not know of"},
        refuses=("cannot_label_notes", "label_invalid", "labelled_already"),
    )
    def post(self, act: Act, group_id: UUID) -> object:
        """Say what a group of notes is about; the name stays when notes are put together anew."""
        return learning.label_group(group_id=group_id, text=act.said["text"], by=act.by, now=act.now)


class Rename(Endpoint):
    scopes = {"POST": "policies:write"}

    @acts(
        "rename_notes",
        shapes.RenameBody,
        {201: shapes.LabelledNotes},
        example={"text": "Surgery to come", "was": "Surgery that the AI did not know of"},
        refuses=("cannot_label_notes", "label_invalid", "label_is_same", "labelled_already", "not_labelled"),
    )
    def post(self, act: Act, group_id: UUID) -> object:
        """Name a group of notes otherwise; what it was called stays readable."""
        return learning.rename_group(group_id=group_id, **act.said, by=act.by, now=act.now)


class Dissolve(Endpoint):
    scopes = {"POST": "policies:write"}

    @acts(
        "dissolve_notes",
        shapes.DissolveBody,
        {201: shapes.LabelledNotes},
        example={"was": ""},
        refuses=("cannot_label_notes", "labelled_already", "dissolved_already"),
    )
    def post(self, act: Act, group_id: UUID) -> object:
        """Say that these notes are no group; naming it afterwards takes that back."""
        return learning.dissolve_group(group_id=group_id, **act.said, by=act.by, now=act.now)
