"""The fal models that the sandbox plays: its own, and those whose OpenAPI document it was given."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
import threading
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from vidwidgets.sandbox.fal_document import queue_document
from vidwidgets.sandbox.fal_model import FalModel, UnusableDocumentError
from vidwidgets.sandbox.fal_paths import submitted_endpoint
from vidwidgets.sandbox.json_text import read_json

LARGEST_BYTES: Final = 8 * 1024 * 1024
_MOST_FILES: Final = 1_000
_ID: Final = re.compile(r"\w[\w.-]*(/\w[\w.-]*)+", re.ASCII)


def load_catalogue() -> dict[str, FalModel]:
    """The sandbox's own models by id, from ``fal_models/*.json``: whole documents, or inputs alone."""
    models = {}
    for entry in files("vidwidgets.sandbox").joinpath("fal_models").iterdir():
        if entry.name.endswith(".json"):
            model = read_model(json.loads(entry.read_text(encoding="utf-8")))
            models[model.endpoint] = model
    return models


def read_model(document: object, endpoint: str = "") -> FalModel:
    """A model from its document.

    Args:
        document: an OpenAPI document of fal, an input's schema alone (then ``endpoint`` must be given), or what stands
            in ``fal_models``: an object with ``endpoint``, ``category``, ``input`` and ``schemas``.
        endpoint: the model's id; empty takes the one that the document names.

    Raises:
        UnusableDocumentError: it describes no input that could be checked; the message says what is missing.
    """
    if not isinstance(document, dict):
        raise UnusableDocumentError("A document is a JSON object.")
    if isinstance(document.get("input"), dict) and "paths" not in document:
        named, category = str(document.get("endpoint", endpoint)), str(document.get("category", ""))
        document = queue_document(named, document["input"], category=category, schemas=document.get("schemas"))
    elif "properties" in document and endpoint:
        document = queue_document(endpoint, document)
    named = endpoint or _named_in(document)
    if submitted_endpoint("POST", f"/{named}") != named or not _ID.fullmatch(named):
        raise UnusableDocumentError(f"{named!r} is no id of a fal model: it is owner/app, with or without a path.")
    model = FalModel(named, document)
    model.check()
    return model


class Catalogue:
    """All models, those that were given included; they are files, so that jobs outlive the process.

    Args:
        folder: where given documents lie. A file that someone puts there is played like one that was posted.
    """

    def __init__(self, folder: Path) -> None:
        self._own = load_catalogue()
        self._folder = folder
        self._lock = threading.Lock()
        self._given: dict[str, FalModel] = {}
        self._seen: dict[str, float] = {}

    def get(self, endpoint: str) -> FalModel | None:
        """The model of that id, as it was given or else the sandbox's own; None when nobody knows it."""
        self._look()
        return self._given.get(endpoint) or self._own.get(endpoint)

    def ids(self) -> set[str]:
        """Every id that is played."""
        self._look()
        return {*self._own, *self._given}

    def add(self, document: object, endpoint: str = "") -> FalModel:
        """Take a document and keep it; a later one for the same id replaces it.

        Raises:
            UnusableDocumentError: as ``read_model``.
            OSError: it cannot be kept.
        """
        model = read_model(document, endpoint)
        self._folder.mkdir(parents=True, exist_ok=True)
        content = json.dumps({"endpoint": model.endpoint, "document": model.document})
        handle, temporary = tempfile.mkstemp(dir=self._folder, prefix=".new-")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(content)
        digest = hashlib.sha256(model.endpoint.encode()).hexdigest()[:24]
        # at once, so that another process never reads half of it
        Path(temporary).replace(self._folder / f"given-{digest}.json")
        with self._lock:
            self._given[model.endpoint] = model
        return model

    def _look(self) -> None:
        """Read what is new in the folder; a file that cannot be used is passed over."""
        with self._lock:
            for path in sorted(self._folder.glob("[!.]*.json"))[:_MOST_FILES]:
                try:
                    found = path.stat()
                    if self._seen.get(path.name) == found.st_mtime or found.st_size > LARGEST_BYTES:
                        continue
                    self._seen[path.name] = found.st_mtime
                    model = _from_file(read_json(path.read_bytes()))
                except (OSError, ValueError):
                    continue
                self._given[model.endpoint] = model


def take_document(path: Path, *, home: Path) -> str:
    """Have the sandbox of a home play the model of a file, from now on; the model's id.

    Raises:
        ValueError: it is no document of a fal model, or too large for one.
        OSError: it cannot be read, or not kept.
    """
    if path.stat().st_size > LARGEST_BYTES:
        raise UnusableDocumentError(f"It has more than {LARGEST_BYTES // 2**20} MiB.")
    return Catalogue(folder_of(home)).add(read_json(path.read_bytes())).endpoint


def folder_of(home: Path) -> Path:
    """Where the sandbox of a home keeps given documents."""
    return home / "fal_models"


def _from_file(told: Any) -> FalModel:  # noqa: ANN401 - any JSON may lie there
    if isinstance(told, dict) and isinstance(told.get("endpoint"), str) and "document" in told:
        return read_model(told["document"], told["endpoint"])
    return read_model(told)


def _named_in(document: dict[str, Any]) -> str:
    info = document.get("info")
    metadata = info.get("x-fal-metadata") if isinstance(info, dict) else None
    named = metadata.get("endpointId") if isinstance(metadata, dict) else None
    if isinstance(named, str):
        return named
    paths = document.get("paths")
    posted = (
        [path for path, item in paths.items() if isinstance(item, dict) and "post" in item]
        if isinstance(paths, dict)
        else []
    )
    if len(posted) != 1 or not isinstance(posted[0], str):
        raise UnusableDocumentError("The document names no model: give its id as ?endpoint_id=owner/app.")
    return posted[0].strip("/")
