"""Pictures that were uploaded before: what stands for them, by content and connection, so that none goes up twice."""

from __future__ import annotations

from typing import Any

from vidwidgets.job.journal import Journal
from vidwidgets.wire.connections import Connection
from vidwidgets.wire.media import Picture


class Uploads:
    """The uploads over one connection, as the journal remembers them."""

    def __init__(self, journal: Journal, connection: Connection) -> None:
        self._journal = journal
        self._place = f"{connection.name} {connection.base_url}"

    def value_of(self, picture: Picture) -> Any:  # noqa: ANN401  an id or a URL
        """What stands for the picture there; None where it was not uploaded, or was forgotten."""
        return self._journal.upload(self._place, picture.sha256)

    def keep(self, picture: Picture, value: Any) -> None:  # noqa: ANN401  an id or a URL
        """Remember what stands for it."""
        self._journal.keep_upload(self._place, picture.sha256, value)

    def forget(self, pictures: tuple[Picture, ...]) -> None:
        """Forget these: the provider no longer knows them."""
        for picture in pictures:
            self._journal.keep_upload(self._place, picture.sha256, None)
