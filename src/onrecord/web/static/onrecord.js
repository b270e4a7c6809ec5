// Keys, the panel beside a document, and copying. Every page can be read without it.
"use strict";

document.documentElement.classList.add("script");

const one = (selector, within = document) => within.querySelector(selector);
const all = (selector) => [...document.querySelectorAll(selector)];

// -- moving from statement to statement

function go(step) {
  const stops = all("[data-stop]");
  if (!stops.length) return;
  const here = stops.findIndex((stop) => stop === document.activeElement || stop.classList.contains("chosen"));
  const next = stops[here < 0 ? (step > 0 ? 0 : stops.length - 1) : Math.min(Math.max(here + step, 0), stops.length - 1)];
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "center" });
  if (panel && !panel.hidden) choose(next);
}

// -- everything about a statement, beside its document

const panel = one("#panel");
let asked = 0;

async function choose(link) {
  const turn = ++asked;
  const id = link.dataset.id;
  const answer = await fetch(`/statement/${id}/panel`);
  if (!answer.ok || turn !== asked) {
    if (turn === asked) location.assign(link.href);
    return;
  }
  all(".chosen").forEach((old) => old.classList.remove("chosen"));
  all(`[data-id="${id}"]`).forEach((piece) => piece.classList.add("chosen"));
  const words = await answer.text();
  panel.replaceChildren(...new DOMParser().parseFromString(words, "text/html").body.childNodes);
  panel.hidden = false;
  panel.dataset.of = id;
  history.replaceState(null, "", `#s${id}`);
  document.dispatchEvent(new CustomEvent("chosen"));
}

function close() {
  if (!panel || panel.hidden) return false;
  panel.hidden = true;
  const from = document.getElementById(`s${panel.dataset.of}`);
  all(".chosen").forEach((old) => old.classList.remove("chosen"));
  if (from) from.focus({ preventScroll: true });
  return true;
}

// -- copying

async function copy(button) {
  if (!button) return;
  const words = one("[data-citation]", button.parentElement).textContent;
  try {
    await navigator.clipboard.writeText(words);
    button.textContent = "Copied";
  } catch {
    getSelection().selectAllChildren(one("[data-citation]", button.parentElement));
    button.textContent = "Selected: copy it";
  }
}

// -- taking words of a text for a form, by their offsets in code points

function taken() {
  const chosen = getSelection();
  if (chosen.isCollapsed) return null;
  const range = chosen.getRangeAt(0);
  const start = range.startContainer.parentElement.closest("[data-at]");
  const end = range.endContainer.parentElement.closest("[data-at]");
  if (!start || start !== end) return null;
  const before = document.createRange();
  before.setStart(start, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const words = range.toString();
  const from = +start.dataset.at + [...before.toString()].length;
  const lead = words.length - words.trimStart().length;
  const kept = words.trim();
  return kept && { words: kept, offsets: `${from + lead}-${from + lead + [...kept].length}` };
}

let selection = null;
document.addEventListener("selectionchange", () => (selection = taken() || selection));

function take(button) {
  const field = document.getElementById(button.dataset.take);
  if (!selection) {
    button.textContent = "select words first";
    return;
  }
  const value = button.dataset.as === "words" ? selection.words : selection.offsets;
  field.value = field.tagName === "TEXTAREA" && field.value ? `${field.value}\n${value}` : value;
  field.title = selection.words;
  button.textContent = `“${selection.words.slice(0, 24)}”`;
}

// -- clicks and keys

document.addEventListener("click", (event) => {
  const target = event.target;
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = target.closest("a[data-id]");
  if (link && panel && getSelection().isCollapsed) {
    event.preventDefault();
    choose(link);
  } else if (target.closest("[data-open]")) {
    document.getElementById(target.closest("[data-open]").dataset.open).showModal();
  } else if (target.closest("[data-close]")) {
    close();
  } else if (target.closest("[data-copy]")) {
    copy(target.closest("[data-copy]"));
  } else if (target.closest("[data-take]")) {
    take(target.closest("[data-take]"));
  }
});

const KEYS = {
  "/": () => one("[data-find]").focus(),
  "?": () => one("#keys").showModal(),
  n: () => go(1),
  p: () => go(-1),
  j: () => go(1),
  k: () => go(-1),
  c: () => copy(one("[data-copy]")),
  Escape: close,
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || one("dialog[open]")) return;
  const field = event.target.closest("input, textarea, select");
  if (field) {
    if (event.key === "Escape") field.blur();
    return;
  }
  const judging = one("main.judging") && one(`[data-verdict="${event.key}"], [data-key="${event.key}"]`);
  if (judging) {
    event.preventDefault();
    judging.click();
    return;
  }
  const act = KEYS[event.key];
  if (act && act(event) !== false) event.preventDefault();
});

// What is being added is looked at again until it is done.
async function again(part) {
  const answer = await fetch(part.dataset.again);
  const found = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#progress");
  if (!answer.ok || !found) return;
  part.replaceWith(found);
  if (found.dataset.again) setTimeout(again, 700, found);
}
if (one("#progress[data-again]")) setTimeout(again, 500, one("#progress"));

// An address that names a statement opens it.
if (panel && location.hash.startsWith("#s")) {
  const named = document.getElementById(location.hash.slice(1));
  if (named) {
    named.scrollIntoView({ block: "center" });
    choose(named);
  }
}
