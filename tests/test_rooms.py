"""The house rules of DESIGN.md hold in every file."""

import ast
import textwrap
from pathlib import Path

import pytest
from rooms import MAY_IMPORT, OUTER, PACKAGE, ROOT, Module, calls, import_violations, modules, too_long

ALL = modules()
KNOWN = {module.name for module in ALL}
PLANTED_KNOWN = {f"providers{rest}" for rest in ("", ".find", ".fal", ".fal.protocol", ".runway", ".runway.protocol")}
PLANTED_KNOWN |= {"", "errors", "version", "spec", "spec.rules", "wire", "wire.states", "wire.http", "view.card"}
TESTS = Path(__file__).parent


def listed(offenders: list[str]) -> str:
    """All offenders at once, one a line."""
    return "\n" + "\n".join(offenders)


def test_rooms_import_only_what_the_table_allows() -> None:
    """No module imports a room or a library that DESIGN.md's table keeps from it."""
    offenders = [said for module in ALL for said in import_violations(module, KNOWN)]
    assert not offenders, listed(offenders)


def test_every_room_is_in_the_table() -> None:
    """A room that the table does not know cannot slip in."""
    strangers = {module.room for module in ALL} - OUTER - set(MAY_IMPORT)
    assert not strangers


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("spec.rules", "import httpx"),
        ("spec.rules", "def late():\n    import asyncio"),
        ("spec.rules", "from vidwidgets.wire import states"),
        ("spec.rules", "from ..wire.http import AsyncClient"),
        ("spec.rules", "import vidwidgets"),
        ("wire.http", "from vidwidgets import spec"),
        ("wire.states", "import httpx2.something"),
        ("wire.states", "importlib.import_module('httpx')"),
        ("job.engine", "from vidwidgets.providers.fal.protocol import X"),
        ("job.engine", "import nest_asyncio2"),
        ("view.card", "from vidwidgets.wire.http import open_client"),
        ("view.card", "from vidwidgets import wire"),
        ("providers.fal.protocol", "from vidwidgets.providers.runway.protocol import X"),
        ("providers.fal.protocol", "from ..runway import protocol"),
        ("providers.fal.protocol", "import asyncio"),
        ("sandbox.app", "import vidwidgets.wire.reply"),
        ("experiment.sweep", "from vidwidgets.form import form"),
        ("errors", "from vidwidgets.spec import rules"),
    ],
)
def test_a_planted_violation_is_caught(name: str, source: str) -> None:
    """Each forbidden import, however it is written, is reported with its place."""
    found = import_violations(Module(name, source), PLANTED_KNOWN)
    assert len(found) == 1
    assert f"vidwidgets.{name}:" in found[0]


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("spec.rules", "from vidwidgets.errors import InvalidRequest"),
        ("spec.rules", "from .conditions import X"),
        ("wire.http", "import httpx, httpx2, asyncio"),
        ("wire.http", "from vidwidgets.version import __version__"),
        ("view.card", "from vidwidgets.wire.states import Done\nimport anywidget"),
        ("view.card", "from vidwidgets.wire import states"),
        ("providers.fal.protocol", "from vidwidgets.providers import find\nfrom . import errors"),
        ("providers.find", "from vidwidgets.providers.fal import protocol"),
        ("panel.panel", "import ipywidgets\nfrom vidwidgets.job import engine"),
        ("", "from vidwidgets.sandbox import server"),
    ],
)
def test_an_allowed_import_passes(name: str, source: str) -> None:
    """What the table allows is not reported."""
    assert import_violations(Module(name, source), PLANTED_KNOWN) == []


def test_every_module_says_what_it_is() -> None:
    """Every module of the package has a docstring."""
    silent = [module.name for module in ALL if not ast.get_docstring(ast.parse(module.source))]
    assert not silent


def test_nothing_is_too_long() -> None:
    """No source file has more than 300 lines and no function more than 60, in the package and in the tests."""
    sources = [path for top in (PACKAGE, TESTS) for suffix in ("py", "js", "css") for path in top.rglob(f"*.{suffix}")]
    assert sources
    offenders = [
        said
        for path in sorted(sources)
        if "node_modules" not in path.parts
        for said in too_long(path.relative_to(ROOT), path.read_text(encoding="utf-8"))
    ]
    assert not offenders, listed(offenders)


def test_a_planted_long_piece_is_caught() -> None:
    """A file of 301 lines and a function of 61 are reported, in Python and in JavaScript; one line less is not."""
    body = "    x = 1\n"
    assert too_long(Path("a.py"), "x = 1\n" * 300) == []
    assert too_long(Path("a.py"), "x = 1\n" * 301) == ["a.py: 301 lines"]
    assert too_long(Path("a.py"), "def f():\n" + body * 59) == []
    assert too_long(Path("a.py"), "async def f():\n" + body * 60) == ["a.py:1: f has 61 lines"]
    for head in (
        "function f() {",
        "export async function f(a, { b }) {",
        "const f = (a) => {",
        "  f(a) {",
        "el.on('x', () => {",
    ):
        indent = head[: len(head) - len(head.lstrip())]
        tail = f"{indent}}}\n"
        assert too_long(Path("a.js"), head + "\n" + body * 58 + tail) == []
        assert too_long(Path("a.js"), head + "\n" + body * 59 + tail) == [f"a.js:1: {head.strip()} has 61 lines"]
    for head in ("if (a) {", "  for (const a of b) {", "    } else if (a) {"):
        assert too_long(Path("a.js"), head + "\n" + body * 80 + "}\n") == []


def test_nothing_prints_or_sleeps() -> None:
    """The package neither prints nor blocks a thread in sleep; the tests do not sleep."""
    offenders = [
        f"vidwidgets.{module.name}:{line}: {name}"
        for module in ALL
        for line, name in calls(module.source, {"print", "time.sleep"})
    ]
    for path in sorted(TESTS.rglob("*.py")):
        found = calls(path.read_text(encoding="utf-8"), {"time.sleep"})
        offenders += [f"{path.relative_to(ROOT)}:{line}: {name}" for line, name in found]
    assert not offenders, listed(offenders)


def test_a_planted_print_is_caught() -> None:
    """A print or a sleep is found wherever it stands."""
    source = textwrap.dedent("""
        from time import sleep
        def f():
            print("x")
            time.sleep(1)
            pretty.print("x")
            print("x")  # noqa: T201  the reason
    """)
    assert sorted(calls(source, {"print", "time.sleep"})) == [(2, "time.sleep"), (4, "print"), (5, "time.sleep")]
