// The player of a finished clip inside its card.

const whenSeen = (node, call) => {
  const watch = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watch.disconnect();
    call();
  });
  watch.observe(node);
  return () => watch.disconnect();
};

// Whether the browser shows pictures of what is at an address; sound alone (HEVC in Chromium) is not enough.
const loads = (video, address) =>
  new Promise((settle) => {
    video.onloadedmetadata = () => settle(video.videoWidth > 0);
    video.onerror = () => settle(false);
    video.src = address;
  });

const offerDownload = ({ download }, address, clip) => {
  Object.assign(download, { href: address, download: clip.name });
  show(download, "Download");
};

const cannotPlay = (view, address, clip) => {
  const { parts, posterAddress } = view;
  const codec = clip.video_codec ? ` (${clip.video_codec.toUpperCase()})` : "";
  parts.stage.replaceChildren(...(posterAddress ? [imageOf(posterAddress)] : []));
  show(parts.trouble, `This browser cannot play this clip${codec}. Download it, or open ${clip.path}`);
  offerDownload(parts, address, clip);
};

const play = async (view, video, clip) => {
  const saved = withoutFiles() ? "" : await savedAddress(view.about.job_id);
  if (saved && (await loads(video, saved))) return offerDownload(view.parts, saved, clip);
  if (saved && (await reachable(saved))) return cannotPlay(view, saved, clip);
  try {
    const address = await view.bytes();
    if (await loads(video, address)) {
      offerDownload(view.parts, address, clip);
      show(view.parts.trouble, silence(clip));
    } else cannotPlay(view, address, clip);
  } catch (error) {
    show(view.parts.trouble, `${error.message} The clip is saved at ${clip.path}`);
  }
};

// Puts the player into the card at its full size, and gives it something to play once somebody can see it.
const drawPlayer = (view, clip) => {
  const { parts, about } = view;
  const video = make("video");
  Object.assign(video, { controls: true, playsInline: true, preload: "metadata" });
  video.setAttribute("aria-label", `${about.title}: ${about.prompt}`);
  view.posterAddress = imageAddress(view.model.get("poster"));
  if (view.posterAddress) video.poster = view.posterAddress;
  const shape = clip.width && clip.height ? clip.width / clip.height : 16 / 9;
  parts.stage.style.setProperty("--shape", shape.toFixed(4));
  parts.stage.replaceChildren(video);
  view.unwatch = whenSeen(parts.stage, () => play(view, video, clip));
};
