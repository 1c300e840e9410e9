"""Surveys and cubes as bytes, so that they can lie in a row or a file and go to another worker."""

import io
import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from apps.learning.rules import crossing, steps, surveying
from apps.learning.rules import cube as cubes

Arrays = Mapping[str, npt.NDArray[Any]]
HEAD = "head"


def packed(one: surveying.Survey | steps.Counted | crossing.Crossed) -> bytes:
    """Return a survey, what was counted or a crossed cube as bytes."""
    if isinstance(one, surveying.Survey):
        return _survey(one)
    return _crossed(one) if isinstance(one, crossing.Crossed) else _counted(one)


def unpacked_survey(raw: bytes) -> surveying.Survey:
    """Read a survey."""
    head, arrays = _read(raw)
    facts = {
        fact: surveying.FactSurvey(
            words=one["words"],
            numbers={float(number): n for number, n in one["numbers"]},
            n_missing=one["n_missing"],
            is_wide=one["is_wide"],
            is_rounded=one["is_rounded"],
        )
        for fact, one in head["facts"].items()
    }
    return surveying.Survey(
        n_rows=head["n_rows"],
        n_overridden=head["n_overridden"],
        facts=facts,
        moments=arrays["moments"],
        n_at=arrays["n_at"],
        n_overridden_at=arrays["n_overridden_at"],
    )


def unpacked_counted(raw: bytes) -> steps.Counted:
    """Read what was counted."""
    head, arrays = _read(raw)
    return tuple(
        cubes.Cube(
            facts=tuple(one["facts"]),
            sizes=tuple(one["sizes"]),
            max_facts=one["max_facts"],
            cells=arrays[f"cells{number}"],
            n_rows=one["n_rows"],
            n_overridden=one["n_overridden"],
        )
        for number, one in enumerate(head["cubes"])
    )


def unpacked_crossed(raw: bytes) -> crossing.Crossed:
    """Read a crossed cube."""
    head, arrays = _read(raw)
    slices = tuple(tuple((feature, code) for feature, code in literals) for literals in head["slices"])
    return crossing.Crossed(slices, arrays["members"], arrays["sums"])


def _survey(one: surveying.Survey) -> bytes:
    facts = {
        fact: {
            "words": dict(seen.words),
            "numbers": list(seen.numbers.items()),
            "n_missing": seen.n_missing,
            "is_wide": seen.is_wide,
            "is_rounded": seen.is_rounded,
        }
        for fact, seen in one.facts.items()
    }
    head = {"n_rows": one.n_rows, "n_overridden": one.n_overridden, "facts": facts}
    return _bytes(head, {"moments": one.moments, "n_at": one.n_at, "n_overridden_at": one.n_overridden_at})


def _counted(counted: steps.Counted) -> bytes:
    told = [
        {
            "facts": list(one.facts),
            "sizes": list(one.sizes),
            "max_facts": one.max_facts,
            "n_rows": one.n_rows,
            "n_overridden": one.n_overridden,
        }
        for one in counted
    ]
    return _bytes({"cubes": told}, {f"cells{number}": one.cells for number, one in enumerate(counted)})


def _crossed(one: crossing.Crossed) -> bytes:
    return _bytes({"slices": one.slices}, {"members": one.members, "sums": one.sums})


def _bytes(head: Mapping[str, Any], arrays: Arrays) -> bytes:
    file = io.BytesIO()
    told = np.frombuffer(json.dumps(head).encode(), dtype=np.uint8)
    np.savez_compressed(file, allow_pickle=False, **{HEAD: told}, **arrays)
    return file.getvalue()


def _read(raw: bytes) -> tuple[dict[str, Any], dict[str, npt.NDArray[Any]]]:
    with np.load(io.BytesIO(raw), allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    return json.loads(arrays.pop(HEAD).tobytes()), arrays
