// The map: one dot a title, drawn on a canvas that can be moved, zoomed and searched. Places come
// from /v1/map; what is told of a chosen title is rendered by the server, as on every other page.

const canvas = document.getElementById("map");
const ctx = canvas.getContext("2d");
const said = document.getElementById("map-said");
const panel = document.getElementById("map-panel");
const near = document.querySelector("#map-near ol");
const legend = document.getElementById("map-legend");
const form = document.getElementById("map-form");
const status = document.getElementById("status");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const country = JSON.parse(canvas.dataset.countries);

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
const NONE = -1;

// --- what is shown --------------------------------------------------------------------------------

/** The answer of /v1/map, column by column; a row is a place in every column. */
let map = null;
let rows = new Map(); // id to row
let home = { x: 0, y: 0, width: 2, height: 2 }; // the part of the plane that has titles
const camera = { x: 0, y: 0, zoom: 1 }; // zoom 1 shows all
const size = { width: 0, height: 0, density: 1 };
const focus = { chosen: NONE, before: NONE, hover: NONE, nearest: [] };
let most = 1; // largest zoom
let flight = null;
let waiting = 0; // animation frame that is asked for

const MARGIN = 36; // px
const scale = () => camera.zoom * Math.min((size.width - 2 * MARGIN) / home.width, (size.height - 2 * MARGIN) / home.height);
const toX = (x) => size.width / 2 + (x - camera.x) * scale();
const toY = (y) => size.height / 2 - (y - camera.y) * scale();
const fromX = (px) => camera.x + (px - size.width / 2) / scale();
const fromY = (py) => camera.y - (py - size.height / 2) / scale();

function span(values) {
  let low = Infinity, high = -Infinity;
  for (const value of values) { low = Math.min(low, value); high = Math.max(high, value); }
  return { middle: (low + high) / 2, length: Math.max(high - low, 0.05) };
}

function redraw() {
  waiting ||= requestAnimationFrame(draw);
}

// --- which titles lie where: rows sorted by the cells of a square grid ----------------------------

const grid = { side: 1, starts: null, rows: null };
const cell = (value, from, length) => clamp(Math.floor(((value - from) / length) * grid.side), 0, grid.side - 1);
const column = (x) => cell(x, home.x - home.width / 2, home.width);
const line = (y) => cell(y, home.y - home.height / 2, home.height);

function buildGrid() {
  const n = map.ids.length;
  grid.side = Math.ceil(Math.sqrt(n / 4));
  grid.starts = new Uint32Array(grid.side ** 2 + 1);
  grid.rows = new Uint32Array(n);
  const cells = Uint32Array.from(map.x, (x, row) => line(map.y[row]) * grid.side + column(x));
  for (const each of cells) grid.starts[each + 1] += 1;
  for (let each = 0; each < grid.side ** 2; each += 1) grid.starts[each + 1] += grid.starts[each];
  const next = grid.starts.slice();
  cells.forEach((each, row) => { grid.rows[next[each]++] = row; });
}

/** Rows in the cells that a rectangle of the plane touches. */
function within(left, bottom, right, top) {
  const found = [];
  const first = column(left), last = column(right);
  for (let row = line(bottom); row <= line(top); row += 1) {
    const end = grid.starts[row * grid.side + last + 1];
    for (let place = grid.starts[row * grid.side + first]; place < end; place += 1) found.push(grid.rows[place]);
  }
  return found;
}

/** The rows nearest to a point of the plane, nearest first. */
function nearest(x, y, { count = 1, reach = Infinity } = {}) {
  const away = (row) => Math.hypot(map.x[row] - x, map.y[row] - y);
  const widest = 2 * (home.width + home.height) + Math.abs(x - home.x) + Math.abs(y - home.y);
  for (let radius = Math.min(reach, 24 / scale()); ; radius *= 2) {
    const found = within(x - radius, y - radius, x + radius, y + radius).filter((row) => away(row) <= radius);
    if (found.length >= count || radius >= Math.min(reach, widest)) return found.sort((a, b) => away(a) - away(b)).slice(0, count);
  }
}

// --- colours: slots of a legend; shapes tell the medium -------------------------------------------

const SHAPES = ["live-action", "animation", null];
const N_COUNTRIES = 6, N_DECADES = 6;
let slots = []; // {key, name, paint, count}
let slotOf = null, shapeOf = null; // by row
let only = NONE; // the one slot that is shown alone
const sprites = new Map();

function counted(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

const COLOURINGS = {
  countries() {
    const single = counted(map.countries.filter((codes) => codes.length === 1).flat());
    const common = [...single].sort((a, b) => b[1] - a[1]).slice(0, N_COUNTRIES).map(([code]) => code);
    return {
      key: (row) => {
        const codes = map.countries[row];
        return codes.length > 1 ? "several" : !codes.length ? "unknown" : common.includes(codes[0]) ? codes[0] : "other";
      },
      slots: [
        ...common.map((code, place) => ({ key: code, name: country[code] ?? code, paint: `${place + 1}` })),
        { key: "several", name: "several countries", paint: "several" }, { key: "other", name: "other countries", paint: "other" },
      ],
    };
  },
  form() {
    const common = [...counted(map.forms.filter(Boolean))].sort((a, b) => b[1] - a[1]).map(([name]) => name);
    return {
      key: (row) => map.forms[row] ?? "unknown",
      slots: common.map((name, place) => ({ key: name, name, paint: place < N_COUNTRIES ? `${place + 1}` : "other" })),
    };
  },
  decade() {
    const all = [...counted(map.years.filter(Boolean).map((year) => Math.floor(year / 10) * 10)).keys()].sort((a, b) => b - a);
    const oldest = all[Math.min(N_DECADES, all.length) - 1];
    const name = (decade) => (decade === oldest && all.length > N_DECADES ? `${decade}s and before` : `${decade}s`);
    return {
      key: (row) => (map.years[row] ? Math.max(Math.floor(map.years[row] / 10) * 10, oldest) : "unknown"),
      slots: all.slice(0, N_DECADES).map((decade, place) => ({ key: decade, name: name(decade), paint: `age-${place + 1}` })),
    };
  },
};

function colour() {
  const { key, slots: possible } = COLOURINGS[form.elements.by.value]();
  const keys = map.ids.map((_, row) => key(row)), counts = counted(keys);
  slots = [...possible, { key: "unknown", name: "not known", paint: "unknown" }]
    .map((slot) => ({ ...slot, count: counts.get(slot.key) ?? 0 })).filter((slot) => slot.count);
  const place = new Map(slots.map((slot, index) => [slot.key, index]));
  slotOf = Uint8Array.from(keys, (each) => place.get(each));
  only = NONE;
  legend.replaceChildren(...slots.map(entry));
  sprites.clear();
  redraw();
}

function entry(slot, index) {
  const item = document.createElement("li"), button = document.createElement("button"), count = document.createElement("small");
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg"), dot = svg.appendChild(document.createElementNS(svg.namespaceURI, "circle"));
  for (const [name, value] of Object.entries({ viewBox: "0 0 16 16", "aria-hidden": "true", "data-paint": slot.paint })) svg.setAttribute(name, value);
  for (const [name, value] of Object.entries({ cx: 8, cy: 8, r: 5 })) dot.setAttribute(name, value);
  count.textContent = slot.count.toLocaleString("en");
  button.type = "button";
  button.setAttribute("aria-pressed", "false");
  button.append(svg, slot.name, count);
  button.addEventListener("click", () => {
    only = only === index ? NONE : index;
    [...legend.children].forEach((each, place) => each.firstChild.setAttribute("aria-pressed", String(place === only)));
    redraw();
  });
  item.append(button);
  return item;
}

/** A dot of a slot and a shape, drawn once and then stamped. */
function sprite(slot, shape, radius) {
  const name = `${slot} ${shape} ${radius}`;
  if (!sprites.has(name)) sprites.set(name, stamp(getComputedStyle(legend.children[slot].querySelector("svg")).color, shape, radius));
  return sprites.get(name);
}

function stamp(paint, shape, radius) {
  const image = document.createElement("canvas"), half = radius + 2;
  image.width = image.height = Math.ceil(2 * half * size.density);
  const pen = image.getContext("2d");
  pen.scale(size.density, size.density);
  pen.translate(half, half);
  pen.fillStyle = pen.strokeStyle = paint;
  pen.globalAlpha = 0.85;
  pen.beginPath();
  if (SHAPES[shape] === "animation") {
    const reach = radius * 1.25;
    for (const [x, y] of [[0, -reach], [reach, 0], [0, reach], [-reach, 0]]) pen.lineTo(x, y);
    pen.closePath();
  } else pen.arc(0, 0, SHAPES[shape] ? radius : radius - 0.6, 0, 2 * Math.PI);
  if (SHAPES[shape]) pen.fill();
  else { pen.lineWidth = Math.max(1, radius / 3); pen.stroke(); }
  return image;
}

// --- labels: each has a zoom from which on it is shown, so that none flickers while one moves -----
// (the active ranges of Been, Daiches & Yap 2006, Dynamic map labeling: what has room once keeps it)

const LEVEL_0 = 48; // px for one unit of the plane at level 0; two levels double it
const NATIVE_FROM = 7;
const LABEL = 13, HEAD = 15, LINE = 17, GAP = 5; // px
const LONGEST = 36; // letters
const labels = { order: [], placed: [], from: null, nativeFrom: null, width: null, nativeWidth: null, done: NONE };
let serif = "serif";

const short = (text) => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1).trimEnd()}…` : text);
const native = (row) => (map.original_titles[row] && map.original_titles[row] !== map.titles[row] ? map.original_titles[row] : "");
const face = (row) => (labels.isHead[row] ? `600 ${HEAD}px ${serif}` : `${LABEL}px ${serif}`);
const levelOf = (px) => Math.max(0, Math.floor(2 * Math.log2(px / LEVEL_0)));

function resetLabels() {
  const n = map.ids.length;
  labels.isHead = new Uint8Array(n);
  for (const row of map.representatives) labels.isHead[row] = 1;
  labels.order = [...map.representatives, ...map.ids.keys()].filter((row, place) => place < map.representatives.length || !labels.isHead[row]);
  labels.from = new Uint8Array(n).fill(255);
  labels.nativeFrom = new Uint8Array(n).fill(255);
  labels.width = new Float32Array(n);
  labels.nativeWidth = new Float32Array(n);
  labels.placed = [];
  labels.done = NONE;
}

/** Width of a name, measured when it is first needed. */
function widthOf(row) {
  if (!labels.width[row]) {
    ctx.font = face(row);
    labels.width[row] = ctx.measureText(short(map.titles[row])).width;
    ctx.font = `${LABEL - 1}px ${serif}`;
    labels.nativeWidth[row] = ctx.measureText(short(native(row))).width;
  }
  return labels.width[row];
}

/** Boxes of labels, found again by coarse cells. */
class Crowd {
  #cells = new Map();

  * #near([left, top, right, bottom]) {
    for (let x = Math.floor(left / 128); x <= right / 128; x += 1) {
      for (let y = Math.floor(top / 32); y <= bottom / 32; y += 1) yield x * 65536 + y;
    }
  }

  add(box) {
    for (const key of this.#near(box)) {
      if (this.#cells.has(key)) this.#cells.get(key).push(box);
      else this.#cells.set(key, [box]);
    }
  }

  has(box, pad = 0) {
    const [left, top, right, bottom] = box;
    const wide = [left - pad, top - pad / 2, right + pad, bottom + pad / 2];
    for (const key of this.#near(wide)) {
      for (const other of this.#cells.get(key) ?? []) {
        if (wide[0] < other[2] && wide[2] > other[0] && wide[1] < other[3] && wide[3] > other[1]) return true;
      }
    }
    return false;
  }
}

const nameBox = (row, x, y) => [x, y - LINE / 2, x + GAP + 4 + widthOf(row), y + LINE / 2];
const nativeBox = (row, x, y) => [x, y + LINE / 2, x + GAP + 4 + labels.nativeWidth[row], y + 1.5 * LINE];

function placeLevel(level) {
  const px = LEVEL_0 * 2 ** (level / 2), crowd = new Crowd(), pad = Math.max(2, 30 - 3 * level);
  const at = (row) => [map.x[row] * px, -map.y[row] * px];
  for (const row of labels.placed) {
    crowd.add(nameBox(row, ...at(row)));
    if (labels.nativeFrom[row] < level) crowd.add(nativeBox(row, ...at(row)));
  }
  for (const row of labels.order) {
    if (labels.from[row] === 255 && (level > 3 || labels.isHead[row]) && !crowd.has(nameBox(row, ...at(row)), pad)) {
      labels.from[row] = level;
      labels.placed.push(row);
      crowd.add(nameBox(row, ...at(row)));
    }
  }
  if (level < NATIVE_FROM) return;
  for (const row of labels.placed) {
    if (labels.nativeFrom[row] === 255 && native(row) && !crowd.has(nativeBox(row, ...at(row)), 2)) {
      labels.nativeFrom[row] = level;
      crowd.add(nativeBox(row, ...at(row)));
    }
  }
}

// --- drawing --------------------------------------------------------------------------------------

const ink = {};

function readInk() {
  const style = getComputedStyle(canvas);
  for (const name of ["paper", "ink", "soft", "mark", "edge"]) ink[name] = style.getPropertyValue(`--${name}`).trim();
  serif = style.fontFamily;
  sprites.clear();
  redraw();
}

function radius() {
  const whole = clamp(28 / map.ids.length ** 0.3, 1.5, 5);
  return Math.round(2 * Math.min(whole * camera.zoom ** 0.35, 8)) / 2;
}

function draw(now) {
  waiting = 0;
  if (!map || !size.width) return;
  if (flight) fly(now);
  ctx.setTransform(size.density, 0, 0, size.density, 0, 0);
  ctx.clearRect(0, 0, size.width, size.height);
  // A label begins at its dot: those of dots left of the view may reach into it.
  const visible = within(fromX(-240), fromY(size.height + 20), fromX(size.width + 20), fromY(-20));
  drawLines();
  drawDots(visible);
  drawLabels(visible);
  if (canvas.matches(":focus-visible")) drawCrosshair();
  tellState();
  if (flight) redraw();
}

function drawDots(visible) {
  const r = radius(), half = r + 2, px = scale(), left = size.width / 2 - camera.x * px, top = size.height / 2 + camera.y * px;
  const images = slots.map((_, slot) => SHAPES.map((__, shape) => sprite(slot, shape, r)));
  ctx.globalAlpha = only === NONE ? 1 : 0.12;
  for (const row of visible) ctx.drawImage(images[slotOf[row]][shapeOf[row]], left + map.x[row] * px - half, top - map.y[row] * px - half, 2 * half, 2 * half);
  ctx.globalAlpha = 1;
  if (only === NONE) return;
  for (const row of visible) {
    if (slotOf[row] === only) ctx.drawImage(images[only][shapeOf[row]], left + map.x[row] * px - half, top - map.y[row] * px - half, 2 * half, 2 * half);
  }
}

/** Lines from the chosen title to those that score nearest, wherever the plane has put them. */
function drawLines() {
  ctx.strokeStyle = ink.mark;
  ctx.lineWidth = 1;
  ctx.globalAlpha = 0.55;
  for (const row of focus.chosen === NONE ? [] : focus.nearest) {
    ctx.beginPath();
    ctx.moveTo(toX(map.x[focus.chosen]), toY(map.y[focus.chosen]));
    ctx.lineTo(toX(map.x[row]), toY(map.y[row]));
    ctx.stroke();
  }
  ctx.globalAlpha = 1;
}

function ring(row, paint, width) {
  ctx.beginPath();
  ctx.arc(toX(map.x[row]), toY(map.y[row]), radius() + 4, 0, 2 * Math.PI);
  ctx.strokeStyle = paint;
  ctx.lineWidth = width;
  ctx.stroke();
}

function drawLabels(visible) {
  const level = levelOf(scale());
  while (labels.done < level) placeLevel(labels.done += 1);
  const first = [focus.hover, focus.chosen, focus.before, ...(focus.chosen === NONE ? [] : focus.nearest)];
  const taken = new Crowd();
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  for (const row of new Set(first)) {
    if (row === NONE) continue;
    const box = nameBox(row, toX(map.x[row]), toY(map.y[row]));
    if (row === focus.hover || row === focus.chosen || !taken.has(box)) { taken.add(box); write(row, { strong: row === focus.chosen || row === focus.hover }); }
    if (row === focus.chosen) ring(row, ink.mark, 2.5);
    else if (row === focus.before) ring(row, ink.edge, 1.5);
  }
  for (const row of visible) {
    if (labels.from[row] > level || first.includes(row) || (only !== NONE && slotOf[row] !== only)) continue;
    const x = toX(map.x[row]), y = toY(map.y[row]);
    if (taken.has(nameBox(row, x, y))) continue;
    write(row, { withNative: labels.nativeFrom[row] <= level && !taken.has(nativeBox(row, x, y)) });
  }
}

function write(row, { strong = false, withNative = false }) {
  const x = toX(map.x[row]) + radius() + GAP, y = toY(map.y[row]);
  ctx.strokeStyle = ink.paper;
  ctx.lineWidth = strong ? 6 : 3;
  ctx.font = face(row);
  ctx.fillStyle = strong ? ink.mark : ink.ink;
  ctx.strokeText(short(map.titles[row]), x, y);
  ctx.fillText(short(map.titles[row]), x, y);
  if (!withNative) return;
  ctx.font = `${LABEL - 1}px ${serif}`;
  ctx.fillStyle = ink.soft;
  ctx.strokeText(short(native(row)), x, y + LINE - 1);
  ctx.fillText(short(native(row)), x, y + LINE - 1);
}

function drawCrosshair() {
  const x = size.width / 2, y = size.height / 2;
  ctx.strokeStyle = ink.mark;
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
    ctx.moveTo(x + 6 * dx, y + 6 * dy);
    ctx.lineTo(x + 18 * dx, y + 18 * dy);
  }
  ctx.stroke();
}

/** What the map shows, where scripts and tests can read it. */
function tellState() {
  Object.assign(canvas.dataset, {
    zoom: camera.zoom.toFixed(3), x: camera.x.toFixed(4), y: camera.y.toFixed(4), selected: map.ids[focus.chosen] ?? "",
  });
}

// --- moving ---------------------------------------------------------------------------------------

let resting = 0;

function moved() {
  camera.zoom = clamp(camera.zoom, 1, most);
  camera.x = clamp(camera.x, home.x - home.width / 2, home.x + home.width / 2);
  camera.y = clamp(camera.y, home.y - home.height / 2, home.y + home.height / 2);
  clearTimeout(resting);
  resting = setTimeout(listNear, 200);
  redraw();
}

function pan(dx, dy) {
  flight = null;
  camera.x -= dx / scale();
  camera.y += dy / scale();
  moved();
}

/** Zoom by a factor; the title under the point stays under it. */
function zoom(factor, px = size.width / 2, py = size.height / 2) {
  flight = null;
  const x = fromX(px), y = fromY(py);
  camera.zoom = clamp(camera.zoom * factor, 1, most);
  camera.x += x - fromX(px);
  camera.y += y - fromY(py);
  moved();
}

function flyTo(target) {
  flight = { from: { ...camera }, to: { ...target, zoom: clamp(target.zoom, 1, most) }, began: performance.now(), lasts: calm.matches ? 0 : 600 };
  redraw();
}

function fly(now) {
  const { from, to, began, lasts } = flight;
  const part = lasts ? clamp((now - began) / lasts, 0, 1) : 1, eased = part * part * (3 - 2 * part);
  camera.zoom = from.zoom * (to.zoom / from.zoom) ** eased;
  // Along with the zoom, the aim moves evenly over the screen rather than over the plane.
  const way = Math.abs(to.zoom / from.zoom - 1) < 0.01 ? eased : (1 / camera.zoom - 1 / from.zoom) / (1 / to.zoom - 1 / from.zoom);
  camera.x = from.x + (to.x - from.x) * way;
  camera.y = from.y + (to.y - from.y) * way;
  if (part === 1) flight = null;
  moved();
}

const flyHome = () => flyTo({ x: home.x, y: home.y, zoom: 1 });
const closeUp = () => Math.sqrt(map.ids.length / 40); // some forty titles in view

function listNear() {
  near.replaceChildren(...nearest(camera.x, camera.y, { count: 12 }).map((row) => {
    const item = document.createElement("li"), link = document.createElement("a"), year = document.createElement("span");
    link.href = `/titles/${encodeURIComponent(map.ids[row])}`;
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
  if (row === focus.hover) return;
  focus.hover = row;
  canvas.classList.toggle("on-dot", row !== NONE);
  redraw();
}

async function choose(row, { go = false } = {}) {
  if (row !== focus.chosen) focus.before = row === NONE ? NONE : focus.chosen;
  focus.chosen = row;
  focus.nearest = [];
  document.getElementById("map-which")?.remove();
  const here = { at: map.ids[row], by: form.elements.by.value };
  history.replaceState(null, "", address(here));
  if (go && row !== NONE) flyTo({ x: map.x[row], y: map.y[row], zoom: Math.max(camera.zoom, closeUp()) });
  redraw();
  await tell(address({ ...here, before: map.ids[focus.before] }));
}

function address({ at, by, before }) {
  const plain = document.querySelector("input[name=by]").value;
  const pairs = Object.entries({ at, before, by: by === plain ? undefined : by }).filter(([, value]) => value !== undefined);
  return pairs.length ? `/map?${new URLSearchParams(pairs)}` : "/map";
}

/** Put what the server says of the chosen title in the place of what it said of another. */
async function tell(from) {
  telling?.abort();
  telling = new AbortController();
  try {
    const response = await fetch(from, { headers: { accept: "text/html" }, signal: telling.signal });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    panel.replaceChildren(...document.adoptNode(page.getElementById("map-panel")).childNodes);
    document.title = page.title;
    readNearest();
    status.textContent = panel.querySelector("h2")?.textContent ?? "";
  } catch (error) {
    if (error.name !== "AbortError") status.textContent = "The server does not answer; try again.";
  }
}

function readNearest() {
  focus.nearest = [...panel.querySelectorAll("[data-at]")].map((link) => rows.get(link.dataset.at)).filter((row) => row !== undefined);
  redraw();
}

/** Choose what was typed or suggested; what is no title of the map is asked of the server. */
async function find(typed) {
  let row = rows.get(typed) ?? map.titles.findIndex((title) => title.toLowerCase() === typed.toLowerCase());
  if (row === NONE) {
    const response = await fetch(`/v1/titles?limit=1&q=${encodeURIComponent(typed.slice(0, 200))}`);
    const hit = response.ok ? (await response.json()).results[0] : null;
    row = rows.get(hit?.id) ?? NONE;
  }
  if (row === NONE) location.assign(address({ at: typed }));
  else choose(row, { go: true });
}

// --- hands and keys -------------------------------------------------------------------------------

const hands = new Map(); // pointers that are down
let travelled = 0; // px since the first of them came down

const point = (event) => { const box = canvas.getBoundingClientRect(); return { x: event.clientX - box.left, y: event.clientY - box.top }; };
const under = ({ x, y }, reach) => nearest(fromX(x), fromY(y), { reach: (radius() + reach) / scale() })[0] ?? NONE;

function onDown(event) {
  if (event.button !== 0) return;
  canvas.setPointerCapture(event.pointerId);
  if (!hands.size) travelled = 0;
  hands.set(event.pointerId, point(event));
}

function onMove(event) {
  const at = point(event), was = hands.get(event.pointerId);
  if (!was) return void (event.pointerType === "mouse" && hover(under(at, 6)));
  travelled += Math.hypot(at.x - was.x, at.y - was.y);
  const other = [...hands].find(([id]) => id !== event.pointerId)?.[1];
  hands.set(event.pointerId, at);
  if (!other) {
    if (travelled > 4) pan(at.x - was.x, at.y - was.y);
    return;
  }
  pan((at.x - was.x) / 2, (at.y - was.y) / 2);
  zoom(Math.hypot(at.x - other.x, at.y - other.y) / Math.max(Math.hypot(was.x - other.x, was.y - other.y), 1), (at.x + other.x) / 2, (at.y + other.y) / 2);
}

function onUp(event) {
  const was_alone = hands.size === 1;
  if (!hands.delete(event.pointerId) || !was_alone || travelled > 4 || event.type === "pointercancel") return;
  const row = under(point(event), event.pointerType === "mouse" ? 6 : 16);
  if (row !== NONE) choose(row);
}

function onWheel(event) {
  event.preventDefault();
  const { x, y } = point(event), pixels = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1);
  zoom(2 ** (-clamp(pixels, -240, 240) / (event.ctrlKey ? 60 : 240)), x, y);
}

const KEYS = {
  ArrowLeft: () => pan(80, 0), ArrowRight: () => pan(-80, 0), ArrowUp: () => pan(0, 80), ArrowDown: () => pan(0, -80),
  "+": () => zoom(1.5), "=": () => zoom(1.5), "-": () => zoom(1 / 1.5),
  Escape: () => { choose(NONE); flyHome(); },
  Enter: async () => { await choose(nearest(camera.x, camera.y)[0]); panel.querySelector("a")?.focus(); },
};

let naming = 0;

function onKey(event) {
  if (!KEYS[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  KEYS[event.key]();
  clearTimeout(naming);
  if (event.key.startsWith("Arrow")) naming = setTimeout(() => { status.textContent = map.titles[nearest(camera.x, camera.y)[0]]; }, 500);
}

function listen() {
  for (const [type, act] of Object.entries({ pointerdown: onDown, pointermove: onMove, pointerup: onUp, pointercancel: onUp, keydown: onKey })) canvas.addEventListener(type, act);
  canvas.addEventListener("wheel", onWheel, { passive: false });
  canvas.addEventListener("pointerleave", () => hover(NONE));
  canvas.addEventListener("dblclick", (event) => zoom(2, ...Object.values(point(event))));
  for (const type of ["focus", "blur"]) canvas.addEventListener(type, redraw);
  for (const button of document.querySelectorAll("[data-zoom-by]")) {
    const factor = Number(button.dataset.zoomBy);
    button.addEventListener("click", () => (factor ? flyTo({ ...camera, zoom: camera.zoom * factor }) : flyHome()));
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const typed = form.elements.at.value.trim();
    if (typed) find(typed);
    form.elements.at.value = "";
  });
  for (const each of form.elements.by) each.addEventListener("change", () => { colour(); history.replaceState(null, "", address({ at: map.ids[focus.chosen], by: each.value })); });
  document.getElementById("main").addEventListener("click", (event) => {
    const link = event.target.closest("a[data-at]"), row = rows.get(link?.dataset.at);
    if (row === undefined || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    choose(row, { go: true });
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", readInk);
}

// --- beginning ------------------------------------------------------------------------------------

function resize() {
  size.width = canvas.clientWidth;
  size.height = canvas.clientHeight;
  size.density = Math.min(devicePixelRatio || 1, 3);
  canvas.width = Math.round(size.width * size.density);
  canvas.height = Math.round(size.height * size.density);
  sprites.clear();
  draw(performance.now());
}

function begin(answer) {
  map = answer;
  rows = new Map(map.ids.map((id, row) => [id, row]));
  const wide = span(map.x), high = span(map.y);
  home = { x: wide.middle, y: high.middle, width: wide.length, height: high.length };
  most = Math.max(12, 4 * closeUp());
  shapeOf = Uint8Array.from(map.media, (medium) => SHAPES.indexOf(medium ?? null));
  Object.assign(camera, { x: home.x, y: home.y });
  buildGrid();
  readInk();
  resetLabels();
  colour();
  // The server has told of this title already: a name that was typed has become its id.
  const chosen = rows.get(panel.firstElementChild?.dataset.id);
  if (chosen !== undefined) {
    focus.chosen = chosen;
    Object.assign(camera, { x: map.x[chosen], y: map.y[chosen], zoom: closeUp() });
    readNearest();
  }
  said.hidden = true;
  listen();
  moved();
}

function refuse(reason) {
  const link = document.createElement("a");
  link.href = "/";
  link.textContent = "Ask for a title that you liked instead.";
  said.replaceChildren(`${reason} `, link);
}

new ResizeObserver(resize).observe(canvas);
try {
  const response = await fetch("/v1/map");
  const answer = await response.json();
  if (response.ok && answer.ids.length) begin(answer);
  else refuse(answer.reason ?? answer.detail ?? "There is no map.");
} catch {
  refuse("The map cannot be loaded.");
}
