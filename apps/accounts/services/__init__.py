"""People, machines, grants and keys; import as `from apps.accounts import services as accounts`."""

from apps.accounts.services.administering import NotAdmin, require_admin
from apps.accounts.services.founding import connect_machine, found_organisation
from apps.accounts.services.granting import give, let_in, shut_out, take_back
from apps.accounts.services.keys import (
    LONGEST_DAYS,
    SCOPES,
    UnknownScope,
    issue_key,
    issue_machine_key,
    revoke_key,
)
from apps.accounts.services.people import (
    DENSITIES,
    THEMES,
    TOUR_STEPS,
    NotSimulated,
    add_person,
    deactivate,
    enrol_simulated,
    invite,
    note_sign_in_change,
    reactivate,
    renew_password,
    set_preferences,
    set_roles,
    take_tour_step,
)
from apps.accounts.services.proving import prove_by_code
from apps.accounts.services.working_time import (
    HolidayInvalid,
    WorkingTimeInvalid,
    ZoneUnknown,
    read_working_time,
    set_working_time,
)

__all__ = [
    "DENSITIES",
    "LONGEST_DAYS",
    "SCOPES",
    "THEMES",
    "TOUR_STEPS",
    "HolidayInvalid",
    "NotAdmin",
    "NotSimulated",
    "UnknownScope",
    "WorkingTimeInvalid",
    "ZoneUnknown",
    "add_person",
    "connect_machine",
    "deactivate",
    "enrol_simulated",
    "found_organisation",
    "give",
    "invite",
    "issue_key",
    "issue_machine_key",
    "let_in",
    "note_sign_in_change",
    "prove_by_code",
    "reactivate",
    "read_working_time",
    "renew_password",
    "require_admin",
    "revoke_key",
    "set_preferences",
    "set_roles",
    "set_working_time",
    "shut_out",
    "take_back",
    "take_tour_step",
]
