// Which names are written at which zoom. A label has a zoom from which on it is shown, and what has
// room once keeps it, so that none flickers while one moves: the active ranges of Been, Daiches & Yap
// (2006), "Dynamic map labeling". It holds because every label stands to the right of its dot: two
// boxes that do not overlap move apart when one zooms in.

export const LABEL = 13, HEAD = 15, LINE = 17; // px
const GAP = 4; // px between two labels at the least
const LEVEL_0 = 48; // px for one unit of the plane at level 0; two levels double it
const ALL_FROM = 4; // level from which on not only those titles are named that stand for the others
const NATIVE_FROM = 7; // level from which on names in their own script are written too
const NEVER = 255;
const LONGEST = 36; // letters

/** Boxes [left, top, right, bottom], found again by coarse cells. */
export class Crowd {
  #cells = new Map();

  add(box) {
    for (const key of this.#keys(box)) {
      if (this.#cells.has(key)) this.#cells.get(key).push(box);
      else this.#cells.set(key, [box]);
    }
  }

  has([left, top, right, bottom], pad = 0) {
    const wide = [left - pad, top - pad / 2, right + pad, bottom + pad / 2];
    const overlaps = (other) => wide[0] < other[2] && wide[2] > other[0] && wide[1] < other[3] && wide[3] > other[1];
    return this.#keys(wide).some((key) => this.#cells.get(key)?.some(overlaps));
  }

  #keys([left, top, right, bottom]) {
    const keys = [];
    for (let x = Math.floor(left / 128); x <= right / 128; x += 1) {
      for (let y = Math.floor(top / 32); y <= bottom / 32; y += 1) keys.push(x * 1e6 + y);
    }
    return keys;
  }
}

const short = (text) => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1).trimEnd()}…` : text);

export class Labels {
  #order;
  #placed = [];
  #done = -1;
  #from;
  #nativeFrom;
  #widths = new Map();

  /**
   * @param {object} map The answer of /v1/map.
   * @param {(text: string, px: number, isHead: boolean) => number} measure Width of a text.
   */
  constructor(map, measure) {
    const heads = new Set(map.representatives);
    this.map = map;
    this.measure = measure;
    this.isHead = (row) => heads.has(row);
    this.#order = [...heads, ...map.ids.keys()].filter((row, place) => place < heads.size || !heads.has(row));
    this.#from = new Uint8Array(map.ids.length).fill(NEVER);
    this.#nativeFrom = new Uint8Array(map.ids.length).fill(NEVER);
  }

  name(row) {
    return short(this.map.titles[row]);
  }

  /** The name in its own script; empty if it is not known or no other. */
  native(row) {
    const native = this.map.original_titles[row];
    return native && native !== this.map.titles[row] ? short(native) : "";
  }

  /** What is written at a scale: whether a row's name is, and whether the native one is too. */
  at(scale) {
    const level = Math.max(0, Math.floor(2 * Math.log2(scale / LEVEL_0)));
    while (this.#done < level) this.#place(this.#done += 1);
    return { named: (row) => this.#from[row] <= level, native: (row) => this.#nativeFrom[row] <= level };
  }

  box(row, x, y) {
    return [x, y - LINE / 2, x + this.#width(row)[0], y + LINE / 2];
  }

  nativeBox(row, x, y) {
    return [x, y + LINE / 2, x + this.#width(row)[1], y + 1.5 * LINE];
  }

  #place(level) {
    const scale = LEVEL_0 * 2 ** (level / 2), crowd = new Crowd(), pad = Math.max(GAP, 30 - 3 * level);
    const at = (row) => [this.map.x[row] * scale, -this.map.y[row] * scale];
    for (const row of this.#placed) {
      crowd.add(this.box(row, ...at(row)));
      if (this.#nativeFrom[row] < level) crowd.add(this.nativeBox(row, ...at(row)));
    }
    for (const row of this.#order) {
      const may = this.#from[row] === NEVER && (level >= ALL_FROM || this.isHead(row));
      if (!may || crowd.has(this.box(row, ...at(row)), pad)) continue;
      this.#from[row] = level;
      this.#placed.push(row);
      crowd.add(this.box(row, ...at(row)));
    }
    for (const row of level < NATIVE_FROM ? [] : this.#placed) {
      const may = this.#nativeFrom[row] === NEVER && this.native(row);
      if (!may || crowd.has(this.nativeBox(row, ...at(row)))) continue;
      this.#nativeFrom[row] = level;
      crowd.add(this.nativeBox(row, ...at(row)));
    }
  }

  /** Widths of name and native name, with the room of the dot; measured when they are first needed. */
  #width(row) {
    if (!this.#widths.has(row)) {
      const isHead = this.isHead(row), dot = 14;
      const name = dot + this.measure(this.name(row), isHead ? HEAD : LABEL, isHead);
      this.#widths.set(row, [name, dot + this.measure(this.native(row), LABEL - 1, false)]);
    }
    return this.#widths.get(row);
  }
}
