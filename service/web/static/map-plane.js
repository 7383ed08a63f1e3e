// Where the titles lie: rows sorted by the cells of a square grid, so that a look at a part of the
// plane, or for the nearest dot, touches few of them.

const IN_A_CELL = 4;

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

function span(values) {
  let low = Infinity, high = -Infinity;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return { middle: (low + high) / 2, length: Math.max(high - low, 0.05) };
}

export class Plane {
  #side;
  #starts;
  #rows;

  /** @param {number[]} x @param {number[]} y Places by row, y upwards. */
  constructor(x, y) {
    const wide = span(x), high = span(y);
    this.x = Float64Array.from(x);
    this.y = Float64Array.from(y);
    /** The part of the plane that has titles. */
    this.home = { x: wide.middle, y: high.middle, width: wide.length, height: high.length };
    this.#fill();
  }

  get length() {
    return this.x.length;
  }

  /** The nearest point to a place that is not outside of all titles. */
  inside({ x, y }) {
    const { home } = this;
    return {
      x: clamp(x, home.x - home.width / 2, home.x + home.width / 2),
      y: clamp(y, home.y - home.height / 2, home.y + home.height / 2),
    };
  }

  /** Rows in the cells that a rectangle touches, some of them a little outside of it. */
  within(left, bottom, right, top) {
    const found = [], first = this.#column(left), last = this.#column(right);
    for (let line = this.#line(bottom); line <= this.#line(top); line += 1) {
      const end = this.#starts[line * this.#side + last + 1];
      for (let place = this.#starts[line * this.#side + first]; place < end; place += 1) found.push(this.#rows[place]);
    }
    return found;
  }

  /** At most `count` rows within `reach` of a point, nearest first. */
  nearest(x, y, { count = 1, reach = Infinity } = {}) {
    const away = (row) => Math.hypot(this.x[row] - x, this.y[row] - y);
    const widest = this.home.width + this.home.height + Math.hypot(this.home.x - x, this.home.y - y);
    for (let radius = Math.min(reach, this.home.width / this.#side); ; radius = Math.min(2 * radius, reach)) {
      const found = this.within(x - radius, y - radius, x + radius, y + radius).filter((row) => away(row) <= radius);
      if (found.length >= count || radius >= Math.min(reach, widest)) {
        return found.sort((a, b) => away(a) - away(b)).slice(0, count);
      }
    }
  }

  #fill() {
    this.#side = Math.max(1, Math.ceil(Math.sqrt(this.length / IN_A_CELL)));
    this.#starts = new Uint32Array(this.#side ** 2 + 1);
    this.#rows = new Uint32Array(this.length);
    const cells = Uint32Array.from(this.x, (x, row) => this.#line(this.y[row]) * this.#side + this.#column(x));
    for (const cell of cells) this.#starts[cell + 1] += 1;
    for (let cell = 0; cell < this.#side ** 2; cell += 1) this.#starts[cell + 1] += this.#starts[cell];
    const next = this.#starts.slice();
    cells.forEach((cell, row) => { this.#rows[next[cell]++] = row; });
  }

  #column(x) {
    return this.#cell((x - this.home.x) / this.home.width);
  }

  #line(y) {
    return this.#cell((y - this.home.y) / this.home.height);
  }

  #cell(share) {
    return clamp(Math.floor((share + 0.5) * this.#side), 0, this.#side - 1);
  }
}
