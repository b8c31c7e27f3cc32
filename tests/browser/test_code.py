"""The place for code in a real JupyterLab: copied by the real clipboard, pasted into another form, nothing sent."""

from lab import Lab
from playwright.sync_api import expect
from road import form_cell, photograph

VEO = "fal-ai/veo3/image-to-video"
SOURCE = form_cell(VEO, prompt="The fog lifts.", more=', duration="4s", seed=7')
TARGET = f'other = vw.form("{VEO}", prompt="Something else.")'


def test_a_request_goes_from_one_form_to_another(lab: Lab) -> None:
    """Copy the provider's code of one, paste it into the other by keyboard, undo; Ctrl+Enter there sends nothing."""
    photograph(lab.folder)
    lab.open([SOURCE, TARGET, "print(other.values)"], environ={"VIDWIDGETS_HOME": str(lab.folder / "home")})
    lab.run(0)
    lab.run(1)
    first, second = lab.output(0), lab.output(1)
    first.get_by_role("button", name="Code").click()
    first.get_by_role("button", name="Copy fal_client").click()
    expect(first.get_by_text("Copied.")).to_be_visible()
    lab.screenshot("code-copied", first)
    assert "fal_client.subscribe(" in lab.page.evaluate("navigator.clipboard.readText()")

    second.get_by_role("button", name="Code").click()
    box = second.get_by_label("Paste a curl command, JSON, a request id or code")
    box.focus()
    lab.page.keyboard.press("ControlOrMeta+v")
    expect(second.get_by_text("from a snippet of the provider's SDK")).to_be_visible()
    expect(second.get_by_label("Prompt", exact=True)).to_have_value("The fog lifts.")
    lab.screenshot("code-pasted", second)

    box.fill('{"promt": "Birds.", "seed": 8,}')
    box.press("ControlOrMeta+Enter")
    expect(second.get_by_text("promt (the nearest is prompt)")).to_be_visible()
    second.get_by_role("button", name="Undo").click()
    expect(second.get_by_label("Prompt", exact=True)).to_have_value("The fog lifts.")
    expect(second.locator("[class*=vidwidgets-card-]")).to_have_count(0)
    box.press("Escape")
    expect(second.get_by_role("button", name="Code")).to_be_focused()
    expect(box).to_be_hidden()
    assert lab.errors == []
