// The dots, set pixel by pixel: a canvas takes 100 ms for twenty thousand small images without a
// graphics card, and hardly any for one ready picture. A stamp is the list of the pixels of a dot.

const OPAQUE = 0.85;
const RED_BLUE = 0xff00ff, GREEN = 0x00ff00, ALPHA = 0xff000000;
const SMALLEST_RINGED = 2.5; // px

/** Shapes by medium. */
export const SHAPES = { "live-action": 0, animation: 1, unknown: 2 };
const CORNERS = [[0, -1], [1, 0], [0, 1], [-1, 0]];
const PATHS = [
  (pen, r) => pen.arc(0, 0, r, 0, 2 * Math.PI),
  (pen, r) => { for (const [x, y] of CORNERS) pen.lineTo(1.25 * r * x, 1.25 * r * y); pen.closePath(); },
  (pen, r) => pen.arc(0, 0, r, 0, 2 * Math.PI),
];

const pack = ([red, green, blue]) => (ALPHA | (blue << 16) | (green << 8) | red) >>> 0; // as the pixels of ImageData

export class Dots {
  #stamps = new Map();
  #density = 1;
  #image = null;
  #pixels = null;

  resize(width, height, density) {
    this.#density = density;
    this.#image = new ImageData(Math.max(1, Math.round(width * density)), Math.max(1, Math.round(height * density)));
    this.#pixels = new Uint32Array(this.#image.data.buffer);
    this.#stamps.clear();
  }

  /** Begin an empty picture. @param {number[]} paper Red, green and blue. */
  clear(paper) {
    this.#pixels.fill(pack(paper));
  }

  /** Set one dot with its middle at x and y, in px. */
  set(x, y, stamp) {
    const { width, height } = this.#image, pixels = this.#pixels;
    const left = Math.round(x * this.#density - stamp.side / 2), top = Math.round(y * this.#density - stamp.side / 2);
    const isWhole = left >= 0 && top >= 0 && left + stamp.side <= width && top + stamp.side <= height;
    for (let each = 0; each < stamp.keep.length; each += 1) {
      const column = left + stamp.x[each], line = top + stamp.y[each];
      if (!isWhole && (column < 0 || line < 0 || column >= width || line >= height)) continue;
      const place = line * width + column, was = pixels[place], keep = stamp.keep[each];
      pixels[place] = ALPHA
        | (((Math.imul(was & RED_BLUE, keep) + stamp.redBlue[each]) >>> 8) & RED_BLUE)
        | (((Math.imul(was & GREEN, keep) + stamp.green[each]) >>> 8) & GREEN);
    }
  }

  show(ctx) {
    ctx.putImageData(this.#image, 0, 0);
  }

  /**
   * The stamp of a dot; one that stands for several things at once is a ring with a core.
   *
   * @param {{shape: number, radius: number, paint: number[], strength: number, isSeveral: boolean}} dot
   */
  stamp(dot) {
    const key = JSON.stringify(dot);
    if (!this.#stamps.has(key)) this.#stamps.set(key, this.#cut(dot));
    return this.#stamps.get(key);
  }

  #cut({ shape, radius, paint, strength, isSeveral }) {
    const side = Math.ceil((2.5 * radius + 3) * this.#density), colour = pack(paint);
    const covered = this.#draw(shape, radius, side, isSeveral && radius >= SMALLEST_RINGED);
    // Parts of 256: how much of the pixel's colour stays, and what the dot adds to it.
    const parts = [...covered].map((alpha) => Math.round((alpha / 255) * 256 * OPAQUE * strength));
    const places = parts.flatMap((part, place) => (part ? [place] : []));
    return {
      side,
      x: Int32Array.from(places, (place) => place % side),
      y: Int32Array.from(places, (place) => Math.floor(place / side)),
      keep: Int32Array.from(places, (place) => 256 - parts[place]),
      redBlue: Int32Array.from(places, (place) => Math.imul(colour & RED_BLUE, parts[place])),
      green: Int32Array.from(places, (place) => Math.imul(colour & GREEN, parts[place])),
    };
  }

  /** How much of each pixel of a square a shape covers, 0 to 255. */
  #draw(shape, radius, side, isRinged) {
    const canvas = document.createElement("canvas"), pen = canvas.getContext("2d"), path = PATHS[shape];
    const isHollow = isRinged || shape === SHAPES.unknown;
    canvas.width = canvas.height = side;
    pen.translate(side / 2, side / 2);
    pen.scale(this.#density, this.#density);
    pen.lineWidth = Math.max(1, radius / 3);
    pen.beginPath();
    path(pen, isHollow ? radius - pen.lineWidth / 4 : radius);
    if (isHollow) pen.stroke();
    else pen.fill();
    pen.beginPath();
    if (isRinged) path(pen, radius * 0.5);
    pen.fill();
    return pen.getImageData(0, 0, side, side).data.filter((_, place) => place % 4 === 3);
  }
}
