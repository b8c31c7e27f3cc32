"""A picture's front end in a bare page: dropped, pasted, framed with mouse and keys, several of them in a row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from form_page import mount, state_of
from form_pictures import KLING, PIXVERSE, VEO, clear_file, control, file_of, photograph, pictured, press
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def shown(page: Page, folder: Path, asked_of: str = VEO, name: str = "image_url", **values: Any) -> None:
    """Mount the picture of a form with these values."""
    form = pictured(asked_of, folder, {"prompt": "x", **values})
    mount(page, control(form, name).widget)


def framed(page: Page, folder: Path, ratio: str = "16:9", size: tuple[int, int] = (1600, 1200)) -> None:
    """Mount a picture of another shape than the clip's."""
    shown(page, folder, image=str(file_of(folder, "cat.jpg", size)), aspect_ratio=ratio)


def sent(page: Page) -> list[dict[str, Any]]:
    """What the front end has sent."""
    found: list[dict[str, Any]] = page.evaluate("model.sent.map((m) => m.content)")
    return found


def hand(page: Page, event: str, target: str, *, files: int = 0, **texts: str) -> bool:
    """Drop or paste files and texts; whether the page took it for its own."""
    taken: bool = page.evaluate(
        """([event, target, files, texts]) => {
          const data = new DataTransfer();
          for (let n = 1; n <= files; n++) data.items.add(new File(["1234"], `${n}.png`, { type: "image/png" }));
          const kindOf = (name) => name.replace("_", "/").replace("_", "-");
          for (const [name, text] of Object.entries(texts)) data.setData(kindOf(name), text);
          const init = { bubbles: true, cancelable: true, dataTransfer: data, clipboardData: data };
          const made = event === "paste" ? new ClipboardEvent(event, init) : new DragEvent(event, init);
          return !document.querySelector(target).dispatchEvent(made);
        }""",
        [event, target, files, texts],
    )
    return taken


@pytest.mark.parametrize(
    ("event", "target"), [("drop", ".vw-drop"), ("paste", ".vw-drop"), ("paste", "input[type=text]")]
)
def test_a_file_given_by_hand_goes_up(page: Page, tmp_path: Path, event: str, target: str) -> None:
    """Dropped on the field, or pasted wherever in it the keyboard is."""
    shown(page, tmp_path)
    assert hand(page, event, target, files=1)
    assert [(m["kind"], m["name"], m["size_bytes"]) for m in sent(page)] == [("begin", "1.png", 4)]


def test_a_picture_pasted_into_the_prompt_goes_to_the_first_picture(page: Page, tmp_path: Path) -> None:
    """As people do; text that is pasted there stays text."""
    shown(page, tmp_path)
    page.evaluate("document.querySelector('#root').append(document.createElement('textarea'))")
    page.wait_for_function("el.closest('.vw-form')")
    page.evaluate("new Promise(requestAnimationFrame)")
    assert not hand(page, "paste", "textarea", text_plain="https://example.invalid/a.png")
    assert sent(page) == []
    assert hand(page, "paste", "textarea", files=1)
    assert [m["kind"] for m in sent(page)] == ["begin"]


@pytest.mark.parametrize(
    ("event", "texts"),
    [
        ("drop", {"text_uri_list": "# from a page\r\nhttps://example.invalid/a.png\r\n"}),
        ("drop", {"text_plain": " /home/ada/a b.png "}),
        ("paste", {"text_plain": "https://example.invalid/a.png"}),
    ],
)
def test_an_address_given_by_hand_goes_into_the_line(
    page: Page, tmp_path: Path, event: str, texts: dict[str, str]
) -> None:
    """A picture dragged from another page is its address; a path or an address may be pasted on the place too."""
    shown(page, tmp_path)
    assert hand(page, event, ".vw-drop", **texts)
    address = texts.get("text_plain", "https://example.invalid/a.png").strip()
    assert state_of(page, "text") == address
    expect(page.get_by_label("Image", exact=True)).to_have_value(address)


def test_of_several_files_one_is_taken_and_that_is_said(page: Page, tmp_path: Path) -> None:
    """Where the field takes one picture."""
    shown(page, tmp_path)
    hand(page, "drop", ".vw-drop", files=3)
    assert len(sent(page)) == 1
    expect(page.get_by_text("One picture is taken here: the first of 3.")).to_be_visible()


def test_the_frame_lies_over_the_picture_and_moves_with_keys(page: Page, tmp_path: Path) -> None:
    """A slider for a screen reader, that says which pixels are kept; the button asks for exactly those."""
    framed(page, tmp_path)
    frame = page.get_by_role("slider", name="Crop frame 16:9: Image")
    expect(frame).to_have_attribute("aria-valuetext", "keeps 900 of 1200 pixels, from 150 at the top")
    expect(frame).to_have_attribute("aria-orientation", "vertical")
    picture, kept = (page.locator(one).bounding_box() for one in (".vw-drop img", ".vw-frame"))
    assert picture is not None
    assert kept is not None
    assert kept["width"] == pytest.approx(picture["width"], abs=2)
    assert kept["height"] == pytest.approx(picture["height"] * 0.75, abs=2)
    frame.press("ArrowDown")
    expect(frame).to_have_attribute("aria-valuenow", "52")
    frame.press("Home")
    expect(frame).to_have_attribute("aria-valuetext", "keeps 900 of 1200 pixels, from 0 at the top")
    for _ in range(3):
        frame.press("Shift+ArrowUp")
    frame.press("PageDown")
    page.get_by_role("button", name="Crop to 16:9").click()
    asked = sent(page)[-1]
    assert (asked["kind"], asked["ratio"], asked["of"]) == ("crop", "16:9", state_of(page, "about"))
    assert asked["at"] == pytest.approx(0.1)


@pytest.mark.parametrize(("ratio", "axis"), [("16:9", "y"), ("9:16", "x")])
def test_the_frame_moves_with_the_mouse_and_stays_within(page: Page, tmp_path: Path, ratio: str, axis: str) -> None:
    """It follows the pointer along its axis, and ends at the picture's edge; the file dialogue does not open."""
    framed(page, tmp_path, ratio)
    page.evaluate("() => { document.querySelector('input[type=file]').click = () => { window.opened = true } }")
    frame = page.locator(".vw-frame")
    before = frame.bounding_box()
    assert before is not None
    middle = (before["x"] + before["width"] / 2, before["y"] + before["height"] / 2)
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + (20 if axis == "x" else 3), middle[1] + (10 if axis == "y" else 3), steps=4)
    moved = frame.bounding_box()
    assert moved is not None
    assert moved[axis] - before[axis] == pytest.approx(20 if axis == "x" else 10, abs=1)  # type: ignore[literal-required]
    page.mouse.move(middle[0] + 2000, middle[1] + 2000)
    page.mouse.up()
    expect(frame).to_have_attribute("aria-valuenow", "100")
    page.mouse.move(*middle)
    expect(frame).to_have_attribute("aria-valuenow", "100")
    assert page.evaluate("window.opened") is None


def test_the_place_around_the_frame_still_opens_the_file_dialogue(page: Page, tmp_path: Path) -> None:
    """The sheet over the picture lets a press through."""
    framed(page, tmp_path, "9:16")
    with page.expect_file_chooser():
        page.locator(".vw-drop").click(position={"x": 30, "y": 60})


def test_a_shape_is_picked_where_the_form_has_none(page: Page, tmp_path: Path) -> None:
    """No frame at first; the picked one is framed, and taken away again."""
    shown(page, tmp_path, KLING, image=str(file_of(tmp_path, "cat.jpg")))
    frame, choice = page.locator(".vw-frame"), page.get_by_label("Crop Image to")
    expect(frame).to_be_hidden()
    choice.select_option("1:1")
    expect(frame).to_be_visible()
    page.get_by_role("button", name="Crop to 1:1").click()
    assert sent(page)[-1]["ratio"] == "1:1"
    choice.select_option("")
    expect(frame).to_be_hidden()


def test_another_picture_has_its_frame_in_the_middle(page: Page, tmp_path: Path) -> None:
    """What was moved for one picture says nothing of the next."""
    framed(page, tmp_path)
    frame = page.locator(".vw-frame")
    frame.press("End")
    page.evaluate("model.set('about', 'dog.jpg · 1600×1200 · 1 kB')")
    expect(frame).to_have_attribute("aria-valuenow", "50")


def test_transparent_parts_lie_on_the_chosen_colour(page: Page, tmp_path: Path) -> None:
    """At once in the preview; in the picture when asked."""
    shown(page, tmp_path, image=str(clear_file(tmp_path)))
    picture = page.locator(".vw-drop img")
    expect(picture).to_have_css("background-color", "rgb(255, 255, 255)")
    page.get_by_label("Colour under transparent parts: Image").fill("#ff8000")
    expect(picture).to_have_css("background-color", "rgb(255, 128, 0)")
    page.get_by_role("button", name="Flatten").click()
    assert (sent(page)[-1]["kind"], sent(page)[-1]["colour"]) == ("flatten", "#ff8000")


def test_what_can_be_done_has_a_button_and_what_was_done_is_said(page: Page, tmp_path: Path) -> None:
    """Make it fit, undo, and an earlier clip's last frame; each is a message about the picture in sight."""
    photograph((640, 480)).save(tmp_path / "scan.bmp")
    shown(page, tmp_path, image=str(tmp_path / "scan.bmp"))
    page.get_by_role("button", name="Make it fit").click()
    page.evaluate("() => { model.set('done', 'scan.bmp was made a PNG.'); model.set('undoes', true) }")
    expect(page.get_by_role("status").filter(has_text="was made a PNG")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_label("Continue from a clip's last frame: Image")).to_be_hidden()
    page.evaluate("model.set('clips', ['clip 2: fog', 'clip 1: <b>rain</b>'])")
    page.get_by_label("Continue from a clip's last frame: Image").select_option("clip 1: <b>rain</b>")
    assert [m["kind"] for m in sent(page)] == ["fit", "undo", "continue"]
    assert sent(page)[-1]["clip"] == "clip 1: <b>rain</b>"


def test_several_files_go_up_one_after_the_other(page: Page, tmp_path: Path) -> None:
    """In a field of several: the next begins when the one before is stored."""
    shown(page, tmp_path, PIXVERSE, "img_ids", template_id=7)
    page.evaluate(
        """() => { model.answer = (content) => setTimeout(() => model.tell("msg:custom", content.kind === "begin"
          ? { kind: "ack", id: content.id, received_bytes: 0 } : { kind: "stored", id: content.id })) }"""
    )
    hand(page, "drop", ".vw-drop", files=3)
    page.wait_for_function("model.sent.filter((m) => m.content.kind === 'piece').length === 3")
    assert [m.get("name", m["kind"]) for m in sent(page)] == ["1.png", "piece", "2.png", "piece", "3.png", "piece"]


def test_pictures_in_a_row_are_chosen_and_moved(page: Page, tmp_path: Path) -> None:
    """Each has a name for a screen reader, the one in sight is pressed, and what is not usable says so."""
    three = [str(file_of(tmp_path, name, (640, 480))) for name in ("a.jpg", "b.jpg", "c.gif")]
    form = pictured(PIXVERSE, tmp_path, {"prompt": "x", "template_id": 7, "img_ids": three})
    press(form, "select", "img_ids", at=1)
    mount(page, control(form, "img_ids").widget)
    row = page.get_by_role("group", name="Pictures: Images of a template").get_by_role("button")
    expect(row).to_have_count(3)
    expect(row.nth(1)).to_have_accessible_name("2: b.jpg")
    expect(row.nth(1)).to_have_attribute("aria-pressed", "true")
    expect(row.nth(2)).to_have_accessible_name("3: c.gif, not usable")
    expect(row.locator("img")).to_have_count(3)
    row.nth(2).click()
    page.get_by_role("button", name="Move earlier").click()
    line = page.get_by_label("Images of a template", exact=True)
    line.fill("d.png")
    line.press("Enter")
    expect(line).to_have_value("")
    assert [{k: m[k] for k in m if k not in {"of"}} for m in sent(page)] == [
        {"kind": "select", "at": 2},
        {"kind": "move", "at": 1, "by": -1},
        {"kind": "add", "text": "d.png"},
    ]
