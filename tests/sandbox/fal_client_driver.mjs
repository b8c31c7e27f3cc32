// Drives npm's @fal-ai/client against a sandbox and prints what it saw as JSON.
// Arguments: the sandbox's origin, the client's entry file, a photo.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [origin, entry, photo] = process.argv.slice(2);
const { createFalClient } = await import(pathToFileURL(entry).href);

const hosts = new Set();
const toSandbox = (url, init) => {
  const meant = new URL(url);
  hosts.add(meant.host);
  return fetch(`${origin}${meant.pathname}${meant.search}`, init);
};
const fal = createFalClient({ credentials: "referee-key", fetch: toSandbox, retry: { maxRetries: 0 } });
const KLING = "fal-ai/kling-video/v2.1/standard/image-to-video";
const VEO = "fal-ai/veo3/image-to-video";

const told = async (attempt) => {
  try {
    await attempt;
    return null;
  } catch (error) {
    return { name: error.name, status: error.status, body: error.body };
  }
};

const script = (scenario) =>
  fetch(`${origin}/_sandbox/scenario`, { method: "POST", body: JSON.stringify(scenario) });

const seen = {};
const image = new Blob([readFileSync(photo)], { type: "image/png" });
seen.uploaded = await fal.storage.upload(image);

// The image goes in as a Blob: the client uploads it by itself.
const polled = [];
const first = await fal.subscribe(VEO, {
  input: { prompt: "p", image_url: image, duration: "4s", aspect_ratio: "9:16" },
  logs: true,
  pollInterval: 20,
  onQueueUpdate: (update) => polled.push(update.status),
});
seen.polled = [...new Set(polled)];
seen.video = first.data.video;
seen.requestId = first.requestId;

const streamed = [];
const second = await fal.subscribe(KLING, {
  input: { prompt: "p", image_url: seen.uploaded },
  mode: "streaming",
  logs: true,
  onQueueUpdate: (update) => streamed.push(update),
});
seen.streamed = [...new Set(streamed.map((update) => update.status))];
seen.streamedLogs = streamed.at(-1).logs.map((line) => line.message);
seen.streamedVideo = second.data.video;

await script({ name: "stall" });
const stalled = await fal.queue.submit(KLING, { input: { prompt: "p", image_url: seen.uploaded } });
const requestId = stalled.request_id;
seen.early = await told(fal.queue.result(KLING, { requestId }));
await fal.queue.cancel(KLING, { requestId });
seen.cancelled = await fal.queue.status(KLING, { requestId });
seen.cancelledTwice = await told(fal.queue.cancel(KLING, { requestId }));

seen.invalid = await told(fal.subscribe(VEO, { input: { prompt: "p", image_url: seen.uploaded, duration: "5" } }));
await script({ name: "fail" });
seen.failed = await told(fal.subscribe(KLING, { input: { prompt: "p", image_url: seen.uploaded } }));
seen.unknown = await told(fal.queue.status(KLING, { requestId: "00000000-0000-4000-8000-000000000000" }));

seen.hosts = [...hosts].sort();
console.log(JSON.stringify(seen));
