"""While the database has too much to do, arrivals are refused; decisions go on (promise P28)."""

from apps.core import pressure, refusals

RETRY_AFTER_SECONDS = 5


class IntakeOverloaded(refusals.Unavailable):
    code = "intake_overloaded"
    sentence = "ReviewHub has more to do than it can at present, so it takes nothing in. Send the same again."


def refuse_when_pressed() -> None:
    """Refuse to take anything in while the database has too much to do; decisions never ask.

    Raises: IntakeOverloaded.
    """
    if pressure.share() > 1:
        raise IntakeOverloaded(retry_after=RETRY_AFTER_SECONDS)
