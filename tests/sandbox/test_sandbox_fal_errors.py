"""Bad input is accepted by the queue, and refused by the result, in fal's own words."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING, Any

import av
import httpx
import pytest
from sandbox_kit import KLING_STANDARD, VEO, as_data_uri, draw_photo, read_stream

if TYPE_CHECKING:
    from collections.abc import Callable

    from vidwidgets.sandbox.server import Sandbox

Answer = dict[str, Any]


def found(reply: httpx.Response) -> list[tuple[list[str], str]]:
    """(loc, type) of every detail."""
    assert reply.status_code == 422
    assert all(entry["url"] == f"https://docs.fal.ai/errors#{entry['type']}" for entry in reply.json()["detail"])
    return [(entry["loc"], entry["type"]) for entry in reply.json()["detail"]]


@pytest.mark.parametrize(
    ("endpoint", "change", "expected"),
    [
        (VEO, {"prompt": ...}, [(["body", "prompt"], "missing")]),
        (VEO, {"duration": "5"}, [(["body", "duration"], "literal_error")]),
        (VEO, {"duration": 8}, [(["body", "duration"], "literal_error")]),
        (VEO, {"prompt": "x" * 20001}, [(["body", "prompt"], "string_too_long")]),
        (VEO, {"seed": 1.5}, [(["body", "seed"], "int_from_float")]),
        (VEO, {"generate_audio": "perhaps"}, [(["body", "generate_audio"], "bool_parsing")]),
        (KLING_STANDARD, {"cfg_scale": 2}, [(["body", "cfg_scale"], "less_than_equal")]),
        (KLING_STANDARD, {"cfg_scale": -0.1}, [(["body", "cfg_scale"], "greater_than_equal")]),
        (
            KLING_STANDARD,
            {"image_url": ..., "duration": "8s"},
            [(["body", "image_url"], "missing"), (["body", "duration"], "literal_error")],
        ),
    ],
)
def test_a_bad_body_is_refused_at_the_result(
    *,
    client: httpx.Client,
    photo_uri: str,
    finish: Callable[[Answer], httpx.Response],
    log: Callable[[], Answer],
    endpoint: str,
    change: Answer,
    expected: list[tuple[list[str], str]],
) -> None:
    """The submit is 200, the status COMPLETED without an error, the result 422 with every fault, free of charge."""
    body = {"prompt": "p", "image_url": photo_uri, **change}
    reply = client.post(f"/{endpoint}", json={key: value for key, value in body.items() if value is not ...})
    assert reply.status_code == 200
    result = finish(reply.json())
    assert found(result) == expected
    assert "x-fal-billable-units" not in result.headers
    assert "error" not in client.get(reply.json()["status_url"]).json()
    assert log()["jobs"][0] | {"id": ""} == {
        "id": "",
        "wire": "fal",
        "endpoint": endpoint,
        "charged": False,
        "state": "failed",
    }


@pytest.mark.parametrize(
    ("image", "kind", "ctx"),
    [
        (lambda: as_data_uri(draw_photo(100, 100)), "image_too_small", {"min_height": 300, "min_width": 300}),
        (lambda: "data:image/png;base64," + base64.b64encode(b"hello").decode(), "image_load_error", None),
        (lambda: "data:image/png;base64,@@@", "file_download_error", None),
        (lambda: "not a url", "file_download_error", None),
        (lambda: "file:///etc/hostname", "file_download_error", None),
        (lambda: as_data_uri(draw_photo(2000, 400)), "value_error", ...),
        (
            lambda: "data:image/png;base64," + base64.b64encode(bytes(10485761)).decode(),
            "file_too_large",
            {"max_size": 10485760},
        ),
    ],
)
def test_a_bad_image_is_refused_by_name(
    submit: Callable[..., Answer],
    finish: Callable[[Answer], httpx.Response],
    image: Callable[[], str],
    kind: str,
    ctx: object,
) -> None:
    """Each fault of an image has fal's type, its field and its numbers."""
    result = finish(submit(image_url=image()))
    assert found(result) == [(["body", "image_url"], kind)]
    assert ctx is ... or result.json()["detail"][0].get("ctx") == ctx


def test_an_address_on_this_machine_is_fetched(
    sandbox: Sandbox, submit: Callable[..., Answer], finish: Callable[[Answer], httpx.Response]
) -> None:
    """Loopback is read for real: a page that is 404, and one that is no image, are told apart."""
    assert found(finish(submit(image_url=f"{sandbox.url}/files/none/x.png")))[0][1] == "file_download_error"
    page = f"{sandbox.url}/api/openapi/queue/openapi.json?endpoint_id=x"
    assert found(finish(submit(image_url=page)))[0][1] == "image_load_error"


def test_other_hosts_give_a_made_up_picture(
    client: httpx.Client, submit: Callable[..., Answer], finish: Callable[[Answer], httpx.Response]
) -> None:
    """The sandbox has no network: it makes a picture up, and the log says so."""
    answer = submit(image_url="https://storage.googleapis.com/falserverless/example_inputs/veo3-i2v-input.png")
    streamed = [line["message"] for e in read_stream(client, answer["status_url"]) for line in e.get("logs") or ()]
    assert finish(answer).status_code == 200
    lines = [line["message"] for line in client.get(answer["status_url"], params={"logs": "1"}).json()["logs"]]
    assert sorted(streamed) == sorted(lines)  # each once, also the line that came out of turn
    assert any("made-up picture stands for image_url" in line for line in lines)


def test_a_body_that_is_no_json_is_refused_at_once(client: httpx.Client, log: Callable[[], Answer]) -> None:
    """400, and no job; NaN is no JSON either."""
    for content in (b"", b"{", b'{"cfg_scale": NaN}', b"\xff"):
        reply = client.post(f"/{VEO}", content=content)
        assert (reply.status_code, reply.json()["error_type"]) == (400, "bad_request")
    assert log()["jobs"] == []


def test_json_that_is_no_object_is_refused_at_the_result(
    client: httpx.Client, finish: Callable[[Answer], httpx.Response]
) -> None:
    """The queue takes any JSON."""
    assert found(finish(client.post(f"/{VEO}", json=[1]).json())) == [(["body"], "model_attributes_type")]


def test_a_cmyk_and_a_turned_photo_are_taken(
    submit: Callable[..., Answer], finish: Callable[[Answer], httpx.Response]
) -> None:
    """EXIF is applied before the ratio is taken: the turned one makes an upright clip."""
    assert finish(submit(image_url=as_data_uri(draw_photo().convert("CMYK")))).status_code == 200
    buffer = io.BytesIO()
    exif = draw_photo().getexif()
    exif[0x0112] = 6
    draw_photo(640, 360).save(buffer, "JPEG", exif=exif)
    turned = "data:image/jpeg;base64," + base64.b64encode(buffer.getvalue()).decode()
    url = finish(submit(image_url=turned)).json()["video"]["url"]

    with av.open(io.BytesIO(httpx.get(url).content)) as clip:
        assert (clip.streams.video[0].width, clip.streams.video[0].height) == (720, 1280)
