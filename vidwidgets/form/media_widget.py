"""The front end of a picture, and of several: what is said to it and what it says."""

from __future__ import annotations

import traitlets

from vidwidgets.form.assets import module_of
from vidwidgets.form.field_widget import FieldWidget

FILES = ("field.js", "upload.js", "crop.js", "media_tools.js", "media_files.js", "media_list.js", "media.js")


class MediaWidget(FieldWidget):
    """The drop area, the line for a path or an address, the words about the picture, and what can be done to it."""

    _esm = module_of(*FILES)
    text = traitlets.Unicode().tag(sync=True)
    """The path or address as typed; empty when there is none or the picture is an object."""
    about = traitlets.Unicode().tag(sync=True)
    """The picture in a line: `cat.jpg · 451×300 · 22 kB`; empty when there is no picture."""
    takes = traitlets.Unicode().tag(sync=True)
    """What the provider takes: `JPEG, PNG, WebP · up to 20 MB`."""
    accept = traitlets.Unicode().tag(sync=True)
    """The same for the browser's file dialogue."""
    preview = traitlets.Bytes().tag(sync=True)
    """A small picture, upright; with transparent parts where the picture has some."""
    address = traitlets.Unicode().tag(sync=True)
    """An http(s) address that the browser may show itself where there is no preview."""
    busy = traitlets.Unicode().tag(sync=True)
    """What is being done with it ("reading the picture…"); empty when nothing is."""
    receiving = traitlets.Unicode().tag(sync=True)
    """The name of the file that is being uploaded; empty when none is."""
    uploads = traitlets.Bool(False).tag(sync=True)
    """Whether a file can be uploaded."""
    pixels = traitlets.List(traitlets.Int(), [0, 0]).tag(sync=True)
    """Width and height of the picture, upright; 0 where they are not known."""
    frames = traitlets.List(traitlets.Dict()).tag(sync=True)
    """What it can be cropped to: `{"ratio": "16:9", "axis": "x", "share": 0.75}`; empty where nothing is to be cut."""
    framed = traitlets.Bool(False).tag(sync=True)
    """Whether the first frame is shown without being chosen: the form has chosen that shape for the clip."""
    shape = traitlets.Unicode().tag(sync=True)
    """What becomes of the picture's shape, in sentences; empty where there is nothing to say."""
    clear = traitlets.Bool(False).tag(sync=True)
    """Whether parts of it are transparent, and it can be put on a colour."""
    mends = traitlets.Bool(False).tag(sync=True)
    """Whether it breaks limits that encoding it anew would mend."""
    done = traitlets.Unicode().tag(sync=True)
    """What was done to it, in sentences; empty when nothing was."""
    undoes = traitlets.Bool(False).tag(sync=True)
    """Whether that can be undone."""
    clips = traitlets.List(traitlets.Unicode()).tag(sync=True)
    """Clips whose last frame can be taken, in words."""


class MediaListWidget(MediaWidget):
    """The same for several: the picture in sight is one of them."""

    items = traitlets.List(traitlets.Dict()).tag(sync=True)
    """Each picture: `{"name": "cat.jpg", "wrong": False}`."""
    thumbs = traitlets.List(traitlets.Bytes()).tag(sync=True)
    """A smaller picture of each; b"" where there is none."""
    at = traitlets.Int(0).tag(sync=True)
    """Which of them is in sight, from 0."""
    most = traitlets.Int(0).tag(sync=True)
    """How many it takes; 0 where no number is stated."""
