"""Refusals: anticipated errors, named for what happened, each with a code and a sentence for the person.

Kinds are subclasses here; each verb's own refusals stand beside the verb that raises them. Edges map a kind
to an HTTP status (architecture, section 5) and never look at the sentence.
"""

from apps.core.words import say


class Refusal(Exception):
    """Something anticipated that a verb will not do."""

    code = "refused"
    sentence: str = say("This cannot be done.")

    def __init__(self, sentence: str | None = None, **details: object) -> None:
        self.sentence = sentence or self.sentence
        self.details = details
        super().__init__(self.sentence)


class NotVisible(Refusal):
    """The actor may not know that the thing exists (404)."""

    code = "not_found"
    sentence: str = say("There is nothing here that you may see.")


class NotAllowed(Refusal):
    """The actor sees the thing and may not do this (403). `details["permission"]` names what is missing."""

    code = "not_allowed"
    sentence: str = say("You may look at this, but not do it.")


class IllegalMove(Refusal):
    """The state does not permit the step (409)."""

    code = "illegal_move"
    sentence: str = say("This step is not possible in the present state.")


class Stale(Refusal):
    """Someone changed the thing after the caller looked (form 409, API 412)."""

    code = "stale"
    sentence: str = say(
        "This changed after you opened it. Nothing was recorded; look at what changed and decide again."
    )


class Expired(Refusal):
    """The caller's own lease has run out (410)."""

    code = "claim_expired"
    sentence: str = say(
        "Your hold on this case ran out. Nothing was recorded; what you typed is kept. Take it again."
    )


class HeldByAnother(Refusal):
    """Somebody else holds the thing (423)."""

    code = "held_by_another"
    sentence: str = say("Someone else holds this case at the moment.")


class Invalid(Refusal):
    """The request's content is wrong (422). `details["field"]` names where."""

    code = "invalid"
    sentence: str = say("Something in the request is not right.")


class Missing(Refusal):
    """A precondition header or version is missing (428)."""

    code = "precondition_missing"
    sentence: str = say("Say which version you looked at.")


class TooMany(Refusal):
    """Too many requests (429). `details["retry_after"]` is in seconds."""

    code = "too_many"
    sentence: str = say("Too many requests. Wait a moment and try again.")


class Unavailable(Refusal):
    """The product cannot do this at present (503). `details["retry_after"]` is in seconds."""

    code = "unavailable"
    sentence: str = say("ReviewHub cannot do this at present. Nothing was recorded; try again in a moment.")
