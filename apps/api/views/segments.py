"""The segments of an AI system over the API: the verbs of their pages, with If-Match instead of a form."""

from rest_framework.request import Request
from rest_framework.response import Response

from apps.api import preconditions, refused
from apps.api.serializers import segments
from apps.api.views.acts import Act, Nothing, acts
from apps.api.views.base import Endpoint, caller, reads
from apps.api.views.proven import Proven
from apps.flow import selectors
from apps.flow import services as flow

NONE_YET = 0


class Segments(Endpoint):
    scopes = {"GET": "policies:read"}

    @reads("segments", segments.Segments)
    def get(self, request: Request, slug: str) -> Response:
        """List what each segment is and what rests on it; the ETag is the draft's, "0" without one."""
        by = caller(request)
        found = selectors.segments_page(slug=slug, to=by.actor, now=by.now)
        version = found.open.version if found.open else NONE_YET
        return Response(segments.Segments(_told(found)).data, headers={"ETag": preconditions.etag(version)})


def _told(found: selectors.SegmentsPage) -> dict[str, object]:
    return {
        "segments": [
            {
                **one,
                "used_by": [str(said) for said in found.uses.get(one["key"], ())],
                "n_arrived": _arrived(found, one["key"]),
            }
            for one in found.system.segments
        ],
        "n_in_none": _arrived(found, ""),
        "as_of": found.as_of,
        "since": found.system.segments_since,
        "open": found.open,
    }


def _arrived(found: selectors.SegmentsPage, key: str) -> int | None:
    return None if found.n_arrived is None else found.n_arrived.get(key, 0)


class Save(Endpoint):
    scopes = {"POST": "policies:write"}

    @acts(
        "save_segments",
        segments.SegmentsSave,
        {200: segments.SegmentSet},
        is_change=True,
        example={"segments": [segments.EXAMPLE]},
        refuses=(*refused.SEGMENTS, "segments_not_valid", "segment_in_use"),
    )
    def post(self, act: Act, slug: str) -> object:
        """Keep all segments that there shall be; If-Match "0" begins a draft.

        Two that could hold for one case are refused with such a case; what something rests on cannot go.
        """
        system = selectors.system_seen(slug=slug, to=act.by)
        return flow.save_segments(system=system, segments=act.said["segments"], **act.guarded)


class Propose(Endpoint):
    scopes = {"POST": "policies:write"}

    @acts(
        "propose_segments",
        Nothing,
        {200: segments.SegmentSet},
        is_change=True,
        refuses=(*refused.SEGMENTS, "segments_unchanged", "segments_not_valid", "segment_in_use"),
    )
    def post(self, act: Act, slug: str) -> object:
        """Hand the draft to the owner."""
        return flow.propose_segments(system=selectors.system_seen(slug=slug, to=act.by), **act.guarded)


class Return(Endpoint):
    scopes = {"POST": "policies:write"}

    @acts(
        "return_segments",
        segments.SegmentsReturn,
        {200: segments.SegmentSet},
        is_change=True,
        example={"why": "Name the second one after what it is."},
        refuses=(*refused.SEGMENTS, "segments_not_proposed"),
    )
    def post(self, act: Act, slug: str) -> object:
        """Give a proposed definition back to its writers, or take it back."""
        system = selectors.system_seen(slug=slug, to=act.by)
        return flow.return_segments(system=system, why=act.said["why"], **act.guarded)


class Drop(Endpoint):
    scopes = {"POST": "policies:write"}

    @acts(
        "drop_segments",
        Nothing,
        {200: segments.SegmentSet},
        is_change=True,
        refuses=(*refused.SEGMENTS, "not_the_owner"),
    )
    def post(self, act: Act, slug: str) -> object:
        """Give the draft up; a proposed one only the owner."""
        return flow.drop_segments(system=selectors.system_seen(slug=slug, to=act.by), **act.guarded)


class Adopt(Proven):
    scopes = {"POST": "policies:write"}

    @acts(
        "adopt_segments",
        Nothing,
        {200: segments.SegmentSet},
        is_change=True,
        is_proven=True,
        refuses=(
            "not_the_owner",
            "segments_writer_cannot_sign",
            "no_segments_draft",
            "segments_not_proposed",
            "segments_draft_changed",
            "segments_not_valid",
            "segment_in_use",
        ),
    )
    def post(self, act: Act, slug: str) -> object:
        """Let the proposed segments count, by an owner who wrote nothing of them, after step-up."""
        return flow.adopt_segments(system=self.proven(act, slug), **act.guarded)
