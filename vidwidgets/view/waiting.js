// Waiting well: how long it usually takes, and telling a person who looks elsewhere that it is done, only when asked.

// One badge for the page, shared by all cards: each has this file in a module of its own.
const BADGE = Symbol.for("vidwidgets: how many have ended since somebody looked");
const MARKED = /^\(\d+\) [✓!] /;

const looking = () => document.visibilityState === "visible" && document.hasFocus();

const drawBadge = (badge) => {
  const own = document.title.replace(MARKED, "");
  const title = badge.count ? `(${badge.count}) ${badge.allWell ? "✓" : "!"} ${own}` : own;
  if (title !== document.title) document.title = title;
};

const makeBadge = () => {
  const badge = { count: 0, allWell: true };
  // the host sets the title anew now and then: the mark comes back until somebody looks
  const watch = new MutationObserver(() => drawBadge(badge));
  const onLook = () => {
    if (!badge.count || !looking()) return;
    watch.disconnect();
    Object.assign(badge, { count: 0, allWell: true });
    drawBadge(badge);
  };
  document.addEventListener("visibilitychange", onLook);
  window.addEventListener("focus", onLook);
  badge.add = (well) => {
    if (looking()) return;
    badge.count += 1;
    badge.allWell = badge.allWell && well;
    drawBadge(badge);
    watch.observe(document.head, { childList: true, characterData: true, subtree: true });
  };
  return badge;
};

const canNotify = () => "Notification" in window && Notification.permission === "granted";

const notify = (about, status) => {
  if (!canNotify()) return;
  try {
    const told = new Notification(`${about.title}: ${status.headline}`, { body: about.prompt, tag: `vidwidgets-${about.job_id}` });
    told.onclick = () => window.focus();
  } catch {
    // some browsers have the class and let only service workers use it: the title says it
  }
};

// What was asked of one job, by whichever of its views; told once, when it has ended.
const makeWish = (model) => {
  const wish = { asked: false, views: new Set() };
  model.on("change:status", () => {
    const status = model.get("status");
    if (!wish.asked || !status.ended) return;
    wish.asked = false;
    window[BADGE] ??= makeBadge();
    window[BADGE].add(status.kind === "done");
    notify(model.get("about"), status);
  });
  return wish;
};

const drawWish = ({ wish, parts }) => {
  const { tell } = parts;
  const quiet = wish.asked && !canNotify();
  show(tell, wish.asked ? (quiet ? "The tab’s title will tell you" : "You will be told") : "Tell me when it is done");
  tell.setAttribute("aria-pressed", String(wish.asked));
  tell.title = quiet ? "This browser shows no notifications of this page." : "By a notification, and in the tab’s title.";
};

// The browser is asked for its permission here and nowhere else: by the press itself.
const onTell = async (wish) => {
  wish.asked = !wish.asked;
  const drawAll = () => wish.views.forEach(drawWish);
  if (wish.asked && "Notification" in window && Notification.permission === "default") await Notification.requestPermission();
  drawAll();
};

const addWaiting = (view) => {
  const { parts, about, wish } = view;
  Object.assign(parts, {
    waiting: make("div", "vw-waiting"),
    usual: make("span", "vw-usual", about.usual),
    tell: make("button", "vw-quiet vw-tell"),
  });
  parts.tell.type = "button";
  parts.tell.addEventListener("click", () => onTell(wish));
  parts.waiting.append(parts.usual, parts.tell);
  parts.problem.before(parts.waiting);
  wish.views.add(view);
  drawWish(view);
};
