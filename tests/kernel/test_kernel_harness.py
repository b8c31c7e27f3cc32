"""The kernel harness sees what a front end sees, on both ipykernels."""

import os
from pathlib import Path

import pytest
from kernels import Kernel

COUNTER = """
import ipywidgets, threading
from IPython.display import display, HTML
label, button = ipywidgets.Label("idle"), ipywidgets.Button(description="Go")
shown = display(HTML("<i>nothing</i>"), display_id=True)
def work():
    for step in range(1, 4):
        label.value = f"step {step}"
    shown.update(HTML("<b>done</b>"))
button.on_click(lambda _: threading.Thread(target=work).start())
display(button, label)
"""


def test_the_version_is_the_one_asked_for(kernel: Kernel, kernel_version: str) -> None:
    """One run is on the newest ipykernel, the other on 6.31.0."""
    told = kernel.check("import ipykernel; print(ipykernel.__version__)").stdout.strip()
    assert (told == "6.31.0") is (kernel_version == "6.31.0")


def test_a_click_is_worked_off_by_a_thread(kernel: Kernel) -> None:
    """A click starts a thread whose trait changes and display updates arrive, after the cell ended."""
    cell = kernel.check(COUNTER)
    assert cell.html() == "<i>nothing</i>"
    label = kernel.comm("LabelModel")
    kernel.click(kernel.comm("ButtonModel", description="Go"))
    kernel.wait_for(lambda: cell.html() == "<b>done</b>")
    assert kernel.state(label)["value"] == "step 3"


def test_controls_can_be_changed(kernel: Kernel) -> None:
    """A changed control reaches Python, and what Python changes in answer comes back."""
    kernel.check(
        "import ipywidgets\n"
        "text, size = ipywidgets.Text(), ipywidgets.IntText()\n"
        "text.observe(lambda change: setattr(size, 'value', len(change.new)), 'value')"
    )
    kernel.set(kernel.comm("TextModel"), value="abcd")
    assert kernel.check("text.value").displays == [{"text/plain": "'abcd'"}]
    assert kernel.state(kernel.comm("IntTextModel"))["value"] == 4


def test_custom_messages_carry_bytes(kernel: Kernel) -> None:
    """Custom messages and their buffers go both ways, whole."""
    kernel.check(
        "import ipywidgets\n"
        "echo = ipywidgets.DOMWidget()\n"
        "echo.on_msg(lambda widget, content, buffers: widget.send({'got': content['n']}, [bytes(buffers[0])[::-1]]))"
    )
    comm_id = kernel.comm("DOMWidgetModel")
    kernel.custom(comm_id, {"n": 7}, (b"\x00\x01\xff",))
    assert kernel.widgets[comm_id].messages == [({"got": 7}, [b"\xff\x01\x00"])]


def test_bytes_in_traits_arrive(kernel: Kernel) -> None:
    """A trait that holds bytes is bytes in the state that the harness shows."""
    kernel.check("import ipywidgets; picture = ipywidgets.Image(value=b'\\x89PNG', format='png')")
    assert kernel.state(kernel.comm("ImageModel"))["value"] == b"\x89PNG"


def test_outputs_are_told_apart(kernel: Kernel) -> None:
    """Streams, displays and the error of a cell are each in their place."""
    cell = kernel.run("import sys; print('out'); print('err', file=sys.stderr); display('shown'); 1 / 0")
    assert (cell.stdout, cell.stderr) == ("out\n", "err\n")
    assert cell.displays == [{"text/plain": "'shown'"}]
    assert cell.error == "ZeroDivisionError: division by zero"


def test_a_busy_cell_can_be_interrupted(kernel: Kernel) -> None:
    """A cell that is started without waiting can be interrupted; the kernel goes on."""
    cell = kernel.run("print('begun', flush=True)\nimport threading; threading.Event().wait(60)", wait=False)
    kernel.wait_for(lambda: "begun" in cell.stdout)
    kernel.interrupt()
    kernel.finish(cell)
    assert cell.error.startswith("KeyboardInterrupt")
    assert kernel.check("print(1)").stdout == "1\n"


def test_waiting_ends_with_a_sentence(kernel: Kernel) -> None:
    """What is never reached fails, naming the time, the last message and the widgets there are."""
    kernel.check("import ipywidgets; only = ipywidgets.Label('alone')")
    with pytest.raises(AssertionError, match=r"within 0.1 s(.|\n)*LabelModel.*'alone'"):
        kernel.wait_for(lambda: False, timeout_seconds=0.1)
    with pytest.raises(AssertionError, match="0 widgets are ButtonModel"):
        kernel.comm("ButtonModel")


@pytest.mark.parametrize("round_number", [1, 2])
def test_nothing_is_left_of_the_test_before(kernel: Kernel, workdir: Path, round_number: int) -> None:
    """Each test finds no names and no widgets, its own folder, and this process's environment."""
    told = kernel.check(
        "import os, ipywidgets\n"
        "print(os.getcwd(), os.environ['VIDWIDGETS_HOME'], 'mine' in globals(), 'MINE' in os.environ)\n"
        "os.environ['MINE'] = '1'; mine = ipywidgets.Label('mine')"
    )
    assert told.stdout.split() == [str(workdir), os.environ["VIDWIDGETS_HOME"], "False", "False"]
    assert len(kernel.comms("LabelModel")) == 1, round_number


def test_a_kernel_does_not_leave_the_machine(fresh_kernel: Kernel) -> None:
    """Python sockets in a kernel reach loopback alone."""
    cell = fresh_kernel.run("import socket; socket.create_connection(('192.0.2.1', 80))")
    assert cell.error.startswith("LeavesTheMachine")
    assert fresh_kernel.left_the_machine() == "socket.connect to 192.0.2.1:80"
