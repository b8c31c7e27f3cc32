"""A form with its live cards: what `vw.form` gives."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Mapping
from typing import Any

from vidwidgets.errors import InvalidRequest, VidwidgetsError
from vidwidgets.form.count import MOST
from vidwidgets.form.form import EndpointForm
from vidwidgets.job.job import Job
from vidwidgets.panel.about import about
from vidwidgets.panel.account import ask_account
from vidwidgets.panel.asked_of import asked_of, known_endpoint
from vidwidgets.panel.cell import asked_here
from vidwidgets.panel.code_place import CodePlace
from vidwidgets.panel.continuing import offer_clips
from vidwidgets.panel.dispatch import Dispatch
from vidwidgets.panel.edits import edited
from vidwidgets.panel.picked import without_lost_pictures
from vidwidgets.panel.presets import FormPresets, defaults_of
from vidwidgets.panel.read_once import ReadOnce
from vidwidgets.panel.recall import Recall, recall_here
from vidwidgets.panel.received import received
from vidwidgets.panel.repeats import Repeats
from vidwidgets.panel.resume import open_jobs_here
from vidwidgets.panel.route import Route, route
from vidwidgets.panel.shown import in_kernel
from vidwidgets.panel.surface import Surface
from vidwidgets.panel.twice import PerhapsTwice
from vidwidgets.panel.world import world
from vidwidgets.spec.endpoint import Endpoint
from vidwidgets.spec.price import Price
from vidwidgets.spec.problem import Problem
from vidwidgets.view.card import timer_later
from vidwidgets.wire.media import preview_of
from vidwidgets.wire.states import ENDED, Done


class Form:
    """One endpoint as a form, prefilled. It shows itself; its jobs appear as live cards below it.

    `surface` is where its cards go; None makes one for it alone, with the form above the cards. `recall` has what the
    controls say kept for the cell's next run; None keeps nothing.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        values: Mapping[str, Any],
        way: Route,
        surface: Surface | None = None,
        recall: Recall | None = None,
    ) -> None:
        self._endpoint = endpoint
        self._way = way
        self._pictures = ReadOnce()
        start = {**recall.default, **recall.given} if recall else values
        self.presets = FormPresets(endpoint, lambda: self.values, lambda v: self._form.load(v, whole=True), start)
        """Values by name: `save`, `load`, `delete`, `begin_with`, `names`."""
        self._code = CodePlace(endpoint, way, lambda: self.values, lambda v: self._form.load(v, whole=True))
        self._form = EndpointForm(
            endpoint,
            values,
            inspect=self._pictures.read,
            on_submit=self._generate,
            connection_line=way.line,
            sandbox=way.connection.is_sandbox,
            notes=way.notes,
            free="free here" if way.connection.is_sandbox else None,
            picture_of=lambda value: preview_of(self._pictures.read(value)),
            receive=received,
            edit=lambda value, edit: edited(self._pictures.read(value), edit),
            later=timer_later,  # not the engine's: reading a large picture must not hold up its loop
            tools=[self.presets.widget, self._code.widget],
        )
        if recall is not None:
            self._recall(recall)
        says = f"{endpoint.title}, {endpoint.kind}: run this cell to use the form."
        self._surface = surface or Surface(says, self._form.widget)
        ask_account(endpoint.provider, way.connection, self._say_account)
        asked = asked_here(form=uuid.uuid4().hex[:12])
        self._dispatch = Dispatch(endpoint, way, asked, lambda _job: self.show())
        self._repeats = Repeats(self._form, self._dispatch, self._take_new)
        self._say_budget()
        self.jobs: list[Job] = []
        """The jobs it has started, oldest first."""

    @property
    def values(self) -> dict[str, Any]:
        """What the controls say now, by wire name."""
        return self._form.values

    @property
    def problems(self) -> list[Problem]:
        """What stops it; empty when it may be sent."""
        return self._form.problems

    @property
    def warnings(self) -> list[Problem]:
        """What may be refused or is not priced; it never blocks."""
        return self._form.warnings

    @property
    def price(self) -> Price | None:
        """The estimate; follows the controls."""
        return self._form.price

    @property
    def endpoint(self) -> Endpoint:
        """What can be asked."""
        return self._endpoint

    @property
    def widget(self) -> Any:  # noqa: ANN401  an ipywidgets box
        """The controls alone, to be put into a layout of one's own."""
        return self._form.widget

    def submit(self, *, again: bool = False) -> Job:
        """Send what the controls say; what the Generate button does.

        Args:
            again: Whether to send it also where it may be paid twice by mistake: exactly the same within two seconds,
                or while the outcome of exactly the same is unknown. The button asks.

        Raises:
            InvalidRequest: Something stops it, or it may be a mistake. Nothing was sent.
        """
        return self._send(1, again)[0]

    def variations(self, count: int, *, again: bool = False) -> list[Job]:
        """Send so many of what the controls say at once, each with a seed of its own where the endpoint takes one.

        A seed that is left to chance is drawn for each; a fixed one counts up.

        Args:
            count: How many, from 1 to 16; a budget must hold them all.
            again: As for `submit`.

        Raises:
            InvalidRequest: Something stops it, it may be a mistake, or the count is out of bounds. Nothing was sent.
        """
        if not 1 <= count <= MOST:
            raise InvalidRequest(f"From 1 to {MOST} clips are made at once, and {count} were asked for.")
        return self._send(count, again)

    def _send(self, count: int, again: bool) -> list[Job]:
        values = self._form.values

        def started(job: Job) -> None:
            self._repeats.remember(job, values)
            self._take_new(job)

        return self._dispatch.send(values, self._form.random_seeds, count=count, again=again, started=started)

    def _take_new(self, job: Job) -> None:
        self._take(job)
        # reserved now and settled at the end: nothing in between asks the journal, on the loop of all jobs
        self._say_budget()
        job.listen(lambda state: self._say_budget() if isinstance(state, ENDED) else None)

    def resume(self, job: Job) -> None:
        """Show the live card of an earlier job below the controls."""
        self._take(job)

    def _take(self, job: Job) -> None:
        self.jobs.append(job)
        endpoint = self._endpoint if job.endpoint == self._endpoint.id else known_endpoint(job.endpoint)
        self._surface.add(job, about(job, endpoint, self._form.connection_line), self._repeats.of(job))
        job.listen(lambda state: self._offer_clips() if isinstance(state, Done) else None)

    def _offer_clips(self) -> None:
        offer_clips(self._form.controls, self._endpoint, self.jobs)

    def load(self, values_or_job: Mapping[str, Any] | Job) -> None:
        """Fill from values by wire name, or from an earlier job (its pictures are not in the journal: they stay).

        Raises:
            InvalidRequest: A name is unknown. Nothing was changed.
        """
        if isinstance(values_or_job, Job):
            self._form.load(without_lost_pictures(self._endpoint, values_or_job.values))
        else:
            self._form.load(values_or_job)

    def to_code(self, kind: str = "vidwidgets") -> str:
        """A Python snippet that makes the same request.

        Args:
            kind: "vidwidgets", or "provider" for one with the provider's own SDK, which goes to the provider itself
                and uploads local pictures there.

        Raises:
            InvalidRequest: There is no such kind.
        """
        if kind not in {"vidwidgets", "provider"}:
            raise InvalidRequest(f'There is code of two kinds, "vidwidgets" and "provider"; {kind!r} is neither.')
        return self._code.write("python" if kind == "vidwidgets" else kind)

    def to_curl(self) -> str:
        """A curl command that makes the same request, with the key's environment variable in place of the key.

        Where the form is on the sandbox, it is the command for the provider's own host.
        """
        return self._code.write("curl")

    def paste(self, text: str) -> list[str]:
        """Fill the form from a text: a curl command, a JSON body, a request id, or Python that makes the request.

        The form then asks for what the text asks for, and for nothing else; pictures stay where the text has none.
        Nothing of the text is run, nothing is sent, and no header of it is kept. A text that is about another endpoint
        changes nothing.

        Returns:
            Sentences: what was not understood, and what is not as in the text. Empty where all of it is.
        """
        return list(self._code.paste(text).said)

    def show(self) -> None:
        """Show it in the running cell."""
        self._surface.show()

    def _ipython_display_(self) -> None:
        self._surface.show_once()

    def __repr__(self) -> str:
        """One line: endpoint and connection."""
        return f"<Form {self._endpoint.id} on {self._way.line}>"

    def _recall(self, recall: Recall) -> None:
        if recall.recalled:
            self.presets.recalled()
            self._form.message("Filled in as you left it; under Presets the code's own values come back.")
        recall.keep(self._form, timer_later)

    def _say_account(self, words: str) -> None:
        self._form.connection_line = f"{self._way.line} · {words}"

    def _say_budget(self) -> None:
        if self._way.connection.is_sandbox:
            return
        with contextlib.suppress(VidwidgetsError):  # a journal that cannot be read is said when something is sent
            standing = world().journal.standing()
            self._form.say_budget(standing.line if standing else "")

    def _generate(self) -> None:
        count = self._form.count
        try:
            self._send(count, again=False)
        except PerhapsTwice as error:
            self._form.ask(error.question, "Send it again", lambda: self._send_again(count))

    def _send_again(self, count: int) -> None:
        self._send(count, again=True)


def form(
    endpoint_id: str,
    *,
    connection: str | None = None,
    schema: str | Mapping[str, Any] | None = None,
    recall: bool = True,
    **values: Any,  # noqa: ANN401  any field's value
) -> Form:
    """A form for one endpoint, prefilled; in a notebook it shows itself.

    Run again in the same cell it comes back as it was left, but for what the code says anew.

    Args:
        endpoint_id: In the provider's own words (`fal-ai/veo3/image-to-video`).
        connection: The name of a connection; None takes the provider's own where its key is there, else the sandbox.
        schema: The OpenAPI document of a fal model, as a path or a dict; None finds it, as `vw.endpoint` does.
        recall: Whether it comes back as it was left; the variable `VIDWIDGETS_RECALL=0` says no for all forms.
        **values: What the controls say first, by wire name; `prompt=` and `image=` work everywhere.

    Raises:
        InvalidRequest: There is no such endpoint, connection or field, or `schema` is no document of it.
    """
    way = route(asked_of(endpoint_id, connection=connection, schema=schema), connection)
    default = defaults_of(way.endpoint)
    found = recall_here(way.endpoint, values, default) if recall else None
    first = found.values if found else {**default, **way.endpoint.resolve(values)}
    made = Form(way.endpoint, first, way, recall=found)
    if in_kernel():
        made.show()
        for earlier in open_jobs_here(asked_of=way.endpoint.id):
            made.resume(earlier)
    return made
