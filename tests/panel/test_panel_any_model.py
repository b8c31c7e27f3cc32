"""Any fal model, known only by its document: where that is from, and the whole road to a clip."""

from __future__ import annotations

import copy
import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from sandboxed import VEO, Sandboxed

import vidwidgets as vw
from vidwidgets.panel import asked_of as asking
from vidwidgets.panel.schema_shelf import Kept, Shelf
from vidwidgets.providers import find
from vidwidgets.wire.home import home

pytestmark = pytest.mark.usefixtures("sandbox", "forgetful")

MODEL = "someone/new-model/image-to-video"
WAN = "fal-ai/wan-25-preview/image-to-video"
INPUT = {
    "type": "object",
    "properties": {
        "prompt": {"type": "string", "maxLength": 300},
        "start_image_url": {"type": "string", "ui": {"field": "image"}},
        "duration": {"type": "integer", "enum": [2, 4], "default": 2},
        "resolution": {"type": "string", "enum": ["360p", "540p"], "default": "360p"},
        "loras": {"type": "array", "items": {"type": "object"}},
    },
    "required": ["prompt", "start_image_url"],
}


def document(endpoint_id: str = MODEL, **properties: Any) -> dict[str, Any]:
    """A document in fal's shape."""
    schema = copy.deepcopy(INPUT)
    schema["properties"] |= properties
    post = {"requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/In"}}}}}
    return {
        "openapi": "3.0.4",
        "info": {"x-fal-metadata": {"endpointId": endpoint_id, "category": "image-to-video"}},
        "components": {"schemas": {"In": schema}},
        "paths": {f"/{endpoint_id}": {"post": post}},
    }


@pytest.fixture
def forgetful() -> Iterator[None]:
    """Endpoints that were made are forgotten afterwards, as in a new process."""
    before = dict(find._made)  # noqa: SLF001  what a new process would begin with
    yield
    find._made.clear()  # noqa: SLF001  as above
    find._made.update(before)  # noqa: SLF001  as above


@pytest.fixture
def official(sandbox: Sandboxed, monkeypatch: pytest.MonkeyPatch) -> Sandboxed:
    """A key for fal, whose site is the sandbox: it serves the same documents, and asks for no key."""
    connections = asking.known_connections()
    own = connections.official_for("fal")
    monkeypatch.setenv("FAL_KEY", "key-that-must-stay-here-0123456789")
    # by another port than the API's, as fal.ai is another host; on loopback, since that is all a test may reach
    monkeypatch.setitem(
        connections._known,  # noqa: SLF001  a built-in connection cannot be replaced by name
        "fal",
        replace(own, base_url=sandbox.url, public={"documents": sandbox.url}),
    )
    return sandbox


def give(sandbox: Sandboxed, told: Any, endpoint_id: str = "") -> httpx.Response:
    """Give the sandbox a document over its own page."""
    return httpx.post(f"{sandbox.url}/_sandbox/schema", params={"endpoint_id": endpoint_id}, json=told)


def asked(sandbox: Sandboxed) -> list[dict[str, Any]]:
    """The requests for a document since the test began."""
    return sandbox.requests("GET", "/openapi.json")


def test_a_model_known_only_by_its_document_makes_a_clip(sandbox: Sandboxed, photo: Path, tmp_path: Path) -> None:
    """A form from a file: its literals are sent, the JSON beside them, and the sandbox plays it to the end."""
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(document()), encoding="utf-8")
    form = vw.form(MODEL, schema=str(path), prompt="The fog lifts.", image=photo, duration=4)
    assert [field.name for field in form.endpoint.fields][:4] == ["prompt", "start_image_url", "duration", "resolution"]
    assert any("loras" in note for note in form.endpoint.notes)
    form.load({"extra_json": {"loras": [{"path": "a"}]}})
    assert form.problems == []
    job = form.submit()
    clip = job.wait(30)
    assert clip.path is not None
    assert clip.path.read_bytes()[4:8] == b"ftyp"
    assert round(clip.duration_seconds) == 4
    assert min(clip.width, clip.height) == 360
    (submit,) = sandbox.requests("POST", MODEL)
    body = submit["body"]
    assert (body["prompt"], body["duration"], body["resolution"]) == ("The fog lifts.", 4, "360p")
    assert body["loras"] == [{"path": "a"}]
    assert body["start_image_url"].startswith("http")
    assert "extra_json" not in body


def test_what_the_document_forbids_is_said_before_and_refused_after(sandbox: Sandboxed, photo: Path) -> None:
    """A wrong literal is a problem of its field; what slips by, in the JSON, is the sandbox's 422 in our words."""
    vw.endpoint(MODEL, schema=document(volume={"anyOf": [{"type": "integer", "maximum": 3}, {"type": "object"}]}))
    values: dict[str, Any] = {"prompt": "A boat.", "image": photo}
    with pytest.raises(vw.InvalidRequest, match=r"Duration: '4' is not one of 2, 4\. Did you mean 4\?"):
        vw.submit(MODEL, **values, duration="4")
    with pytest.raises(vw.InvalidRequest, match="Extra JSON: duration has a control of its own"):
        vw.submit(MODEL, **values, extra_json={"duration": 3})
    job = vw.submit(MODEL, **values, extra_json={"volume": "loud"})
    with pytest.raises(vw.JobFailed, match="Volume"):
        job.wait(30)
    assert sandbox.charged() == [False]


def test_the_sandbox_is_asked_where_requests_go_there(sandbox: Sandboxed) -> None:
    """Without a key its own document makes the form; the request carries no key, and no other host is asked."""
    endpoint = vw.endpoint(WAN)
    assert endpoint.field("duration").choices() == ("5", "10")
    assert [field.name for field in endpoint.media] == ["image_url"]
    assert endpoint.notes == ()
    (request,) = asked(sandbox)
    assert request["query"] == "endpoint_id=fal-ai%2Fwan-25-preview%2Fimage-to-video"
    assert "authorization" not in request["headers"]


def test_a_document_that_was_given_is_there_after_a_restart(sandbox: Sandboxed, photo: Path) -> None:
    """A job of such a model is the same job in a new process, and so is the next request without `schema=`."""
    job = vw.form(MODEL, schema=document(), prompt="A boat.", image=photo).submit()
    job.wait(30)
    find._made.clear()  # noqa: SLF001  as in a new process
    assert asking.known_endpoint(MODEL).field("duration").choices() == (2, 4)
    assert asked(sandbox) == []
    assert vw.endpoint(MODEL).field("duration").choices() == (2, 4)
    record = next(record for record in vw.jobs() if record.id == job.id)
    assert record.values["duration"] == 2


def test_a_document_is_asked_for_once_a_day(official: Sandboxed) -> None:
    """With a key fal's site is asked, without the key; what it said today counts, what it said yesterday does not."""
    first = vw.endpoint(WAN)
    assert first.source.page.startswith("fal.ai/api/openapi/queue/openapi.json")
    assert vw.endpoint(WAN).fields == first.fields
    (request,) = asked(official)
    assert "authorization" not in request["headers"]
    shelf = Shelf(home())
    kept = shelf.find("fal", WAN)
    assert kept is not None
    assert kept.date == first.source.date
    shelf.keep("fal", WAN, Kept(kept.document, kept.page, time.time() - 25 * 3600))
    vw.endpoint(WAN)
    assert len(asked(official)) == 2
    renewed = shelf.find("fal", WAN)
    assert renewed is not None
    assert time.time() - renewed.read_at < 60


@pytest.mark.parametrize(
    ("name", "settings", "reason"),
    [
        ("html-error", {"status": 502}, "answered 502"),
        ("html-error", {"status": 200}, "sent a web page"),
        ("bad-json", {}, "sent something that is no JSON"),
        ("refuse-connection", {}, "broke"),
    ],
)
def test_offline_the_last_document_counts(
    official: Sandboxed, name: str, settings: dict[str, Any], reason: str
) -> None:
    """Whatever comes in place of a document, the one that was read before makes the form, and the note says when."""
    Shelf(home()).keep("fal", MODEL, Kept(document(), "fal.ai", 1_790_000_000.0))
    official.play(name, match={"path": "openapi.json"}, **settings)
    endpoint = vw.endpoint(MODEL)
    assert endpoint.field("duration").choices() == (2, 4)
    assert endpoint.source.date == "2026-09-21"
    (note,) = [note for note in endpoint.notes if "could not be asked" in note]
    assert reason in note
    assert "2026-09-21" in note


def test_with_nothing_at_hand_it_is_the_general_form(official: Sandboxed) -> None:
    """The fields of seed 002, each optional, JSON for the rest, and a note that says why."""
    endpoint = vw.endpoint("someone/unheard-of")
    names = ["prompt", "image_url", "duration", "aspect_ratio", "negative_prompt", "cfg_scale", "extra_json"]
    assert [field.name for field in endpoint.fields] == names
    assert not any(field.required for field in endpoint.fields)
    assert endpoint.problems({}) == []
    assert "fal has no document of it" in endpoint.notes[0]
    assert "schema=" in endpoint.notes[0]
    assert endpoint.body({"prompt": "A boat.", "extra_json": '{"duration": 5}'}) == {"prompt": "A boat.", "duration": 5}
    (problem,) = endpoint.problems({"duration": "5", "extra_json": {"duration": 5}})
    assert "keep one of the two" in problem.message


def test_the_form_says_where_it_is_from(sandbox: Sandboxed) -> None:
    """Its notes stand under the title; in the sandbox also that it cannot be played without a document."""
    form = vw.form("someone/unheard-of")
    notes = form._form._surface.head.notes  # noqa: SLF001  what a person sees has no public name
    assert any("general form" in note for note in notes)
    assert any("only by its document" in note for note in notes)


@pytest.mark.parametrize(
    ("endpoint_id", "said"),
    [
        ("fal-ai/veo3/image-to-vidoe", "Did you mean 'fal-ai/veo3/image-to-video'"),
        ("zzz", "There is no endpoint 'zzz'"),
        ("runway/video-to-video", "There is no endpoint"),
        ("fal-ai/../secrets", "There is no endpoint"),
        ("a/b/requests/c", "There is no endpoint"),
        ("fal-ai/x?y=1", "There is no endpoint"),
        ("", "There is no endpoint"),
    ],
)
def test_a_mistyped_id_is_refused(endpoint_id: str, said: str) -> None:
    """What is nearly a declared id, and what is no id of fal's, is no model; nothing is asked for or sent."""
    for ask in (vw.endpoint, vw.form, vw.submit):
        with pytest.raises(vw.InvalidRequest) as caught:
            ask(endpoint_id)
        assert said in caught.value.message
        assert "Nothing was sent" in caught.value.message


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        (5, "takes the path of an OpenAPI document, or the document as a dict, not int"),
        ("nowhere.json", "cannot be read: No such file"),
        ("a\0b", "cannot be read"),
        (".", "cannot be read: Is a directory"),
        ({}, "This is no OpenAPI document of a fal model"),
        ({"paths": {"/v1/other": {"post": {"requestBody": {}}}}}, "does not describe someone/new-model"),
        (document(VEO), f"but {VEO}"),
        ({"paths": {f"/{MODEL}": {"post": {"requestBody": {"content": []}}}}}, "has no properties"),
    ],
)
@pytest.mark.usefixtures("workdir")
def test_a_document_that_is_none_is_said(schema: Any, said: str) -> None:
    """Each in a sentence that says what to give; nothing is sent."""
    with pytest.raises(vw.InvalidRequest) as caught:
        vw.form(MODEL, schema=schema)
    assert said in caught.value.message
    assert caught.value.message.endswith("Nothing was sent.")


@pytest.mark.parametrize("content", [b"", b"openapi: 3.0.4", b"[" * 100_000, b"\xff\xfe", b"{}" + b" " * 5 * 2**20])
def test_a_file_that_holds_no_document_is_said(tmp_path: Path, content: bytes) -> None:
    """YAML, nothing, too much of it: a sentence that names the file."""
    path = tmp_path / "openapi.json"
    path.write_bytes(content)
    with pytest.raises(vw.InvalidRequest, match=r"openapi\.json"):
        vw.endpoint(MODEL, schema=str(path))


def test_a_damaged_shelf_is_an_empty_one(official: Sandboxed) -> None:
    """A kept file that was cut, or holds another model, is not read; the form is made without it."""
    shelf = Shelf(home())
    shelf.keep("fal", "someone/unheard-of", Kept(document(), "fal.ai", 1.0))
    (path,) = (home() / "schemas" / "fal").iterdir()
    for content in (b"{", b"[]", b'{"endpoint": "someone/else", "document": {}}', json.dumps(document()).encode()):
        path.write_bytes(content)
        assert shelf.find("fal", "someone/unheard-of") is None
        assert "general form" in vw.endpoint("someone/unheard-of").notes[0]


def test_the_sandbox_says_what_it_plays_and_refuses_what_it_cannot(sandbox: Sandboxed) -> None:
    """Its own page lists the ids; a document without a model is refused with a reason."""
    assert WAN in httpx.get(f"{sandbox.url}/_sandbox/schema").json()["endpoints"]
    assert give(sandbox, document("someone/another")).status_code == 201
    assert "someone/another" in httpx.get(f"{sandbox.url}/_sandbox/schema").json()["endpoints"]
    for told, endpoint_id in (
        ([], ""),
        ({}, ""),
        ({}, "x"),
        (INPUT, ""),
        (document(), "_sandbox/x"),
        (document(), "a/b"),
    ):
        refused = give(sandbox, told, endpoint_id)
        assert (refused.status_code, bool(refused.json()["detail"])) == (400, True)
    assert give(sandbox, INPUT, "someone/bare").status_code == 201
