"""What fal's video models say of the pictures they take."""

from __future__ import annotations

from vidwidgets.spec.media import MediaLimits

MIB = 1024 * 1024

VEO = MediaLimits(
    # the model's page: up to 8 MB (fal.ai/models/fal-ai/veo3/image-to-video, read 2026-11-21)
    content_types=("image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"),
    max_size_bytes=8_000_000,
    # a floor of ours, no published limit: the page asks for 720, and below 300 a clip is money thrown away
    min_side=300,
)
VEO_ADVICE = MediaLimits(min_side=720)

KLING = MediaLimits(
    # the field's own list of types (seed 001; fal's upload field, read 2026-11-21)
    content_types=("image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"),
    max_size_bytes=10 * MIB,
    # published for the siblings of these models (x-fal limits, read 2026-06-11), and taken as a floor here too
    min_width=300,
    min_height=300,
)
KLING_ADVICE = MediaLimits(min_aspect_ratio=0.4, max_aspect_ratio=2.5)
KLING_REASON = (
    "fal publishes that limit for this model's siblings (x-fal limits, read 2026-06-11), so it may be refused here too."
)
