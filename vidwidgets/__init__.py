"""Video generation in a notebook: forms that say what is wrong and what it costs, live cards, clips that stay.

`import vidwidgets as vw`; every name below is loaded when it is first used.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from vidwidgets.version import __version__

if TYPE_CHECKING:
    from vidwidgets.errors import (
        InvalidRequest,
        JobCancelled,
        JobFailed,
        MissingKey,
        Moderated,
        OutcomeUnknown,
        OutOfCredit,
        ProviderUnreachable,
        Refused,
        VidwidgetsError,
        WaitTimeout,
    )
    from vidwidgets.job.job import Job
    from vidwidgets.job.nested import allow_nested_loops
    from vidwidgets.panel.asked_of import endpoint
    from vidwidgets.panel.budget import budget
    from vidwidgets.panel.connect import connect
    from vidwidgets.panel.form import Form, form
    from vidwidgets.panel.submit import job, submit
    from vidwidgets.panel.tables import connections, endpoints, history, jobs
    from vidwidgets.spec.endpoint import Endpoint
    from vidwidgets.spec.price import Price
    from vidwidgets.studio import studio
    from vidwidgets.wire.clip import Clip
    from vidwidgets.wire.states import (
        Cancelled,
        Done,
        Failed,
        Fetching,
        Preparing,
        Queued,
        Running,
        Submitting,
        Unknown,
    )

_ERRORS = (
    "InvalidRequest JobCancelled JobFailed MissingKey Moderated OutOfCredit OutcomeUnknown ProviderUnreachable Refused "
    "VidwidgetsError WaitTimeout"
)
_STATES = "Cancelled Done Failed Fetching Preparing Queued Running Submitting Unknown"
_WHERE: dict[str, tuple[str, str]] = {
    **{name: ("errors", name) for name in _ERRORS.split()},
    **{name: ("wire.states", name) for name in _STATES.split()},
    "Clip": ("wire.clip", "Clip"),
    "Endpoint": ("spec.endpoint", "Endpoint"),
    "Form": ("panel.form", "Form"),
    "Job": ("job.job", "Job"),
    "Price": ("spec.price", "Price"),
    "allow_nested_loops": ("job.nested", "allow_nested_loops"),
    "budget": ("panel.budget", "budget"),
    "connect": ("panel.connect", "connect"),
    "connections": ("panel.tables", "connections"),
    "endpoint": ("panel.asked_of", "endpoint"),
    "endpoints": ("panel.tables", "endpoints"),
    "form": ("panel.form", "form"),
    "history": ("panel.tables", "history"),
    "job": ("panel.submit", "job"),
    "jobs": ("panel.tables", "jobs"),
    "studio": ("studio", "studio"),
    "submit": ("panel.submit", "submit"),
}

__all__ = [
    "Cancelled",
    "Clip",
    "Done",
    "Endpoint",
    "Failed",
    "Fetching",
    "Form",
    "InvalidRequest",
    "Job",
    "JobCancelled",
    "JobFailed",
    "MissingKey",
    "Moderated",
    "OutOfCredit",
    "OutcomeUnknown",
    "Preparing",
    "Price",
    "ProviderUnreachable",
    "Queued",
    "Refused",
    "Running",
    "Submitting",
    "Unknown",
    "VidwidgetsError",
    "WaitTimeout",
    "__version__",
    "allow_nested_loops",
    "budget",
    "connect",
    "connections",
    "endpoint",
    "endpoints",
    "form",
    "history",
    "job",
    "jobs",
    "studio",
    "submit",
]


class _Package(ModuleType):
    """This package as a module object: two rooms, `form` and `job`, share their name with a public function.

    Importing a room would bind its module over the function's name; here the function keeps it. The rooms are
    reached as `from vidwidgets.form.… import …`, as everywhere in this package.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _WHERE and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> Any:  # noqa: ANN401  the public names are of many types
    if name not in _WHERE:
        raise AttributeError(f"vidwidgets has no {name!r}")
    module, attribute = _WHERE[name]
    return getattr(importlib.import_module(f"vidwidgets.{module}"), attribute)


def __dir__() -> list[str]:
    return sorted(__all__)
