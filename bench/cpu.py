"""User and system time of processes with all their descendants, from /proc."""

import os
import platform
from contextlib import suppress
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def _stat() -> dict[int, tuple[int, int]]:
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                fields = (entry / "stat").read_text()
                rest = fields[fields.rindex(")") + 2 :].split()
                found[int(entry.name)] = (int(rest[1]), sum(map(int, rest[11:15])))
    return found


def tree(*roots: int) -> set[int]:
    """Name these processes and all that came from them."""
    return _tree(_stat(), *roots)


def _tree(rows: dict[int, tuple[int, int]], *roots: int) -> set[int]:
    parents = {pid: parent for pid, (parent, _) in rows.items()}
    found = set(roots)
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def seconds(*roots: int) -> float:
    """CPU seconds of the trees since they began, with those of children that have ended."""
    rows = _stat()
    return sum(rows[pid][1] for pid in _tree(rows, *roots) if pid in rows) / TICK


def resident_mb(*roots: int) -> int:
    """Memory that the trees hold, shared pages counted once per process."""
    total = 0
    for pid in tree(*roots):
        with suppress(OSError):
            lines = Path(f"/proc/{pid}/status").read_text().splitlines()
            total += sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
    return total // 1024


def machine() -> dict[str, object]:
    """Describe this computer, so that a figure can be read later."""
    names = [
        line.split(":", 1)[1].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    return {
        "processor": names[0] if names else platform.machine(),
        "cores": os.cpu_count(),
        "kernel": platform.release(),
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 2),
    }
