"""A list that shows itself as a table."""

from hypothesis import given
from hypothesis import strategies as st
from IPython.lib.pretty import pretty
from test_view_markup import Seen
from view_samples import HOSTILE

from vidwidgets.view.table import ROWS_SHOWN, Table


def cells(row: tuple[str, int]) -> tuple[str, str]:
    """Both as text."""
    return row[0], str(row[1])


ROWS = [("fal-ai/veo3", 3), ("runway", 12)]


def test_it_is_the_list_of_its_rows() -> None:
    """Iterating and indexing give the objects, not their texts."""
    shown = Table(ROWS, ["endpoint", "jobs"], cells)
    assert list(shown) == ROWS
    assert shown[1] == ("runway", 12)
    assert len(shown) == 2


def test_a_terminal_sees_aligned_text() -> None:
    """Columns line up, without blanks at the ends, also through IPython's own printer."""
    shown = Table(ROWS, ["endpoint", "jobs"], cells)
    assert repr(shown) == "endpoint     jobs\nfal-ai/veo3  3\nrunway       12"
    assert pretty(shown) == repr(shown)


def test_an_empty_one_says_so() -> None:
    """No rows is said in words, in both faces."""
    shown: Table[tuple[str, int]] = Table([], ["endpoint", "jobs"], cells)
    assert repr(shown) == "endpoint  jobs\n(none)"
    assert "(none)" in Seen(shown._repr_html_()).texts  # IPython's hook


def test_a_notebook_sees_a_table_with_the_text_escaped() -> None:
    """Hostile cells are text."""
    seen = Seen(Table([(HOSTILE, 1)], ["<i>", "n"], cells)._repr_html_())
    assert HOSTILE in seen.texts
    assert "<i>" in seen.texts
    assert {name for name, _ in seen.elements} == {"table", "thead", "tbody", "tr", "th", "td"}


def test_of_a_long_list_the_first_rows_are_shown() -> None:
    """A journal of thousands does not fill the notebook, and the list still has them all."""
    shown = Table([("a", number) for number in range(ROWS_SHOWN + 7)], ["endpoint", "jobs"], cells)
    assert len(shown) == ROWS_SHOWN + 7
    assert repr(shown).endswith("… and 7 more")
    assert [name for name, _ in Seen(shown._repr_html_()).elements].count("tr") == ROWS_SHOWN + 1


@given(st.lists(st.tuples(st.text(max_size=100), st.integers()), max_size=5))
def test_no_cell_steers_the_terminal(rows: list[tuple[str, int]]) -> None:
    """Whatever a cell holds, a row is one line and every sign can be printed."""
    drawn = repr(Table(rows, ["a", "b"], cells))
    lines = drawn.split("\n")
    assert len(lines) == 1 + max(1, len(rows))
    assert all(line.isprintable() for line in lines)
