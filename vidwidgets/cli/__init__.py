"""The command `vidwidgets`: one file per subcommand, each imported when it is asked for."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from vidwidgets.cli.say import complain
from vidwidgets.errors import VidwidgetsError
from vidwidgets.version import __version__

MAX_PORT = 65535


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and give its exit code: 0, 1 for a failure told in a sentence, 2 for a mistyped command.

    Args:
        arguments: What follows the command's name; None takes this process's own.
    """
    parser = _parser()
    given = parser.parse_args(arguments)
    if given.command is None:
        parser.print_help(sys.stderr)
        return 2
    try:
        return _run(given)
    except VidwidgetsError as error:
        complain(str(error))
        return 1


def _run(given: argparse.Namespace) -> int:
    if given.command == "lab":
        from vidwidgets.cli.lab import lab

        return lab(port=given.port, browser=not given.no_browser)
    if given.command == "sandbox":
        from vidwidgets.cli.sandbox import sandbox

        return sandbox(port=given.port, speed=given.speed, schemas=given.schema)
    if given.command == "doctor":
        from vidwidgets.cli.doctor import doctor

        return doctor()
    from vidwidgets.cli.jobs import jobs

    return jobs()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="vidwidgets", description="Widgets that make video, in JupyterLab.")
    parser.add_argument("--version", action="version", version=f"vidwidgets {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="command")

    lab = commands.add_parser(
        "lab",
        help="JupyterLab on a copy of the notebooks, the sandbox running",
        description="Copies the notebooks to ./vidwidgets-notebooks (what you changed there is kept), "
        "starts the sandbox, and opens JupyterLab. Ctrl-C stops both.",
    )
    lab.add_argument("--no-browser", action="store_true", help="print the address and open no browser")
    lab.add_argument("--port", type=_port, metavar="N", help="JupyterLab's port; without it, a free one from 8888 up")

    sandbox = commands.add_parser(
        "sandbox",
        help="the local provider alone; prints its base URL",
        description="Serves every provider's wire on this machine. It costs nothing and takes any key.",
    )
    sandbox.add_argument("--port", type=_port, default=0, metavar="N", help="its port; without it, a free one")
    sandbox.add_argument(
        "--speed",
        type=_speed,
        default=1.0,
        metavar="X",
        help="how many times as fast as usual",
    )
    sandbox.add_argument(
        "--schema",
        action="append",
        default=[],
        metavar="FILE",
        help="the OpenAPI document of a fal model that it shall play from now on; may be given several times",
    )

    commands.add_parser("doctor", help="versions, connections, and whether a key is there; never the key")
    commands.add_parser("jobs", help="the journal as a table, newest first")
    return parser


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= MAX_PORT:
        raise argparse.ArgumentTypeError(f"a port is a number from 1 to {MAX_PORT}, not {text!r}")
    return int(text)


def _speed(text: str) -> float:
    try:
        speed = float(text)
    except ValueError:
        speed = 0.0
    if not 0 < speed < float("inf"):
        raise argparse.ArgumentTypeError(f"a speed is a number above 0, like 1 or 20, not {text!r}")
    return speed
