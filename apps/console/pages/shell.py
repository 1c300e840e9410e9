"""What stands around every page: navigation from permissions, who is signed in, the demonstration's strip."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from apps.console.pages.tour import Strip


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of the navigation; `n` is a count of things waiting, `key` leads there."""

    url: str
    label: str
    icon: str
    current: bool = False
    n: int | str | None = None
    hot: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    links: tuple[Link, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Glass:
    """An inbox that the reader opened by breaking the glass, and how long it stays open."""

    number: int
    inbox: str
    left: str
    id: str


@dataclass(frozen=True, slots=True)
class Shell:
    groups: tuple[Group, ...] = ()
    name: str = ""
    initials: str = ""
    role: str = ""
    theme: str = ""
    density: str = ""
    demonstration: bool = False
    recorded: bool = False  # a demonstration whose past decisions are real
    progress: str = ""
    who: str = ""
    keys: str = "{}"
    words: str = "{}"
    single_keys: bool = True
    n_new: int = 0
    tint: int = 1
    tour: Strip | None = None
    glass: tuple[Glass, ...] = ()


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    url: str
    n: int | str | None = None
    current: bool = False


@dataclass(frozen=True, slots=True)
class Action:
    """A link offered where nothing else is to be done."""

    url: str
    label: str


@dataclass(frozen=True, slots=True)
class Empty:
    """Why a list is empty, and what next."""

    title: str
    text: str
    icon: str = "inbox"
    actions: tuple[Action, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """One fact that changed: what it was, what it is, and whose word that is."""

    label: str
    was: str
    now: str
    source: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A notice on a page; `code` is small print for support, `lines` what changed, `url` where to read on."""

    tone: str
    icon: str
    title: str
    text: str = ""
    code: str = ""
    alert: bool = False
    lines: tuple[ChangedLine, ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class Toast:
    """What was just done, said once; `undo_left` is in seconds, from when it was written."""

    text: str
    tone: str = ""
    icon: str = "info"
    undo_url: str = ""
    undo_left: str = ""


@dataclass(frozen=True, slots=True)
class Confirm:
    """A question before something that cannot be undone: a dialog, and a page where no script runs."""

    title: str
    says: tuple[str, ...]
    label: str
    icon: str
    url: str
    fields: tuple[tuple[str, str], ...]
    back_url: str
    back_label: str
    asks_why: bool = False


def more_url(base: str, after: str | None, **also: str) -> str:
    """Return the address of the following page, or nothing when this is the last one."""
    return f"{base}?{urlencode({**also, 'after': after})}" if after else ""
