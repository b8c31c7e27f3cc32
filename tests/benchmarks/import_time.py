"""What an import costs beyond a bare Python."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from typing import Final

from .figure import Figure, median, spread

AT_MOST_MS: Final = 100.0
PAIRS: Final = (
    ("import", "import vidwidgets", "import fal_client"),
    ("import and first use", "import vidwidgets; vidwidgets.submit", "import fal_client; fal_client.subscribe"),
)


@dataclass(frozen=True)
class ImportTime:
    """Fresh interpreters, one after the other in turn, so that a busy moment meets all alike."""

    rounds: int = 15

    def measure(self) -> list[Figure]:
        """Ours against fal_client: the bare import, and with the first name that does something looked up."""
        codes = ["pass", *(code for _, *both in PAIRS for code in both)]
        for code in codes:  # the first run writes the byte code
            _seconds(code)
        rounds = [{code: _seconds(code) for code in codes} for _ in range(self.rounds)]
        found = []
        for what, our_code, peer_code in PAIRS:
            ours, peers = ([(one[code] - one["pass"]) * 1000 for one in rounds] for code in (our_code, peer_code))
            promised = our_code == PAIRS[0][1]
            found.append(
                Figure(
                    what=f"{what}, beyond a bare Python",
                    ours=median(ours),
                    peer=median(peers),
                    peer_name="fal_client",
                    unit="ms",
                    target=f"at most {AT_MOST_MS:g} ms, less than fal_client" if promised else "",
                    met=median(ours) <= min(AT_MOST_MS, median(peers)) if promised else None,
                    measured=f"`{our_code}` against `{peer_code}`, whole process less `pass` of the same round; ours "
                    f"{spread(ours, 'ms', 0)}",
                )
            )
        return found


def _seconds(code: str) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, cwd=tempfile.gettempdir())
    return time.perf_counter() - started
