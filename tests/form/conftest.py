"""A kernel and a browser page for the tests of the form room."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from form_kernel import FormKernel
from playwright.sync_api import Page


@pytest.fixture(scope="session")
def kernel() -> Iterator[FormKernel]:
    """One real kernel for all tests of this room that speak to one."""
    started = FormKernel()
    yield started
    started.close()


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """The empty page of the whole suite; a script that fails in it fails the test."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    assert faults == []
