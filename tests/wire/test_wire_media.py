"""A picture in any form that people have one: what is taken, and what is said of the rest."""

import io
import random
from pathlib import Path, PurePosixPath
from urllib.parse import quote_from_bytes

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pictures import data_uri, huge_png, opened, saved, turned
from PIL import Image, features

from vidwidgets.errors import InvalidRequest
from vidwidgets.wire.media import Picture, inspected, preview_of, read_picture

KINDS = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "GIF": "image/gif",
    "WEBP": "image/webp",
    "AVIF": "image/avif",
    "MPO": "image/jpeg",
    "BMP": "image/bmp",
    "TIFF": "image/tiff",
}
HERE = [kind for kind in KINDS if kind != "AVIF" or features.check("avif")]
BASE64 = data_uri(saved())[22:]


def refused(value: object) -> str:
    """The sentence with which something is refused as a picture."""
    with pytest.raises(InvalidRequest) as caught:
        read_picture(value)
    assert caught.value.message.endswith("Nothing was sent.")
    return caught.value.message


@pytest.mark.parametrize("kind", HERE)
def test_a_pictures_type_is_read_from_its_bytes(kind: str, tmp_path: Path) -> None:
    """Whatever its name says: type, size and bytes are those of the file, which is sent as it is."""
    content = saved(kind)
    (tmp_path / "cat.png").write_bytes(content)
    found = read_picture(tmp_path / "cat.png")
    assert found == Picture("cat.png", content, "", KINDS[kind], 64, 48, len(content))
    assert found.words == f"cat.png, 64×48, {max(1, round(len(content) / 1000))} kB"


def test_every_form_is_the_same_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Path as text and object, below the home folder, bytes of three types, data URI, file object."""
    content = saved()
    path = tmp_path / "cat.png"
    path.write_bytes(content)
    monkeypatch.setenv("HOME", str(tmp_path))
    with path.open("rb") as file:
        forms = [
            *(str(path), f" {path}\n", path, PurePosixPath(path), "~/cat.png", content, bytearray(content)),
            *(memoryview(content), data_uri(content), io.BytesIO(content), file),
            f"data:image/png,{quote_from_bytes(content)}",
            data_uri(content).replace("data:image/png;", "DATA:image/png;name=cat.png;"),
            data_uri(content)[:60] + "\n  " + data_uri(content)[60:],
        ]
        for form in forms:
            found = read_picture(form)
            assert (found.content, found.content_type, found.width, found.height) == (content, "image/png", 64, 48)
            assert str(tmp_path) not in found.words
    assert read_picture(found) is found
    assert found.data_uri() == data_uri(content)


def test_a_url_is_not_fetched() -> None:
    """A URL is kept whole for the provider, named by its last step; its case and its query do not matter."""
    url = "https://pictures.example/a/lake.webp?signature=s3cret"
    assert read_picture(f" {url} ") == Picture("lake.webp", url=url)
    assert "s3cret" not in read_picture(url).words
    assert read_picture("HTTPS://pictures.example").name == "pictures.example"


@pytest.mark.parametrize(
    "url", ["https://", "http:///x.png", "https://:80/x", "https://[::1/x", "https://a:99999/x", "https://a/\x00"]
)
def test_a_url_without_a_host_is_refused(url: str) -> None:
    """What nobody could fetch is told before it is sent."""
    assert "names no host" in refused(url)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"This is a letter.", "is not a picture: it is text"),
        (b"", "is empty"),
        (b"<!DOCTYPE html><html></html>", "is not a picture: it is a web page"),
        (b"\n  <HTML>", "is not a picture: it is a web page"),
        (b'<?xml version="1.0"?><svg/>', "SVG or XML drawing; make a PNG"),
        (b"<svg xmlns=''/>", "SVG or XML drawing; make a PNG"),
        (b"\x00\x00\x00\x18ftypisom" + bytes(40), "make a JPEG of it"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "is not a picture: it is text"),
        (bytes(range(128, 256)), "its bytes are of no known kind"),
        (saved("JPEG", size=(640, 480))[:2000], "is a damaged picture"),
        (saved("PNG")[:60], "is a damaged picture"),
        (saved("JPEG", "CMYK"), "is in CMYK"),
        (huge_png(30000, 30000), "has too many pixels"),
        (huge_png(11000, 11000), "has too many pixels"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_picture_is_told_by_its_bytes(content: bytes, said: str, tmp_path: Path) -> None:
    """A file named .png, the same bytes, and a data URI of them are refused in the same words, by a short name."""
    (tmp_path / "cat.png").write_bytes(content)
    assert said in refused(tmp_path / "cat.png")
    assert refused(str(tmp_path / "cat.png")).startswith("cat.png ")
    assert said in refused(content)
    assert said in refused(data_uri(content))
    assert len(refused(content)) < 300


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("nowhere/cat.png", "nowhere/cat.png does not exist. Paths are looked up from "),
        ("/", "/ is a folder"),
        ("", ". is a folder"),
        ("~nobody-of-that-name/cat.png", "no such user's folder"),
        ("a\x00b", "does not exist"),
        ("line\nline", "neither a path, nor a URL"),
        ("x" * 5000, "neither a path, nor a URL"),
        ("x" * 3000, "cannot be read"),
        (b"cat-\xff.png".decode(errors="surrogateescape"), "cat-?.png does not exist"),
        ("data:image/png;base64", "must begin data:image/png;base64,…"),
        ("data:", "must begin data:image/png;base64,…"),
        ("data:image/png;base64,@@@", "base64 cannot be read"),
        ("data:image/png;base64,AAA", "base64 cannot be read"),
        ("data:image/png;base64,\ud83d", "base64 cannot be read"),
        ("data:,", "the data URI is empty"),
        (BASE64, "put data:image/png;base64, in front of it"),
        (17, "not int"),
        (None, "not NoneType"),
        ([saved()], "not list"),
        ({"url": "x"}, "not dict"),
        pytest.param(io.StringIO("text"), "is open as text", id="text file"),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_what_leads_to_no_picture_says_what_to_do(value: object, said: str) -> None:
    """Wrong paths, damaged data URIs, bare base64 and other types, without any of their bytes in the sentence."""
    message = refused(value)
    assert said in message
    assert len(message) < 400
    assert BASE64[:40] not in message
    message.encode()


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    """A closed file, one that is open for writing, and a path through a file."""
    path = tmp_path / "cat.png"
    with path.open("wb") as file:
        assert "not open for reading" in refused(file)
    assert "cat.png cannot be read: it is closed" in refused(file)
    assert "does not exist" in refused(path / "more.png")


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    """A file larger than any provider takes is refused by its size alone."""
    path = tmp_path / "huge.png"
    with path.open("wb") as file:
        file.truncate(600 * 1024 * 1024)
    assert "huge.png is larger than any provider takes" in refused(path)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 10))
def test_a_photograph_on_its_side_is_sent_upright(kind: str, orientation: int) -> None:
    """What EXIF says is done to the pixels, in the same kind of file, and said; what is upright stays as it is."""
    content = turned(kind, orientation)
    found = inspected(content, "cat")
    sideways = orientation in {5, 6, 7, 8}
    assert (found.width, found.height) == ((48, 64) if sideways else (64, 48))
    assert found.content_type == KINDS[kind]
    assert (found.content == content) == (orientation in {1, 9})
    assert bool(found.note) == (found.content != content)
    assert opened(found.content).size == (found.width, found.height)
    assert opened(found.content).getexif().get(0x0112, 1) in {1, 9}
    assert found.size_bytes == len(found.content)


@pytest.mark.skipif("AVIF" not in HERE, reason="This Pillow reads no AVIF.")
def test_a_turned_file_of_a_rarer_kind_becomes_png() -> None:
    """What is turned upright is written in a kind that every provider takes."""
    assert inspected(turned("TIFF", 6), "cat").content_type == "image/png"
    assert inspected(turned("AVIF", 6), "cat").content_type in {"image/png", "image/avif"}


def test_the_right_way_up_is_the_right_way_up() -> None:
    """Orientation 6 turns the dark left edge to the top."""
    found = opened(inspected(turned("PNG", 6), "cat").content).convert("L")
    assert found.getpixel((24, 1)) < found.getpixel((24, 62))  # type: ignore[operator]  # of one band each


seeds = {kind: turned(kind, 6) if kind in {"JPEG", "PNG", "WEBP", "TIFF"} else saved(kind) for kind in HERE}


@settings(max_examples=300)
@given(kind=st.sampled_from(HERE), seed=st.integers(0, 2**32), cut=st.floats(0, 1), hits=st.integers(0, 12))
def test_damaged_bytes_are_a_sentence_or_a_picture(kind: str, seed: int, cut: float, hits: int) -> None:
    """However a file is broken, it is a picture with a size and a preview, or it is refused; never anything else."""
    content, dice = bytearray(seeds[kind]), random.Random(seed)  # noqa: S311  broken in a way that can be repeated
    if cut < 0.5:
        content = content[: int(len(content) * 2 * cut)]
    for _ in range(hits if content else 0):
        content[dice.randrange(min(len(content), dice.choice((40, 400, 10**6))))] = dice.randrange(256)
    found, said = None, ""
    try:
        found = inspected(bytes(content), "cat")
    except InvalidRequest as error:
        said = error.message
    if found is None:
        assert said.startswith("cat ")
        assert said.endswith("Nothing was sent.")
    else:
        assert found.width > 0 < found.height
        preview = preview_of(found)
        assert not preview or max(opened(preview).size) <= 480


def test_a_preview_is_a_small_picture() -> None:
    """At most 480 pixels long, upright, clear parts still clear; nothing of a URL or of what cannot be drawn."""
    found = inspected(saved("PNG", size=(1920, 1080)), "cat")
    assert opened(preview_of(found)).size == (480, 270)
    out = io.BytesIO()
    Image.new("RGBA", (9, 9), (0, 0, 0, 0)).save(out, "PNG")
    assert opened(preview_of(inspected(out.getvalue(), "clear"))).getpixel((4, 4))[3] == 0  # type: ignore[index]  # RGBA
    assert opened(preview_of(found)).format == "JPEG"
    assert preview_of(Picture("x", url="https://a.example/b.png")) == b""
    assert preview_of(Picture("x", content=b"nonsense")) == b""


def test_a_pictures_repr_holds_no_bytes() -> None:
    """What a debugger or a traceback shows of it is short; its hash tells it from another."""
    found = inspected(saved(), "cat.png")
    assert len(repr(found)) < 200
    assert found.sha256 != inspected(saved(size=(65, 48)), "cat.png").sha256
    assert Picture("a", url="https://a.example").sha256 != Picture("a", url="https://b.example").sha256


@pytest.mark.parametrize(
    ("picture", "words"),
    [
        (Picture("cat.jpg", b"x", "", "image/jpeg", 451, 300, 22_400), "cat.jpg, 451×300, 22 kB"),
        (Picture("cat.jpg", b"x", "", "image/jpeg", 4000, 3000, 12_100_000), "cat.jpg, 4000×3000, 12.1 MB"),
        (Picture("cat.jpg", url="https://a.example/cat.jpg"), "cat.jpg"),
    ],
)
def test_a_picture_in_a_few_words(picture: Picture, words: str) -> None:
    """Name, size in pixels, size on disk, as far as they are known."""
    assert picture.words == words
