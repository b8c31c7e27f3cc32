"""The same request as Python and as curl: runnable, exact, without a key."""

from __future__ import annotations

import ast
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from form_fixtures import make, ready
from hypothesis import given, settings
from hypothesis import strategies as st

from vidwidgets.form.code import to_code, to_curl
from vidwidgets.spec.python_text import literal

SIMPLE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=())),
)
VALUES = st.recursive(
    SIMPLE,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.tuples(inner),
        st.dictionaries(st.text(max_size=5), inner, max_size=3),
    ),
    max_leaves=6,
)
NAMES = st.one_of(st.sampled_from(["prompt", "image_url", "class", "img-id", "größe", ""]), st.text(max_size=6))
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(st.characters(exclude_categories=["Cs"]))),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=6,
)


def arguments(code: str) -> tuple[str, dict[str, Any]]:
    """The endpoint and the keywords of the one call in a snippet."""
    call = ast.parse(code).body[-1].value  # type: ignore[attr-defined]
    found: dict[str, Any] = {}
    for keyword in call.keywords:
        value = ast.literal_eval(keyword.value)
        found |= value if keyword.arg is None else {keyword.arg: value}
    return ast.literal_eval(call.args[0]), found


@given(value=VALUES)
def test_a_literal_means_its_value(value: object) -> None:
    """Any nesting of what JSON knows, and tuples, reads back as the same value."""
    back = ast.literal_eval(literal(value))
    assert back == value
    assert repr(back) == repr(value)


@given(endpoint=st.text(), values=st.dictionaries(NAMES, SIMPLE, max_size=6), connection=st.none() | st.text())
def test_a_snippet_asks_for_the_same(endpoint: str, values: dict[str, Any], connection: str | None) -> None:
    """Any endpoint, names and values: the call in the snippet has exactly them."""
    values.pop("connection", None)
    seen, keywords = arguments(to_code(endpoint, values, connection=connection))
    assert seen == endpoint
    wanted = values if connection is None else {**values, "connection": connection}
    assert keywords == wanted


def test_a_long_call_has_one_argument_a_line() -> None:
    """As black would write it, with double quotes."""
    form = make(ready(prompt="The fog lifts from the lake, the boat drifts slowly towards us."))
    assert to_code("sample/image-to-video", form.values, connection=None) == (
        "import vidwidgets as vw\n"
        "\n"
        "vw.submit(\n"
        '    "sample/image-to-video",\n'
        '    image_url="cat.jpg",\n'
        '    prompt="The fog lifts from the lake, the boat drifts slowly towards us.",\n'
        "    duration=5,\n"
        '    quality="720p",\n'
        '    model="v5.5",\n'
        "    generate_audio=True,\n"
        "    cfg_scale=0.5,\n"
        '    negative_prompt="blur, distort",\n'
        ")\n"
    )


@pytest.mark.parametrize("value", [b"\xff\xd8" * 500, "data:image/png;base64," + "A" * 500, object()])
def test_a_picture_that_code_cannot_show_is_a_variable(value: object) -> None:
    """Bytes, a long data URI and an object leave no body in the snippet, only a marked place for a path."""
    code = to_code("a/b", {"prompt": "x", "image_url": value}, connection=None)
    assert "# image_url was given as" in code
    assert "image_url=image_url" in code
    assert len(code) < 250
    compile(code, "snippet", "exec")


def test_a_path_is_written_as_text() -> None:
    """A `Path` reads back as the same path; a windows path keeps its backslashes."""
    _, keywords = arguments(to_code("a/b", {"image_url": Path("renders/a b.png")}, connection="sandbox"))
    assert keywords == {"image_url": "renders/a b.png", "connection": "sandbox"}


def run(curl: str, key: str) -> list[str]:
    """The arguments that bash would hand to curl."""
    shown = 'curl() { printf "%s\\0" "$@"; }\n' + curl
    done = subprocess.run(
        ["bash", "-c", shown],
        capture_output=True,
        check=True,
        env={"FAL_KEY": key, "HOME": "/h", "X": "wrong", "LC_ALL": "C.UTF-8"},
    )
    return done.stdout.decode("utf-8").split("\0")[:-1]


@settings(max_examples=60, deadline=None)
@given(
    body=st.dictionaries(st.text(max_size=5), JSON, max_size=4),
    header=st.text(st.characters(min_codepoint=32, max_codepoint=126)),
    url=st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1),
)
def test_bash_hands_curl_exactly_what_was_meant(body: dict[str, Any], header: str, url: str) -> None:
    """Quotes, dollars, backticks, newlines and backslashes arrive untouched; only the key is filled in."""
    headers = {"Authorization": "Key $FAL_KEY", "X-Note": header.replace("$", "S")}
    seen = run(to_curl(url, headers, body), key="se'cr\"et $X `id`")
    assert seen[:3] == ["--request", "POST", url]
    assert seen[4] == "Authorization: Key se'cr\"et $X `id`"
    assert seen[6] == f"X-Note: {headers['X-Note']}"
    assert seen[8] == "Content-Type: application/json"
    assert seen[9] == "--data-raw"
    assert json.loads(seen[10]) == body


@pytest.mark.parametrize(
    ("value", "seen"),
    [
        ("$FAL_KEY", "secret"),
        ("Key $FAL_KEY!", "Key secret!"),
        ('a\'b $FAL_KEY "c" `id` $(id)', 'a\'b secret "c" `id` $(id)'),
        ("$FAL_KEYS", ""),
        ("$fal_key ${HOME} $HOMEy", "$fal_key ${HOME} $HOMEy"),
    ],
)
def test_only_a_whole_variable_name_in_a_header_is_filled_in(value: str, seen: str) -> None:
    """What is not a `$NAME` in capitals stays as it is."""
    assert run(to_curl("https://example.invalid", {"A": value}, {}), key="secret")[4] == f"A: {seen}"


def test_another_method_is_written_before_the_address() -> None:
    """`PUT https://…` puts; the content type is said once."""
    curl = to_curl("PUT https://example.invalid/x", {"content-type": "application/json"}, {"a": "half \ud83d"})
    seen = run(curl, key="")
    assert seen[:3] == ["--request", "PUT", "https://example.invalid/x"]
    assert [line.lower() for line in seen].count("content-type: application/json") == 1
    assert json.loads(seen[-1]) == {"a": "half \ud83d"}
