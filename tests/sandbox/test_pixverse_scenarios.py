"""Scripted trouble on the sandbox's PixVerse wire."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from pixverse_kit import PixVerse

Play = Callable[..., None]
GENERATE = "/video/img/generate"


@pytest.fixture
def pixverse(client: httpx.Client) -> PixVerse:
    """A client of the wire."""
    return PixVerse(client)


def test_reject_is_a_code(pixverse: PixVerse, play: Play, log: Callable[[], Any]) -> None:
    """Without settings 400017; a status of six digits is a code with HTTP 200; nothing is accepted."""
    body = pixverse.image_to_video()
    for settings, code in (({}, 400_017), ({"status": 500_090}, 500_090), ({"status": 500_063}, 500_063)):
        play("reject", **settings)
        assert pixverse.code("POST", GENERATE, json=body) == code
    assert log()["jobs"] == []


def test_reject_with_an_http_status_or_a_body(pixverse: PixVerse, play: Play) -> None:
    """An HTTP status comes with an envelope all the same; a body is sent as it was given."""
    body = pixverse.image_to_video()
    play("reject", status=500)
    reply = pixverse.ask("POST", GENERATE, json=body)
    assert (reply.status_code, reply.json()["ErrCode"]) == (500, 400_017)
    play("reject", status=402, body={"message": "pay first"})
    reply = pixverse.ask("POST", GENERATE, json=body)
    assert (reply.status_code, reply.json()) == (402, {"message": "pay first"})


def test_rate_limit_is_the_concurrency_limit(pixverse: PixVerse, play: Play) -> None:
    """500044 with HTTP 200; the next one is taken."""
    body = pixverse.image_to_video()
    play("rate-limit", retry_after=2)
    reply = pixverse.ask("POST", GENERATE, json=body)
    assert (reply.status_code, reply.json()["ErrCode"], reply.headers["retry-after"]) == (200, 500_044, "2")
    assert pixverse.resp("POST", GENERATE, json=body)["video_id"]


@pytest.mark.parametrize(
    ("scenario", "status", "charged"),
    [({"name": "moderate"}, 7, False), ({"name": "fail"}, 8, True), ({"name": "fail", "status": 6}, 6, True)],
)
def test_a_clip_that_does_not_come(
    client: httpx.Client, play: Play, scenario: dict[str, Any], status: int, charged: bool
) -> None:
    """Moderated, failed, deleted: only a number, no address; moderation gives the credits back."""
    pixverse = PixVerse(client)
    before = pixverse.resp("GET", "/account/balance")["credit_monthly"]
    play(**scenario)
    ended = pixverse.ended(pixverse.submit())
    assert (ended["status"], ended["url"]) == (status, "")
    assert [job["charged"] for job in client.get("/_sandbox/log").json()["jobs"]] == [charged]
    assert before - pixverse.resp("GET", "/account/balance")["credit_monthly"] == (5 if charged else 0)


def test_a_moderated_upload(pixverse: PixVerse, play: Play) -> None:
    """HTTP 500 in snake case, when asked for by the upload's path; otherwise the clip is meant, not the upload."""
    play("moderate", match={"path": "/image/upload"})
    reply = pixverse.ask("POST", "/image/upload", files={"image": ("a.jpg", b"x", "image/jpeg")})
    assert reply.status_code == 500
    assert reply.json() == {"err_code": 500_052, "err_msg": "图片未过审", "resp": ""}
    play("moderate")
    assert pixverse.upload()


@pytest.mark.parametrize(("settings", "status"), [({}, 9), ({"status": 10}, 10), ({"status": 6}, 6)])
def test_an_unknown_status(pixverse: PixVerse, play: Play, settings: Any, status: int) -> None:
    """Once; then the truth again."""
    video_id = pixverse.submit()
    play("unknown-status", **settings)
    assert pixverse.result(video_id)["status"] == status
    assert pixverse.ended(video_id)["status"] == 1


def test_a_dropped_reply_is_charged(pixverse: PixVerse, play: Play, log: Callable[[], Any]) -> None:
    """The clip is accepted and the client never learns it."""
    body = pixverse.image_to_video()
    play("drop-reply")
    with pytest.raises(httpx.RemoteProtocolError):
        pixverse.ask("POST", GENERATE, json=body)
    assert [job["charged"] for job in log()["jobs"]] == [True]


def test_stall_bad_json_html_and_flaky_polls(pixverse: PixVerse, play: Play) -> None:
    """The common ones apply: waiting for ever, half a body, a gateway's page, codes in turn."""
    play("stall")
    video_id = pixverse.submit()
    play("flaky-polls", status=[500, 502])
    path = f"/video/result/{video_id}"
    assert [pixverse.ask("GET", path).status_code for _ in range(3)] == [500, 502, 200]
    play("bad-json", match={"path": path})
    with pytest.raises(ValueError, match=r"."):
        pixverse.ask("GET", path).json()
    play("html-error")
    assert "<html>" in pixverse.ask("POST", GENERATE, json={}).text
    assert pixverse.result(video_id)["status"] == 5
