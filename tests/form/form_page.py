"""A bare browser page in which a widget's front end runs on a fake model; no Jupyter."""

from __future__ import annotations

import base64
import json
from typing import Any

import ipywidgets
from playwright.sync_api import Page

from vidwidgets.form.surface import HeadWidget

MODEL = """
class Model {
  constructor(state) { this.state = state; this.acts = {}; this.sent = []; this.saved = 0; }
  get(name) { return this.state[name]; }
  set(name, value) {
    if (this.state[name] === value) return;
    this.state[name] = value;
    this.tell(`change:${name}`);
  }
  save_changes() { this.saved += 1; }
  on(name, act) { (this.acts[name] ??= []).push(act); }
  off() {}
  tell(name, ...rest) { for (const act of this.acts[name] ?? []) act(...rest); }
  send(content, callbacks, buffers) {
    this.sent.push({ content, bytes: (buffers ?? []).map((b) => b.byteLength) });
    this.answer?.(content, buffers);
  }
}
"""

MOUNT = """async ([source, state, classes]) => {
  const Model = eval(`(${MODEL})`);
  const module = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  const bytes = (text) => new DataView(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer);
  if ("preview" in state) state.preview = bytes(state.preview);
  if ("thumbs" in state) state.thumbs = state.thumbs.map(bytes);
  window.model = new Model(state);
  window.el = document.createElement("div");
  el.className = classes;
  document.querySelector("#root").append(el);
  module.default.render({ model, el });
}""".replace("MODEL", json.dumps(MODEL.strip()))


def mount(page: Page, widget: ipywidgets.DOMWidget, width: int = 400) -> None:
    """Render a widget's front end with the state that its kernel side has now, as `window.model` and `window.el`."""
    state = widget.get_state()
    source = state.pop("_esm")
    plain = {name: value for name, value in state.items() if _travels(value)}
    if "preview" in state:
        plain["preview"] = base64.b64encode(state["preview"]).decode()
    if "thumbs" in state:
        plain["thumbs"] = [base64.b64encode(thumb).decode() for thumb in state["thumbs"]]
    page.set_content(f"<div id=root class=vw-form style='width:{width}px'></div>")
    page.add_style_tag(content=HeadWidget._css)  # noqa: SLF001  anywidget's own name for it
    page.evaluate(MOUNT, [source, plain, " ".join(widget._dom_classes)])  # noqa: SLF001  as ipywidgets sends them


def state_of(page: Page, name: str) -> Any:
    """A trait of the fake model, as the front end has left it."""
    return page.evaluate("name => model.get(name)", name)


def _travels(value: object) -> bool:
    try:
        json.dumps(value)
    except TypeError:
        return False
    return True
