"""Lists whose lines have one act each: what was handed on, opened, declared or stated, and how to end it."""

from dataclasses import dataclass

from apps.console.pages.shell import Action


@dataclass(frozen=True, slots=True)
class ActLine:
    """One line. title leads to `url`, where there is one; beside it stand a case, who, and in what state.

    act: what its button sends with the line's `id`; empty where the reader may do nothing. said: what the
    button is about, for who hears it. quote: what a person wrote.
    """

    id: str
    icon: str
    title: str
    ref: str = ""
    beside: str = ""
    state: str = ""
    tone: str = ""
    details: tuple[str, ...] = ()
    quote: str = ""
    url: str = ""
    more: Action | None = None
    act: str = ""
    label: str = ""
    said: str = ""
