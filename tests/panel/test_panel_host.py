"""Which host this is, by an environment given as argument."""

from types import SimpleNamespace
from typing import Any

import pytest

from vidwidgets.panel.host import COLAB, JUPYTER, MARIMO, NONE, VOILA, VSCODE, Host, host

LAB = {"JPY_SESSION_NAME": "/home/ada/boats.ipynb", "JPY_PARENT_PID": "1"}


@pytest.mark.parametrize(
    ("environ", "found"),
    [
        ({}, NONE),
        ({"COLAB_RELEASE_TAG": "release-colab_20261101", "COLAB_GPU": ""}, COLAB),
        ({"COLAB_RELEASE_TAG": ""}, NONE),
        ({"VSCODE_PID": "4711", "VSCODE_CWD": "/home/ada"}, VSCODE),
        (LAB, JUPYTER),
        # JupyterLab that was started from VS Code's terminal, or that VS Code asked for a kernel
        ({**LAB, "VSCODE_PID": "4711"}, JUPYTER),
        # Voila starts its kernels through a Jupyter server
        ({**LAB, "VOILA_BASE_URL": "/"}, VOILA),
    ],
)
def test_a_host_is_known_by_its_variables(environ: dict[str, str], found: Host) -> None:
    """The surer sign wins; an empty variable is none."""
    assert host(environ, {}) is found


@pytest.mark.parametrize(("runs", "found"), [(True, MARIMO), (False, VSCODE)])
def test_marimo_is_asked_whether_it_runs_this(runs: bool, found: Host) -> None:
    """That it is imported does not make a script a marimo notebook."""
    modules: dict[str, Any] = {"marimo": SimpleNamespace(running_in_notebook=lambda: runs)}
    assert host({"VSCODE_PID": "1"}, modules) is found


def test_colab_is_known_by_its_module() -> None:
    """Also where its variables are not there."""
    assert host({}, {"google.colab": object()}) is COLAB
