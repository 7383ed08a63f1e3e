// What the colours of the dots mean: slots of a legend, for each fact that one can colour by.

const MOST = 6; // slots with a colour of their own

/**
 * @typedef {{key: string | number, name: string, paint: string, count: number}} Slot
 * A colour's meaning, its name for the stylesheet, and how many titles have it.
 */

function commonest(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([value]) => value);
}

function byCountries({ countries }, countryName) {
  const common = commonest(countries.filter((codes) => codes.length === 1).flat()).slice(0, MOST);
  const key = (codes) => {
    if (codes.length !== 1) return codes.length ? "several" : "unknown";
    return common.includes(codes[0]) ? codes[0] : "other";
  };
  const slots = common.map((code, place) => ({ key: code, name: countryName(code), paint: `${place + 1}` }));
  slots.push({ key: "several", name: "several countries", paint: "several" });
  slots.push({ key: "other", name: "another country", paint: "other" });
  return { keys: countries.map(key), slots };
}

function byForm({ forms }) {
  const common = commonest(forms.filter(Boolean));
  const paint = (place) => (place < MOST ? `${place + 1}` : "other");
  return {
    keys: forms.map((form) => form ?? "unknown"),
    slots: common.map((form, place) => ({ key: form, name: form, paint: paint(place) })),
  };
}

function byDecade({ years }) {
  const decades = years.map((year) => (year ? Math.floor(year / 10) * 10 : null));
  const known = [...new Set(decades.filter((decade) => decade !== null))].sort((a, b) => b - a);
  const oldest = known.slice(0, MOST).at(-1);
  const name = (decade) => (decade === oldest && known.length > MOST ? `${decade}s and before` : `${decade}s`);
  return {
    keys: decades.map((decade) => (decade === null ? "unknown" : Math.max(decade, oldest))),
    slots: known.slice(0, MOST).map((decade, place) => ({ key: decade, name: name(decade), paint: `age-${place + 1}` })),
  };
}

const COLOURINGS = { countries: byCountries, form: byForm, decade: byDecade };

/**
 * The slots of a colouring, and the slot of each row.
 *
 * @param {object} map The answer of /v1/map.
 * @param {string} by One of the colourings.
 * @param {(code: string) => string} countryName
 * @returns {{slots: Slot[], slotOf: Uint8Array}}
 */
export function coloured(map, by, countryName) {
  const { keys, slots: possible } = COLOURINGS[by](map, countryName);
  const counts = new Map();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  const slots = [...possible, { key: "unknown", name: "not known", paint: "unknown" }]
    .map((slot) => ({ ...slot, count: counts.get(slot.key) ?? 0 }))
    .filter((slot) => slot.count);
  const place = new Map(slots.map((slot, index) => [slot.key, index]));
  return { slots, slotOf: Uint8Array.from(keys, (key) => place.get(key)) };
}

const SVG = "http://www.w3.org/2000/svg";

function svg(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

function swatch({ key, paint }) {
  const drawing = svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true", "data-paint": paint });
  if (key === "several") drawing.append(svg("circle", { class: "hollow", cx: 8, cy: 8, r: 5 }));
  drawing.append(svg("circle", { cx: 8, cy: 8, r: key === "several" ? 2.6 : 5 }));
  return drawing;
}

function entry(slot) {
  const item = document.createElement("li"), button = document.createElement("button"), count = document.createElement("small");
  count.textContent = slot.count.toLocaleString("en");
  button.type = "button";
  button.setAttribute("aria-pressed", "false");
  button.append(swatch(slot), slot.name, " ", count);
  item.append(button);
  return item;
}

/**
 * Show a legend whose entries can be pressed, one at a time, to see their titles alone.
 *
 * @param {HTMLElement} list @param {Slot[]} slots
 * @param {(slot: number | null) => void} onlyThis
 */
export function showLegend(list, slots, onlyThis) {
  list.replaceChildren(...slots.map(entry));
  const buttons = [...list.querySelectorAll("button")];
  buttons.forEach((button, slot) => button.addEventListener("click", () => {
    const was = button.getAttribute("aria-pressed") === "true";
    for (const each of buttons) each.setAttribute("aria-pressed", String(each === button && !was));
    onlyThis(was ? null : slot);
  }));
}

/** Red, green and blue of each entry, as the stylesheet paints it. */
export function paints(list) {
  return [...list.querySelectorAll("svg")].map((each) => rgb(getComputedStyle(each).color));
}

export const rgb = (colour) => colour.match(/[\d.]+/g).slice(0, 3).map(Number);
