"""The one door for HTML."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from view_samples import HOSTILE

from vidwidgets.view.markup import Markup, escape, join, safe_address, table, tag

ANY_TEXT = st.one_of(st.text(), st.text("<>&\"'`=/ \r\n;#ab!-[]?"), st.just(HOSTILE))


class Seen(HTMLParser):
    """Every element with its attributes, and all text, as a parser reads them."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.other: list[str] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, name: str, attributes: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.elements.append((name, dict(attributes)))

    def handle_data(self, text: str) -> None:
        """Keep a text."""
        self.texts.append(text)

    def handle_comment(self, text: str) -> None:
        """Keep what should not be there."""
        self.other.append(text)

    handle_decl = handle_pi = unknown_decl = handle_comment


def without_nul(text: str) -> str:
    """No HTML can carry a NUL: it becomes the sign for what cannot be shown."""
    return text.replace("\x00", "\ufffd")


@given(ANY_TEXT, ANY_TEXT)
def test_text_comes_out_as_it_went_in(text: str, title: str) -> None:
    """Whatever text goes in, a parser reads exactly that text, one element, one attribute, and nothing else."""
    seen = Seen(tag("p", text, title=title))
    assert seen.elements == [("p", {"title": without_nul(title)})]
    assert "".join(seen.texts) == without_nul(text)
    assert seen.other == []


@given(st.lists(st.lists(ANY_TEXT, min_size=2, max_size=2), max_size=4), ANY_TEXT)
def test_a_table_has_its_cells_and_nothing_else(rows: list[list[str]], heading: str) -> None:
    """A table of hostile texts has as many cells as texts, and no element besides."""
    seen = Seen(table([heading, "B"], rows))
    names = [name for name, _ in seen.elements]
    assert names.count("td") == 2 * len(rows)
    assert set(names) <= {"table", "thead", "tbody", "tr", "th", "td"}
    assert "".join(seen.texts) == without_nul(heading + "B" + "".join(map("".join, rows)))


@given(ANY_TEXT)
def test_escaping_markup_again_changes_nothing(text: str) -> None:
    """What was escaped once is not escaped again, also inside an element."""
    once = escape(text)
    assert escape(once) == once
    assert tag("b", once) == tag("b", text)


def test_markup_that_became_a_string_is_text_again() -> None:
    """Only markup itself is trusted: cut, joined by `+` or formatted it is text, and is escaped."""
    bold = tag("b", "x")
    assert isinstance(bold, Markup)
    assert tag("p", bold) == "<p><b>x</b></p>"
    assert tag("p", bold + "") == "<p>&lt;b&gt;x&lt;/b&gt;</p>"
    assert tag("p", f"{bold}") == "<p>&lt;b&gt;x&lt;/b&gt;</p>"


def test_parts_are_joined_with_what_stands_between_them_escaped() -> None:
    """`join` escapes texts and separator, and keeps markup."""
    assert join(["<", tag("br")], " & ") == "&lt; &amp; <br>"


def test_attributes_are_written_bare_or_left_out() -> None:
    """True is a bare name, None and False leave it out, a trailing underscore is Python's."""
    written = tag("video", controls=True, loop=False, poster=None, class_="a", width=640)
    assert written == '<video controls class="a" width="640"></video>'


@pytest.mark.parametrize(
    "address",
    [
        "renders/a.mp4",
        "../a.mp4",
        "a%20b%23.mp4",
        "/files/a.mp4",
        "https://example.com/a?b=c#d",
        "http://127.0.0.1:8888/x",
        "blob:http://localhost/8c1f",
        "data:image/jpeg;base64,/9j/",
        "data:video/mp4;base64,AAAA",
    ],
)
def test_these_addresses_may_be_written(address: str) -> None:
    """Relative ones, http(s), blobs, and data of a JPEG or an MP4."""
    assert safe_address(address)
    assert Seen(tag("a", "x", href=address)).elements == [("a", {"href": address})]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        " javascript:alert(1)",
        "\x01javascript:alert(1)",
        "vbscript:x",
        "data:text/html,<script>",
        "data:image/svg+xml,<svg>",
        "file:///etc/passwd",
        "//elsewhere.example/x",
        "\\\\elsewhere\\x",
        "a b.mp4",
        "C:/x.mp4",
    ],
)
def test_no_other_address_is_written(address: str) -> None:
    """Whatever runs, embeds, leaves by another door, or reads differently in a browser is refused."""
    assert not safe_address(address)
    for name in ("href", "src", "poster"):
        with pytest.raises(ValueError, match="may be written"):
            tag("a", "x", **{name: address})


@pytest.mark.parametrize("name", ["script", "style", "iframe", "svg", "p onclick=x", "B", ""])
def test_no_element_that_runs_is_written(name: str) -> None:
    """Elements that run or embed, and names that are none, are refused."""
    with pytest.raises(ValueError, match="not written from here"):
        tag(name, "x")


@pytest.mark.parametrize("name", ["onclick", "ONCLICK", "srcdoc", "a b", 'x"'])
def test_no_attribute_that_runs_is_written(name: str) -> None:
    """Event handlers, `srcdoc`, and names that are none, are refused."""
    with pytest.raises(ValueError, match="not written from here"):
        tag("p", "x", **{name: "y"})
