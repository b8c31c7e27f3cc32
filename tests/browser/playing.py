"""Whether a video on a page really plays."""

from typing import Any

from playwright.sync_api import Locator

PLAY = """
async (video) => {
  video.muted = true;
  const told = () => ({ seconds: video.currentTime, duration_seconds: video.duration,
    width: video.videoWidth, height: video.videoHeight, error: video.error ? `code ${video.error.code}` : "",
    source: video.currentSrc });
  if (video.error || video.networkState === HTMLMediaElement.NETWORK_NO_SOURCE) return told();
  const moved = new Promise((resolve) => {
    video.addEventListener("timeupdate", () => { if (video.currentTime > 0) resolve(); });
    for (const name of ["error", "ended"]) video.addEventListener(name, resolve);
  });
  const tooLong = new Promise((resolve) => { window.setTimeout(resolve, 10000); });
  await Promise.race([video.play().then(() => moved, () => undefined), tooLong]);
  const found = told();
  video.pause();
  return found;
}
"""


def play(video: Locator) -> dict[str, Any]:
    """Play a video for a moment: its size, length, and how far it came (`seconds`, 0 where it did not move)."""
    video.scroll_into_view_if_needed()
    found: dict[str, Any] = video.evaluate(PLAY)
    return found
