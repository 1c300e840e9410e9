"""What Python itself spends beside the tests: a fifth of their time, were nothing done about it.

Imported before all that is large: the collector of garbage looks at nothing until everything is loaded (`begin`).
"""

import gc
from pathlib import Path

from tests.startup import sitecustomize

ROOM = 66_000  # half of a piece of a megabyte: the other half is for whatever is called

gc.disable()


def begin() -> None:
    """Let garbage be collected from now on, not among what is loaded, and not after every 700 objects."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    gc.enable()


def quick() -> dict[str, str]:
    """Return what a program of the product is told, so that it need not compile what this process has compiled."""
    return {"PYTHONPATH": str(Path(sitecustomize.__file__).parent)}


def roomy(function):
    """Let a function begin a large piece of stack, on which all that it calls has room.

    CPython gives frames pieces of 16 KB, and gives a piece back to the system as soon as it is empty: a loop that
    calls across the end of one asks for memory and returns it with each call.
    """
    function.__code__ = function.__code__.replace(co_stacksize=ROOM)
    return function
