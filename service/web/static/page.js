// What the pages gain from a script: suggestions while typing, and answers without a full reload.
// Everything works without it: each link and each form is an address that the server answers.

import { ask } from "./pinned.js";

const status = document.getElementById("status");
const language = new URLSearchParams(location.search).get("language");
const announce = (text) => { status.textContent = text; };

document.documentElement.classList.add("js");

// --- answers without a full reload: the same address, its <main> put in the place of ours ---------

let asking = null;
let shown = location.pathname + location.search;

async function visit(address, { push = true, key = null } = {}) {
  asking?.abort();
  asking = new AbortController();
  try {
    const response = await ask(address, { headers: { accept: "text/html" }, signal: asking.signal });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    show(page, key);
    if (push) history.pushState(null, "", plainest(page) ?? address);
    shown = location.pathname + location.search;
  } catch (error) {
    if (error.name !== "AbortError") location.assign(address);
  }
}

// The shortest address of the same question; none while a name is still to be chosen.
function plainest(page) {
  const link = page.querySelector(".which, .read") ? null : page.querySelector("link[rel=canonical]");
  return link?.getAttribute("href");
}

// What has the focus, as a selector that finds its successor in the next page.
function focused() {
  const held = document.activeElement;
  if (held?.id) return `#${CSS.escape(held.id)}`;
  return held?.name ? `[name="${CSS.escape(held.name)}"][value="${CSS.escape(held.value)}"]` : null;
}

function show(page, key) {
  const main = document.getElementById("main");
  const open = new Set([...main.querySelectorAll("details[data-keep][open]")].map((each) => each.dataset.keep));
  const selector = focused();
  const next = document.adoptNode(page.getElementById("main"));
  for (const each of next.querySelectorAll("details[data-keep]")) {
    if (open.has(each.dataset.keep)) each.open = true;
  }
  main.replaceWith(next);
  // Another language leads to the same question: the one that stands there now.
  const languages = page.querySelector(".languages");
  if (languages) document.querySelector(".languages")?.replaceWith(document.adoptNode(languages));
  document.title = page.title;
  const again = key ? [...next.querySelectorAll("[data-swap]")].find((each) => each.dataset.swap === key) : null;
  const successor = again ?? (selector ? next.querySelector(selector) : null) ?? next;
  successor.focus({ preventScroll: true });
  enhance(next);
  const n = next.querySelectorAll(".card").length;
  announce(next.querySelector("#answer") ? `${n} ${n === 1 ? "title" : "titles"}` : document.title);
}

// The address that a form asks for, without what nobody filled in.
function addressOf(form) {
  const pairs = [...new FormData(form)].filter(([, value]) => String(value).trim() !== "");
  const query = new URLSearchParams(pairs).toString();
  return query ? `${form.getAttribute("action")}?${query}` : form.getAttribute("action");
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-swap]");
  const is_plain = !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) && event.button === 0;
  if (link && is_plain) {
    event.preventDefault();
    visit(link.getAttribute("href"), { key: link.dataset.swap });
  }
});

document.addEventListener("submit", (event) => {
  if (event.target.matches("form[data-live]")) {
    event.preventDefault();
    visit(addressOf(event.target));
  }
});

document.addEventListener("change", (event) => {
  const form = event.target.form;
  // A title is asked for when it is chosen or entered: half a name is no question.
  if (form?.matches("form[data-live]") && !event.target.matches("[data-suggest]")) visit(addressOf(form));
  if (form?.matches("form[data-count]")) count(form);
});

// Between two parts of one page nothing is to be asked.
addEventListener("popstate", () => {
  const address = location.pathname + location.search;
  if (address !== shown && location.pathname === "/") visit(address, { push: false });
});

function count(form) {
  const n = form.querySelectorAll(`[name="${form.dataset.count}"]:checked`).length;
  form.querySelector("output").textContent = n ? `${n} picked` : "";
}

// --- suggestions: a combobox after the ARIA pattern, with a list of its own -----------------------

const WAIT = 90; // ms of rest between two letters before the server is asked
let n_lists = 0;

function suggest(input) {
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = `suggestions-${n_lists += 1}`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Titles");
  input.after(list);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) input.setAttribute(name, value);

  let timer = 0, request = null, options = [], at = -1;

  const close = () => {
    clearTimeout(timer);
    request?.abort();
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const move = (to) => {
    if (!options.length) return;
    // Whoever goes into the list has chosen this one: what still comes for the last letters must not replace it.
    clearTimeout(timer);
    request?.abort();
    at = (to + options.length) % options.length;
    [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === at)));
    list.children[at].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", list.children[at].id);
  };
  const choose = (title) => {
    close();
    if (input.dataset.suggest === "open") {
      const kept = language ? `&language=${encodeURIComponent(language)}` : "";
      const address = `/?like=${encodeURIComponent(title.id)}${kept}`;
      location.pathname === "/" && document.getElementById("answer") ? visit(address) : location.assign(address);
      input.value = "";
    } else {
      input.value = title.id;
      input.form.requestSubmit();
    }
  };
  const offer = (titles) => {
    options = titles;
    list.replaceChildren(...titles.map((title, place) => option(title, `${list.id}-${place}`)));
    list.hidden = !titles.length;
    at = -1;
    input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-expanded", String(titles.length > 0));
    announce(`${titles.length} suggestions`);
  };
  const look = async () => {
    request?.abort();
    request = new AbortController();
    const address = `/v1/titles?limit=8&q=${encodeURIComponent(input.value.trim().slice(0, 200))}`;
    try {
      const response = await ask(address, { signal: request.signal });
      if (response.ok) offer((await response.json()).results);
    } catch (error) {
      if (error.name !== "AbortError") close(); // the form itself still works
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (input.value.trim()) timer = setTimeout(look, WAIT);
    else close();
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // Enter and arrows belong to the input method
    if (event.key === "ArrowDown" && !list.hidden) move(at + 1);
    else if (event.key === "ArrowUp" && !list.hidden) move(at < 0 ? options.length - 1 : at - 1);
    else if (event.key === "Enter" && at >= 0) choose(options[at]);
    else if (event.key === "Escape" && !list.hidden) close();
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const item = event.target.closest("li");
    if (item) choose(options[[...list.children].indexOf(item)]);
  });
}

function option(title, id) {
  const item = document.createElement("li");
  item.id = id;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  const about = document.createElement("small");
  const other = title.name !== title.title ? title.name : title.original_title;
  about.textContent = [other, title.year, title.form].filter(Boolean).join(" · ");
  item.append(title.title, about);
  return item;
}

function enhance(root) {
  for (const input of root.querySelectorAll("input[data-suggest]")) suggest(input);
}

enhance(document);
// A typed name has been understood by now: the address says as what.
if (location.pathname === "/" && new URLSearchParams(location.search).has("q") && plainest(document)) {
  history.replaceState(null, "", plainest(document));
  shown = location.pathname + location.search;
}
