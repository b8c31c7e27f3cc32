// What the harness asks of JupyterLab from inside its page. JupyterLab shows itself as `window.jupyterapp`
// because the server is started with `LabApp.expose_app_in_browser`.

const settled = new Map();
let begun = 0;

/** Note how a promise ends, so that the harness can poll for it under its own time limit. */
function begin(promise) {
  begun += 1;
  const ticket = begun;
  Promise.resolve(promise).then(
    () => settled.set(ticket, ""),
    (error) => settled.set(ticket, `${error?.message ?? error}` || "failed"),
  );
  return ticket;
}

function panel(path) {
  for (const widget of window.jupyterapp.shell.widgets("main")) {
    if (widget.context?.path === path) return widget;
  }
  return null;
}

function kernel(path) {
  return panel(path)?.sessionContext.session?.kernel ?? null;
}

function isIdle(path) {
  const context = panel(path)?.sessionContext;
  const found = kernel(path);
  return context?.isReady && found?.status === "idle" && found.connectionStatus === "connected";
}

function activate(path) {
  const found = panel(path);
  window.jupyterapp.shell.activateById(found.id);
  return found;
}

async function open(path, withKernel) {
  const { commands, restored } = window.jupyterapp;
  await restored;
  // the latter is what "Open With ▸ Notebook (no kernel)" of the file browser does
  const kernelPreference = withKernel ? undefined : { shouldStart: false, shouldReuse: false };
  await commands.execute("docmanager:open", { path, factory: "Notebook", kernelPreference });
  const found = activate(path);
  await found.context.ready;
  await found.revealed;
}

async function run(path, index) {
  const { id, content: notebook } = activate(path);
  notebook.activeCellIndex = index;
  notebook.deselectAll();
  const { model } = notebook.widgets[index];
  model.executionCount = null;
  await window.jupyterapp.commands.execute("notebook:run-cell", { semanticWidget: id });
  if (model.type === "code" && model.executionCount === null) throw new Error(`cell ${index} was not run`);
}

function isRunning(path, index) {
  return panel(path).content.widgets[index].model.executionState === "running";
}

function isTrusted(path) {
  return panel(path).content.widgets.every((cell) => cell.model.type !== "code" || cell.model.trusted);
}

function outputs(path, index) {
  return panel(path).content.widgets[index].model.outputs.toJSON();
}

async function save(path) {
  await panel(path).context.save();
}

async function restart(path) {
  await kernel(path).restart();
}

async function interrupt(path) {
  await kernel(path).interrupt();
}

async function shutdown(path) {
  await panel(path).sessionContext.shutdown();
}

/** Close every notebook without asking whether to save, and end every kernel. */
async function clear() {
  for (const widget of [...window.jupyterapp.shell.widgets("main")]) {
    if (widget.context) widget.dispose();
  }
  await window.jupyterapp.serviceManager.sessions.shutdownAll();
}

async function theme(name) {
  await window.jupyterapp.commands.execute("apputils:change-theme", { theme: name });
}

/** Change a setting of JupyterLab's; `null` gives its default back. */
async function set(plugin, name, value) {
  const { settings } = window.jupyterapp.serviceManager;
  const stored = JSON.parse((await settings.fetch(plugin)).raw || "{}");
  if (value === null) delete stored[name];
  else stored[name] = value;
  await settings.save(plugin, JSON.stringify(stored));
}

window.lab = {
  settled, begin, panel, kernel, isIdle, activate, open, run, isRunning, isTrusted, outputs, save, restart, interrupt, shutdown,
  clear, theme, set,
};
