"""A command line as words: bash, and what browsers and Windows make of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_PIECE = re.compile(
    r"""(?P<join>\\\r?\n|`\r?\n)
    |\$'(?P<escaped>(?:[^'\\]++|\\.)*+)'?
    |'(?P<single>[^']*+)'?
    |\$?"(?P<double>(?:[^"\\]++|\\.)*+)"?
    |\\(?P<one>.?)
    |(?P<here><<-?[ \t]*+(?P<mark>'\w+'|"\w+"|\w+)[^\n]*+\n)
    |(?P<end>[;&|\n]|(?<!\S)\#[^\n]*+)
    |(?P<into>\d?[<>]+&?)
    |(?P<gap>[ \t\r\f\v]++)
    |(?P<plain>\$(?:\{\w+\}|\w+|\()?|[^\s'"\\;&|<>$`]++|.)""",
    re.VERBOSE | re.DOTALL,
)
_IN_DOUBLE = re.compile(r"\\([$`\"\\]|\r?\n)")
_VARIABLE = re.compile(r"\$(?:\{(\w+)\}|([A-Za-z_]\w*)|\()", re.ASCII)
_ANSI = re.compile(
    rb"\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|([0-7]{1,3})|c(.)|(.))", re.DOTALL
)
_LETTERS = {b"a": 7, b"b": 8, b"e": 27, b"E": 27, b"f": 12, b"n": 10, b"r": 13, b"t": 9, b"v": 11}
_CARETS = re.compile(r"curl(?:\.exe)?\s+\^\"|\^[ \t]*+\r?$", re.MULTILINE)
MOST_PIECES = 100_000
_LARGEST_CHARACTER = 0x10FFFF


@dataclass(slots=True)
class Word:
    """One argument of a command."""

    text: str = ""
    variables: list[str] = field(default_factory=list)
    """What the shell would put a value in for ("$(…)" for a command)."""


@dataclass(slots=True)
class _Line:
    words: list[Word] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    """Of the word that is being read; empty between two words."""
    variables: list[str] = field(default_factory=list)
    standard_input: str | None = None

    def add(self, text: str, *, filled_in: bool = False) -> None:
        self.parts.append(text)
        if filled_in:
            self.variables += [one[1] or one[2] or "(…)" for one in _VARIABLE.finditer(text)]

    def close(self) -> None:
        if self.parts:
            self.words.append(Word("".join(self.parts), self.variables))
            self.parts, self.variables = [], []


def command(text: str) -> tuple[list[Word], str | None]:
    """The words of the command that a text begins with, and what a here-document gives it.

    A quote that is not closed ends with the text; a command of more pieces than any has is cut off. What a redirection
    goes to stays among the words.
    """
    line, at = _Line(), 0
    text = without_carets(text)
    for _ in range(MOST_PIECES):
        found = _PIECE.match(text, at)
        if found is None:  # at the end: `.` takes anything
            break
        at = found.end()
        if found["end"] is not None:
            line.close()
            if line.words:
                break
        elif found["here"] is not None and line.standard_input is None:
            line.close()
            line.standard_input, rest = _here_document(text, found)
            # the rest of the line that opens it still belongs to the command
            opened = found["here"].partition(found["mark"])[2]
            text, at = f"{opened.rstrip()}\n{text[rest:]}", 0
        else:
            _take(line, found)
    line.close()
    return line.words, line.standard_input


def without_carets(text: str) -> str:
    """A command of Windows' own shell as bash would have it: `^` stands before what it escapes."""
    if not _CARETS.search(text):
        return text
    return re.sub(r"\^(\r?\n|.)", lambda found: " " if found[1].endswith("\n") else found[1], text).replace("%%", "%")


def _take(line: _Line, found: re.Match[str]) -> None:
    if found["gap"] is not None:
        line.close()
    elif found["into"] is not None or found["here"] is not None:
        line.close()
        line.add(found[0])
        line.close()
    elif found["escaped"] is not None:
        line.add(_unescaped(found["escaped"]))
    elif found["single"] is not None:
        line.add(found["single"])
    elif found["double"] is not None:
        line.add(_IN_DOUBLE.sub(lambda one: "" if one[1].endswith("\n") else one[1], found["double"]), filled_in=True)
    elif found["one"] is not None:
        line.add(found["one"])
    elif found["plain"] is not None:
        line.add(found["plain"], filled_in=True)


def _here_document(text: str, found: re.Match[str]) -> tuple[str, int]:
    mark = found["mark"].strip("'\"")
    end = re.compile(rf"^[ \t]*{re.escape(mark)}[ \t\r]*$", re.MULTILINE).search(text, found.end())
    if end is None:
        return text[found.end() :], len(text)
    return text[found.end() : end.start()], end.end()


def _unescaped(text: str) -> str:
    r"""What bash makes of `$'…'`: `\xe2` is a byte, `\u2026` a character."""

    def one(found: re.Match[bytes]) -> bytes:
        byte, short, long, octal, control, letter = found.groups()
        if byte or octal:
            return bytes([int(byte, 16) if byte else int(octal, 8) & 255])
        if short or long:
            return chr(min(int(short or long, 16), _LARGEST_CHARACTER)).encode("utf-8", "surrogatepass")
        if control:
            return bytes([control[0] & 31])
        return bytes([_LETTERS[letter]]) if letter in _LETTERS else letter if letter in b"\\'\"?" else b"\\" + letter

    made = _ANSI.sub(one, text.encode("utf-8", "surrogatepass"))
    try:
        return made.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return made.decode("utf-8", "replace")
