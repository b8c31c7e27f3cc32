"""How far our estimates were from the bills, and what was spent."""

from __future__ import annotations

import statistics
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidwidgets.experiment.estimates import estimate_error
from vidwidgets.experiment.history import History
from vidwidgets.job.record import JobRecord

VEO, RUNWAY = "fal-ai/veo3/image-to-video", "runway/image-to-video"
amounts = st.floats(0.01, 1000)


def job(
    estimated: float | None = None,
    charged: float | None = None,
    *,
    endpoint: str = VEO,
    billed: bool = True,
    currencies: tuple[str, str] = ("USD", "USD"),
    **more: Any,
) -> JobRecord:
    """A finished job that cost money."""
    clip = {
        "estimate": None if estimated is None else {"amount": estimated, "currency": currencies[0], "how": ""},
        "cost": None
        if charged is None
        else {"amount": charged, "currency": currencies[1], "how": "", "billed": billed},
    }
    known = {"id": "a", "created_at": 0.0, "connection": "fal", "base_url": "", "state": "done", "costs": True}
    return JobRecord(**{**known, "endpoint": endpoint, "clip": clip, **more})


@given(st.lists(st.tuples(amounts, amounts), min_size=1, max_size=20))
def test_it_is_the_median_and_the_farthest(pairs: list[tuple[float, float]]) -> None:
    """Over any bills: the median with its sign, and the one farthest off."""
    found = estimate_error([job(estimated, charged) for estimated, charged in pairs])
    errors = [(estimated - charged) / charged for estimated, charged in pairs]
    assert found is not None
    assert found.bills == len(pairs)
    assert found.median == pytest.approx(statistics.median(errors))
    assert abs(found.worst) == pytest.approx(max(map(abs, errors)))


def test_in_words() -> None:
    """Too high and too low are told apart, and the endpoint of the worst is named."""
    found = estimate_error([job(3.20, 3.20), job(1.0, 1.0), job(0.25, 0.20, endpoint=RUNWAY)])
    assert (
        str(found)
        == "Our estimates against 3 bills: right in the median, 25 % too high at worst (runway/image-to-video)."
    )
    assert str(estimate_error([job(3.20, 3.20)])) == "Our estimates met 1 bill exactly."
    assert "20 % too low" in str(estimate_error([job(0.8, 1.0)]))


@pytest.mark.parametrize(
    "record",
    [
        job(),
        job(1.0, 1.0, billed=False),
        job(None, 1.0),
        job(90.0, 1.0, currencies=("credits", "USD")),
        job(1.0, 0.0),
        job(clip={"cost": "x", "estimate": []}),
    ],
)
def test_what_is_no_bill_does_not_count(record: JobRecord) -> None:
    """Our own estimate taken for the cost, another currency, nothing charged, an odd record."""
    assert estimate_error([record]) is None
    assert "No provider has named a bill yet." in repr(History([record], str))


def test_the_history_sums_and_escapes() -> None:
    """Dollars that were charged, else the estimate of what was made; the sandbox costs nothing; texts are text."""
    records = [
        job(3.2, 3.0, charged_usd=3.0, estimate_usd=3.2, prompt="<script>x</script>"),
        job(1.0, None, estimate_usd=1.0),
        job(1.0, None, estimate_usd=1.0, state="failed"),
        job(5.0, 0.0, costs=False, estimate_usd=5.0),
    ]
    found = History(records, {VEO: "Veo 3"}.__getitem__)
    assert found.spent_usd == 4.0
    assert repr(found).startswith("4 jobs, 3 clips, $4.00 spent. Our estimates against 1 bill: 6.7 % too high")
    html = found._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "Veo 3" in html
