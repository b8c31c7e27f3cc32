"""The public surface: the names of API.md, light to import, and not to be shadowed by rooms."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

import vidwidgets as vw

CONTRACT = """
Cancelled Done Failed Fetching Preparing Queued Running Submitting Unknown
InvalidRequest JobCancelled JobFailed MissingKey Moderated OutOfCredit OutcomeUnknown ProviderUnreachable Refused
VidwidgetsError WaitTimeout
Clip Endpoint Form Job Price allow_nested_loops connect connections endpoint endpoints form job jobs studio submit
"""
"""The names of API.md that exist today; `sweep`, `compare` and `history` come with their own issues."""
HEAVY = (
    "httpx",
    "httpx2",
    "ipywidgets",
    "anywidget",
    "IPython",
    "PIL",
    "av",
    "starlette",
    "uvicorn",
    "sqlite3",
    "numpy",
)


def python(code: str) -> str:
    """What a fresh interpreter prints; it must say nothing on stderr."""
    ended = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    return ended.stdout


def test_all_is_sorted_and_complete() -> None:
    """`__all__` has every name of the contract, once each, in order, and each can be had."""
    assert vw.__all__ == sorted(set(vw.__all__))
    assert set(CONTRACT.split()) <= set(vw.__all__)
    assert [name for name in vw.__all__ if getattr(vw, name, None) is None] == []
    assert dir(vw) == vw.__all__


@pytest.mark.parametrize("name", [name for name in vw.__all__ if name != "__version__"])
def test_every_name_says_what_it_is(name: str) -> None:
    """Every public name has a docstring of its own, a whole sentence."""
    said = getattr(vw, name).__doc__
    assert said
    assert said.strip().splitlines()[0].endswith((".", ":", "?"))


def test_public_methods_say_what_they_do() -> None:
    """Every public method and property of the classes that a user holds has a docstring."""
    silent = [
        f"{kind.__name__}.{name}"
        for kind in (vw.Job, vw.Form, vw.Endpoint)
        for name, member in vars(kind).items()
        if not name.startswith("_") and (callable(member) or isinstance(member, property)) and not member.__doc__
    ]
    assert silent == []


def test_rooms_do_not_shadow_functions() -> None:
    """`vw.form` and `vw.job` stay functions after every module was imported, in whatever order."""
    code = """
import importlib, pkgutil
import vidwidgets, vidwidgets as vw
for found in pkgutil.walk_packages(vidwidgets.__path__, "vidwidgets."):
    if not found.name.endswith("__main__"):
        importlib.import_module(found.name)
from vidwidgets.form.form import EndpointForm
from vidwidgets.job.job import Job
import vidwidgets.form.form, vidwidgets.job.job
from vidwidgets import form, job
print(type(vw.form).__name__, type(vw.job).__name__, form is vw.form, job is vw.job, vw.Job is Job)
"""
    assert python(code).split() == ["function", "function", "True", "True", "True"]


def test_import_is_light() -> None:
    """`import vidwidgets` loads none of the libraries that it uses, starts no thread and opens no file."""
    code = f"""
import json, sys, threading
import vidwidgets
print(json.dumps([[name for name in {HEAVY!r} if name in sys.modules], threading.active_count()]))
"""
    assert json.loads(python(code)) == [[], 1]


def test_an_unknown_name_is_an_attribute_error() -> None:
    """A misspelt name is an ordinary AttributeError, so that `hasattr` and completion work."""
    assert not hasattr(vw, "sumbit")
    with pytest.raises(AttributeError, match="vidwidgets has no 'sumbit'"):
        _ = vw.sumbit


def test_the_error_tree_is_one_tree() -> None:
    """Every public error is a `VidwidgetsError`, and each says by default whether money may have been spent."""
    errors = [getattr(vw, name) for name in vw.__all__ if isinstance(getattr(vw, name), type)]
    errors = [kind for kind in errors if issubclass(kind, Exception)]
    assert len(errors) == 11
    assert all(issubclass(kind, vw.VidwidgetsError) for kind in errors)
    assert {kind.__name__ for kind in errors if kind.spent == "no"} == {
        "VidwidgetsError",
        "InvalidRequest",
        "MissingKey",
        "Refused",
        "OutOfCredit",
        "ProviderUnreachable",
    }
