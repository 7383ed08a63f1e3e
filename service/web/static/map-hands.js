// Fingers, mouse, wheel and keys on the map, as what they mean: to move, to zoom, to point, to press.

const STILL = 4; // px that a press may travel
const STEP = 80; // px of an arrow key

/**
 * @typedef {object} Acts
 * @property {(dx: number, dy: number) => void} pan By so many px.
 * @property {(factor: number, x?: number, y?: number) => void} zoom The place under x, y stays there.
 * @property {(x: number, y: number) => void} point A mouse rests there.
 * @property {() => void} leave It left.
 * @property {(x: number, y: number, isTouch: boolean) => void} press
 * @property {() => void} open Enter.
 * @property {() => void} reset Escape.
 * @property {() => void} stepped A key has moved the map.
 */

/** @param {HTMLCanvasElement} canvas @param {Acts} acts */
export function follow(canvas, acts) {
  const down = new Map(); // place of each pointer that is down
  let travelled = 0;

  const placeOf = (event) => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const handlers = {
    pointerdown(event) {
      if (event.button !== 0) return;
      canvas.setPointerCapture(event.pointerId);
      if (!down.size) travelled = 0;
      down.set(event.pointerId, placeOf(event));
    },
    pointermove(event) {
      const at = placeOf(event), was = down.get(event.pointerId);
      if (!was) {
        if (event.pointerType === "mouse") acts.point(at.x, at.y);
        return;
      }
      travelled += Math.hypot(at.x - was.x, at.y - was.y);
      down.set(event.pointerId, at);
      const other = [...down].find(([id]) => id !== event.pointerId)?.[1];
      if (other) pinch(acts, { was, at, other });
      else if (travelled > STILL) acts.pan(at.x - was.x, at.y - was.y);
    },
    pointerup(event) {
      const at = placeOf(event), is_press = down.size === 1 && travelled <= STILL;
      if (down.delete(event.pointerId) && is_press) acts.press(at.x, at.y, event.pointerType !== "mouse");
    },
    pointercancel: (event) => down.delete(event.pointerId),
    pointerleave: () => acts.leave(),
    dblclick(event) {
      const at = placeOf(event);
      acts.zoom(2, at.x, at.y);
    },
    keydown(event) {
      const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys(acts)[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    },
  };
  for (const [type, handler] of Object.entries(handlers)) canvas.addEventListener(type, handler);
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    const at = placeOf(event), px = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1);
    const slow = event.ctrlKey ? 60 : 240; // a pinch on a touchpad comes as a wheel with ctrl
    acts.zoom(2 ** (Math.min(Math.max(-px, -240), 240) / slow), at.x, at.y);
  }, { passive: false });
}

/** One of two fingers moves: half of the way is a shift, the change of their distance a zoom. */
function pinch(acts, { was, at, other }) {
  const before = Math.hypot(was.x - other.x, was.y - other.y), now = Math.hypot(at.x - other.x, at.y - other.y);
  acts.pan((at.x - was.x) / 2, (at.y - was.y) / 2);
  acts.zoom(now / Math.max(before, 1), (at.x + other.x) / 2, (at.y + other.y) / 2);
}

function keys(acts) {
  const step = (dx, dy) => () => { acts.pan(dx * STEP, dy * STEP); acts.stepped(); };
  return {
    ArrowLeft: step(1, 0), ArrowRight: step(-1, 0), ArrowUp: step(0, 1), ArrowDown: step(0, -1),
    "+": () => acts.zoom(1.5), "=": () => acts.zoom(1.5), "-": () => acts.zoom(1 / 1.5),
    Enter: acts.open, Escape: acts.reset,
  };
}
