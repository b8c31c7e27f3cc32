// Where a card gets its clip from: the address that the saved output plays from, else the file's bytes,
// asked of the kernel piece by piece.

const SAVED_TRIES = 15; // × 100 ms: the saved output is written at about the time that the job ends
const GONE = "The kernel has stopped, so the clip cannot be fetched from it. vw.job(…) shows it again.";

const pause = (milliseconds) => new Promise((go) => setTimeout(go, milliseconds));

// Sends a message to the kernel; false where there is no kernel to take it (a closed comm throws).
const send = (model, message) => {
  try {
    model.send(message);
    return true;
  } catch {
    return false;
  }
};

// The clip as a blob's address. The next piece is asked for when one has come, so this end sets the pace.
const receive = (model) =>
  new Promise((resolve, reject) => {
    // Every open page sees every answer and knows its own by this. (randomUUID is missing on plain http.)
    const transfer = Math.random().toString(36).slice(2);
    const pieces = [];
    let received = 0;
    const end = (settle, value) => {
      model.off("msg:custom", onMessage);
      model.off("comm_live_update", onGone);
      settle(value);
    };
    const onGone = () => end(reject, new Error(GONE));
    const ask = () => {
      if (!send(model, { kind: "bytes", transfer, offset: received })) onGone();
    };
    const onMessage = (message, buffers) => {
      if (message.transfer !== transfer) return;
      if (message.kind === "no-bytes") return end(reject, new Error(message.message));
      if (message.offset !== received) return;
      pieces.push(buffers[0]);
      received += buffers[0].byteLength;
      const complete = received >= message.size_bytes || buffers[0].byteLength === 0;
      if (!complete) return ask();
      end(resolve, URL.createObjectURL(new Blob(pieces, { type: "video/mp4" })));
    };
    model.on("msg:custom", onMessage);
    model.on("comm_live_update", onGone);
    ask();
  });

// Gives the blob's address, fetched once for all views of a job; a failure may be tried again.
const clipBytes = (model) => {
  let wanted = null;
  return () => {
    wanted ??= receive(model).catch((error) => {
      wanted = null;
      throw error;
    });
    return wanted;
  };
};

// The address that the saved output plays from, once the page has resolved it; "" where there is none.
const savedAddress = async (jobId) => {
  for (let tries = 0; tries < SAVED_TRIES; tries += 1) {
    for (const entry of document.getElementsByClassName(`vidwidgets-clip-${jobId}`)) {
      const video = entry.querySelector("video");
      if (video?.getAttribute("src")) return video.src;
    }
    await pause(100);
  }
  return "";
};

// Whether there is a file at an address, playable or not.
const reachable = async (address) => {
  try {
    return (await fetch(address, { method: "HEAD" })).ok;
  } catch {
    return false;
  }
};
