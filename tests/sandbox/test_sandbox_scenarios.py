"""Every scenario of API.md, seen from a client."""

from __future__ import annotations

import json
import socket
import time
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sandbox_kit import KLING_STANDARD, VEO

from vidwidgets.sandbox.scenario import KINDS, ScenarioBook, ScenarioError, parse_scenario

if TYPE_CHECKING:
    from vidwidgets.sandbox.server import Sandbox

Answer = dict[str, Any]
Submit = Any
Finish = Any
Play = Any
Log = Any


def raw_post(sandbox: Sandbox, path: str, body: bytes = b"{}") -> bytes:
    """POST through a bare socket; all bytes that come back."""
    host, port = sandbox.url.removeprefix("http://").split(":")
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Key k\r\nContent-Length: {len(body)}\r\n\r\n"
    received = b""
    with socket.create_connection((host, int(port)), timeout=20) as raw:
        raw.sendall(head.encode() + body)
        try:
            while chunk := raw.recv(4096):
                received += chunk
        except ConnectionResetError:
            received += b"(reset)"
    return received


def test_reject_answers_once(client: httpx.Client, play: Play, submit: Submit, log: Log) -> None:
    """Status and body are those given, no job is made, and the next submit passes."""
    play("reject", status=403, body={"detail": "User is locked. Reason: Exhausted balance."})
    reply = client.post(f"/{VEO}", json={})
    assert (reply.status_code, reply.json()["detail"][:14]) == (403, "User is locked")
    assert log()["jobs"] == []
    submit()


def test_drop_reply_takes_the_job_and_sends_no_byte(sandbox: Sandbox, play: Play, log: Log) -> None:
    """The connection ends without a byte, and the job is there and counts as paid for."""
    play("drop-reply")
    assert raw_post(sandbox, f"/{VEO}") in (b"", b"(reset)")
    assert [(job["endpoint"], job["charged"]) for job in log()["jobs"]] == [(VEO, True)]


def test_refuse_connection_takes_no_job(sandbox: Sandbox, play: Play, log: Log) -> None:
    """The connection is reset without a byte, and there is no job."""
    play("refuse-connection")
    assert raw_post(sandbox, f"/{VEO}") in (b"", b"(reset)")
    assert log()["jobs"] == []
    assert log()["requests"][0]["status"] is None


def test_refuse_connection_can_close_the_port(sandbox: Sandbox, client: httpx.Client, play: Play, log: Log) -> None:
    """With ``seconds`` a connection cannot even be made, so that nothing was delivered; then all is as before."""
    play("refuse-connection", seconds=0.5)
    with pytest.raises(httpx.ConnectError):
        httpx.post(f"{sandbox.url}/{VEO}", json={})
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            assert client.post(f"/{VEO}", json={}).status_code == 200
            break
        except httpx.ConnectError:
            continue
    assert [entry["status"] for entry in log()["requests"]] == [200]


def test_slow_reply_does_its_work_first(client: httpx.Client, play: Play, log: Log) -> None:
    """A client that gives up waiting leaves a job behind."""
    play("slow-reply", seconds=20)
    with pytest.raises(httpx.ReadTimeout):
        client.post(f"/{VEO}", json={}, timeout=0.3)
    assert len(log()["jobs"]) == 1


def test_rate_limit_says_when_to_come_back(client: httpx.Client, play: Play, log: Log) -> None:
    """429 with Retry-After, as often as told."""
    play("rate-limit", retry_after=7, times=2)
    replies = [client.post(f"/{VEO}", json={}) for _ in range(3)]
    assert [reply.status_code for reply in replies] == [429, 429, 200]
    assert replies[0].headers["retry-after"] == "7"
    assert len(log()["jobs"]) == 1


def test_flaky_polls_answer_in_turn(client: httpx.Client, play: Play, submit: Submit) -> None:
    """Each code once, 0 cuts the connection, then the truth."""
    url = submit()["status_url"]
    play("flaky-polls", status=[500, 0, 503])
    assert client.get(url).status_code == 500
    with pytest.raises(httpx.TransportError):
        client.get(url)
    assert client.get(url).status_code == 503
    assert client.get(url).status_code in (200, 202)


def test_html_error_is_a_page(client: httpx.Client, play: Play, log: Log) -> None:
    """A gateway's 502 is HTML, and what it stood for did not happen."""
    play("html-error")
    reply = client.post(f"/{VEO}", json={})
    assert (reply.status_code, reply.headers["content-type"][:9]) == (502, "text/html")
    assert log()["jobs"] == []


def test_bad_json_breaks_off(client: httpx.Client, play: Play, log: Log) -> None:
    """The job was taken; its answer cannot be read."""
    play("bad-json")
    reply = client.post(f"/{VEO}", json={})
    assert reply.status_code == 200
    with pytest.raises(json.JSONDecodeError):
        reply.json()
    assert len(log()["jobs"]) == 1


def test_unknown_status_is_no_word_of_fals(client: httpx.Client, play: Play, submit: Submit) -> None:
    """One poll says a word that is in no document; the word can be chosen."""
    url = submit()["status_url"]
    play("unknown-status")
    play("unknown-status", status="FAILED")
    assert [client.get(url).json()["status"] for _ in range(2)] == ["FROZEN", "FAILED"]
    assert client.get(url).json()["status"] in ("IN_QUEUE", "IN_PROGRESS", "COMPLETED")


def test_moderate_fail_and_fail_at_result(
    client: httpx.Client, play: Play, submit: Submit, finish: Finish, log: Log
) -> None:
    """Moderation and a bad result are 422 behind a clean COMPLETED; a failure of fal's own is in the status too."""
    ends = []
    for name in ("moderate", "fail", "fail-at-result"):
        play(name)
        answer = submit()
        result = finish(answer)
        detail = result.json()["detail"]
        kind = detail if isinstance(detail, str) else detail[0]["type"]
        ends.append((result.status_code, kind, client.get(answer["status_url"]).json().get("error_type")))
    assert ends == [
        (422, "content_policy_violation", None),
        (500, "Internal server error", "runner_server_error"),
        (422, "no_media_generated", None),
    ]
    assert [job["charged"] for job in log()["jobs"]] == [False, False, True]


def test_a_failed_job_can_say_anything(play: Play, submit: Submit, finish: Finish) -> None:
    """``status`` and ``body`` overrule what the result says."""
    play("fail-at-result", status=504, body={"detail": [{"type": "generation_timeout"}]})
    result = finish(submit())
    assert (result.status_code, result.json()["detail"][0]["type"]) == (504, "generation_timeout")


def test_stall_stays_queued_until_cancelled(client: httpx.Client, play: Play, submit: Submit, finish: Finish) -> None:
    """Another job passes it, and a cancel removes it."""
    play("stall")
    stalled = submit()
    finish(submit())
    assert client.get(stalled["status_url"]).json()["status"] == "IN_QUEUE"
    assert client.put(stalled["cancel_url"]).status_code == 202
    assert finish(stalled).status_code == 499


def test_links_can_be_missing_or_foreign(client: httpx.Client, play: Play, submit: Submit) -> None:
    """Seed 002's answer has no cancel_url and names queue.fal.run; the paths still work here."""
    play("no-cancel-url")
    assert "cancel_url" not in submit()
    play("foreign-urls")
    answer = submit()
    assert answer["status_url"].startswith("https://queue.fal.run/fal-ai/kling-video/requests/")
    assert client.get(httpx.URL(answer["status_url"]).path).json()["status_url"] == answer["status_url"]
    play("foreign-urls", host="evil.example")
    assert submit()["cancel_url"].startswith("https://evil.example/")


def test_no_stream_is_405(client: httpx.Client, play: Play, submit: Submit) -> None:
    """Until it is cleared, the stream is not there and the polls are."""
    play("no-stream")
    url = submit()["status_url"]
    assert [client.get(f"{url}/stream").status_code for _ in range(2)] == [405, 405]
    assert client.get(url).status_code in (200, 202)
    client.delete("/_sandbox/scenario")
    assert client.get(f"{url}/stream").status_code == 200


def test_media_can_be_gone_slow_or_short(play: Play, submit: Submit, finish: Finish, client: httpx.Client) -> None:
    """404 until cleared; a download that takes its time; Content-Length that is not kept, once."""
    url = finish(submit()).json()["video"]["url"]
    play("expired-media")
    assert [httpx.get(url).status_code for _ in range(2)] == [404, 404]
    client.delete("/_sandbox/scenario")
    play("truncated-media")
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(url)
    whole = httpx.get(url)
    assert len(whole.content) == int(whole.headers["content-length"])
    play("slow-media", seconds=0.4)
    slow = httpx.get(url)
    assert slow.content == whole.content
    assert slow.elapsed.total_seconds() > 0.3


def test_match_narrows(client: httpx.Client, play: Play, submit: Submit) -> None:
    """Only the path and method named are met."""
    play("reject", status=402, match={"path": "veo3", "method": "POST"})
    submit(KLING_STANDARD)
    assert client.post(f"/{VEO}", json={}).status_code == 402
    play("html-error", match={"path": "/cancel"})
    answer = submit()
    assert client.get(answer["status_url"]).status_code in (200, 202)
    assert client.put(answer["cancel_url"]).status_code == 502


def test_scenarios_of_different_groups_play_together(play: Play, submit: Submit, finish: Finish) -> None:
    """A job can have foreign URLs and fail; scenarios of one group wait for each other."""
    for name in ("foreign-urls", "fail", "moderate"):
        play(name)
    foreign, plain = submit(), submit()
    assert foreign["status_url"].startswith("https://queue.fal.run/")
    local = {key: httpx.URL(str(value)).path for key, value in foreign.items() if key.endswith("_url")}
    assert finish({**foreign, **local}).status_code == 500
    assert finish(plain).status_code == 422


@pytest.mark.parametrize(
    "payload",
    [
        None,
        [],
        {},
        {"name": "unheard"},
        {"name": "fail", "times": 0},
        {"name": "fail", "match": 5},
        {"name": "fail", "match": {"path": 5}},
        {"name": "flaky-polls", "status": ["x"]},
    ],
)
def test_a_scenario_that_cannot_be_played_is_refused(client: httpx.Client, payload: object) -> None:
    """400 with a sentence."""
    reply = client.post("/_sandbox/scenario", json=payload)
    assert reply.status_code == 400
    assert len(reply.json()["detail"]) > 20


@given(st.sampled_from(sorted(KINDS)), st.integers(1, 5), st.integers(0, 8))
def test_a_scenario_plays_as_often_as_told(name: str, times: int, requests: int) -> None:
    """Each request that fits takes one, and it is gone after the last."""
    book = ScenarioBook()
    book.add(parse_scenario({"name": name, "times": times}))
    kind = sorted(KINDS[name].meets)[0]
    played = sum(bool(book.take(kind, "POST", "/a/b")) for _ in range(requests))
    assert played == min(times, requests)
    assert len(book.waiting()) == (0 if requests >= times else 1)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda i: st.dictionaries(st.text(), i)))
def test_any_json_is_a_scenario_or_refused(payload: object) -> None:
    """Nothing else comes out of reading one."""
    with pytest.raises(ScenarioError):
        parse_scenario(payload)
