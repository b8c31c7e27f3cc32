"""The glass box in a bare page: opened by a person, filled with real exchanges, and silent while it is closed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sandboxed import KLING, Sandboxed, photo_in, running
from view_clock import Clock
from view_front_end import FrontEnd
from view_samples import HOSTILE, MODERATED

import vidwidgets as vw
from vidwidgets.view.glass import Happened, Source
from vidwidgets.wire.call import Call
from vidwidgets.wire.recorder import Recorder, recording
from vidwidgets.wire.states import Failed, Queued, Running
from vidwidgets.wire.timeline import Span

URL = "https://queue.fal.run/fal-ai/veo3/requests/7/status"


@pytest.fixture
def sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandboxed]:
    """The shared sandbox; `vw` takes it for its own, and as a gateway it costs."""
    lent = running()
    lent.begin()
    monkeypatch.setenv("VIDWIDGETS_SANDBOX_URL", lent.url)
    monkeypatch.setenv("GLASS_KEY", "glass-key-0123456789abcdef")
    vw.connect("glass", provider="fal", base_url=lent.url, key_env="GLASS_KEY")
    yield lent
    lent.clear()


def happened(recorder: Recorder, spans: tuple[Span, ...] = ()) -> Source:
    """What a recorder has, as a card asks for it."""

    def since(change: int) -> Happened:
        latest, changed = recorder.since(change)
        return Happened(spans, latest, changed, tuple(one.number for one in recorder.exchanges))

    return since


def polled(recorder: Recorder, looks: int, body: object = None) -> None:
    """Looks that were answered."""
    for look in range(looks):
        with recording(recorder, Call(purpose="status", method="GET", path="/x"), URL, {}) as record:
            record.replied(200, {"x-look": str(look)}, json.dumps(body or {"look": look}).encode())
        recorder.decided(f"It waits in the queue, {look} ahead.", "status")


def recorder() -> Recorder:
    """One whose clock stands still."""
    return Recorder(clock=lambda: 1_795_000_000.0, timer=lambda: 0.0)


def opened(front: FrontEnd) -> None:
    """Press "What happened" and pass the answer on."""
    front.find("see").click()
    front.pump()


def test_it_tells_a_real_job(front: FrontEnd, sandbox: Sandboxed, tmp_path: Path, clock: Clock) -> None:
    """Spans and requests of a job that met 429 and lost polls; opened, one shows headers and bodies and no key."""
    sandbox.play("reject", status=429, match={"method": "POST"})
    sandbox.play("flaky-polls", status=[500, 0])
    job = vw.submit(KLING, connection="glass", prompt="The fog lifts.", image=photo_in(tmp_path))
    clip = job.wait(60)

    def since(change: int) -> Happened:
        latest, changed = job.exchanges_since(change)
        return Happened(job.timeline, latest, changed, tuple(one.number for one in job.exchanges))

    front.card.on_glass(since)
    front.card.tell(Failed(MODERATED))
    front.pump()
    opened(front)
    rows = front.page.locator(".vw-span").all_inner_texts()
    assert [row.split("\n")[0] for row in rows][:4] == ["preparing", "sending", "preparing", "sending"]
    assert [row.split("\n")[0] for row in rows][-1] == "fetching"
    lines = [line.replace("\n", " ") for line in front.page.locator(".vw-exchange").all_inner_texts()]
    assert len(lines) == len(job.exchanges)
    assert "429" in lines[0]
    assert "sent again in 0.5 s." in lines[0]
    assert "submit, try 2 Accepted as " in lines[1]
    assert any("no reply" in line for line in lines)
    front.page.locator(".vw-exchange summary").nth(1).click()
    inside = front.page.locator(".vw-inside").nth(1)
    expect(inside).to_contain_text("authorization: Bearer $GLASS_KEY")
    expect(inside).to_contain_text('"prompt": "The fog lifts."')
    expect(inside).to_contain_text(f'"request_id": "{job.request_id}"')
    assert "glass-key-0123456789abcdef" not in front.page.content()
    assert clip.path.is_file()


def test_closed_it_costs_nothing_on_the_wire(front: FrontEnd, clock: Clock) -> None:
    """Until somebody opens it, no message of it goes either way; closed again, none any more."""
    made = recorder()
    front.card.on_glass(happened(made))
    before = len(front.comm.published)
    for state in (Queued(2), Running()):
        clock.move(2)
        polled(made, 3)
        front.card.tell(state)
        assert [message for message in front.pump() if message["kind"] == "glass"] == []
    assert all("method" in data and data["method"] == "update" for data, _ in front.comm.published[before:])
    opened(front)
    expect(front.page.locator(".vw-exchange")).to_have_count(6)
    front.find("see").click()
    clock.move(2)
    front.card.tell(Queued(1))
    assert [message for message in front.pump() if message["kind"] == "glass"] == []


def test_open_it_is_told_what_is_new(front: FrontEnd, clock: Clock) -> None:
    """With the next state only what has changed is sent; what is being read stays open."""
    made = recorder()
    front.card.on_glass(happened(made))
    polled(made, 2)
    opened(front)
    front.page.locator(".vw-exchange summary").first.click()
    polled(made, 1, {"later": True})
    clock.move(2)
    front.card.tell(Running())
    front.pump()
    expect(front.page.locator(".vw-exchange")).to_have_count(3)
    expect(front.page.locator(".vw-exchange details").first).to_have_attribute("open", "")
    sent = [data["content"] for data, _ in front.comm.published if data.get("method") == "custom"]
    assert [len(message["exchanges"]) for message in sent] == [2, 1]


def test_what_is_left_out_is_said(front: FrontEnd) -> None:
    """Between the first and the latest stands how many more there were."""
    made = recorder()
    polled(made, 200)
    front.card.on_glass(happened(made))
    opened(front)
    expect(front.page.locator(".vw-exchange")).to_have_count(80)
    expect(front.find("gap")).to_have_text("120 more requests here: only the first and the latest are kept.")
    expect(front.find("count")).to_have_text("200 requests")


def test_nothing_recorded_is_said(front: FrontEnd) -> None:
    """A job of an earlier kernel has its way by the journal and no requests."""
    front.card.on_glass(happened(recorder(), (Span("at the provider", 5.0, 48.0, goes_on=True),)))
    opened(front)
    expect(front.find("spans")).to_have_text("at fal48 s")
    expect(front.find("glass")).to_contain_text("kept only in the kernel that made them")


def test_a_request_is_copied_as_curl(front: FrontEnd) -> None:
    """By the clipboard where there is one, else by the old way; a page that may do neither shows the text."""
    made = recorder()
    call = Call(purpose="submit", method="POST", path="/x", json={"prompt": "it's"})
    with recording(made, call, URL, {"authorization": "Key $FAL_KEY"}, key_env="FAL_KEY"):
        pass
    front.card.on_glass(happened(made))
    opened(front)
    front.page.locator(".vw-exchange summary").first.click()
    front.page.evaluate(
        "Object.defineProperty(navigator, 'clipboard', {value: {writeText: async (text) => { window.taken = text; }}})"
    )
    front.page.get_by_role("button", name="Copy as curl").click()
    expect(front.page.get_by_role("button", name="Copied")).to_be_visible()
    assert front.page.evaluate("taken") == made.exchanges[0].to_curl()
    front.page.get_by_role("button", name="Copy as JSON").click()
    front.page.wait_for_function("taken.startsWith('{')")
    assert json.loads(front.page.evaluate("taken"))["request_headers"][0] == ["authorization", "Key $FAL_KEY"]
    front.page.evaluate("navigator.clipboard.writeText = () => Promise.reject(); document.execCommand = () => false")
    front.page.get_by_role("button", name="Copy all as JSON").click()
    assert json.loads(front.page.locator("textarea").input_value())[0]["number"] == 1


def test_by_keyboard(front: FrontEnd) -> None:
    """A button that says whether it is open, lines that open with Enter, and Escape that closes and keeps the place."""
    made = recorder()
    polled(made, 1)
    front.card.on_glass(happened(made))
    see = front.find("see")
    see.focus()
    front.page.keyboard.press("Enter")
    front.pump()
    expect(see).to_have_attribute("aria-expanded", "true")
    front.page.locator(".vw-exchange summary").first.focus()
    front.page.keyboard.press("Enter")
    expect(front.find("inside")).to_contain_text("x-look: 0")
    front.page.keyboard.press("Escape")
    expect(front.find("glass")).to_be_hidden()
    assert front.page.evaluate("document.activeElement.textContent") == "What happened"


def test_markup_stays_text(front: FrontEnd) -> None:
    """Hostile headers, bodies, paths and sentences are shown as they are written."""
    made = recorder()
    with recording(made, Call(purpose="status", method="GET", path="/x"), f"https://a.example/{HOSTILE}", {}) as record:
        record.replied(200, {"x-hostile": HOSTILE}, json.dumps({HOSTILE: HOSTILE}).encode())
    made.decided(HOSTILE, "status")
    front.card.on_glass(happened(made))
    opened(front)
    front.page.locator(".vw-exchange summary").first.click()
    expect(front.find("inside")).to_contain_text(HOSTILE)
    front.page.wait_for_timeout(100)
    assert front.page.evaluate("window.owned") is None
    assert front.page.locator(".vw-glass :is(img, script, b)").count() == 0


def test_a_stopped_kernel_is_said(front: FrontEnd) -> None:
    """Opened when there is nobody to ask, it says so."""
    front.page.evaluate("model.live = false")
    front.find("see").click()
    expect(front.find("glass")).to_contain_text("Kernel stopped: what happened can no longer be asked for.")


@pytest.mark.parametrize("width", [900, 320])
def test_nothing_sticks_out(front: FrontEnd, width: int) -> None:
    """Long paths and bodies wrap or scroll inside, wide and narrow."""
    made = recorder()
    polled(made, 3, {"text": "x" * 900})
    front.page.set_viewport_size({"width": width, "height": 900})
    front.card.on_glass(happened(made, (Span("provider queue", 0.0, 3.0), Span("running", 3.0, 9.0))))
    opened(front)
    front.page.locator(".vw-exchange summary").first.click()
    assert front.page.evaluate("document.documentElement.scrollWidth") <= width
