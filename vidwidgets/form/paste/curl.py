"""A curl command: its address and its JSON body. Headers, users and cookies are stepped over and never kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from vidwidgets.form.paste.found import Found, listed, named
from vidwidgets.form.paste.json_text import NotJson, read_json
from vidwidgets.form.paste.shell import Word, command

START = re.compile(
    r"^[ \t]*+(?:[$%>#][ \t]*|!+[ \t]*)?(?:\w++=\S*+[ \t]++)*+(curl(?:\.exe)?(?=[ \t\\^`\r\n]))", re.MULTILINE
)
_DATA = {"-d", "--data", "--data-raw", "--data-binary", "--data-ascii", "--json"}
_FORM = {"-F", "--form", "--form-string", "--data-urlencode", "-T", "--upload-file"}
_SHORT_WITH_VALUE = frozenset("AbcCdDeEFhHKmoPQrtTuUwxXyYz")
_LONG_WITH_VALUE = frozenset(
    f"--{name}"
    for name in (
        *("request", "header", "user", "user-agent", "cookie", "cookie-jar", "referer", "output", "url", "max-time"),
        *(
            "retry",
            "retry-delay",
            "retry-max-time",
            "connect-timeout",
            "proxy",
            "proxy-header",
            "proxy-user",
            "noproxy",
        ),
        *("write-out", "cacert", "cert", "key", "config", "resolve", "connect-to", "interface", "limit-rate", "range"),
        *("oauth2-bearer", "aws-sigv4", "dump-header", "netrc-file", "max-redirs", "stderr", "trace", "noproxy"),
    )
)
_REDIRECTION = re.compile(r"\d?[<>]+&?|<<.*", re.DOTALL)


@dataclass(slots=True)
class _Request:
    url: str = ""
    data: list[Word] = field(default_factory=list)
    forms: bool = False


def read_curl(text: str) -> Found | None:
    """The request of the first curl command in a text; None where there is none."""
    start = START.search(text)
    if start is None:
        return None
    words, standard_input = command(text[start.start(1) :])
    request = _request(words[1:])
    address = address_of(request.url)
    said: list[str] = []
    if request.forms:
        said.append("The curl command sends a form or a file, which is no request for a clip: that was passed over.")
    text_of_body, why = _body_text(request, standard_input)
    if why:
        said.append(why)
    body = None
    if text_of_body:
        try:
            body = read_json(text_of_body)
        except NotJson as error:
            said.append(f"In what the curl command sends: {error}")
    elif not said:
        said.append("The curl command sends no JSON: there is nothing to fill in from it.")
    said += _filled_in(request)
    return Found(kind="a curl command", body=_mapping(body, said), address=address, said=tuple(said))


def address_of(url: str) -> tuple[str, str] | None:
    """Host and path of an address or a bare path; no user, no query. None where it is neither."""
    try:
        parts = urlsplit(url if "://" in url or url.startswith("/") else f"https://{url}")
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    return (host, parts.path) if parts.path.strip("/") else None


def _mapping(body: object, said: list[str]) -> dict[str, object] | None:
    if body is None or isinstance(body, dict):
        return body
    said.append("What the curl command sends is JSON, but no object with names: a request is one.")
    return None


def _request(words: list[Word]) -> _Request:
    found = _Request()
    for option, value in _options(words):
        if option in _DATA and value is not None:
            found.data.append(value)
        elif option in _FORM:
            found.forms = True
        elif option in {"", "--url"} and value is not None and not found.url:
            found.url = value.text
    return found


def _options(words: list[Word]) -> Iterator[tuple[str, Word | None]]:
    """Each option with its value; a word that belongs to none has the option ""."""
    waiting = iter(words)
    for word in waiting:
        text = word.text
        if _REDIRECTION.fullmatch(text):
            next(waiting, None)
        elif text.startswith("--"):
            name, equals, rest = text.partition("=")
            if equals:
                yield name, Word(rest, word.variables)
            else:
                takes = name in _LONG_WITH_VALUE or name in _DATA or name in _FORM
                yield name, next(waiting, None) if takes else None
        elif text.startswith("-") and len(text) > 1:
            yield from _short(word, waiting)
        else:
            yield "", word


def _short(word: Word, waiting: Iterator[Word]) -> Iterator[tuple[str, Word | None]]:
    """`-sSX POST`, `-d'{…}'`: letters together, of which the last may have a value, here or in the next word."""
    letters = word.text[1:]
    for at, letter in enumerate(letters):
        if letter in _SHORT_WITH_VALUE:
            rest = letters[at + 1 :]
            yield f"-{letter}", Word(rest, word.variables) if rest else next(waiting, None)
            return
        yield f"-{letter}", None


def _body_text(request: _Request, standard_input: str | None) -> tuple[str, str]:
    """What is sent, or why that is not known."""
    texts = []
    for word in request.data:
        if word.text == "@-" and standard_input is not None:
            texts.append(standard_input)
        elif word.text.startswith("@"):
            return "", "The curl command reads what it sends from a file: paste the file's text itself."
        else:
            texts.append(word.text)
    return "&".join(texts).strip(), ""


def _filled_in(request: _Request) -> list[str]:
    names = list(dict.fromkeys(named(name) for word in request.data for name in word.variables))
    if not names:
        return []
    return [f"The shell would put values in for ${listed(names)}, which are not known here: they stand as written."]
