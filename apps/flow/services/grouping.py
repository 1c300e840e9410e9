"""What people wrote is put together by what it says, once a day for each AI system."""

import subprocess
from datetime import datetime
from zoneinfo import ZoneInfo

from apps.core import progress, transactions
from apps.flow.selectors import notes
from apps.learning.services import note_groups
from apps.registry.models import AISystem

TOO_LONG, NO_ANSWER = "It took too long.", "The process that groups notes gave no answer."


def group_notes(*, now: datetime) -> int:
    """Put the notes of every AI system together where the day's are not yet; returns how many were.

    Waits while the past is imported or about to be. The process that does it runs outside of any transaction;
    where it fails the day says so, and the next day tries again.
    """
    with transactions.verb():
        if transactions.history_runs() or progress.is_coming(kind=progress.PAST, now=now):
            return 0
    n_done = 0
    for system in AISystem.objects.select_related("organisation").order_by("id"):
        on = now.astimezone(ZoneInfo(system.organisation.time_zone)).date()
        if note_groups.grouped_on(system, on):
            continue
        opened, failure = notes.notes_to_group(system=system, now=now), ""
        try:
            found = note_groups.find_groups(opened.notes, opened.names)
        except subprocess.TimeoutExpired:
            found, failure = [], TOO_LONG
        except (subprocess.SubprocessError, ValueError):
            found, failure = [], NO_ANSWER
        kept = note_groups.keep_groups(
            system=system, on=on, notes=opened.notes, found=found, failure=failure, now=now
        )
        n_done += kept is not None
    return n_done
