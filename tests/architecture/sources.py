"""The tree as data for the architecture tests: our Python modules, parsed once, and our templates."""

import ast
import configparser
import functools
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("reviewhub", "tasks", "apps")
EVERYTHING = (*PRODUCT, "demo", "clients", "bench", "proofs", "tests")
EDGES = ("embed", "console", "api")

type_of_function = ast.FunctionDef | ast.AsyncFunctionDef


class Module(NamedTuple):
    path: Path
    text: str

    @property
    def name(self) -> str:
        """Dotted name as imports spell it: apps.reviews.services.claim."""
        return ".".join(self.path.with_suffix("").parts).removesuffix(".__init__")

    @property
    def tree(self) -> ast.Module:
        return parse(self.text)

    @property
    def nodes(self) -> tuple[ast.AST, ...]:
        return walked(self.text)

    @property
    def n_lines(self) -> int:
        return len(self.text.splitlines())


@functools.cache
def parse(text: str) -> ast.Module:
    return ast.parse(text)


@functools.cache
def walked(text: str) -> tuple[ast.AST, ...]:
    """Give every node once for all rules: to walk the tree takes longer than to parse it."""
    return tuple(ast.walk(parse(text)))


@functools.cache
def modules(*roots: str) -> tuple[Module, ...]:
    """Give our Python modules under the given roots, without migrations (Django writes those)."""
    found = [ROOT / "manage.py"] if "reviewhub" in roots and (ROOT / "manage.py").exists() else []
    for root in roots:
        found += sorted((ROOT / root).rglob("*.py"))
    return tuple(
        Module(path.relative_to(ROOT), path.read_text(encoding="utf-8"))
        for path in found
        if "migrations" not in path.parts
    )


def planted(text: str, path: str = "apps/reviews/planted.py") -> Module:
    """Make a module that exists only in a test, to prove that a rule can fail."""
    return Module(Path(path), text)


def functions(module: Module) -> Iterator[type_of_function]:
    return (node for node in module.nodes if isinstance(node, type_of_function))


def calls(module: Module) -> Iterator[ast.Call]:
    return (node for node in module.nodes if isinstance(node, ast.Call))


def strings(module: Module) -> Iterator[ast.Constant]:
    return (node for node in module.nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))


def called(call: ast.Call) -> str:
    """Give the last name of what is called: `a.b.save()` is save."""
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def where(module: Module, node: ast.AST) -> str:
    return f"{module.path}:{getattr(node, 'lineno', 1)}"


@functools.cache
def templates() -> tuple[Module, ...]:
    return tuple(
        Module(path.relative_to(ROOT), path.read_text(encoding="utf-8"))
        for path in sorted((ROOT / "templates").rglob("*"))
        if path.is_file()
    )


@functools.cache
def contracts() -> configparser.ConfigParser:
    parser = configparser.ConfigParser()
    parser.read(ROOT / ".importlinter", encoding="utf-8")
    return parser


@functools.cache
def chain() -> tuple[tuple[str, ...], ...]:
    """Give the layers of apps/, highest first, as .importlinter states them; siblings share a tuple."""
    lines = contracts()["importlinter:contract:chain"]["layers"].split("\n")
    return tuple(
        tuple(name.strip(" ()") for name in line.replace(":", "|").split("|"))
        for line in lines
        if line.strip()
    )


def depth(app: str) -> int:
    """Count layers from the top: core is the deepest."""
    return next(number for number, layer in enumerate(chain()) if app in layer)
