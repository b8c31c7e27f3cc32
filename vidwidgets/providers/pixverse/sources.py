"""Where PixVerse's facts were read."""

from __future__ import annotations

from vidwidgets.spec.source import Source

SEED = Source("seed 004, POST /openapi/v2/video/img/generate", "2026-11-21")
TEXT_PAGE = Source("docs.platform.pixverse.ai/text-to-video-generation-13016634e0", "2026-11-21")
PRICES = Source("docs.platform.pixverse.ai/pricing-796039m0", "2026-08-13")
