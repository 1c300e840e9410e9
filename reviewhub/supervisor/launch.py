"""Become another program that ends when the supervisor ends (run by path, standard library only).

Arguments: supervisor's pid, signal number, uid or -, gid or -, then the command. A small program of its own
instead of `preexec_fn`, because code between fork and exec may deadlock once the parent has threads.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1


def main(arguments: list[str]) -> None:
    """Drop the user, tie the life to the parent's, become the command."""
    parent, number, uid, gid, *command = arguments
    os.umask(0o077)
    if uid != "-":
        os.setgroups([])
        os.setgid(int(gid))
        os.setuid(int(uid))
    if sys.platform == "linux":  # after setuid: a change of user clears it
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
    if os.getppid() != int(parent):  # the supervisor was killed before prctl could notice
        sys.exit(1)
    try:
        os.execvp(command[0], command)  # noqa: S606  (no shell is the point)
    except OSError as error:
        sys.exit(f"{command[0]} cannot be run: {error.strerror}")


if __name__ == "__main__":
    main(sys.argv[1:])
