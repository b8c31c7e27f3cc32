"""Several clips by one press, and an earlier one again: with which seeds, for how much, and asked before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from kernels import Kernel
from sandboxed import KLING, VEO, Sandboxed

import vidwidgets as vw

CARD = "vidwidgets.view.card.Card"


@pytest.fixture(autouse=True)
def unmade(sandbox: Sandboxed) -> None:
    """What is sent is what counts: Veo refuses it all, so that a clip of each seed is not rendered for nobody."""
    sandbox.play("reject", match={"path": "/fal-ai/veo3/", "method": "POST"}, status=422, times=20)


def form_of(photo: Path, endpoint_id: str = VEO, **values: Any) -> vw.Form:
    """A form that may be sent."""
    return vw.form(endpoint_id, **{"prompt": "The fog lifts.", "image": photo, **values})


def seeds(sandbox: Sandboxed, count: int) -> list[Any]:
    """The seeds of so many requests, oldest first; None where none was sent."""
    sandbox.until(lambda: len(sandbox.submits()) >= count)
    return [entry["body"].get("seed") for entry in sandbox.submits()]


def test_a_seed_left_to_chance_is_drawn_and_known(sandbox: Sandboxed, photo: Path) -> None:
    """Generate sends a seed that the job knows; the form's own values stay without one, and so does `vw.submit`."""
    form = form_of(photo)
    job = form.submit()
    assert seeds(sandbox, 1) == [job.values["seed"]]
    vw.submit(VEO, prompt="The fog lifts.", image=photo)
    assert "seed" not in form.values
    assert seeds(sandbox, 2)[1] is None


def test_variations_differ_in_their_seed_alone(sandbox: Sandboxed, photo: Path) -> None:
    """Left to chance each has its own; fixed it counts up."""
    by_chance = form_of(photo).variations(3)
    fixed = form_of(photo, seed=7).variations(3)
    sent = seeds(sandbox, 6)
    drawn = {job.values["seed"] for job in by_chance}
    assert len(drawn) == 3
    assert [job.values["seed"] for job in fixed] == [7, 8, 9]
    assert set(sent) == drawn | {7, 8, 9}
    # each job uploads the picture for itself, so its address differs too
    own = {"seed", "image_url"}
    bodies = [{k: v for k, v in entry["body"].items() if k not in own} for entry in sandbox.submits()]
    assert all(body == bodies[0] for body in bodies)


def test_a_model_without_seeds_is_simply_asked_several_times(sandbox: Sandboxed, photo: Path) -> None:
    """Two clips of the very same request, asked for as two, are two."""
    form = form_of(photo, KLING)
    jobs = form.variations(2)
    assert seeds(sandbox, 2) == [None, None]
    sandbox.until(lambda: len({job.request_id for job in jobs} - {""}) == 2)
    assert form.jobs == jobs


def test_another_seed_does_not_hide_a_double_click(sandbox: Sandboxed, photo: Path) -> None:
    """What nobody asked for does not make it another request: the second press within two seconds asks."""
    form = form_of(photo)
    form.submit()
    with pytest.raises(vw.InvalidRequest, match="You sent exactly this"):
        form.submit()
    assert len(seeds(sandbox, 1)) == 1


def test_a_budget_holds_all_of_them_or_none(sandbox: Sandboxed, photo: Path, gate: str) -> None:
    """Two of three would fit, so none is sent, and the sentence has what three cost."""
    vw.budget(7.00)
    with pytest.raises(vw.InvalidRequest, match=r"reckoned at \$9\.60.*Nothing was sent"):
        form_of(photo, connection=gate, duration="8s").variations(3)
    assert sandbox.submits() == []


@pytest.mark.parametrize("count", [0, -1, 17])
def test_a_count_out_of_bounds_sends_nothing(sandbox: Sandboxed, photo: Path, count: int) -> None:
    """It is refused with the bounds."""
    with pytest.raises(vw.InvalidRequest, match="From 1 to 16"):
        form_of(photo).variations(count)
    assert sandbox.submits() == []


FORM = f"import vidwidgets as vw\nform = vw.form({VEO!r}, prompt='The fog lifts.', image='cat.jpg')"


def test_the_number_beside_the_button_counts(here: Kernel, sandbox: Sandboxed) -> None:
    """Three clips: the price says three, one press makes three cards, each of which shows its seed."""
    here.check(FORM)
    count = here.comm(_anywidget_id="vidwidgets.form.count.CountWidget")
    foot = here.comm(_anywidget_id="vidwidgets.form.surface.FootWidget")
    here.wait_for(lambda: not here.state(foot)["reason"])
    here.set(count, count=3)
    here.wait_for(lambda: "3 clips of $3.20" in here.state(foot)["how"])
    assert "$9.60" in here.state(foot)["how"]
    button = here.comm("ButtonModel", description="Generate 3")
    here.click(button)
    here.wait_for(lambda: len(here.comms(_anywidget_id=CARD)) == 3)
    shown = [dict(here.state(card)["about"]["asked"])["Seed"] for card in here.comms(_anywidget_id=CARD)]
    assert sorted(int(seed) for seed in shown) == sorted(seeds(sandbox, 3))


def test_a_finished_card_goes_on(here: Kernel, sandbox: Sandboxed) -> None:
    """Again, with a new seed, change one thing, keep the seed: each does what it says."""
    here.check(FORM)
    here.check("job = form.submit()")
    (card,) = here.comms(_anywidget_id=CARD)
    names = ["again", "new-seed", "change", "keep-seed"]
    here.wait_for(lambda: [action["name"] for action in here.state(card)["offered"]] == names)

    def press(name: str) -> None:
        here.custom(card, {"kind": "act", "name": name, "text": ""})

    press("new-seed")
    here.wait_for(lambda: len(here.comms(_anywidget_id=CARD)) == 2)
    press("again")
    here.wait_for(lambda: len(here.comms(_anywidget_id=CARD)) == 3)
    first, second, third = seeds(sandbox, 3)
    assert first == third != second
    press("keep-seed")
    assert here.check("print(form.values['seed'])").stdout.strip() == str(first)
    here.check("form.load({'prompt': 'Rain.', 'seed': None})")
    press("change")
    foot = here.comm(_anywidget_id="vidwidgets.form.surface.FootWidget")
    here.wait_for(lambda: here.state(foot)["compared"].endswith("nothing is changed yet."))
    assert here.check("print(form.values['prompt'], form.values['seed'])").stdout.strip() == f"The fog lifts. {first}"
    here.check("form.load({'duration': '4s'})")
    assert here.state(foot)["compared"].endswith("duration 4 s, was 8 s.")
    assert len(sandbox.submits()) == 3
