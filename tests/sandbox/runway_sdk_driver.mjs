// Drives npm's @runwayml/sdk against a sandbox and prints what it saw as JSON.
// Arguments: the sandbox's origin, the client's entry file, a photo.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [origin, entry, photo] = process.argv.slice(2);

// Its waiting sleeps for six seconds before each look; here it is woken at once. Timeouts of requests stay.
const ordinary = globalThis.setTimeout;
globalThis.setTimeout = (act, wait, ...rest) => ordinary(act, wait > 4000 && wait < 8000 ? 20 : wait, ...rest);

const { default: RunwayML, TaskFailedError, toFile } = await import(pathToFileURL(entry).href);
const client = new RunwayML({ apiKey: `key_${"0".repeat(128)}`, baseURL: origin, maxRetries: 0 });

const script = (scenario) =>
  fetch(`${origin}/_sandbox/scenario`, { method: "POST", body: JSON.stringify(scenario) });
const told = async (attempt) => {
  try {
    await attempt;
    return null;
  } catch (error) {
    return { name: error.constructor.name, status: error.status, body: error.error, task: error.taskDetails };
  }
};

const seen = {};
const file = await toFile(readFileSync(photo), "cat.png");
seen.uploaded = (await client.uploads.createEphemeral({ file })).uri;
const body = { model: "gen4_turbo", promptImage: seen.uploaded, ratio: "1280:720", duration: 2 };

seen.done = await client.imageToVideo.create(body).waitForTaskOutput();
seen.text = await client.textToVideo
  .create({ model: "gen4.5", promptText: "a cat", ratio: "720:1280", duration: 2 })
  .waitForTaskOutput();

await script({ name: "stall" });
const stalled = await client.imageToVideo.create(body);
seen.pending = (await client.tasks.retrieve(stalled.id)).status;
await client.tasks.delete(stalled.id);
seen.gone = await told(client.tasks.retrieve(stalled.id));

seen.invalid = await told(client.imageToVideo.create({ ...body, ratio: "1280:768" }));
await script({ name: "rate-limit" });
seen.limited = await told(client.imageToVideo.create(body));
await script({ name: "moderate", code: "SAFETY.OUTPUT.VIDEO" });
seen.moderated = await told(client.imageToVideo.create(body).waitForTaskOutput());
seen.isTaskFailed = TaskFailedError.name;
seen.organization = await client.organization.retrieve();
console.log(JSON.stringify(seen));
