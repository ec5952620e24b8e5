// Names on the map, of which none covers another.

/** Rectangles that are taken, in cells so that few are compared. */
class Taken {
  constructor() {
    this.cells = new Map();
  }

  * keys([left, top, right, bottom]) {
    for (let x = Math.floor(left / 64); x <= Math.floor(right / 64); x += 1) {
      for (let y = Math.floor(top / 64); y <= Math.floor(bottom / 64); y += 1) yield x * 65536 + y;
    }
  }

  /** Takes a rectangle unless it meets one that is taken. */
  take(box) {
    for (const key of this.keys(box)) {
      for (const other of this.cells.get(key) ?? []) {
        if (box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]) return false;
      }
    }
    for (const key of this.keys(box)) {
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push(box);
    }
    return true;
  }
}

/**
 * Those of the candidates, best first, that have room: each {x, y, width, height} around whose
 * place its name is centred, within a width and height.
 */
export function placeLabels(candidates, width, height, most) {
  const taken = new Taken();
  const placed = [];
  for (const each of candidates) {
    if (placed.length === most) break;
    const box = [each.x - each.width / 2 - 3, each.y - each.height / 2 - 1,
                 each.x + each.width / 2 + 3, each.y + each.height / 2 + 1];
    if (box[0] < 0 || box[1] < 0 || box[2] > width || box[3] > height) continue;
    if (taken.take(box)) placed.push(each);
  }
  return placed;
}
