import errno


class CannotStart(Exception):
    """Why ReviewHub cannot start or go on, as the one sentence a person reads."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class StopAsked(Exception):
    """Ctrl-C, SIGTERM or a closed terminal while something was being waited for."""


def from_os(error: OSError) -> CannotStart:
    """Put a failed file operation into a sentence."""
    place = f" at {error.filename}" if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return CannotStart(f"The disk is full{place}: free some space and start again.")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return CannotStart(f"ReviewHub may not write{place}: give this user the folder and start again.")
    return CannotStart(f"The system refused a file operation{place}: {error.strerror or error}.")


def from_output(what: str, output: str) -> CannotStart:
    """Put the failure of a program into a sentence, with the last line it wrote."""
    if "No space left on device" in output or "Disk quota exceeded" in output:
        return CannotStart(f"The disk is full ({what} could not write): free some space and start again.")
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    last = lines[-1] if lines else "it wrote nothing"
    return CannotStart(f"{what} failed: {last}")
