"use strict";
// Holds the report in a frame and follows the preview's events. A new report is loaded behind the
// one that is read and takes its place when the reader's own place in it is found again.

const element = (id) => document.getElementById(id);
const KEPT = "figurecheck-place";

let shown = null; // the frame that is read
let page = ""; // the name of the report in it, or of the one that is being loaded
let failure = "";

// An element by the nearest id above it, so that it is found in a page made anew.
function path(found) {
  const anchor = found.closest("[id]");
  if (anchor === null) return null;
  const alike = [...anchor.querySelectorAll(found.localName)];
  return [anchor.id, found.localName, alike.indexOf(found)];
}

function follow(page, [id, name, index]) {
  const anchor = page.getElementById(id);
  return index < 0 ? anchor : anchor?.querySelectorAll(name)[index] ?? null;
}

// Where the reader is: what is unfolded, chosen and open, and what stands at the top.
function place(frame) {
  const page = frame.contentDocument;
  const view = frame.contentWindow;
  const paths = (selector) => [...page.querySelectorAll(selector)].map(path).filter(Boolean);
  const above = [...page.querySelectorAll("[id]:not(.card, .card *)")].filter((found) => {
    const [box] = found.getClientRects();
    return box !== undefined && box.top <= 1;
  });
  const top = above.at(-1);
  const focus = page.querySelector(":focus-visible"); // of who goes by keyboard
  return {
    hash: view.location.hash,
    y: view.scrollY,
    top: top && [top.id, top.getBoundingClientRect().top],
    unfolded: paths("details[open]"),
    folded: paths("details:not([open])"),
    chosen: paths("input:checked"),
    cards: [...page.querySelectorAll(":popover-open")].map((card) => card.id),
    focus: focus && path(focus),
  };
}

function restore(frame, where) {
  const page = frame.contentDocument;
  const view = frame.contentWindow;
  const each = (paths, act) => paths.forEach((path) => {
    const found = follow(page, path);
    if (found !== null) act(found);
  });
  each(where.unfolded, (found) => { found.open = true; });
  each(where.folded, (found) => { found.open = false; });
  each(where.chosen, (found) => { found.checked = true; });
  const top = where.top && page.getElementById(where.top[0]);
  const y = top && where.y > 0 ? view.scrollY + top.getBoundingClientRect().top - where.top[1] : where.y;
  view.scrollTo({ top: y, behavior: "instant" });
  where.cards.forEach((id) => page.getElementById(id)?.showPopover());
  if (where.focus !== null) each([where.focus], (found) => found.focus({ preventScroll: true }));
}

// Links elsewhere open beside the preview; those within the report show in the address.
function adopt(frame) {
  const page = frame.contentDocument;
  const view = frame.contentWindow;
  page.querySelectorAll("a[href^='http']").forEach((link) => {
    link.target = "_blank";
    link.rel = "noopener";
  });
  view.addEventListener("hashchange", () => history.replaceState(null, "", view.location.hash));
  document.title = `${page.title} (preview)`;
}

function load(name) {
  page = name;
  const coming = document.createElement("iframe");
  coming.className = "coming";
  coming.title = "The report";
  const kept = shown === null ? JSON.parse(sessionStorage.getItem(KEPT) ?? "null") : null;
  const hash = shown === null ? location.hash : shown.contentWindow.location.hash;
  coming.src = `report.html?${name}${hash}`;
  coming.addEventListener("load", async () => {
    await coming.contentDocument.fonts.ready; // its letters are as wide as they will be
    if (page !== name) return coming.remove(); // another one came meanwhile
    const where = shown === null ? kept : place(shown);
    if (where !== null && (shown !== null || where.hash === hash)) restore(coming, where);
    adopt(coming);
    coming.className = "shown";
    shown?.remove();
    shown = coming;
  }, { once: true });
  element("stage").append(coming);
}

function fail(name) {
  failure = name;
  element("failure").querySelector("iframe")?.remove();
  element("failure").hidden = name === "";
  if (name === "") return;
  const frame = document.createElement("iframe");
  frame.title = "What is wrong";
  frame.src = `failure.html?${name}`;
  frame.addEventListener("load", () => {
    frame.contentDocument.querySelectorAll("a").forEach((link) => { // to the last good report
      link.addEventListener("click", (event) => { event.preventDefault(); dismiss(); });
    });
  });
  element("failure").prepend(frame);
}

function tell(state) {
  const status = element("status");
  status.classList.toggle("failed", state.failure !== "" && !state.building);
  element("said").textContent = state.building ? `Building: ${state.said}` : state.said;
  element("progress").hidden = !state.building;
  element("progress").value = state.of === 0 ? 0 : state.done / state.of;
  element("moved").hidden = state.moved.length === 0 || state.building;
  element("moved").querySelector("ul").replaceChildren(...state.moved.map((line) => {
    const item = document.createElement("li");
    item.textContent = line;
    return item;
  }));
  recall();
}

function dismiss() {
  element("failure").hidden = true;
  recall();
}

function recall() {
  element("recall").hidden = failure === "" || !element("failure").hidden;
}

const events = new EventSource("events");
events.addEventListener("message", (event) => {
  const state = JSON.parse(event.data);
  if (state.page !== "" && state.page !== page) load(state.page);
  if (state.failure !== failure) fail(state.failure);
  tell(state);
});
events.addEventListener("error", () => {
  element("said").textContent = "The preview has ended. Start it again: make preview";
});

element("dismiss").addEventListener("click", dismiss);
element("recall").addEventListener("click", () => { element("failure").hidden = false; recall(); });
addEventListener("pagehide", () => {
  if (shown !== null) sessionStorage.setItem(KEPT, JSON.stringify(place(shown)));
});
