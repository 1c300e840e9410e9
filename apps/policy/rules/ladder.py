"""The ladder of a policy: what sends an undecided case up, to which level, who decides there, until when."""

from collections.abc import Collection, Mapping, Sequence

from apps.core.words import Words, say, say_many
from apps.policy.rules.results import Reader, an_object
from apps.policy.rules.tree import BadPolicy, Ladder, Level, On, Trigger

MAX_LEVELS = 9
MAX_MINUTES = 525_600  # a year
MOST_TIMES, MOST_DAYS, MOST_STATEMENTS = 100, 365, 1_000
# Only these roles decide cases; the owner is a level, not a role.
ROLES: Mapping[str, Words] = {"officer": say("officers"), "supervisor": say("supervisors")}
# These send a case up whether a policy names them or not: one level, unless it says another.
ALWAYS = (On.RAISED, On.DUE_PASSED, On.OVER_AUTHORITY)
UNRELIABLE = "UNRELIABLE"
_LEVEL = ("inbox", "owner", "roles", "clock_minutes", "clock_working_minutes")
_ALSO: Mapping[On, tuple[str, ...]] = {
    On.ADVERSE_OUTCOME: ("outcomes",),
    On.LOW_CALIBRATION: ("states",),
    On.REPEATED_OVERRIDE: ("times", "days"),
    On.UNSUPPORTED: ("at_least",),
}
_NEEDED: Mapping[On, tuple[str, ...]] = {
    On.ADVERSE_OUTCOME: ("outcomes",),
    On.REPEATED_OVERRIDE: ("times", "days"),
}


def parse_ladder(raw: object) -> Ladder:
    """Read the ladder of a version that was checked when it was saved.

    Raises: BadPolicy.
    """
    return read_ladder(raw, Reader(None, None))


def read_ladder(raw: object, reader: Reader) -> Ladder:
    """Read the ladder of a policy.

    Raises: BadPolicy.
    """
    top = an_object(raw, "/ladder", ("levels", "triggers"), ("levels",))
    levels = _levels(top["levels"], reader)
    triggers = _listed(top.get("triggers", []), "/ladder/triggers", "List what sends a case up here.")
    seen: set[On] = set()
    return Ladder(
        levels,
        tuple(
            _trigger(one, f"/ladder/triggers/{place}", len(levels), seen, reader)
            for place, one in enumerate(triggers)
        ),
    )


def _listed(raw: object, at: str, sentence: str) -> Sequence[object]:
    if not isinstance(raw, list | tuple):
        raise BadPolicy(at, sentence)
    return raw


# --- levels ---


def _levels(raw: object, reader: Reader) -> tuple[Level, ...]:
    listed = _listed(raw, "/ladder/levels", "List the levels here, the lowest first.")
    if not 1 <= len(listed) <= MAX_LEVELS:
        raise BadPolicy("/ladder/levels", f"A ladder has 1 to {MAX_LEVELS} levels; the last is the owner.")
    levels = tuple(
        _level(one, f"/ladder/levels/{place}", reader, is_last=place == len(listed) - 1)
        for place, one in enumerate(listed)
    )
    slugs = [one.inbox for one in levels if one.inbox]
    for place, one in enumerate(levels):
        if one.inbox and one.inbox in slugs[:place]:
            raise BadPolicy(f"/ladder/levels/{place}/inbox", "A lower level has this inbox already.")
    return levels


def _level(raw: object, at: str, reader: Reader, *, is_last: bool) -> Level:
    fields = an_object(raw, at, _LEVEL, ())
    is_owner = fields.get("owner", False)
    if not isinstance(is_owner, bool):
        raise BadPolicy(f"{at}/owner", "Say true or false.")
    if is_owner is not is_last:
        raise BadPolicy(f"{at}/owner", "The last level is the owner (owner: true), and no other one is.")
    if is_owner:
        for name in fields:
            if name != "owner":
                raise BadPolicy(f"{at}/{name}", "The owner's level says owner: true and nothing else.")
        return Level(is_owner=True)
    minutes, is_working = _clock(fields, at)
    return Level(_inbox(fields.get("inbox"), f"{at}/inbox", reader), _roles(fields, at), minutes, is_working)


def _inbox(raw: object, at: str, reader: Reader) -> str:
    if not isinstance(raw, str) or not raw:
        raise BadPolicy(at, "Name the inbox of this level, by its slug.")
    if reader.inboxes is not None and raw not in reader.inboxes:
        raise BadPolicy(at, f"There is no inbox {raw}; create it first or name another.")
    return raw


def _roles(fields: Mapping[str, object], at: str) -> tuple[str, ...]:
    listed = _listed(fields.get("roles", []), f"{at}/roles", "List the roles that decide here.")
    for place, one in enumerate(listed):
        if not isinstance(one, str) or one not in ROLES:
            raise BadPolicy(f"{at}/roles/{place}", f"Use one of: {', '.join(ROLES)}.")
    return tuple(dict.fromkeys(str(one) for one in listed))


def _clock(fields: Mapping[str, object], at: str) -> tuple[int, bool]:
    by_clock, working = fields.get("clock_minutes"), fields.get("clock_working_minutes")
    if by_clock is not None and working is not None:
        raise BadPolicy(f"{at}/clock_working_minutes", "Give clock_minutes or clock_working_minutes.")
    if working is not None:
        return _whole(working, f"{at}/clock_working_minutes", MAX_MINUTES, "minutes"), True
    return _whole(by_clock, f"{at}/clock_minutes", MAX_MINUTES, "minutes"), False


def _whole(raw: object, at: str, most: int, of_what: str, least: int = 1) -> int:
    if not isinstance(raw, int) or isinstance(raw, bool) or not least <= raw <= most:
        raise BadPolicy(at, f"Give the {of_what}: a whole number from {least} to {most}.")
    return raw


# --- triggers ---


def _trigger(raw: object, at: str, n_levels: int, seen: set[On], reader: Reader) -> Trigger:
    if not isinstance(raw, Mapping):
        raise BadPolicy(at, "Give an object with when, level here.")
    named = raw.get("when")
    if not isinstance(named, str) or named not in On._value2member_map_:
        raise BadPolicy(f"{at}/when", f"Use one of: {', '.join(On)}.")
    on = On(named)
    also = _ALSO.get(on, ())
    fields = an_object(raw, at, ("when", "level", *also), ("when", "level", *_NEEDED.get(on, ())))
    if on in seen:
        raise BadPolicy(f"{at}/when", "This stands in the ladder already; it leads to one level.")
    seen.add(on)
    level = _whole(fields["level"], f"{at}/level", n_levels, "level")
    if on is On.ADVERSE_OUTCOME:
        return Trigger(on, level, outcomes=_outcomes(fields["outcomes"], f"{at}/outcomes", reader))
    if on is On.LOW_CALIBRATION:
        states = _codes(fields.get("states", [UNRELIABLE]), f"{at}/states", reader, "calibration_state")
        return Trigger(on, level, states=states)
    if on is On.REPEATED_OVERRIDE:
        times = _whole(fields["times"], f"{at}/times", MOST_TIMES, "times", least=2)
        return Trigger(on, level, times=times, days=_whole(fields["days"], f"{at}/days", MOST_DAYS, "days"))
    if on is On.UNSUPPORTED:
        times = _whole(fields.get("at_least", 1), f"{at}/at_least", MOST_STATEMENTS, "statements")
        return Trigger(on, level, times=times)
    return Trigger(on, level)


def _outcomes(raw: object, at: str, reader: Reader) -> tuple[str, ...]:
    return _codes(raw, at, reader, "recommended_outcome")


def _codes(raw: object, at: str, reader: Reader, fact: str) -> tuple[str, ...]:
    listed = _listed(raw, at, "List at least one code here.")
    if not listed:
        raise BadPolicy(at, "List at least one code here.")
    known = reader.codes_of.get(fact)
    for place, one in enumerate(listed):
        if not isinstance(one, str) or not one or (known is not None and one not in known):
            told = f" There are: {', '.join(sorted(filter(None, known)))}." if known is not None else ""
            raise BadPolicy(f"{at}/{place}", f"There is no such code.{told}")
    return tuple(dict.fromkeys(str(one) for one in listed))


# --- what fires ---


def at_arrival(ladder: Ladder | None, added: Mapping[str, object]) -> tuple[Trigger, ...]:
    """Return what sends a case up by what is known of it on arrival; the highest level first."""
    if ladder is None:
        return ()
    unsupported = added.get("n_unsupported")
    fired = [
        one
        for one in ladder.triggers
        if (one.on is On.LOW_CALIBRATION and added.get("calibration_state") in one.states)
        or (one.on is On.UNSUPPORTED and isinstance(unsupported, int) and unsupported >= one.times)
    ]
    return tuple(sorted(fired, key=lambda one: -one.level))


# --- words ---

_SAYS: Mapping[On, Words] = {
    On.OVER_AUTHORITY: say("it is above the authority of whoever decides"),
    On.FIRST_VIEW: say("a person decides otherwise than they first said from the facts alone"),
    On.DUE_PASSED: say("its due time passes undecided"),
    On.RAISED: say("a person sends it up"),
}
_STATES: Mapping[str, Words] = {
    "PRIOR": say("nothing checked yet"),
    "PARTLY_MEASURED": say("partly measured"),
    "MEASURED": say("measured"),
    UNRELIABLE: say("not reliable"),
}


def trigger_in_words(one: Trigger, outcomes: Mapping[str, str]) -> Words:
    """Say what sends a case up."""
    if one.on is On.ADVERSE_OUTCOME:
        named = [outcomes.get(code, code) for code in one.outcomes]
        return say("a person decides %(outcomes)s", outcomes=named)
    if one.on is On.LOW_CALIBRATION:
        states = [_STATES.get(state, state) for state in one.states]
        return say("stated confidence is not to be trusted (%(states)s)", states=states)
    if one.on is On.UNSUPPORTED:
        return say_many(
            "%(n)s statement of the AI is not supported by the facts",
            "%(n)s statements of the AI are not supported by the facts",
            n=one.times,
        )
    if one.on is On.REPEATED_OVERRIDE:
        return say(
            "it is override number %(times)s of one kind in %(days)s days", times=one.times, days=one.days
        )
    return _SAYS[one.on]


def level_in_words(one: Level, inboxes: Mapping[str, str]) -> Words:
    """Say who decides on a level and how long."""
    who = decides_in_words(one, inboxes)
    return who if one.is_owner else say("%(who)s, %(clock)s", who=who, clock=clock_in_words(one))


def decides_in_words(one: Level, inboxes: Mapping[str, str]) -> Words:
    """Say who decides on a level."""
    if one.is_owner:
        return say("the accountable owner")
    inbox = inboxes.get(one.inbox, one.inbox)
    if not one.roles:
        return say("whoever works in %(inbox)s", inbox=inbox)
    return say("only %(roles)s who work in %(inbox)s", inbox=inbox, roles=roles_in_words(one.roles))


def roles_in_words(roles: Sequence[str]) -> Words:
    """Name the roles that decide on a level."""
    named = [ROLES[role] for role in roles]
    return named[0] if len(named) == 1 else say("%(first)s and %(last)s", first=named[0], last=named[-1])


def clock_in_words(one: Level) -> Words:
    """Say how long a level has, in hours where they are whole."""
    minutes = one.minutes or 0
    if minutes % 60 == 0:
        n = minutes // 60
        if one.in_working_hours:
            return say_many("%(n)s working hour", "%(n)s working hours", n=n)
        return say_many("%(n)s hour", "%(n)s hours", n=n)
    if one.in_working_hours:
        return say_many("%(n)s working minute", "%(n)s working minutes", n=minutes)
    return say_many("%(n)s minute", "%(n)s minutes", n=minutes)


def known_inboxes(ladder: Ladder | None) -> Collection[str]:
    """Name the inboxes of a ladder's levels."""
    return [one.inbox for one in ladder.levels if one.inbox] if ladder else []
