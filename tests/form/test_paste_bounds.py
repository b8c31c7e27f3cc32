"""However a text is made, reading it ends, soon, and raises nothing."""

from __future__ import annotations

import json
import shlex
import time
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from vidwidgets.form.paste.code_text import MOST_CHARACTERS as MOST_OF_CODE
from vidwidgets.form.paste.curl import read_curl
from vidwidgets.form.paste.fill import fill
from vidwidgets.form.paste.found import Readers
from vidwidgets.form.paste.read import MOST_CHARACTERS, read_text
from vidwidgets.form.paste.shell import command
from vidwidgets.providers.find import endpoint, provider_names, sdk

VEO = endpoint("fal-ai/veo3/image-to-video")
READERS = Readers(tuple(sdk(name).read for name in provider_names()))
URL = "https://queue.fal.run/fal-ai/veo3/image-to-video"


def test_a_name_of_names_does_not_grow() -> None:
    """Lists of lists of one list, and a text doubled again and again, end at a bound."""
    lists = "\n".join(f"a{n + 1} = [a{n}, a{n}]" for n in range(60))
    texts = "\n".join(f"b{n + 1} = b{n} + b{n}" for n in range(60))
    found = read_text(
        f"a0 = ['x']\n{lists}\nb0 = 'x'\n{texts}\nvw.submit('a/b', prompt=b60, image=a60, seed=b3)", READERS
    )
    assert found.values is not None
    assert found.values["seed"] == "x" * 8
    assert len(repr(found)) < 1000


PIECES = st.sampled_from([
    *("curl ", "-d ", "-H ", "'", '"', "$'", '$"', "\\", "^", "`", "\n", "\r\n", " ", "{", "}", "[", "]", "(", ")"),
    *(":", ",", "<<EOF\n", "EOF", "@", "#", "//", "/*", "*/", "prompt", '"prompt"', "=", "vw.submit(", "'a/b'", "**"),
    *("fal_client.subscribe(", "arguments=", "image_to_video.create(", "httpx.post(", URL, "json=", "\x00", "\ud83d"),
    *("lambda: ", "not ", "-", "~", "await ", "def f():\n ", "class A:\n ", "import x\n", "\\u", "\\x", "```"),
    *("null", "f'{", "NaN", "1e999", "…"),
])  # fmt: skip


@settings(max_examples=400)
@given(st.text(st.characters(exclude_categories=[])) | st.lists(PIECES, max_size=40).map("".join))
@example("curl")
@example("curl -d")
@example("curl -H 'a' <<A\n<<B\n<<C")
@example("\\")
@example("{")
@example("a" * 127 + ":")
def test_any_text_gives_a_request_or_a_sentence(text: str) -> None:
    """Nothing is raised, and no text is passed over in silence."""
    found = read_text(text, READERS)
    assert found.said or found.body is not None or found.values is not None or found.request_id
    filling = fill(VEO, found)
    assert all(isinstance(value, str | int | float | list) for value in filling.values.values())
    assert all("\ud83d" not in one for one in (*found.said, *filling.said))


LONG = {
    "quotes": '"',
    "escaped quotes": '\\"',
    "single quotes": "'",
    "ansi": "$'\\",
    "brackets": "[",
    "braces": '{"a":',
    "curls": "curl ",
    "lines of curl": "curl -d\n",
    "here-documents": "curl <<A\n",
    "options": " -d",
    "carets": '^"',
    "comments": "/*",
    "commas": ", ",
    "blanks": " \t",
    "assignments": "a=b ",
    "fences": "```\n",
    "unary": "-",
    "brackets of a call": "f(",
    "attributes": ".a",
    "names": "a = a\n",
    "dots": "a.-",
}


@pytest.mark.parametrize("sign", LONG.values(), ids=LONG)
@pytest.mark.parametrize("before", ["", f"curl {URL} -d '", '"'], ids=["bare", "curl", "text"])
def test_the_longest_texts_are_read_in_bounded_time(before: str, sign: str) -> None:
    """No way to write two million characters takes more than some seconds, also on a busy machine."""
    for most in (MOST_CHARACTERS, MOST_OF_CODE):
        text = (before + sign * most)[:most]
        begun = time.process_time()
        found = read_text(text, READERS)
        assert found.said or found.body is not None
        assert time.process_time() - begun < 10


@pytest.mark.parametrize("pair", ["()", "[]", "{}", "f()", "{'a':}", "lambda:()", "f'{}'", "not ()", "x if y else ()"])
@pytest.mark.parametrize("closed", [True, False])
def test_code_at_the_bound_is_read_soon(pair: str, closed: bool) -> None:
    """As deep and as long as it may be, whole or broken off."""
    opening, closing = pair[:-1], pair[-1]
    begun = time.process_time()
    for depth in (24, 2000):
        nested = opening * depth + closing * (depth if closed else depth - 1)
        read_text(f"vw.submit('a/b', prompt={nested})", READERS)
        read_text(f"vw.submit('a/b', prompt={'-' * depth}1, seed=1{' + 1' * depth})", READERS)
    assert time.process_time() - begun < 10


@settings(max_examples=100)
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20), max_size=5))
def test_words_are_bashs(words: list[str]) -> None:
    """What `shlex.quote` makes safe for bash is read back as the same words."""
    line = "curl " + " ".join(shlex.quote(word) for word in words)
    assert [word.text for word in command(line)[0]] == ["curl", *words]
    body: dict[str, Any] = {"words": words}
    found = read_curl(f"curl {URL} -d {shlex.quote(json.dumps(body))}")
    assert found is not None
    assert found.body == body
