"""The place in a form for code: copied out in three ways, pasted in in any."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import anywidget
import traitlets

from vidwidgets.form.assets import module_of
from vidwidgets.form.paste.read import MOST_CHARACTERS


class CodeWidget(anywidget.AnyWidget):
    """A line that unfolds to it.

    What is copied and pasted travels in messages only: a trait would be saved with the notebook, and a pasted curl
    command may hold a key.

    Args:
        copies: What can be copied: a word for the kernel, and the button's text.
        write: Gives the text for such a word.
        paste: Fills the form; a headline, sentences, and whether anything was filled.
        undo: Puts back what the form said before the last paste.
    """

    _esm = module_of("field.js", "code.js")
    _css = module_of("code.css")
    copies: Any = traitlets.List().tag(sync=True)
    most = traitlets.Int(MOST_CHARACTERS).tag(sync=True)
    """The longest text that is sent to the kernel."""

    def __init__(
        self,
        copies: Sequence[tuple[str, str]],
        write: Callable[[str], str],
        paste: Callable[[str], tuple[str, Sequence[str], bool]],
        undo: Callable[[], None],
    ) -> None:
        self._write = write
        self._paste = paste
        self._undo = undo
        super().__init__(copies=[list(one) for one in copies], _dom_classes=("vw-code",))
        self.on_msg(self._hear)

    def _hear(self, _: object, content: Mapping[str, Any], __: object) -> None:
        asked, id_of_it, text = content.get("kind"), content.get("id"), content.get("text")
        if asked == "write" and content.get("what") in [word for word, _ in self.copies]:
            self.send({"kind": "written", "id": id_of_it, "text": self._write(content["what"])})
        elif asked == "paste" and isinstance(text, str):
            headline, sentences, filled = self._paste(text)
            said = [headline, *sentences]
            self.send({"kind": "pasted", "id": id_of_it, "said": said, "filled": filled})
        elif asked == "undo":
            self._undo()
            self.send({"kind": "pasted", "id": id_of_it, "said": ["As it was before."], "filled": False})
