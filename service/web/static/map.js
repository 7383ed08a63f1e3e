// The map: one dot a title, drawn on a canvas that can be moved, zoomed and searched. Places come
// from /v1/map; what is told of a chosen title is rendered by the server, as on every other page.

import { coloured, paints, rgb, showLegend } from "./map-colours.js";
import { Dots, SHAPES } from "./map-dots.js";
import { follow } from "./map-hands.js";
import { Crowd, HEAD, LABEL, Labels, LINE } from "./map-labels.js";
import { Plane } from "./map-plane.js";
import { ask } from "./pinned.js";

const canvas = document.getElementById("map");
const ctx = canvas.getContext("2d", { alpha: false });
const said = document.getElementById("map-said");
const panel = document.getElementById("map-panel");
const near = document.querySelector("#map-near ol");
const legend = document.getElementById("map-legend");
const form = document.getElementById("map-form");
const status = document.getElementById("status");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const dark = matchMedia("(prefers-color-scheme: dark)");
const countries = JSON.parse(canvas.dataset.countries);

const NONE = -1;
const MARGIN = 32; // px around the whole map
const BUTTONS = { width: 64, height: 144 }; // px at the lower right, where no name is written
const FLIGHT = 600; // ms

let map, plane, labels, rows; // the answer of /v1/map; its places; its names; id to row
const dots = new Dots();
const size = { width: 0, height: 0, density: 1 };
const camera = { x: 0, y: 0, zoom: 1 }; // zoom 1 shows all
const colours = { slots: [], slotOf: null, only: null, paints: [], shapeOf: null };
const ink = {};
const chosen = { row: NONE, before: NONE, nearest: [], hover: NONE };
let flight = null;

// --- the view -------------------------------------------------------------------------------------

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
const fit = (px, length) => Math.max(px - 2 * MARGIN, 1) / length;
const scale = () => camera.zoom * Math.min(fit(size.width, plane.home.width), fit(size.height, plane.home.height));
const closeUp = () => Math.max(1, Math.sqrt(map.ids.length / 40)); // some forty titles in view
const zoomWithin = (zoom) => clamp(zoom, 1, 6 * closeUp());
const onScreen = (row) => ({
  x: size.width / 2 + (plane.x[row] - camera.x) * scale(),
  y: size.height / 2 - (plane.y[row] - camera.y) * scale(),
});
const onPlane = (x, y) => ({
  x: camera.x + (x - size.width / 2) / scale(),
  y: camera.y - (y - size.height / 2) / scale(),
});
const under = (x, y, reach) => {
  const at = onPlane(x, y);
  return plane.nearest(at.x, at.y, { reach: (radius() + reach) / scale() })[0] ?? NONE;
};
const middle = () => plane.nearest(camera.x, camera.y)[0];

function radius() {
  const whole = clamp(25 / map.ids.length ** 0.3, 1.5, 4.5);
  return Math.round(2 * Math.min(whole * camera.zoom ** 0.35, 7)) / 2;
}

// --- drawing --------------------------------------------------------------------------------------

let frame = 0;

function redraw() {
  frame ||= requestAnimationFrame(draw);
}

function draw(now) {
  frame = 0;
  if (!map || !size.width) return;
  if (flight) fly(now);
  const visible = inView();
  drawDots(visible);
  ctx.setTransform(size.density, 0, 0, size.density, 0, 0);
  drawLines();
  drawLabels(visible);
  if (canvas.matches(":focus-visible")) drawCrosshair();
  // What the map shows, where tests can read it.
  const told = (value) => Math.round(10_000 * value) / 10_000 || 0; // never -0
  Object.assign(canvas.dataset, {
    zoom: told(camera.zoom), x: told(camera.x), y: told(camera.y), selected: map.ids[chosen.row] ?? "",
  });
  if (flight) redraw();
}

/** Rows in view; a label begins at its dot, so that those left of the view may reach into it. */
function inView() {
  const low = onPlane(-260, size.height + 2 * LINE), high = onPlane(size.width + 20, -2 * LINE);
  return plane.within(low.x, low.y, high.x, high.y);
}

function drawDots(visible) {
  const { slots, slotOf, shapeOf, only } = colours, px = scale(), r = radius();
  const left = size.width / 2 - camera.x * px, top = size.height / 2 + camera.y * px;
  const stamps = (strength) => slots.map((slot, place) => Object.values(SHAPES).map((shape) => (
    dots.stamp({ shape, radius: r, paint: colours.paints[place], strength, isSeveral: slot.key === "several" }))));
  const all = stamps(only === null ? 1 : 0.15), alone = stamps(1);
  const set = (row, from) => dots.set(left + plane.x[row] * px, top - plane.y[row] * px, from[slotOf[row]][shapeOf[row]]);
  dots.clear(ink.sheet);
  for (const row of visible) set(row, all);
  if (only !== null) for (const row of visible) if (slotOf[row] === only) set(row, alone);
  dots.show(ctx);
}

/** Lines from the chosen title to those that score nearest, wherever the plane has put them. */
function drawLines() {
  if (chosen.row === NONE) return;
  const from = onScreen(chosen.row);
  ctx.strokeStyle = ink.mark;
  ctx.lineWidth = 1;
  ctx.globalAlpha = 0.6;
  ctx.beginPath();
  for (const to of chosen.nearest.map(onScreen)) {
    const away = Math.max(Math.hypot(to.x - from.x, to.y - from.y), 1), start = Math.min((radius() + 4) / away, 1);
    ctx.moveTo(from.x + (to.x - from.x) * start, from.y + (to.y - from.y) * start);
    ctx.lineTo(to.x, to.y);
  }
  ctx.stroke();
  ctx.globalAlpha = 1;
}

function drawLabels(visible) {
  const shown = labels.at(scale()), crowd = new Crowd();
  crowd.add([size.width - BUTTONS.width, size.height - BUTTONS.height, size.width, size.height]);
  const first = new Set([chosen.hover, chosen.row, chosen.before, ...chosen.nearest]);
  const isNamed = (row) => shown.named(row) && !first.has(row) && (colours.only === null || colours.slotOf[row] === colours.only);
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  first.delete(NONE);
  const named = visible.filter(isNamed), isCut = (row) => labels.box(row, ...place(row))[2] > size.width;
  for (const row of first) {
    const isMeant = row === chosen.hover || row === chosen.row;
    write(row, crowd, { isMeant, withNative: row === chosen.row, onLeft: isCut(row) });
  }
  for (const row of named) if (!isCut(row)) write(row, crowd, { withNative: shown.native(row) });
  for (const row of named) if (isCut(row)) write(row, crowd, { onLeft: true });
  ring(chosen.before, ink.edge, 1.5);
  ring(chosen.row, ink.mark, 2.5);
}

const place = (row) => Object.values(onScreen(row));

/** Write a name beside its dot, unless another stands there; at the right edge rather to the left of it. */
function write(row, crowd, { isMeant = false, withNative = false, onLeft = false }) {
  const [x, y] = place(row), room = radius() + (row === chosen.row ? 8 : 5), box = labels.box(row, x, y), below = labels.nativeBox(row, x, y);
  const left = [2 * x - box[2], box[1], x, box[3]], isLeft = onLeft && !crowd.has(left);
  if (!isMeant && (onLeft ? !isLeft : crowd.has(box))) return;
  crowd.add(isLeft ? left : box);
  const isBelow = withNative && labels.native(row) !== "" && (isMeant || !crowd.has(below));
  if (isBelow) crowd.add(below);
  drawLabel(row, { x: isLeft ? x - room : x + room, y, isLeft, withNative: isBelow, isStrong: isMeant });
}

function drawLabel(row, { x, y, isLeft, withNative, isStrong }) {
  ctx.textAlign = isLeft ? "right" : "left";
  ctx.strokeStyle = ink.paper;
  ctx.lineWidth = isStrong ? 6 : 3.5;
  text(labels.name(row), x, y, { font: fontOf(labels.isHead(row) ? HEAD : LABEL, labels.isHead(row) || isStrong), fill: isStrong ? ink.mark : ink.ink });
  if (withNative) text(labels.native(row), x, y + LINE - 1, { font: fontOf(LABEL - 1, false), fill: isStrong ? ink.ink : ink.soft });
}

function text(letters, x, y, { font, fill }) {
  ctx.font = font;
  ctx.fillStyle = fill;
  ctx.strokeText(letters, x, y);
  ctx.fillText(letters, x, y);
}

const fontOf = (px, isBold) => `${isBold ? 600 : 400} ${px}px ${ink.serif}`;

function ring(row, paint, width) {
  if (row === NONE) return;
  const { x, y } = onScreen(row);
  ctx.beginPath();
  ctx.arc(x, y, radius() + 4, 0, 2 * Math.PI);
  ctx.strokeStyle = paint;
  ctx.lineWidth = width;
  ctx.stroke();
}

function drawCrosshair() {
  ctx.beginPath();
  for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
    ctx.moveTo(size.width / 2 + 7 * dx, size.height / 2 + 7 * dy);
    ctx.lineTo(size.width / 2 + 20 * dx, size.height / 2 + 20 * dy);
  }
  ctx.strokeStyle = ink.mark;
  ctx.lineWidth = 2;
  ctx.stroke();
}

// --- colours and size -----------------------------------------------------------------------------

function readInk() {
  const style = getComputedStyle(canvas);
  for (const name of ["paper", "ink", "soft", "mark", "edge"]) ink[name] = style.getPropertyValue(`--${name}`).trim();
  ink.sheet = rgb(style.backgroundColor);
  ink.serif = style.fontFamily;
  colours.paints = paints(legend);
  redraw();
}

function colour() {
  Object.assign(colours, coloured(map, form.elements.by.value, (code) => countries[code] ?? code), { only: null });
  showLegend(legend, colours.slots, (slot) => { colours.only = slot; redraw(); });
  readInk();
}

function resize() {
  Object.assign(size, { width: canvas.clientWidth, height: canvas.clientHeight, density: clamp(devicePixelRatio || 1, 1, 2) });
  canvas.width = Math.round(size.width * size.density);
  canvas.height = Math.round(size.height * size.density);
  dots.resize(size.width, size.height, size.density);
  draw(performance.now()); // at once: a resized canvas is blank
}

// --- moving ---------------------------------------------------------------------------------------

let resting = 0;

function moveTo({ x, y, zoom }) {
  Object.assign(camera, plane.inside({ x, y }), { zoom: zoomWithin(zoom) });
  clearTimeout(resting);
  resting = setTimeout(listNear, 200);
  redraw();
}

function pan(dx, dy) {
  flight = null;
  moveTo({ ...camera, x: camera.x - dx / scale(), y: camera.y + dy / scale() });
}

/** Zoom by a factor; the place under the point stays under it. */
function zoom(factor, x = size.width / 2, y = size.height / 2) {
  flight = null;
  const before = onPlane(x, y);
  camera.zoom = zoomWithin(camera.zoom * factor);
  const after = onPlane(x, y);
  moveTo({ ...camera, x: camera.x + before.x - after.x, y: camera.y + before.y - after.y });
}

function flyTo(target) {
  flight = { from: { ...camera }, to: { ...target, zoom: zoomWithin(target.zoom) }, began: performance.now() };
  redraw();
}

const flyHome = () => flyTo({ ...plane.home, zoom: 1 });

function fly(now) {
  const { from, to, began } = flight, part = calm.matches ? 1 : clamp((now - began) / FLIGHT, 0, 1);
  const eased = part * part * (3 - 2 * part), zoomed = from.zoom * (to.zoom / from.zoom) ** eased;
  // Along with a zoom, the aim moves evenly over the screen rather than over the plane.
  const isZoom = Math.abs(to.zoom / from.zoom - 1) > 0.01;
  const way = isZoom ? (1 / zoomed - 1 / from.zoom) / (1 / to.zoom - 1 / from.zoom) : eased;
  if (part === 1) flight = null;
  moveTo({ x: from.x + (to.x - from.x) * way, y: from.y + (to.y - from.y) * way, zoom: zoomed });
}

function listNear() {
  const rows = plane.nearest(camera.x, camera.y, { count: 13 }).filter((row) => row !== chosen.row);
  near.replaceChildren(...rows.slice(0, 12).map((row) => {
    const item = document.createElement("li"), link = document.createElement("a"), year = document.createElement("span");
    const kept = form.elements.language ? `?language=${encodeURIComponent(form.elements.language.value)}` : "";
    link.href = `/titles/${encodeURIComponent(map.ids[row])}${kept}`;
    link.textContent = map.titles[row];
    year.className = "facts";
    year.textContent = map.years[row] ?? "";
    for (const type of ["pointerenter", "focus"]) link.addEventListener(type, () => hover(row));
    for (const type of ["pointerleave", "blur"]) link.addEventListener(type, () => hover(NONE));
    item.append(link, " ", year);
    return item;
  }));
}

// --- choosing a title -----------------------------------------------------------------------------

let telling = null;

function hover(row) {
  if (row === chosen.hover) return;
  chosen.hover = row;
  canvas.classList.toggle("on-dot", row !== NONE);
  redraw();
}

async function choose(row) {
  if (row === chosen.row && row !== NONE) return panel.scrollIntoView({ block: "nearest" });
  Object.assign(chosen, { before: row === NONE ? NONE : chosen.row, row, nearest: [] });
  document.querySelector(".atlas > .which")?.remove();
  history.replaceState(null, "", address({ at: map.ids[row] }));
  redraw();
  await tell(address({ at: map.ids[row], before: map.ids[chosen.before] }));
  if (row !== NONE) panel.scrollIntoView({ block: "nearest", behavior: calm.matches ? "auto" : "smooth" });
}

async function chooseAndGo(row) {
  await choose(row);
  if (chosen.row === row) flyTo(around(row));
}

/** A view of a title with those that score nearest, or of the title alone if they lie too far apart. */
function around(row) {
  const rows = [row, ...chosen.nearest], xs = rows.map((each) => plane.x[each]), ys = rows.map((each) => plane.y[each]);
  const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const whole = scale() / camera.zoom, names = size.width / 4; // room for the names at the right
  const zoom = Math.min(fit(size.width - names, right - left), fit(size.height, high - low)) / whole;
  if (zoom < Math.max(closeUp() / 5, 1)) return { x: plane.x[row], y: plane.y[row], zoom: closeUp() };
  const within = Math.min(zoom, closeUp());
  return { x: (left + right) / 2 + names / 2 / (whole * within), y: (low + high) / 2, zoom: within };
}

/** The address of a state of the page, without what is so anyway. */
function address({ at, before }) {
  const by = form.elements.by.value, plain = form.elements.by[0].value;
  const language = form.elements.language?.value; // stands in the form where one was chosen
  const pairs = Object.entries({ at, before, by: by === plain ? undefined : by, language }).filter(([, value]) => value !== undefined);
  return pairs.length ? `/map?${new URLSearchParams(pairs)}` : "/map";
}

/** Put what the server says of a title in the place of what it said of another. */
async function tell(from) {
  telling?.abort();
  telling = new AbortController();
  try {
    const response = await ask(from, { headers: { accept: "text/html" }, signal: telling.signal });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    panel.replaceChildren(...document.adoptNode(page.getElementById("map-panel")).childNodes);
    document.title = page.title;
    readNearest();
    status.textContent = panel.querySelector("h2")?.textContent ?? "The whole map";
  } catch (error) {
    if (error.name !== "AbortError") status.textContent = "The server does not answer; try again.";
  }
}

function readNearest() {
  const ids = chosen.row === NONE ? [] : [...panel.querySelectorAll("[data-at]")].map((link) => link.dataset.at);
  chosen.nearest = ids.filter((id) => rows.has(id)).map((id) => rows.get(id));
  listNear();
  redraw();
}

/** Go to what was typed or suggested; what is no name on the map is left to the server. */
async function find(typed) {
  const row = rows.get(typed) ?? (await search(typed));
  if (row === undefined) location.assign(address({ at: typed }));
  else chooseAndGo(row);
}

async function search(typed) {
  const same = map.titles.findIndex((title) => title.toLowerCase() === typed.toLowerCase());
  if (same !== NONE) return same;
  const response = await ask(`/v1/titles?limit=1&q=${encodeURIComponent(typed.slice(0, 200))}`).catch(() => null);
  return response?.ok ? rows.get((await response.json()).results[0]?.id) : undefined;
}

// --- what is done with it -------------------------------------------------------------------------

let naming = 0;

const acts = {
  pan,
  zoom,
  point: (x, y) => hover(under(x, y, 6)),
  leave: () => hover(NONE),
  press(x, y, isTouch) {
    const row = under(x, y, isTouch ? 16 : 6);
    if (row !== NONE) choose(row);
  },
  async open() {
    await choose(middle());
    panel.querySelector("a")?.focus();
  },
  reset() {
    flyHome();
    choose(NONE);
  },
  // Who does not see the crosshair hears what it points at, once the map rests.
  stepped() {
    clearTimeout(naming);
    naming = setTimeout(() => { status.textContent = map.titles[middle()]; }, 500);
  },
};

function listen() {
  follow(canvas, acts);
  for (const type of ["focus", "blur"]) canvas.addEventListener(type, redraw);
  for (const button of document.querySelectorAll("[data-zoom-by]")) {
    const factor = Number(button.dataset.zoomBy);
    button.addEventListener("click", () => (factor ? flyTo({ ...camera, zoom: camera.zoom * factor }) : flyHome()));
  }
  for (const radio of form.elements.by) {
    radio.addEventListener("change", () => { colour(); history.replaceState(null, "", address({ at: map.ids[chosen.row] })); });
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const typed = form.elements.at.value.trim();
    form.elements.at.value = "";
    form.elements.at.dispatchEvent(new Event("input")); // suggestions under way are given up
    if (typed) find(typed);
  });
  document.getElementById("main").addEventListener("click", (event) => {
    const row = rows.get(event.target.closest("a[data-at]")?.dataset.at);
    if (row === undefined || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    chooseAndGo(row);
  });
  dark.addEventListener("change", readInk);
}

// --- beginning ------------------------------------------------------------------------------------

function measure(letters, px, isBold) {
  ctx.font = fontOf(px, isBold);
  return ctx.measureText(letters).width;
}

function begin(answer) {
  if (!size.width) resize();
  map = answer;
  rows = new Map(map.ids.map((id, row) => [id, row]));
  plane = new Plane(map.x, map.y);
  labels = new Labels(map, measure);
  colours.shapeOf = Uint8Array.from(map.media, (medium) => SHAPES[medium] ?? SHAPES.unknown);
  colour();
  chosen.row = rows.get(panel.querySelector("[data-id]")?.dataset.id) ?? NONE;
  readNearest();
  moveTo(chosen.row === NONE ? { ...plane.home, zoom: 1 } : around(chosen.row));
  said.hidden = true;
  listen();
}

function refuse(reason) {
  const link = document.createElement("a");
  link.href = "/";
  link.textContent = "Ask for a title that you liked";
  said.replaceChildren(`${reason} `, link, " instead.");
}

new ResizeObserver(resize).observe(canvas);
try {
  const response = await ask("/v1/map"), answer = await response.json();
  if (response.ok && answer.ids.length) begin(answer);
  else refuse(answer.reason ?? answer.detail ?? "There is no map.");
} catch {
  refuse("The map cannot be loaded.");
}
