"""What states, steps, notes and events of a search are called."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from apps.console.pages import targets, words
from apps.learning import selectors as learning
from apps.learning.states import MiningRunState, Target

STATES = {
    MiningRunState.QUEUED: (gettext_lazy("Waiting"), "", "hourglass"),
    MiningRunState.RUNNING: (gettext_lazy("Running"), "acc", "refresh-cw"),
    MiningRunState.DONE: (gettext_lazy("Finished"), "ok", "circle-check"),
    MiningRunState.STOPPED: (gettext_lazy("Stopped"), "warn", "circle-x"),
    MiningRunState.FAILED: (gettext_lazy("Failed"), "bad", "triangle-alert"),
}
STEPS = (
    gettext_lazy("looks which values there are"),
    gettext_lazy("counts every combination"),
    gettext_lazy("compares the groups that stand out"),
    gettext_lazy("reads reasons and examples"),
)
NOTES = {
    "empty": gettext_lazy("There was no decision to look at."),
    "few": gettext_lazy("There are too few decisions for any test: a group needs 30."),
    "no_overrides": gettext_lazy("Nobody decided otherwise than the AI, so there is nothing to explain."),
    "only_overrides": gettext_lazy("Every decision is an override, so no group can stand out."),
    "never": gettext_lazy("It happened in none of these decisions, so there is nothing to explain."),
    "always": gettext_lazy("It happened in all of these decisions, so no group can stand out."),
    "nothing_varies": gettext_lazy("Every fact is the same in all decisions, so there are no groups."),
    "constant": gettext_lazy("Left out, as they are the same in all decisions: %(facts)s."),
    "wide": gettext_lazy(
        "Left out, as they have more than 1,000 different values: %(facts)s. Put them into bands in the "
        "contract."
    ),
    "one_window": gettext_lazy(
        "All decisions were made within one hour, so there are no later ones in which to check what it found."
    ),
    "fewer_facts": gettext_lazy(
        "Fewer facts together than usual were looked at, as there would have been too many combinations. "
        "Bands for %(facts)s would help."
    ),
}
OTHERWISE = {"no_overrides": "never", "only_overrides": "always"}  # of searches about something else
HAPPENED = {
    "begun": gettext_lazy("Began, months with decisions: %(n_months)s"),
    "begun_again": gettext_lazy("Began again, as decisions were written late"),
    "part_gone": gettext_lazy("Began again, as a file of the data set was missing or not what was written"),
    "surveyed": gettext_lazy("Looked at %(n)s decisions: %(n_facts)s facts, up to %(max_facts)s together"),
    "counted": gettext_lazy("Tested %(n_tests)s groups, of which %(n_slices)s could say something new"),
    "crossed": gettext_lazy("Chose %(n)s groups"),
    "part_lost": gettext_lazy("A worker was lost; its part (%(month)s) was taken again"),
    "finished": ngettext_lazy(
        "Ended: %(n_patterns)s pattern, %(n_opened)s of them new",
        "Ended: %(n_patterns)s patterns, %(n_opened)s of them new",
        "n",
    ),
    "failed": gettext_lazy("Failed"),
    "stopped": gettext_lazy("Stopped by a person"),
}
# Why a search read the database and not the data set.
UNFILED = {
    "no_dataset_folder": gettext_lazy(
        "the database, as no folder for the data set is set: slower, the same result"
    ),
    "dataset_fails": gettext_lazy(
        "the database, as the data set could not be written: slower, the same result"
    ),
}


def others(found: learning.RunPage) -> str:
    """Name the other questions of the same search that still run."""
    names = ", ".join(targets.name(one) for one in found.running)
    return _("Of the same search these questions still run: %(names)s.") % {"names": names} if names else ""


def stopped(found: learning.RunPage) -> str:
    """Say what was stopped, and what of the same search goes on."""
    if len(found.together) == 1:
        return _("Stopped. Nothing of this search is kept but that it was.")
    what = {"what": targets.name(Target(found.run.target))}
    said = _("The question “%(what)s” is stopped. Nothing of it is kept but that it was.") % what
    if not found.running:
        return said
    on = _("The other questions of search %(number)s go on.") % {"number": words.number(found.run.number)}
    return f"{said} {on}"
