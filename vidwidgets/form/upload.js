// A file to the kernel in pieces, each sent after the one before was acknowledged: one long message would break the
// connection (jupyter server takes 10 MiB at most).

const PIECE_BYTES = 2 * 1024 * 1024;
const PATIENCE_MS = 3000;

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
  const go = async (mine, offset) => {
    report({ sent: offset, size: mine.file.size });
    wait("waiting for the kernel (is a cell running?)");
    if (offset >= mine.file.size) return;
    let piece;
    try {
      piece = await mine.file.slice(offset, offset + PIECE_BYTES).arrayBuffer();
    } catch {
      if (job === mine) {
        send({ kind: "abort", id: mine.id });
        end({ why: "The file cannot be read: choose it again." });
      }
      return;
    }
    if (job === mine) send({ kind: "piece", id: mine.id, offset }, [piece]);
  };
  model.on("msg:custom", (message) => {
    if (!job || message.id !== job.id) return;
    if (message.kind === "ack") go(job, message.received_bytes);
    if (message.kind === "refused") end({ why: message.why });
    if (message.kind === "stored") end({ why: "" });
  });
  return {
    start(file) {
      job = { id: freshId(), file };
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
