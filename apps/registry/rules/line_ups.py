"""Line-ups: which model of an AI system advises, and which are kept to compare."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

MOST_MODELS = 10
LONGEST_WAIT = 7 * 24 * 60
LONGEST_NAME = 80


class BadLineUp(ValueError):
    """A line-up that cannot be read: where, and a sentence on how to mend it."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(f"{field}: {sentence}")
        self.field = field
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Model:
    """One model: its name, and the pattern of its versions (`*` stands for anything)."""

    name: str
    pattern: str
    is_paused: bool = False


@dataclass(frozen=True, slots=True)
class LineUp:
    """The models of an AI system in the order in which they may advise.

    The first that is not paused advises. wait_minutes: how long it may be silent on a case that another model
    spoke about, before the next in order advises; None: for ever.
    """

    models: tuple[Model, ...]
    wait_minutes: int | None = None

    @property
    def advising(self) -> Model:
        return self.in_order[0]

    @property
    def in_order(self) -> tuple[Model, ...]:
        """Return those that may advise."""
        return tuple(one for one in self.models if not one.is_paused)

    def of_version(self, version: str) -> Model | None:
        """Return the model that a version belongs to, the first whose pattern fits."""
        return next((one for one in self.models if fnmatchcase(version, one.pattern)), None)

    def minutes_until_it_advises(self, model: Model) -> int | None:
        """Return after how long a silence a model that does not advise would; None: never."""
        if model.is_paused or self.wait_minutes is None:
            return None
        return self.wait_minutes * self.in_order.index(model)

    def body(self) -> dict[str, object]:
        """Write it as it is kept."""
        models = [{"name": one.name, "pattern": one.pattern, "paused": one.is_paused} for one in self.models]
        return {"models": models, "wait_minutes": self.wait_minutes}


def parse_line_up(body: Mapping[str, Any]) -> LineUp:
    """Read a line-up.

    Raises: BadLineUp.
    """
    rows = body.get("models")
    if not isinstance(rows, list) or not 1 <= len(rows) <= MOST_MODELS:
        raise BadLineUp("models", f"Name 1 to {MOST_MODELS} models, the advising one first.")
    models = tuple(_model(row, f"models[{place}]") for place, row in enumerate(rows))
    for part in ("name", "pattern"):
        _refuse_repeats([getattr(one, part) for one in models], part)
    if all(one.is_paused for one in models):
        raise BadLineUp("models", "At least one model must be able to advise. Pause the AI system instead.")
    return LineUp(models, _wait(body.get("wait_minutes")))


def _model(row: object, place: str) -> Model:
    if not isinstance(row, Mapping):
        raise BadLineUp(place, "Describe a model with name and pattern.")
    name, pattern = _text(row, "name", place), _text(row, "pattern", place)
    return Model(name, pattern, is_paused=row.get("paused") is True)


def _text(row: Mapping[str, object], part: str, place: str) -> str:
    found = row.get(part)
    if not isinstance(found, str) or not found.strip() or len(found) > LONGEST_NAME:
        raise BadLineUp(f"{place}.{part}", f"Write a text of at most {LONGEST_NAME} characters.")
    return found.strip()


def _refuse_repeats(found: Sequence[str], part: str) -> None:
    if len(set(found)) != len(found):
        raise BadLineUp(f"models.{part}", f"Two models have the same {part}.")


def _wait(raw: object) -> int | None:
    if raw is None:
        return None
    if isinstance(raw, bool) or not isinstance(raw, int) or not 1 <= raw <= LONGEST_WAIT:
        raise BadLineUp("wait_minutes", f"Say 1 to {LONGEST_WAIT} minutes, or leave it out.")
    return raw


def with_advising(line_up: LineUp, name: str) -> LineUp:
    """Return the line-up with the model of that name in front, able to advise; the others keep their order.

    Raises: BadLineUp.
    """
    chosen = next((one for one in line_up.models if one.name == name), None)
    if chosen is None:
        raise BadLineUp("name", "Choose one of the models.")
    others = tuple(one for one in line_up.models if one is not chosen)
    return LineUp((Model(chosen.name, chosen.pattern), *others), line_up.wait_minutes)
