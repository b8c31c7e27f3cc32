"""PixVerse's platform API over a real port, as facts/pixverse.md and seed 004 have it."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import av
import httpx
import pytest
from pixverse_kit import PixVerse, jpeg, words
from sandbox_kit import draw_photo

from vidwidgets.sandbox.server import start_sandbox

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from vidwidgets.sandbox.server import Sandbox


@pytest.fixture
def pixverse(client: httpx.Client) -> PixVerse:
    """A client of the wire."""
    return PixVerse(client)


def video_facts(url: str) -> tuple[int, int, float, bool]:
    """Width, height, seconds and sound of a clip."""
    with av.open(io.BytesIO(httpx.get(url).content)) as clip:
        video = clip.streams.video[0]
        frames = sum(1 for _ in clip.decode(video))
        return video.width, video.height, frames / 24, bool(clip.streams.audio)


def test_a_picture_becomes_an_id(pixverse: PixVerse) -> None:
    """A number above 2^53, bare in the JSON, and an address that serves the picture without a key."""
    reply = pixverse.ask("POST", "/image/upload", files={"image": ("cat.jpg", jpeg(), "image/jpeg")})
    answer = reply.json()["Resp"]
    assert sorted(answer) == ["img_id", "img_url"]
    assert answer["img_id"] > 2**53
    assert f'"img_id":{answer["img_id"]}' in reply.text
    served = httpx.get(answer["img_url"])
    assert (served.content, served.headers["content-type"]) == (jpeg(), "image/jpeg")


@pytest.mark.parametrize("form", ["data", "files"])
def test_an_address_becomes_an_id(pixverse: PixVerse, form: str) -> None:
    """image_url as url-encoded form or as a part; without a network a made-up picture stands for another host's."""
    own = pixverse.resp("POST", "/image/upload", files={"image": ("a.png", jpeg(kind="PNG"), "image/png")})["img_url"]
    for address in (own, "https://pictures.example/lake.png"):
        value: Any = {"image_url": address} if form == "data" else {"image_url": (None, address)}
        image_id = pixverse.resp("POST", "/image/upload", **{form: value})["img_id"]
        assert pixverse.code("POST", "/video/img/generate", json={"img_id": image_id}) == 400_011


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"files": {"image": ("a.jpg", b"\xff\xd8", "application/octet-stream")}}, 500_032),
        ({"files": {"image": ("a.gif", b"GIF89a", "image/gif")}}, 500_032),
        ({"files": {"image": ("a.jpg", b"no picture", "image/jpeg")}}, 500_031),
        ({"files": {"image": ("a.jpg", b"x" * (20 * 1024 * 1024), "image/jpeg")}}, 500_030),
        ({"files": {"other": ("a.jpg", b"x", "image/jpeg")}}, 400_011),
        ({"files": {"image": ("a.jpg", b"x", "image/jpeg"), "image_url": (None, "https://a.example/b")}}, 400_017),
        ({"data": {"image_url": ""}}, 400_011),
        ({"data": {"image_url": "data:image/png;base64,AAAA"}}, 500_042),
        ({"data": {"image_url": "http://127.0.0.1:9/nothing.png"}}, 500_042),
        ({"json": {"image_url": "https://a.example/b"}}, 400_011),
        ({}, 400_011),
    ],
)
def test_what_is_no_upload(pixverse: PixVerse, more: dict[str, Any], code: int) -> None:
    """Each with its code."""
    assert pixverse.code("POST", "/image/upload", **more) == code


def test_pictures_have_a_longest_side_and_a_format(pixverse: PixVerse) -> None:
    """10,000 pixels go, 10,001 do not; a GIF that calls itself a JPEG does not either."""
    assert pixverse.upload(jpeg(10_000, 16))
    for content, code in ((jpeg(10_001, 16), 500_030), (jpeg(kind="GIF"), 500_032)):
        assert pixverse.code("POST", "/image/upload", files={"image": ("a.jpg", content, "image/jpeg")}) == code


@pytest.mark.parametrize(("key", "trace", "code"), [("", None, 400_012), ("k", "", 400_011)])
def test_key_and_trace_id_are_needed(pixverse: PixVerse, key: str, trace: str | None, code: int) -> None:
    """On every path; any key will do."""
    for method, path in (("POST", "/video/img/generate"), ("GET", "/video/result/1"), ("GET", "/account/balance")):
        assert pixverse.code(method, path, key=key, trace=trace) == code


def test_a_clip_is_waited_for_and_made(pixverse: PixVerse) -> None:
    """Status 5 without an address, then 1 with one; the picture's shape, the quality's long edge, the length."""
    video_id = pixverse.submit(seed=0)
    assert video_id > 2**53
    made = pixverse.ended(video_id)
    assert (made["id"], made["status"], made["seed"], made["prompt"]) == (video_id, 1, 0, "a cat")
    assert video_facts(made["url"]) == (640, 360, 1.0, False)
    assert (made["outputWidth"], made["outputHeight"], made["has_audio"]) == (640, 360, False)
    assert made["size"] == len(httpx.get(made["url"]).content)


def test_it_waits_first(tmp_path: Path) -> None:
    """A slow sandbox shows status 5: no address, no progress, the fields of the documents."""
    slow = start_sandbox(home=tmp_path / "slow", speed=0.0001)
    with httpx.Client(base_url=slow.url) as http:
        pixverse = PixVerse(http)
        waiting = pixverse.result(pixverse.submit())
    slow.stop()
    assert (waiting["status"], waiting["url"], waiting["size"]) == (5, "", 0)
    assert not {"progress", "error", "message"} & set(waiting)


@pytest.mark.parametrize(
    ("size", "quality", "expected"),
    [((360, 640), "360p", (360, 640)), ((600, 600), "540p", (1024, 1024)), ((1200, 300), "720p", (1280, 320))],
)
def test_the_clip_keeps_the_pictures_shape(
    pixverse: PixVerse, size: tuple[int, int], quality: str, expected: tuple[int, int]
) -> None:
    """Whatever it is, with the long edge of the quality."""
    made = pixverse.ended(pixverse.submit(img_id=pixverse.upload(jpeg(*size)), quality=quality))
    assert video_facts(made["url"])[:2] == expected


@pytest.mark.parametrize(("ratio", "expected"), [("9:16", (360, 640)), ("1:1", (640, 640)), ("21:9", (640, 274))])
def test_text_to_video_has_the_asked_shape(pixverse: PixVerse, ratio: str, expected: tuple[int, int]) -> None:
    """From a made-up picture, with sound where it was asked for."""
    body = words(aspect_ratio=ratio, generate_audio_switch=True)
    made = pixverse.ended(int(pixverse.resp("POST", "/video/text/generate", json=body)["video_id"]))
    assert video_facts(made["url"]) == (*expected, 1.0, True)


def test_a_template_of_two_pictures(pixverse: PixVerse) -> None:
    """img_ids, an empty prompt, and music; it is 5 s whatever was asked."""
    several = {"img_id": None, "img_ids": [pixverse.upload(), pixverse.upload()], "template_id": 302325299692608}
    made = pixverse.ended(pixverse.submit(**several, prompt="", duration=7, sound_effect_switch=True))
    assert video_facts(made["url"]) == (640, 360, 5.0, True)


def test_an_old_trace_id_leaves_a_clip_waiting_for_ever(pixverse: PixVerse, log: Callable[[], Any]) -> None:
    """The vendor's own first question: a trace id that was used before, by any request, stays at 5."""
    body = pixverse.image_to_video()
    pixverse.resp("GET", "/account/balance", trace="used-before")
    stuck = int(pixverse.resp("POST", "/video/img/generate", json=body, trace="used-before")["video_id"])
    fresh = int(pixverse.resp("POST", "/video/img/generate", json=body, trace="fresh")["video_id"])
    assert pixverse.ended(fresh)["status"] == 1
    assert pixverse.result(stuck)["status"] == 5
    assert [job["endpoint"] for job in log()["jobs"]] == ["pixverse/image-to-video"] * 2


def test_ids_that_nobody_knows(pixverse: PixVerse, client: httpx.Client) -> None:
    """An unknown clip is not found, a word is no id, a picture's id is no clip's; another wire's job is not shown."""
    image_id = pixverse.upload()
    answer = client.post("/fal-ai/veo3/image-to-video", json={"prompt": "p", "image_url": "https://a.example/b.png"})
    assert pixverse.code("GET", "/video/result/629000000000000123") == 500_008
    assert pixverse.code("GET", f"/video/result/{image_id}") == 500_008
    assert pixverse.code("GET", "/video/result/abc") == 400_013
    assert pixverse.code("GET", f"/video/result/{answer.json()['request_id']}") == 400_013
    for unknown in (1, image_id + 1):
        assert pixverse.code("POST", "/video/img/generate", json=pixverse.image_to_video(img_id=unknown)) == 400_032


def test_the_balance_goes_down(pixverse: PixVerse) -> None:
    """By the price list, once for each accepted clip, refused requests free."""

    def left() -> int:
        balance = pixverse.resp("GET", "/account/balance")
        assert sorted(balance) == ["account_id", "credit_monthly", "credit_package"]
        return int(balance["credit_monthly"] + balance["credit_package"])

    before = left()
    pixverse.submit(duration=3, quality="540p", generate_audio_switch=True)
    assert before - left() == 27
    assert pixverse.code("POST", "/video/img/generate", json=pixverse.image_to_video(duration=16)) == 400_017
    pixverse.submit(model="v5", duration=5)
    assert before - left() == 27 + 45


def test_jobs_outlive_the_process(tmp_path: Path) -> None:
    """The clip of a sandbox that is gone is made by the next one with its home, and the balance remembers."""
    first = start_sandbox(home=tmp_path / "home", speed=50)
    with httpx.Client(base_url=first.url) as http:
        video_id = PixVerse(http).submit()
    first.stop()
    second = start_sandbox(home=tmp_path / "home", speed=50)
    with httpx.Client(base_url=second.url) as http:
        made = PixVerse(http).ended(video_id)
        assert PixVerse(http).resp("GET", "/account/balance")["credit_monthly"] == 1_000_000 - 5
        assert httpx.get(made["url"]).content[4:8] == b"ftyp"
    second.stop()


def test_it_stands_beside_the_other_wires(sandbox: Sandbox, log: Callable[[], Any], pixverse: PixVerse) -> None:
    """An unknown path is a 404 of its own, and the log has each request with its key hashed."""
    assert pixverse.ask("POST", "/video/extend/generate", json={}).status_code == 404
    assert pixverse.ask("GET", "/nothing").status_code == 404
    pixverse.upload()
    entry = log()["requests"][-1]
    assert (entry["path"], entry["status"]) == ("/openapi/v2/image/upload", 200)
    assert entry["headers"]["api-key"].startswith("sha256:")
    assert "a-key" not in json.dumps(log())
    assert sandbox.url


def test_a_webp_and_a_turned_photo_are_read(pixverse: PixVerse) -> None:
    """WebP goes, and a photo with a turn in its EXIF is upright in the clip."""
    assert pixverse.upload(jpeg(kind="WEBP"), "image/webp")
    turned, exif = io.BytesIO(), draw_photo().getexif()
    exif[0x0112] = 6
    draw_photo().save(turned, "JPEG", exif=exif)
    made = pixverse.ended(pixverse.submit(img_id=pixverse.upload(turned.getvalue())))
    assert (made["outputWidth"], made["outputHeight"]) == (360, 640)
