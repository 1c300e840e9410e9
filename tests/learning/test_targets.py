"""What a search may ask: among which decisions it counts, when it happened."""

import datetime as dt

import pyarrow as pa
import pytest

from apps.core import ids
from apps.learning.services import targets
from apps.learning.states import Target
from apps.measures import rules as measure_rules
from apps.measures.rules import dataset
from apps.measures.services import Columns, parquet
from tests import world as worlds

JUDGE = measure_rules.definition(
    {
        "code": "long_claim", "label": "L", "happened": "h", "not_happened": "n", "lag_days": 30,
        "caution_right_when": True, "right_when": {"fast": False, "slow": True},
    }
)  # fmt: skip
OLD, YOUNG = worlds.noon - dt.timedelta(days=40), worlds.noon - dt.timedelta(days=2)
BEFORE, HORIZON = ids.new(), ids.new()
LATER = ids.new()


def told(value, *, row=BEFORE, at=None, measure="long_claim"):
    return {"measure": measure, "value": value, "number": None, "known_at": at or OLD, "row_id": row.bytes}


def sign(kind, row=BEFORE):
    return {"kind": kind, "row_id": row.bytes}


def asked(target, **rows):
    """Return which of some decisions count, and in which of them the target happened."""
    usual = {
        "row_id": BEFORE, "item_id": BEFORE, "kind": "APPROVED", "by_kind": "PERSON", "is_audit": False,
        "is_override": False, "recommended": "fast", "decided": "fast", "decided_at": OLD, "told": [], "signs": [],
        "was_escalated": False, "second_result": "", "second_holds": "",
    }  # fmt: skip
    kinds = parquet.Shape(dataset.Table.DECISIONS).kinds
    made = {name: [usual.get(name) for _ in rows] for name in kinds}
    for place, changes in enumerate(rows.values()):
        for name, value in changes.items():
            made[name][place] = value
    schema = parquet.Shape(dataset.Table.DECISIONS).schema()
    arrays = [parquet._array(made[name], kind) for name, kind in kinds.items()]
    table = pa.Table.from_arrays(arrays, schema=schema)
    coded = {f.name: table[f.name].dictionary_encode() for f in schema if pa.types.is_string(f.type)}
    table = pa.table({name: coded.get(name, table[name]) for name in targets.needed(target)})
    columns, said = Columns(table), targets.Asked(target, HORIZON, worlds.noon, JUDGE, {"fast": 0, "slow": 1})
    inside = targets.among(columns, said)
    hits = targets.happened(columns, said) & inside
    names = list(rows)
    return (
        [name for name, one in zip(names, inside, strict=True) if one],
        [name for name, one in zip(names, hits, strict=True) if one],
    )


OVERRIDE = {"is_override": True, "kind": "OVERRIDDEN", "decided": "slow"}


def test_of_overrides_what_is_reversed_audited_later_or_no_person_s_does_not_count():
    found = asked(
        Target.OVERRIDDEN,
        kept=OVERRIDE,
        approved={},
        reversed=OVERRIDE | {"reversal_row_id": BEFORE},
        reversed_later=OVERRIDE | {"reversal_row_id": LATER},
        written_later=OVERRIDE | {"row_id": LATER},
        audit=OVERRIDE | {"is_audit": True},
        machine=OVERRIDE | {"by_kind": "MACHINE"},
        compensates=OVERRIDE | {"kind": "REVERSED"},
    )
    assert found == (["kept", "approved", "reversed_later"], ["kept", "reversed_later"])


def test_an_override_did_not_hold_when_it_was_reversed_judged_otherwise_or_proved_wrong():
    differs = OVERRIDE | {"second_result": "DIFFERS", "second_at": OLD}
    among, hits = asked(
        Target.OVERTURNED,
        approved={},
        reversed=OVERRIDE | {"reversal_row_id": BEFORE},
        differs=differs,
        said_later=differs | {"second_at": worlds.later(days=1)},
        upheld=differs | {"second_holds": "FIRST", "settled_at": OLD},
        settled_later=differs | {"second_holds": "FIRST", "settled_at": worlds.later(days=1)},
        wrong=OVERRIDE | {"told": [told(False)]},
        right=OVERRIDE | {"told": [told(False), told(True)]},
        as_cautious=OVERRIDE | {"decided": "fast"},
        not_known=OVERRIDE,
        too_young=OVERRIDE | {"told": [told(False)], "decided_at": YOUNG},
        young_and_reversed=OVERRIDE | {"reversal_row_id": BEFORE, "decided_at": YOUNG},
    )
    assert among == ["reversed", "differs", "upheld", "settled_later", "wrong", "right", "as_cautious"]
    assert hits == ["reversed", "differs", "settled_later", "wrong"]


def test_an_approval_counts_once_the_truth_of_it_is_known():
    found = asked(
        Target.WRONGLY_APPROVED,
        unknown={},
        right={"told": [told(False)]},
        wrong={"told": [told(True)]},
        told_anew={"told": [told(False), told(True, row=LATER), told(None), told(True, measure="other")]},
        known_later={"told": [told(True, at=worlds.later(days=1))]},
        too_young={"told": [told(True)], "decided_at": YOUNG},
        override=OVERRIDE | {"told": [told(True)]},
    )
    assert found == (["right", "wrong", "told_anew"], ["wrong"])


@pytest.mark.parametrize(
    ("target", "yes", "no", "not_counted"),
    [
        (Target.ESCALATED, {"was_escalated": True}, {}, {"item_id": None}),
        (Target.ASKED, {"n_questions": 2}, {"n_questions": 0}, {}),
        (Target.LATE, {"due_at": YOUNG, "decided_at": worlds.noon}, {"due_at": YOUNG}, {}),
        (Target.UNSUPPORTED, {"n_statements": 3, "n_unsupported": 1}, {"n_statements": 3, "n_unsupported": 0}, {}),
        (Target.SKIPPED, {"signs": [sign("released"), sign("skipped")]}, {"signs": [sign("skipped", LATER)]},
         {"item_id": None}),
        (Target.RELEASED, {"signs": [sign("released")]}, {"signs": [sign("skipped")]}, {"item_id": None}),
    ],
)  # fmt: skip
def test_every_other_target_counts_where_it_could_have_happened(target, yes, no, not_counted):
    assert asked(target, no=no, yes=yes, out=not_counted, no_again=no) == (["no", "yes", "no_again"], ["yes"])
