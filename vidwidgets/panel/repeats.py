"""What a form's card offers once its job has ended: the same again, with a new seed, with one thing changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from vidwidgets.form.form import EndpointForm
from vidwidgets.job.job import Job
from vidwidgets.panel.actions import Afterwards
from vidwidgets.panel.dispatch import Dispatch, can_repeat
from vidwidgets.panel.picked import seeds_of, without_lost_pictures
from vidwidgets.panel.twice import PerhapsTwice
from vidwidgets.panel.world import world
from vidwidgets.view.action import Action

AGAIN = Action("again", "Again")
NEW_SEED = Action("new-seed", "Again with a new seed")
CHANGE = Action("change", "Change one thing")
KEEP_SEED = Action("keep-seed", "Keep this seed")


class Repeats:
    """Ties the cards of a form's jobs back to the form.

    Args:
        form: The controls.
        dispatch: Sends.
        take: Shows a job that was started.
    """

    def __init__(self, form: EndpointForm, dispatch: Dispatch, take: Callable[[Job], None]) -> None:
        self._form = form
        self._dispatch = dispatch
        self._take = take
        self._values: dict[str, Mapping[str, Any]] = {}

    def remember(self, job: Job, values: Mapping[str, Any]) -> None:
        """Keep what the controls said when a job was started: the journal has no pictures."""
        self._values[job.id] = values

    def of(self, job: Job) -> Afterwards | None:
        """What the job's card offers; None for a job of another endpoint."""
        if job.endpoint != self._form.endpoint.id:
            return None
        return Afterwards(offered=lambda: self._offered(job), act=lambda name: self._act(job, name))

    def _offered(self, job: Job) -> list[Action]:
        seeds = self._seeds(job)
        offered = [AGAIN] if can_repeat(job) else []
        if seeds and can_repeat(job):
            offered.append(NEW_SEED)
        offered.append(CHANGE)
        return [*offered, KEEP_SEED] if seeds else offered

    def _act(self, job: Job, name: str) -> None:
        match name:
            case "again" | "new-seed":
                self._repeat(job, new_seed=name == "new-seed", again=False)
            case "change":
                self._change(job)
            case "keep-seed":
                self._form.load(self._seeds(job))

    def _repeat(self, job: Job, *, new_seed: bool, again: bool) -> None:
        try:
            self._dispatch.repeat(job, new_seed=new_seed, again=again, started=self._take)
        except PerhapsTwice as error:
            self._form.ask(error.question, "Send it again", lambda: self._repeat(job, new_seed=new_seed, again=True))

    def _seeds(self, job: Job) -> dict[str, Any]:
        return {field.name: value for field, value in seeds_of(self._form.endpoint, job.values).items()}

    def _change(self, job: Job) -> None:
        values = {
            **self._values.get(job.id, _without_pictures(job, self._form)),
            **self._seeds(job),
        }
        self._form.load(values, whole=True)
        self._form.compare(values, _name_of(job))


def _name_of(job: Job) -> str:
    record = world().journal.find(job.id)
    if record is None:
        return f"the job {job.id}"
    return f"the clip of {datetime.fromtimestamp(record.created_at).astimezone():%H:%M}"


def _without_pictures(job: Job, form: EndpointForm) -> dict[str, Any]:
    """A job of an earlier kernel has no picture here: the form's own stays, and so does a public address."""
    names = {field.name for field in form.endpoint.media}
    kept = {name: value for name, value in form.values.items() if name in names}
    return kept | without_lost_pictures(form.endpoint, job.values)
