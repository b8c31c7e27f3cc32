"""Reads the package's source and says where it breaks the house rules: who may import whom, and how long a piece is.

The table is DESIGN.md's. Imports are read from the syntax tree, also those inside functions and under
TYPE_CHECKING, relative ones, and `import_module("…")` with a literal name.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "vidwidgets"
MAX_FILE_LINES = 300
MAX_FUNCTION_LINES = 60

OUTER = {"", "panel", "studio", "cli", "__main__"}
"""The outer layer, which may import every room; "" is the package's own `__init__`."""
OPEN_TO_ALL = {"errors", "version"}
MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "version": set(),
    "spec": set(),
    "wire": set(),
    "providers": {"spec", "wire"},
    "job": {"wire"},
    "form": {"spec"},
    # values only: what a job was, came to, and did
    "view": {"wire.states", "wire.clip", "wire.exchange", "wire.timeline"},
    "experiment": {"spec", "job", "view"},
    "sandbox": {"spec"},
}
"""Room → what it may import besides itself and `OPEN_TO_ALL`; a dotted name opens one module only."""

ONLY_IN: dict[str, tuple[str, ...]] = {
    "httpx": ("wire.http",),
    "httpx2": ("wire.http",),
    "nest_asyncio": ("job.nested",),
    "nest_asyncio2": ("job.nested",),
    "ipywidgets": ("form", "view", "panel", "studio", "cli"),
    "anywidget": ("form", "view", "panel", "studio", "cli"),
}
"""Library → the rooms or modules that may import it; in every other one it is a violation."""
EXCUSED = re.compile(r"# noqa: (?:T201|TID251) +\S.*\S")
"""Ruff was told to let this line pass, and the reason stands beside it."""
NEVER: dict[str, set[str]] = {"spec": {"asyncio"}, "providers": {"asyncio"}}


@dataclass(frozen=True)
class Module:
    """One file of the package: its name below `vidwidgets` ("wire.http", "" for `__init__`) and its source."""

    name: str
    source: str
    is_package: bool = False

    @property
    def room(self) -> str:
        """The first part of its name."""
        return self.name.partition(".")[0]


def modules() -> list[Module]:
    """Every Python file of the package."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        is_package = parts[-1] == "__init__"
        name = ".".join(parts[:-1] if is_package else parts)
        found.append(Module(name, path.read_text(encoding="utf-8"), is_package))
    return found


def imports(module: Module) -> Iterator[tuple[int, str]]:
    """Every import as (line, absolute dotted name); `from a import b` gives `a.b`."""
    for node in ast.walk(ast.parse(module.source)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = _base(module, node)
            for alias in node.names:
                yield node.lineno, base if alias.name == "*" else f"{base}.{alias.name}"
        elif isinstance(node, ast.Call) and _called(node) in {"import_module", "__import__"}:
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield node.lineno, first.value


def _base(module: Module, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    own = ["vidwidgets", *(module.name.split(".") if module.name else [])]
    up = node.level - (1 if module.is_package else 0)
    return ".".join([*own[: len(own) - up], *([node.module] if node.module else [])])


def _called(node: ast.Call) -> str:
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def import_violations(module: Module, known: set[str]) -> list[str]:
    """Every import of the module that DESIGN.md's table forbids, in words; `known` are all module names."""
    found = []
    for line, name in imports(module):
        library, _, rest = name.partition(".")
        where = f"vidwidgets.{module.name or '__init__'}:{line}"
        if library == "vidwidgets":
            # `wire.states.Done` is an attribute of the module `wire.states`
            while rest and rest not in known:
                rest = rest.rpartition(".")[0]
            if not _may_import(module, rest):
                found.append(f"{where} imports vidwidgets.{rest or '__init__'}, which {module.room} may not")
        elif library in NEVER.get(module.room, ()):
            found.append(f"{where} imports {library}, which {module.room} may not")
        elif library in ONLY_IN and not _inside(module.name, ONLY_IN[library]):
            found.append(f"{where} imports {library}, which belongs in {', '.join(ONLY_IN[library])}")
    return found


def _may_import(module: Module, target: str) -> bool:
    room = target.partition(".")[0]
    if module.room in OUTER or room in OPEN_TO_ALL:
        return True
    if room == module.room:
        return room != "providers" or not _another_provider(module, target)
    return bool(target) and _inside(target, tuple(MAY_IMPORT.get(module.room, ())))


def _another_provider(module: Module, target: str) -> bool:
    """A provider's room knows itself and what lies beside the rooms, never another provider's room."""
    mine, theirs = module.name.split(".")[1:], target.split(".")[1:]
    both_are_inside = len(mine) + module.is_package > 1 and len(theirs) > 1
    return both_are_inside and mine[0] != theirs[0]


def _inside(name: str, places: tuple[str, ...]) -> bool:
    return any(name == place or name.startswith(f"{place}.") for place in places)


def calls(source: str, forbidden: set[str]) -> Iterator[tuple[int, str]]:
    """Every call or import of the forbidden dotted names ("print", "time.sleep") that is not `EXCUSED`."""
    lines = source.splitlines()
    for line, name in _called_names(source, forbidden):
        if not EXCUSED.search(lines[line - 1]):
            yield line, name


def _called_names(source: str, forbidden: set[str]) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in forbidden:
            yield node.lineno, ast.unparse(node.func)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if f"{node.module}.{alias.name}" in forbidden:
                    yield node.lineno, f"{node.module}.{alias.name}"


def too_long(path: Path, source: str) -> list[str]:
    """The file, if it has too many lines, and each of its functions that has."""
    lines = len(source.splitlines())
    found = [f"{path}: {lines} lines"] if lines > MAX_FILE_LINES else []
    read = {".py": _python_functions, ".js": _javascript_functions}.get(path.suffix)
    for name, line, length in read(source) if read else ():
        if length > MAX_FUNCTION_LINES:
            found.append(f"{path}:{line}: {name} has {length} lines")
    return found


def _python_functions(source: str) -> Iterator[tuple[str, int, int]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node.lineno, (node.end_lineno or node.lineno) - node.lineno + 1


HEAD = re.compile(
    r"^(\s*)(?=\S)(?!\}|(?:if|for|while|switch|catch|else|do|try|return)\b).*(?:\bfunction\b|\)|=>)\s*.*\{\s*$"
)
"""A line that opens a function's body: roughly, one that ends in `{` after `function`, `)` or `=>`."""


def _javascript_functions(source: str) -> Iterator[tuple[str, int, int]]:
    """Functions of formatted JavaScript: from a line that opens one to the next `}` at the same indent."""
    lines = source.splitlines()
    for start, line in enumerate(lines):
        head = HEAD.match(line)
        if not head:
            continue
        closing = re.compile(rf"^{head[1]}\}}")
        end = next((at for at in range(start + 1, len(lines)) if closing.match(lines[at])), len(lines) - 1)
        yield line.strip(), start + 1, end - start + 1
