// A file to the kernel in pieces: one long message would break the connection (jupyter server takes 10 MiB at most).
// A few are on their way at once, so that browser, server and kernel all have something to do; the next follows when
// one was acknowledged.

const PIECE_BYTES = 4 * 1024 * 1024;
const PIECES_AHEAD = 3;
const PATIENCE_MS = 3000;

/** Sends what there is room for while `isWanted()`; one piece after the other, since they must arrive in order. */
const pump = async (job, isWanted, send) => {
  if (job.pumping) return;
  job.pumping = true;
  try {
    while (isWanted() && job.next < job.file.size && job.next - job.received < PIECES_AHEAD * PIECE_BYTES) {
      const offset = job.next;
      const piece = await job.file.slice(offset, offset + PIECE_BYTES).arrayBuffer();
      if (!isWanted()) return;
      job.next = offset + piece.byteLength;
      send({ kind: "piece", id: job.id, offset }, [piece]);
    }
  } finally {
    job.pumping = false;
  }
};

/** `report({sent, size, note, why, done})` is told how it goes; returns `{start(file), abort(), busy()}`. */
const uploader = (model, report) => {
  let job = null;
  let timer = null;
  const wait = (note) => {
    clearTimeout(timer);
    timer = setTimeout(() => report({ note }), PATIENCE_MS);
  };
  const end = (words) => {
    clearTimeout(timer);
    job = null;
    report({ done: true, ...words });
  };
  const send = (content, buffers) => {
    try {
      model.send(content, undefined, buffers);
    } catch {
      end({ why: "The kernel does not answer: restart it, then run the cell again." });
    }
  };
  const acknowledged = (mine, received) => {
    mine.received = received;
    report({ sent: received, size: mine.file.size });
    wait("waiting for the kernel (is a cell running?)");
    pump(mine, () => job === mine, send).catch(() => {
      if (job !== mine) return;
      send({ kind: "abort", id: mine.id });
      end({ why: "The file cannot be read: choose it again." });
    });
  };
  model.on("msg:custom", (message) => {
    if (!job || message.id !== job.id) return;
    if (message.kind === "ack") acknowledged(job, message.received_bytes);
    if (message.kind === "refused") end({ why: message.why });
    if (message.kind === "stored") end({ why: "" });
  });
  return {
    start(file) {
      job = { id: freshId(), file, next: 0, received: 0, pumping: false };
      report({ sent: 0, size: file.size, why: "" });
      wait("waiting for the kernel (is a cell running?)");
      send({ kind: "begin", id: job.id, name: file.name || "picture.png", size_bytes: file.size });
    },
    abort() {
      if (!job) return;
      send({ kind: "abort", id: job.id });
      end({ why: "" });
    },
    busy: () => job !== null,
  };
};
