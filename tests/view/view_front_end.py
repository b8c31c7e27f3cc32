"""A page that stands for Jupyter's front end: it renders the real card.js, and passes messages to and from a real Card.

The model in the page does what anywidget's does (anywidget 0.11, `model-proxy.ts` and `binding.ts`): `get`, `on`,
`off`, `send`, `initialize` once and `render` per view; a closed comm throws.
"""

import base64
import json
from collections.abc import Callable
from typing import Any

from comm.base_comm import BaseComm
from playwright.sync_api import Locator, Page

from vidwidgets.view.about import About
from vidwidgets.view.card import Card

NewCard = Callable[[About], Card]

THEME = """
:root{--jp-layout-color0:#fff;--jp-layout-color1:#fff;--jp-layout-color2:#f5f5f5;--jp-border-color1:#bdbdbd;
--jp-border-color2:#e0e0e0;--jp-ui-font-color0:#000;--jp-ui-font-color1:#212121;--jp-ui-font-color2:#616161;
--jp-brand-color1:#1976d2;--jp-error-color1:#c62828;--jp-warn-color1:#b26a00;--jp-content-link-color:#1976d2;
--jp-ui-font-size1:13px;--jp-ui-font-family:system-ui,-apple-system,"Segoe UI",Helvetica,Arial,sans-serif}
.dark{--jp-layout-color0:#111;--jp-layout-color1:#1e1e1e;--jp-layout-color2:#2a2a2a;--jp-border-color1:#5a5a5a;
--jp-border-color2:#3c3c3c;--jp-ui-font-color0:#fff;--jp-ui-font-color1:#e6e6e6;--jp-ui-font-color2:#a8a8a8;
--jp-brand-color1:#64b5f6;--jp-error-color1:#ef9a9a;--jp-warn-color1:#ffcc80;--jp-content-link-color:#64b5f6;
color-scheme:dark}
body{margin:0;padding:16px;background:var(--jp-layout-color0);color:var(--jp-ui-font-color1)}
"""
"""JupyterLab's variables, with the values of the agreed look, light and dark."""

MODEL = """
class Model {
  constructor(state) { this.state = state; this.calls = []; this.sent = []; this.live = true; }
  get(name) { return this.state[name]; }
  on(name, call) { this.calls.push([name, call]); }
  off(name, call) { this.calls = this.calls.filter(([n, c]) => n !== name || (call && c !== call)); }
  trigger(name, ...values) { for (const [n, c] of [...this.calls]) if (n === name) c(...values); }
  update(state) {
    Object.assign(this.state, state);
    for (const name of Object.keys(state)) this.trigger('change:' + name);
  }
  send(message) {
    if (!this.live) throw new Error('Cannot send');
    this.sent.push(message);
  }
}
window.bytesOf = (text) => new DataView(Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)).buffer);
"""


class RecordingComm(BaseComm):
    """A comm whose messages are kept, in the order they were sent."""

    def __init__(self, **options: Any) -> None:
        self.published: list[tuple[dict[str, Any], list[bytes]]] = []
        super().__init__(**options)

    def publish_msg(
        self,
        msg_type: str,  # noqa: ARG002  # the signature of comm's BaseComm
        data: dict[str, Any] | None = None,
        metadata: dict[str, Any] | None = None,  # noqa: ARG002
        buffers: list[bytes] | None = None,
        **_: Any,
    ) -> None:
        """Keep the message as JSON would carry it."""
        self.published.append((json.loads(json.dumps(data or {})), [bytes(part) for part in buffers or []]))

    def statuses(self) -> list[dict[str, Any]]:
        """Every status that was published after the first."""
        states = [data.get("state", {}) for data, _ in self.published[1:]]
        return [state["status"] for state in states if "status" in state]

    def receive(self, content: object) -> None:
        """Hand the card a message from the front end."""
        self.handle_msg({"content": {"data": {"method": "custom", "content": content}}, "buffers": []})


class FrontEnd:
    """One page with one card in it."""

    def __init__(self, page: Page, card: Card, *, dark: bool = False, body: str = '<div id="root"></div>') -> None:
        self.page = page
        self.card = card
        self.comm: RecordingComm = card.comm
        self.taken = len(self.comm.published)
        self.page.set_content(
            f'<!doctype html><html class="{"dark" if dark else ""}"><style>{THEME}</style><body>{body}</body></html>'
        )
        self.page.add_style_tag(content=card._css)  # noqa: SLF001  # what anywidget sends under this name
        self.page.add_script_tag(content=MODEL)
        self._open()

    def _open(self) -> None:
        state = {name: self.card.get_state()[name] for name in ("about", "status", "log_lines", "offered", "said")}
        pictures = {name: base64.b64encode(getattr(self.card, name)).decode() for name in ("picture", "poster")}
        self.page.evaluate(
            """async ([esm, state, pictures]) => {
                const Model_ = eval('Model');
                for (const [name, text] of Object.entries(pictures)) state[name] = bytesOf(text);
                const url = URL.createObjectURL(new Blob([esm], {type: 'text/javascript'}));
                window.widget = await (await import(url)).default();
                window.model = new Model_(state);
                await widget.initialize({model});
                window.close_view = await widget.render({model, el: document.getElementById('root')});
            }""",
            [str(self.card._esm), state, pictures],  # noqa: SLF001
        )
        self.pump()

    def pump(self) -> list[dict[str, Any]]:
        """Pass on what was sent in both directions until nothing is left; gives what the page sent."""
        heard: list[dict[str, Any]] = []
        while True:
            sent = self.page.evaluate("model.sent.splice(0)")
            heard += sent
            for message in sent:
                self.comm.receive(message)
            fresh = self.comm.published[self.taken :]
            self.taken = len(self.comm.published)
            for data, buffers in fresh:
                self._deliver(data, buffers)
            if not sent and not fresh:
                return heard

    def _deliver(self, data: dict[str, Any], buffers: list[bytes]) -> None:
        parts = [base64.b64encode(part).decode() for part in buffers]
        if data.get("method") == "custom":
            self.page.evaluate(
                "([content, parts]) => model.trigger('msg:custom', content, parts.map(bytesOf))",
                [data["content"], parts],
            )
        elif data.get("method") == "update":
            state = data["state"]
            paths = [path[0] for path in data.get("buffer_paths", [])]
            self.page.evaluate(
                """([state, bytes]) => {
                    for (const [name, text] of bytes) state[name] = bytesOf(text);
                    model.update(state);
                }""",
                [state, [list(pair) for pair in zip(paths, parts, strict=True)]],
            )

    def pump_until(self, ready: str, timeout_seconds: float = 5.0) -> None:
        """Pass messages on until the JavaScript expression `ready` holds."""
        for _ in range(round(timeout_seconds / 0.05)):
            self.pump()
            if self.page.evaluate(ready):
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"Not within {timeout_seconds} s: {ready}")

    def kernel_stops(self) -> None:
        """The kernel is gone: sending throws, and the model says so once."""
        self.page.evaluate("model.live = false; model.trigger('comm_live_update')")

    def find(self, name: str) -> Locator:
        """A part of the card by its class."""
        return self.page.locator(f".vidwidgets-card .vw-{name}")
