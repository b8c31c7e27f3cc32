"""Values that get a name: kept whole, without secrets, shared by kernels, and never in the way of a form."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidwidgets.errors import InvalidRequest, VidwidgetsError
from vidwidgets.panel.kept_values import storable
from vidwidgets.panel.preset_file import PresetFile
from vidwidgets.wire.redact import remember

ENDPOINT = "fal-ai/veo3/image-to-video"
plain = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
values = st.dictionaries(st.sampled_from(["prompt", "seed", "duration", "cfg"]), plain | st.text(max_size=40))


def file_in(folder: Path) -> PresetFile:
    """The presets of one endpoint."""
    return PresetFile(folder, ENDPOINT)


def test_what_was_saved_comes_back(tmp_path: Path) -> None:
    """Another kernel finds the values as they were, the names in order, and the default."""
    file_in(tmp_path).save("  Fog   at dawn ", {"prompt": "雾", "seed": 0, "cfg_scale": 0.5})
    file_in(tmp_path).save("alpine", {"prompt": "Snow."})
    file_in(tmp_path).begin_with("alpine")
    other = file_in(tmp_path)
    assert other.names == ["alpine", "Fog at dawn"]
    assert other.values("Fog at dawn") == {"prompt": "雾", "seed": 0, "cfg_scale": 0.5}
    assert other.default == "alpine"
    other.delete("alpine")
    assert (other.names, other.default) == (["Fog at dawn"], "")
    assert PresetFile(tmp_path, "runway/image-to-video").names == []


@given(values)
def test_plain_values_are_kept_as_they_are(
    tmp_path_factory: pytest.TempPathFactory, given_values: dict[str, Any]
) -> None:
    """Text, numbers, yes and no go through the file unchanged."""
    kept, left = storable(given_values)
    assert json.loads(json.dumps(kept)) == {n: v for n, v in given_values.items() if n not in left}
    assert all("?" in str(given_values[name]) or "data:" in str(given_values[name]) for name in left)


@pytest.mark.parametrize(
    "value", [b"bytes", object(), "https://media.example/cat.png?X-Amz-Signature=abc", "data:image/png;base64,AAAA"]
)
def test_what_cannot_be_kept_is_named(tmp_path: Path, value: object) -> None:
    """An object, a signed address and a picture's bytes stay out of the file, and the name says so."""
    assert file_in(tmp_path).save("one", {"prompt": "x", "image_url": value}) == ["image_url"]
    assert file_in(tmp_path).values("one") == {"prompt": "x"}


def test_a_key_in_a_prompt_is_not_kept(tmp_path: Path) -> None:
    """A key that was pasted into a text is blotted out, however deep in the JSON."""
    key = "preset-test-key-0123456789abcdef"
    remember(key)
    file_in(tmp_path).save("one", {"prompt": f"use {key} please", "extra_json": {"a": [{"b": key}, 5]}})
    assert file_in(tmp_path).values("one")["extra_json"]["a"][1] == 5
    assert key not in "".join(path.read_text() for path in tmp_path.rglob("*.json"))


@pytest.mark.parametrize("name", ["", "  ", "x" * 61])
def test_a_name_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    """Empty or too long: nothing is written."""
    with pytest.raises(InvalidRequest, match="Nothing was saved"):
        file_in(tmp_path).save(name, {"prompt": "x"})
    assert not list(tmp_path.iterdir())


def test_a_mistyped_name_gets_the_nearest(tmp_path: Path) -> None:
    """Loading, deleting and beginning with one that is not there says what there is."""
    file_in(tmp_path).save("fog", {})
    for act in (file_in(tmp_path).values, file_in(tmp_path).delete, file_in(tmp_path).begin_with):
        with pytest.raises(InvalidRequest, match=r"no preset 'fogg'\. Did you mean 'fog'"):
            act("fogg")


@pytest.mark.parametrize(
    "content", ["", "[]", "{", '{"presets": 3, "default": 4}', '{"presets": {"a": 1}}', "[" * 9999]
)
def test_a_damaged_file_is_an_empty_one(tmp_path: Path, content: str) -> None:
    """Whatever stands in it, forms still open, and saving starts anew."""
    path = tmp_path / "fal-ai--veo3--image-to-video.json"
    path.write_text(content)
    found = file_in(tmp_path)
    assert (found.names, found.default) == ([], "")
    found.save("fog", {"prompt": "x"})
    assert found.names == ["fog"]


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """A file in the folder's place: the sentence names it, and that nothing was charged."""
    (tmp_path / "presets").write_text("")
    with pytest.raises(VidwidgetsError, match=r"cannot be written.*Nothing was sent or charged"):
        PresetFile(tmp_path / "presets", ENDPOINT).save("fog", {})
