"""A finding's group of cases as a question to the facts of decisions."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Lower

from apps.learning.models import Pattern
from apps.learning.selectors.wording import RECOMMENDED


@dataclass(frozen=True, slots=True)
class Slice:
    """`columns` are what facts say, to annotate; `where` asks for the group's cases."""

    columns: Mapping[str, Any]
    where: Q


def of(pattern: Pattern, *, without: Collection[str] = ()) -> Slice:
    """Return the question for a pattern's group; facts are compared in small letters.

    without: facts whose conditions are left out.
    """
    columns: dict[str, Any] = {}
    where = Q()
    for one in pattern.conditions:
        if one["fact"] in without:
            continue
        name = f"fact_{one['fact']}"
        is_suggested = one["fact"] == RECOMMENDED
        said = F("recommended") if is_suggested else KeyTextTransform(one["fact"], "features")
        columns[name] = Lower(said)
        value = one["value"]
        where &= Q(**{f"{name}__isnull": True}) if value is None else Q(**{name: value.lower()})
    return Slice(columns, where)
