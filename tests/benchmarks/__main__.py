"""`uv run python -m tests.benchmarks [row…] [--markdown [FILE]]`: the table."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from .any_form import AnyForm
from .delay import Delay
from .figure import Figure, Row
from .form_messages import FormMessages
from .form_visible import FormVisible
from .import_time import ImportTime
from .live_cpu import LiveCpu
from .machine import about_this_run
from .requests_per_job import RequestsPerJob
from .table import as_markdown, as_text
from .thousand import Thousand
from .upload import Upload

ROWS: Final[Mapping[str, Row]] = {
    "requests": RequestsPerJob(),
    "delay": Delay(),
    "import": ImportTime(),
    "form": FormVisible(),
    "any": AnyForm(),
    "messages": FormMessages(),
    "cpu": LiveCpu(),
    "thousand": Thousand(),
    "upload": Upload(),
}


def main() -> None:
    """Run the rows that were named, or all, one after the other, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="row", help=f"which of {', '.join(ROWS)}; all where none is named")
    parser.add_argument(
        "--markdown", nargs="?", const="-", metavar="FILE", help="also as Markdown, below the table or in a file"
    )
    told = parser.parse_args()
    strangers = [name for name in told.rows if name not in ROWS]
    if strangers:
        parser.error(f"there is no row {', '.join(strangers)}; there are {', '.join(ROWS)}")
    figures: list[Figure] = []
    for name in told.rows or ROWS:
        print(f"{name} …", file=sys.stderr, flush=True)  # noqa: T201  some rows take minutes
        figures += ROWS[name].measure()
    about = about_this_run()
    print(as_text(figures, about))  # noqa: T201  this is the command's output
    if told.markdown == "-":
        print(f"\n{as_markdown(figures, about)}", end="")  # noqa: T201  as above
    elif told.markdown:
        Path(told.markdown).write_text(as_markdown(figures, about), encoding="utf-8")


if __name__ == "__main__":
    main()
