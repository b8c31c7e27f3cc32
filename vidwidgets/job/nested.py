"""For cells that call `asyncio.run`: nested event loops, on request only.

nest_asyncio2 is taken where it is installed (ipykernel 7.3 and later bring it): the original loses queued cells there
(facts/jupyter.md §0, measured 2026-11-21). Nothing of vidwidgets needs either.
"""

from __future__ import annotations

import importlib


def allow_nested_loops() -> str:
    """Let `asyncio.run` and `run_until_complete` work inside a running cell of this kernel.

    Returns:
        Which library did it: "nest_asyncio2" or "nest_asyncio".
    """
    try:
        library = importlib.import_module("nest_asyncio2")
    except ImportError:
        library = importlib.import_module("nest_asyncio")
    library.apply()
    return library.__name__
