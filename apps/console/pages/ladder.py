"""The ladder of an escalated case: levels, who decides, how long, and who does not."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.console.edge import Reader
from apps.console.pages import words
from apps.flow.selectors.laddering import LadderRows, LevelRow


@dataclass(frozen=True, slots=True)
class Rung:
    """One line of the ladder; `now`: the case is there."""

    icon: str
    label: str
    detail: str
    now: bool = False


def rungs(ladder: LadderRows, *, reader: Reader) -> tuple[Rung, ...]:
    """Write the levels from where the case is upwards, and who may not decide it."""
    levels = tuple(_rung(one, ladder, reader) for one in ladder.levels)
    not_them = tuple(
        Rung("ban", _("Not %(name)s, who sent it up") % {"name": name}, "") for name in ladder.may_not
    )
    return (*levels, *not_them)


def _rung(one: LevelRow, ladder: LadderRows, reader: Reader) -> Rung:
    label = _("%(level)s %(who)s") % {"level": one.level, "who": who(one)}
    if not one.is_now:
        detail = _("then %(clock)s") % {"clock": one.clock} if one.clock else _("the last level")
        return Rung("circle-dashed", label, detail)
    return Rung("user-check" if one.includes_me else "inbox", label, left(ladder, reader), now=True)


def left(ladder: LadderRows, reader: Reader) -> str:
    """Say how much time is left on the level where the case is."""
    if ladder.climbs_at is None:
        return _("the last level: it goes no further")
    seconds = (ladder.climbs_at - reader.now).total_seconds()
    if seconds <= 0:
        return _("its time is over")
    return _("%(time)s left") % {"time": words.duration(seconds)}


def who(one: LevelRow) -> str:
    """Say who decides on a level, by name where they are few."""
    if one.is_owner:
        return _("Owner: %(name)s") % {"name": one.people[0]}
    if not one.people:
        return _("%(inbox)s: nobody works there now") % {"inbox": one.place}
    more = one.n_people - len(one.people)
    named = ", ".join(one.people)
    if more:
        named = ngettext("%(names)s and %(n)s more", "%(names)s and %(n)s more", more) % {
            "names": named,
            "n": words.number(more),
        }
    said = {"inbox": one.place, "names": named, "roles": one.roles}
    return _("%(inbox)s (%(roles)s): %(names)s") % said if one.roles else _("%(inbox)s: %(names)s") % said
