"""Which refusals an operation may answer with, each with its status, its sentence and an example."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rest_framework import exceptions

from apps.api import authentication, errors, idempotency, parsers, preconditions, scopes
from apps.core import once, refusals, vault

WORK = (
    "cannot_work_inbox",
    "only_the_owner_decides",
    "not_on_this_level",
    "raised_by_you",
    "in_the_chain",
)
HOLD = (
    *WORK,
    "already_closed",
    "not_held",
    "claim_expired",
    "held_by_another",
    "stale",
)
TAKE = (
    *WORK,
    "already_closed",
    "waits_for_answer",
    "held_by_pause",
    "laid_aside",
    "held_by_another",
    "stale",
)
PRINCIPAL = ("principal_reasons_missing", "principal_reason_unknown")
"""What may be wrong with what the affected person is told of why."""
ANSWER = (
    "unknown_outcome",
    "note_too_long",
    "reason_missing",
    "reason_does_not_fit",
    "reason_input",
    "too_many_reasons",
    "reasons_contradict",
    *PRINCIPAL,
)
"""What an answer to a case may lack."""
POLICY = (
    "cannot_write_policy",
    "no_policy_draft",
    "policy_not_a_draft",
    "policy_draft_changed",
    "policy_edited_by_another",
)
"""What every verb of a draft of a policy may say."""
SEGMENTS = (
    "cannot_write_segments",
    "no_segments_draft",
    "segments_not_a_draft",
    "segments_draft_changed",
)
SUBMIT = (
    "only_machines_submit",
    "unknown_ai_system",
    "external_id_reused",
    "external_id_in_progress",
    "case_in_progress",
    "case_kind_changed",
    "subject_changed",
    "unknown_model",
    "intake_paused",
    "intake_overloaded",
    "system_not_ready",
    "too_many_lines_a_minute",
)
LINES = ("too_many_lines", "lines_wrong", "list_broken")
FIELDS = (
    "required",
    "null",
    "blank",
    "invalid",
    "invalid_choice",
    "max_length",
    "min_value",
    "max_value",
    "unknown_field",
)
"""Codes of a field that is not as its type says; they name the field."""
SAYS: Mapping[int, str] = {
    401: "No key, or a key that does not count.",
    403: "Visible, but not allowed; names what is missing.",
    404: "Not there, or not visible to you.",
    409: "Not possible in the present state, or the first request with this key is still running.",
    410: "Your own claim ran out.",
    412: "Changed since you looked.",
    413: "Too large.",
    415: "Not JSON.",
    422: f"Something in the request is not right; names the field. Of a field also: {', '.join(FIELDS)}.",
    423: "Held by someone else.",
    428: "Idempotency-Key or If-Match is missing.",
    429: "Too many requests; see Retry-After.",
    503: "Not possible at present; see Retry-After.",
}
BY_STATUS: Mapping[int, tuple[str, ...]] = {
    401: ("key_missing", "wrong_key"),
    403: (scopes.ScopeMissing.code,),
    404: (refusals.NotVisible.code,),
    409: (once.RequestRunning.code, vault.Erased.code),
    413: (parsers.BodyTooLarge.code,),
    415: ("not_json",),
    428: (idempotency.KeyMissing.code,),
    429: (refusals.TooMany.code,),
    503: (refusals.Unavailable.code,),
}
ON_POST = (
    "csrf_failed",
    once.KeyReused.code,
    idempotency.KeyMalformed.code,
    parsers.BodyUnreadable.code,
    parsers.BodyUnfit.code,
)
ON_CHANGE = (preconditions.VersionMissing.code, preconditions.VersionMalformed.code)
OUTSIDE: Mapping[str, tuple[int, str]] = {
    "key_missing": (401, errors.SENTENCES[exceptions.NotAuthenticated][2]),
    "wrong_key": (401, authentication.WRONG_KEY),
    "csrf_failed": (403, errors.CSRF_SENTENCE),
    "not_json": (415, errors.SENTENCES[exceptions.UnsupportedMediaType][2]),
}
"""Codes that are no refusal of ours but the framework's, in our words."""


def examples() -> dict[str, dict[str, Any]]:
    """Return every refusal that the API knows as an example of its answer, by name."""
    return {_name(code, status): _example(code, said) for (code, status), said in sorted(_known().items())}


def by_status(
    own: Iterable[str], listed: Iterable[int], *, is_change: bool, is_post: bool
) -> dict[int, list[str]]:
    """Return the names of the examples that an operation may answer with, by status.

    own: the codes of refusals that are the operation's own; where none of its listed statuses is theirs,
    their status is one more. Raises: KeyError for a code that is none.
    """
    known, statuses = _known(), set(listed)
    own = list(own)
    for code in own:
        possible = {status for one, status in known if one == code}
        if not possible:
            raise KeyError(f"There is no refusal {code}.")
        if statuses.isdisjoint(possible):
            statuses.add(min(possible))
    asked = [*own, *(ON_POST if is_post else ()), *(ON_CHANGE if is_change else ()), refusals.Invalid.code]
    return {
        status: [
            _name(code, status) for code in (*BY_STATUS.get(status, ()), *asked) if (code, status) in known
        ]
        for status in sorted(statuses)
    }


def _known() -> dict[tuple[str, int], str]:
    """Return (code, status) -> its sentence, of every refusal that is not the pages' own."""
    found = {(code, status): said for code, (status, said) in OUTSIDE.items()}
    for one in _below(refusals.Refusal):
        if not one.__module__.startswith("apps.console"):
            found.setdefault((one.code, errors.status_of_kind(one)), str(one.sentence))
    return found


def _below(kind: type[refusals.Refusal]) -> Iterator[type[refusals.Refusal]]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)


def _name(code: str, status: int) -> str:
    return f"{code}.{status}"


def _example(code: str, sentence: str) -> dict[str, Any]:
    return {"value": {"error": {"code": code, "sentence": sentence}}}
