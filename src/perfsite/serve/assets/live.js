// Events of `perfsite serve` -> a reload of the page, or the problems of the last build laid over it.
// Text from records is only ever set as text. All words come from the server, in the reader's language.
(() => {
  "use strict";

  const pages = document.currentScript.dataset.pages;
  const scrollKey = "perfsite-live-scroll";
  let panel = null;
  let dismissed = -1;
  let source = null;

  // The browser keeps the place by itself on most reloads, but not when the page grew taller after it was laid out.
  const kept = sessionStorage.getItem(scrollKey);
  sessionStorage.removeItem(scrollKey);
  if (kept) {
    const [path, x, y] = JSON.parse(kept);
    if (path === location.pathname) {
      const restore = () => scrollTo({ left: x, top: y, behavior: "instant" });
      restore();
      addEventListener("load", restore, { once: true });
    }
  }

  function reload() {
    stop();
    sessionStorage.setItem(scrollKey, JSON.stringify([location.pathname, scrollX, scrollY]));
    location.reload();
  }

  function element(name, className, text) {
    const made = document.createElement(name);
    made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  function hide() {
    if (panel) panel.remove();
    panel = null;
  }

  function describe(problem) {
    const item = element("li", "problem");
    const head = element("p", "head");
    head.append(element("strong", "severity", [problem.severity, problem.code].filter(Boolean).join(" ")));
    if (problem.place) head.append(" ", element("code", "place", problem.place));
    item.append(head, element("p", "reason", problem.reason));
    if (problem.help) item.append(element("p", "help", problem.help));
    return item;
  }

  // In a shadow tree, so that neither the theme's styles reach the panel nor the panel's styles the page.
  function show(state) {
    hide();
    panel = document.createElement("div");
    panel.id = "perfsite-live";
    panel.lang = state.lang;
    const shadow = panel.attachShadow({ mode: "open" });

    const styles = document.createElement("link");
    styles.rel = "stylesheet";
    styles.href = "/_perfsite/live.css";

    const section = element("section", "panel");
    section.setAttribute("aria-labelledby", "title");
    const bar = element("div", "bar");
    const title = element("p", "title");
    title.id = "title";
    title.setAttribute("role", "alert");
    const close = element("button", "close", state.close);
    close.type = "button";
    close.addEventListener("click", () => dismiss(state.number));
    bar.append(title, close);

    const list = element("ol", "problems");
    for (const problem of state.problems) list.append(describe(problem));
    const body = element("div", "body");
    body.tabIndex = 0; // a long list is scrolled by keyboard too
    body.setAttribute("role", "group");
    body.setAttribute("aria-labelledby", "title");
    body.append(element("p", "note", state.note), list);

    section.addEventListener("keydown", (event) => {
      if (event.key === "Escape") dismiss(state.number);
    });
    section.append(bar, body);
    shadow.append(styles, section);
    document.body.append(panel);
    title.textContent = state.title; // after it stands in the page, so that it is announced
  }

  function dismiss(number) {
    dismissed = number;
    hide();
  }

  function receive(event) {
    const state = JSON.parse(event.data);
    if (state.pages !== pages) reload();
    else if (state.problems.length === 0) hide();
    else if (state.number !== dismissed) show(state);
  }

  function start() {
    if (source) return;
    source = new EventSource("/_perfsite/events");
    source.addEventListener("message", receive);
  }

  function stop() {
    if (source) source.close();
    source = null;
  }

  // A browser opens only six connections to a host: pages that nobody looks at give theirs back.
  document.addEventListener("visibilitychange", () => (document.hidden ? stop() : start()));
  addEventListener("pagehide", stop);
  addEventListener("pageshow", () => document.hidden || start());
  if (!document.hidden) start();
})();
