import signal
import time
from types import FrameType

from reviewhub.supervisor.problems import StopAsked

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class _Asked:
    yes = False


def listen() -> None:
    """Take Ctrl-C, SIGTERM and a closed terminal as the wish to stop; `pause` then raises it."""
    for number in SIGNALS:
        signal.signal(number, _note)


def ignore() -> None:
    """Let nothing interrupt the stop that is under way: every step of it has a bound."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def _note(_number: int, _frame: FrameType | None) -> None:
    _Asked.yes = True


def pause(seconds: float) -> None:
    """Sleep.

    Raises: StopAsked when somebody asked meanwhile.
    """
    if _Asked.yes:
        raise StopAsked
    time.sleep(seconds)
