"use strict";
// Holds the report in a frame and follows the preview's events. What differs in a new report is put
// into the one that is read, and the reader's own place in it is found again.

const element = (id) => document.getElementById(id);
const KEPT = "figurecheck-place";
const CHAPTER = '<section class="chapter'; // as publishing writes the beginning of one, and nobody else

let shown = null; // the frame that is read, once its report is there
let page = ""; // the name of the report in it, or of the one that is on its way
let held = ""; // the name of the report whose text is held, once another one than the first has come
let text = "";
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
  where.cards.forEach((id) => page.getElementById(id)?.togglePopover(true));
  if (where.focus !== null) each([where.focus], (found) => found.focus({ preventScroll: true }));
}

// Makes the element `old` like `fresh`, and leaves alone what is the same in both: only what differs
// is laid out anew.
function merge(old, fresh) {
  const before = [...old.childNodes];
  const after = [...fresh.childNodes];
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start].isEqualNode(after[start])) start += 1;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end).isEqualNode(after.at(-1 - end))) end += 1;
  const behind = before[before.length - end] ?? null;
  const stale = before.slice(start, before.length - end);
  const found = after.slice(start, after.length - end);
  found.forEach((item, index) => {
    const was = stale[index];
    if (was === undefined) {
      old.insertBefore(item, behind);
    } else if (was.nodeType === Node.ELEMENT_NODE && was.nodeName === item.nodeName) {
      mergeAttributes(was, item);
      merge(was, item);
    } else {
      was.replaceWith(item);
    }
  });
  stale.slice(found.length).forEach((was) => was.remove());
}

function mergeAttributes(old, fresh) {
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  }
  for (const attribute of fresh.attributes) {
    if (old.getAttribute(attribute.name) !== attribute.value) old.setAttributeNode(attribute.cloneNode());
  }
}

function title() {
  document.title = `${shown.contentDocument.title} (preview)`;
}

// The first report gets a frame of its own.
function begin(name) {
  const frame = document.createElement("iframe");
  frame.title = "The report";
  frame.src = `report.html?${name}${location.hash}`;
  frame.addEventListener("load", async () => {
    const { contentDocument: report, contentWindow: view } = frame;
    await report.fonts.ready; // its letters are as wide as they will be
    if (page !== name) return frame.remove(); // another one came meanwhile
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
    if (kept !== null && kept.hash === location.hash) restore(frame, kept);
    // Links elsewhere open beside the preview; those within the report show in the address.
    report.addEventListener("click", (event) => {
      const link = event.target.closest("a[href^='http']");
      if (link === null) return;
      event.preventDefault();
      window.open(link.href, "_blank", "noopener");
    });
    view.addEventListener("hashchange", () => history.replaceState(null, "", view.location.hash));
    frame.className = "shown";
    shown = frame;
    title();
  }, { once: true });
  element("stage").append(frame);
}

// Where all that differs between two texts of a page, by the patch that makes one of the other, lies
// in its chapters: the number of the first of those chapters, and the new ones. Else null. What a
// reader wrote never looks like the mark.
function differing(old, fresh, { start, end }) {
  const from = start < CHAPTER.length ? -1 : fresh.lastIndexOf(CHAPTER, start - CHAPTER.length);
  const to = fresh.indexOf(CHAPTER, fresh.length - end);
  if (from < 0 || to < 0) return null;
  const marks = (text, a, b) => text.slice(a, b).split(CHAPTER).length - 1;
  if (marks(old, from, old.length - fresh.length + to) !== marks(fresh, from, to)) return null;
  return [marks(fresh, 0, from), fresh.slice(from, to)];
}

// Puts the new text of the report in the place of the one that is read; what is not read anew is
// not laid out anew. Without a patch all is read.
function update(report, fresh, patch) {
  const parser = new shown.contentWindow.DOMParser(); // the report's own: here its styles are barred
  const found = patch && differing(text, fresh, patch);
  text = fresh;
  if (found === null) {
    merge(report.documentElement, parser.parseFromString(fresh, "text/html").documentElement);
    return;
  }
  const parsed = parser.parseFromString(`<!DOCTYPE html><main>${found[1]}`, "text/html");
  const chapters = report.querySelectorAll("main > .chapter");
  [...parsed.body.firstChild.children].forEach((chapter, index) => {
    const was = chapters[found[0] + index];
    mergeAttributes(was, chapter);
    merge(was, chapter);
  });
}

// The text of the report that differs by the patch from the one held.
function patched(patch) {
  return text.slice(0, patch.start) + patch.text + text.slice(text.length - patch.end);
}

// The name and the text of the report that is served: the one of that name, or a later one.
async function fetched(name) {
  const answer = await fetch(`report.html?${name}`);
  return [answer.headers.get("ETag").slice(1, -1), await answer.text()];
}

async function load(name, patch) {
  page = name;
  if (shown === null) return begin(name);
  const known = held !== "" && patch?.before === held ? patch : null;
  const [found, fresh] = known ? [name, patched(known)] : await fetched(name);
  if (page !== name) return; // another one came meanwhile
  const where = place(shown);
  update(shown.contentDocument, fresh, known);
  held = found;
  restore(shown, where);
  title();
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
  if (state.page !== "" && state.page !== page) load(state.page, state.patch);
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
