// Times a cell in the page itself: from the moment at which its execute request leaves to the frame in which a button
// with the given text has been laid out in its output. Uses window.lab of tests/browser/lab.js.

(() => {
  function isShown(cell, text) {
    return [...cell.querySelectorAll(".jp-Cell-outputArea button")].some((button) =>
      button.textContent.trim().startsWith(text) && button.checkVisibility() && button.getBoundingClientRect().height > 0);
  }

  function nextFrame() {
    return new Promise((resolve) => { window.requestAnimationFrame(resolve); });
  }

  window.timeUntilShown = async (path, index, text, patienceMs) => {
    const cell = window.lab.panel(path).content.widgets[index].node;
    const kernel = window.lab.kernel(path);
    let sent = 0;
    const heard = (_, { msg, direction }) => {
      if (direction === "send" && msg.header.msg_type === "execute_request") sent ||= performance.now();
    };
    kernel.anyMessage.connect(heard);
    const until = performance.now() + patienceMs;
    const run = window.lab.run(path, index);
    run.catch(() => {}); // awaited below
    try {
      while (!(sent && isShown(cell, text))) {
        if (performance.now() > until) throw new Error(`cell ${index} shows no button "${text}"`);
        await nextFrame();
      }
      const milliseconds = performance.now() - sent;
      await run;
      return milliseconds;
    } finally {
      kernel.anyMessage.disconnect(heard);
    }
  };
})();
