"""The README's table of endpoints, made from the code: `uv run python tests/readme.py` writes it in."""

from __future__ import annotations

import re
from pathlib import Path

from vidwidgets.providers.find import endpoints

README = Path(__file__).parent.parent / "README.md"
_BETWEEN = re.compile(r"(<!-- endpoints: .*? -->\n).*?(<!-- /endpoints -->)", re.DOTALL)


def table() -> str:
    """A Markdown table with a row for each declared endpoint."""
    lines = ["| endpoint | model | makes | with its defaults |", "|---|---|---|---|"]
    for endpoint in endpoints():
        price = endpoint.price({})
        lines.append(f"| `{endpoint.id}` | {endpoint.title} | {endpoint.kind} | {price or 'not published'} |")
    return "\n".join(lines) + "\n"


def with_table(text: str) -> str:
    """The README's text with today's table in it."""
    return _BETWEEN.sub(lambda found: found.group(1) + table() + found.group(2), text)


if __name__ == "__main__":
    README.write_text(with_table(README.read_text(encoding="utf-8")), encoding="utf-8")
