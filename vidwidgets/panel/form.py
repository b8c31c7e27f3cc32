"""A form with its live cards: what `vw.form` gives."""

from __future__ import annotations

import contextlib
import re
import threading
import uuid
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from vidwidgets.errors import VidwidgetsError
from vidwidgets.form.code import to_code, to_curl
from vidwidgets.form.form import EndpointForm
from vidwidgets.form.reading import stamp_of
from vidwidgets.job.job import Job
from vidwidgets.panel.about import about
from vidwidgets.panel.account import ask_account
from vidwidgets.panel.asked_of import asked_of, known_endpoint
from vidwidgets.panel.cell import asked_here
from vidwidgets.panel.orders import make_order
from vidwidgets.panel.resume import open_jobs_here
from vidwidgets.panel.route import Route, route
from vidwidgets.panel.shown import in_kernel
from vidwidgets.panel.start import start_job
from vidwidgets.panel.surface import Surface
from vidwidgets.panel.twice import PerhapsTwice, check_twice
from vidwidgets.panel.world import known_connections, world
from vidwidgets.providers.find import protocol
from vidwidgets.spec.endpoint import Endpoint
from vidwidgets.spec.price import Price
from vidwidgets.spec.problem import Problem
from vidwidgets.view.card import timer_later
from vidwidgets.wire.home import home
from vidwidgets.wire.media import Picture, preview_jpeg, read_picture
from vidwidgets.wire.states import ENDED


class Form:
    """One endpoint as a form, prefilled. It shows itself; its jobs appear as live cards below it.

    `surface` is where its cards go; None makes one for it alone, with the form above the cards.
    """

    def __init__(
        self, endpoint: Endpoint, values: Mapping[str, Any], way: Route, surface: Surface | None = None
    ) -> None:
        self._endpoint = endpoint
        self._way = way
        self._pictures = _Pictures()
        self._form = EndpointForm(
            endpoint,
            values,
            inspect=self._pictures.read,
            on_submit=self._generate,
            connection_line=way.line,
            sandbox=way.connection.is_sandbox,
            notes=way.notes,
            free="free here" if way.connection.is_sandbox else None,
            picture_of=lambda value: preview_jpeg(self._pictures.read(value)),
            receive=received,
            later=timer_later,  # not the engine's: reading a large picture must not hold up its loop
        )
        says = f"{endpoint.title}, {endpoint.kind}: run this cell to use the form."
        self._surface = surface or Surface(says, self._form.widget)
        ask_account(endpoint.provider, way.connection, self._say_account)
        self._asked = asked_here(form=uuid.uuid4().hex[:12])
        self._last: tuple[str, float] | None = None
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
        order = replace(make_order(self._endpoint, self._form.values, self._way), asked=self._asked)
        if not again:
            check_twice(order, self._last, world())
        job = start_job(order, shown_by=lambda _job: self.show())
        self._last = order.digest, world().timer()
        self._take(job)
        # reserved now and settled at the end: nothing in between asks the journal, on the loop of all jobs
        self._say_budget()
        job.listen(lambda state: self._say_budget() if isinstance(state, ENDED) else None)
        return job

    def resume(self, job: Job) -> None:
        """Show the live card of an earlier job below the controls."""
        self._take(job)

    def _take(self, job: Job) -> None:
        self.jobs.append(job)
        endpoint = self._endpoint if job.endpoint == self._endpoint.id else known_endpoint(job.endpoint)
        self._surface.add(job, about(job, endpoint, self._form.connection_line))

    def load(self, values_or_job: Mapping[str, Any] | Job) -> None:
        """Fill from values by wire name, or from an earlier job (its pictures are not in the journal: they stay).

        Raises:
            InvalidRequest: A name is unknown. Nothing was changed.
        """
        values = values_or_job.values if isinstance(values_or_job, Job) else values_or_job
        if isinstance(values_or_job, Job):
            pictures = {field.name for field in self._endpoint.media}
            values = {n: v for n, v in values.items() if n not in pictures or str(v).startswith("http")}
        self._form.load(values)

    def to_code(self) -> str:
        """A Python snippet that makes the same request."""
        name = self._way.connection.name
        chosen = None if name in {self._endpoint.provider, "sandbox"} else name
        return to_code(self._endpoint.id, self.values, connection=chosen)

    def to_curl(self) -> str:
        """A curl command that makes the same request, with the key's environment variable in place of the key.

        Where the form is on the sandbox, it is the command for the provider's own host.
        """
        connection = self._way.connection
        if connection.is_sandbox:
            connection = known_connections().official_for(self._endpoint.provider)
        wire = protocol(self._endpoint.provider)
        headers = {
            **wire.own_headers("$TRACE_ID"),
            **wire.key_headers(f"${connection.key_env}", connection.scheme),
            "content-type": "application/json",
        }
        body = self._endpoint.body(self.values)
        command = to_curl(connection.url(wire.path(self._endpoint.id, connection)), headers, body)
        return f"TRACE_ID=$(uuidgen)\n{command}" if "$TRACE_ID" in command else command

    def show(self) -> None:
        """Show it in the running cell."""
        self._surface.show()

    def _ipython_display_(self) -> None:
        self._surface.show_once()

    def __repr__(self) -> str:
        """One line: endpoint and connection."""
        return f"<Form {self._endpoint.id} on {self._way.line}>"

    def _say_account(self, words: str) -> None:
        self._form.connection_line = f"{self._way.line} · {words}"

    def _say_budget(self) -> None:
        if self._way.connection.is_sandbox:
            return
        with contextlib.suppress(VidwidgetsError):  # a journal that cannot be read is said when something is sent
            standing = world().journal.standing()
            self._form.say_budget(standing.line if standing else "")

    def _generate(self) -> None:
        try:
            self.submit()
        except PerhapsTwice as error:
            self._form.ask(error.question, "Send it again", self._send_again)

    def _send_again(self) -> None:
        self.submit(again=True)


class _Pictures:
    """Pictures by the value they were given as, so that a file is read once while it does not change."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._read: tuple[Any, object, Picture] | None = None

    def read(self, value: Any) -> Picture:  # noqa: ANN401  anything a picture can be
        stamp = stamp_of(value)
        with self._lock:
            known = self._read
        # compared by identity first: an array has no one answer to ==
        if known is not None and known[0] is value and (stamp is value or stamp == known[1]):
            return known[2]
        picture = read_picture(value)
        with self._lock:
            self._read = (value, stamp, picture)
        return picture


def form(
    endpoint_id: str,
    *,
    connection: str | None = None,
    schema: str | Mapping[str, Any] | None = None,
    **values: Any,  # noqa: ANN401  any field's value
) -> Form:
    """A form for one endpoint, prefilled; in a notebook it shows itself.

    Args:
        endpoint_id: In the provider's own words (`fal-ai/veo3/image-to-video`).
        connection: The name of a connection; None takes the provider's own where its key is there, else the sandbox.
        schema: The OpenAPI document of a fal model, as a path or a dict; None finds it, as `vw.endpoint` does.
        **values: What the controls say first, by wire name; `prompt=` and `image=` work everywhere.

    Raises:
        InvalidRequest: There is no such endpoint, connection or field, or `schema` is no document of it.
    """
    way = route(asked_of(endpoint_id, connection=connection, schema=schema), connection)
    made = Form(way.endpoint, values, way)
    if in_kernel():
        made.show()
        for earlier in open_jobs_here(asked_of=way.endpoint.id):
            made.resume(earlier)
    return made


def received(name: str, content: bytes) -> str:
    """Keep an uploaded file in the home folder and give its path; its name is only ever a suffix of ours."""
    folder = home() / "uploads"
    folder.mkdir(exist_ok=True)
    plain = re.sub(r"[^\w.-]+", "_", PurePath(name.replace("\\", "/")).name, flags=re.ASCII).lstrip(".")[-60:]
    path = folder / f"{uuid.uuid4().hex[:8]}-{plain or 'picture'}"
    path.write_bytes(content)
    return str(path)
