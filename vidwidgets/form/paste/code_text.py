"""Python as a syntax tree, of bounded size, and the calls and literals in it. Nothing is ever run."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from typing import Any

from vidwidgets.spec.called import Called, Unread

MOST_CHARACTERS = 200_000
MOST_TOKENS = 10_000
MOST_BRACKETS = 25
MOST_PARTS = 200
"""Of a value that stands under a name: named again and again, a large one would grow without bound."""
_TOKEN = re.compile(
    r"""\#[^\n]*+
    |\"{3}(?:[^\\"]++|\\.|"(?!""))*+(?:"{3})?|'{3}(?:[^\\']++|\\.|'(?!\'\'))*+(?:'{3})?
    |"(?:[^"\\\n]++|\\.)*+"?|'(?:[^'\\\n]++|\\.)*+'?
    |(?P<opens>[(\[{])|(?P<closes>[)\]}])|\w++|[^\s\w]""",
    re.VERBOSE | re.DOTALL,
)
_JSON_MAKERS = {"json.dumps", "dumps", "orjson.dumps"}
_PATHS = {"Path", "pathlib.Path", "str", "os.path.expanduser"}


class NotCode(ValueError):
    """Why a text is no Python that is read here, as a sentence."""


def parse(text: str) -> ast.Module:
    """The syntax tree of a text.

    Raises:
        NotCode: It is no Python, or too large or too deeply nested to be a request.
    """
    if len(text) > MOST_CHARACTERS:
        raise NotCode(f"As code it is too long: more than {MOST_CHARACTERS:,} characters are not read.")
    try:
        _measure(text)
        with warnings.catch_warnings():  # "\d" in a text of somebody else's code
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except NotCode:
        raise
    except SyntaxError as error:
        raise NotCode(f"As Python it breaks off at line {error.lineno or 1}.") from None
    except (ValueError, MemoryError, RecursionError):
        raise NotCode("As Python it breaks off before its end.") from None


def _measure(text: str) -> None:
    """Refuse what the parser could only read with a deep stack.

    Not with `tokenize`, which Python 3.11 has in Python: it reads some texts in a time that grows with their square.
    """
    depth = 0
    for count, found in enumerate(_TOKEN.finditer(text)):
        if found.lastgroup == "opens":
            depth += 1
        elif found.lastgroup == "closes":
            depth -= 1
        if depth > MOST_BRACKETS or count > MOST_TOKENS:
            raise NotCode("As code it is too long or too deeply nested to be one request.")


class Reader:
    """Reads calls and literals in the order in which they stand; a name means what was last assigned to it."""

    def __init__(self) -> None:
        self._known: dict[str, Any] = {}

    def calls(self, tree: ast.Module) -> Iterator[Called]:
        """Every call of a program, outer ones before those in their arguments."""
        for statement in _statements(tree.body):
            for node in _expressions(statement):
                for inner in ast.walk(node):
                    if isinstance(inner, ast.Call):
                        yield self._called(inner)
            self._assign(statement)

    def assigned(self) -> list[Any]:
        """The values that stand under a name at the end."""
        return list(self._known.values())

    def value(self, node: ast.expr) -> Any:  # noqa: ANN401  any literal, a Called, or Unread
        """What an expression means without running it."""
        match node:
            case ast.Constant(value=value):
                return Unread() if isinstance(value, bytes | complex) or value is Ellipsis else value
            case ast.Name(id=name):
                return self._known.get(name, Unread())
            case ast.List(elts=parts) | ast.Tuple(elts=parts):
                return [self.value(part) for part in parts]
            case ast.Dict():
                return self._mapping(node)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                number = self.value(operand)
                return -number if isinstance(number, int | float) and not isinstance(number, bool) else Unread()
            case ast.BinOp(op=ast.Add(), left=left, right=right):
                return _joined([self.value(left), self.value(right)])
            case ast.JoinedStr(values=parts):
                return _joined([self.value(p.value if isinstance(p, ast.FormattedValue) else p) for p in parts])
            case ast.Await(value=inner) | ast.Attribute(value=inner) | ast.Subscript(value=inner):
                found = self.value(inner)
                return found if isinstance(found, Called) else Unread()
            case ast.Call():
                return self._result(self._called(node))
        return Unread()

    def _result(self, called: Called) -> Any:  # noqa: ANN401  as above
        """A call that only wraps a value is that value."""
        if called.function in _JSON_MAKERS | _PATHS and called.positional:
            return called.positional[0]
        if called.function == "dict" and not called.positional:
            return dict(called.named)
        return called

    def _called(self, node: ast.Call) -> Called:
        named: dict[str, Any] = {}
        for one in node.keywords:
            value = self.value(one.value)
            if one.arg is not None:
                named[one.arg] = value
            elif isinstance(value, dict):
                named |= {str(name): inner for name, inner in value.items()}
            else:
                named["**"] = Unread()
        return Called(_dotted(node.func), tuple(self.value(argument) for argument in node.args), named)

    def _mapping(self, node: ast.Dict) -> Any:  # noqa: ANN401  a dict, or Unread
        found: dict[Any, Any] = {}
        for key, one in zip(node.keys, node.values, strict=True):
            value = self.value(one)
            if key is None:
                found |= value if isinstance(value, dict) else {}
            elif isinstance(key, ast.Constant) and isinstance(key.value, str):
                found[key.value] = value
            else:
                return Unread()
        return found

    def _assign(self, statement: ast.stmt) -> None:
        match statement:
            case ast.Assign(targets=targets, value=value):
                names = [target.id for target in targets if isinstance(target, ast.Name)]
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                names = [name]
            case _:
                return
        found = self.value(value) if names else None
        self._known |= dict.fromkeys(names, found if _parts(found) <= MOST_PARTS else Unread())


def _joined(parts: list[Any]) -> Any:  # noqa: ANN401  a text, or Unread
    if all(isinstance(part, str) for part in parts) and sum(map(len, parts)) <= MOST_CHARACTERS:
        return "".join(parts)
    return Unread()


def _parts(value: object) -> int:
    """How many values are in a value, itself included."""
    match value:
        case dict():
            return 1 + sum(map(_parts, value.values()))
        case list():
            return 1 + sum(map(_parts, value))
        case Called():
            return 1 + sum(map(_parts, (*value.positional, *value.named.values())))
    return 1


def _dotted(node: ast.expr) -> str:
    """The name of what is called; what stands in brackets on the way is passed over."""
    parts: list[str] = []
    while True:
        match node:
            case ast.Attribute(value=inner, attr=name):
                parts.append(name)
                node = inner
            case ast.Call(func=inner) | ast.Subscript(value=inner) | ast.Await(value=inner):
                node = inner
            case ast.Name(id=name):
                return ".".join([name, *reversed(parts)])
            case _:
                return ".".join(["", *reversed(parts)])


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Every statement in order, those of functions and blocks included."""
    waiting = list(reversed(body))
    while waiting:
        statement = waiting.pop()
        yield statement
        for name in ("finalbody", "orelse", "body"):
            waiting += reversed(getattr(statement, name, []))


def _expressions(statement: ast.stmt) -> Iterator[ast.expr]:
    for child in ast.iter_child_nodes(statement):
        if isinstance(child, ast.expr):
            yield child
        elif isinstance(child, ast.withitem):
            yield child.context_expr
