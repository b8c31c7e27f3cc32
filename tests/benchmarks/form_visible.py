"""From running a cell to a form that can be seen, in a real JupyterLab."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .figure import Figure, median, spread
from .in_lab import opened_lab
from .plain_form import PLAIN_IMPORTS, VEO, controls_of, plain_form
from .served import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

AT_MOST_MS: Final = 400.0
OUR_IMPORT: Final = "import vidwidgets as vw"
OUR_FORM: Final = f"form = vw.form({VEO!r})"
BUTTON: Final = "Generate"


@dataclass(frozen=True)
class FormVisible:
    """Ours and plain ipywidgets in turn, in kernels of their own and in one that both share."""

    forms: int = 9
    """How often each is shown in the shared, warm kernel."""
    kernels: int = 5
    """How many fresh kernels each gets for each of the two colder cases."""
    browser: Browser | None = None
    """A running Chromium; None starts one."""

    def measure(self) -> list[Figure]:
        """Warm (a form was shown before), first form (only the import was done before), cold (a fresh kernel)."""
        plain = plain_form(BUTTON)
        ours_alone, plain_alone = f"{OUR_IMPORT}\n{OUR_FORM}", f"{PLAIN_IMPORTS}\n{plain}"
        firsts: list[tuple[float, float]] = []
        colds: list[tuple[float, float]] = []
        with served(), opened_lab(self.browser) as page:
            # the first two are not counted: the page loads the widgets' JavaScript then
            warm = page.shown_after([ours_alone, plain_alone, *[OUR_FORM, plain] * self.forms], BUTTON)
            for _ in range(self.kernels):
                ours = page.shown_after([OUR_FORM], BUTTON, before=OUR_IMPORT)
                theirs = page.shown_after([plain], BUTTON, before=PLAIN_IMPORTS)
                firsts.append((ours[0], theirs[0]))
                ours, theirs = (page.shown_after([code], BUTTON) for code in (ours_alone, plain_alone))
                colds.append((ours[0], theirs[0]))
        return [
            _figure("warm kernel", "a form was shown before in it", warm[2::2], warm[3::2], promised=True),
            _figure("first form", "an earlier cell did the import alone", *_both(firsts), promised=True),
            _figure("cold", "first cell of a fresh kernel, import included", *_both(colds), promised=False),
        ]


def _both(pairs: list[tuple[float, float]]) -> tuple[list[float], list[float]]:
    return [ours for ours, _ in pairs], [peers for _, peers in pairs]


def _figure(case: str, meaning: str, ours: list[float], peers: list[float], *, promised: bool) -> Figure:
    return Figure(
        what=f"cell run → form visible: {case}",
        ours=median(ours),
        peer=median(peers),
        peer_name=f"plain ipywidgets, {controls_of(VEO)} controls",
        unit="ms",
        target=f"at most {AT_MOST_MS:g} ms" if promised else "",
        met=median(ours) <= AT_MOST_MS if promised else None,
        measured=f"{meaning}; in JupyterLab's page from the execute request to the frame that has the {BUTTON} button "
        f"(the page has shown a widget before; the sandbox runs already); {spread(ours, 'ms', 0)}",
    )
