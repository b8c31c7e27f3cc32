"""What PixVerse says of the pictures it takes (docs.platform.pixverse.ai, Upload image, read 2026-11-21)."""

from __future__ import annotations

from vidwidgets.spec.media import MediaLimits

LIMITS = MediaLimits(
    content_types=("image/jpeg", "image/png", "image/webp"),
    max_size_bytes=20_000_000,
    max_side=10_000,
)
ADVICE = MediaLimits(max_side=4_000)
ADVICE_REASON = (
    "An older page of PixVerse ends at 4,000 pixels, a newer one at 10,000: it may be refused. Nothing is paid then."
)
MOST_OF_A_TEMPLATE = 10
"""PixVerse states no number; the templates that it lists take two each (its guide to multi-image templates)."""
