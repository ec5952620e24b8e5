// The map: all words as points on a canvas that moves, zooms, names what has room, and selects.
//
// Points are written into an image as squares, which takes some milliseconds for 100,000 of them
// without WebGL; what lies over them, names and rings, is drawn.

import {placeLabels} from "./labels.js";
import {address, go, state} from "./state.js";
import {byId, element, grouped, say} from "./dom.js";

const WORLD = 65535; // coordinates are 0 .. WORLD
const MOST_ZOOM = 400;
const NEAR_ENOUGH = 14; // pixels from a point that it is pointed at
const MOST_LABELS = 160;
const SELECTED = 200;
const FONT = "13px system-ui, sans-serif";
const CLASS_FONT = "italic 600 15px Charter, Palatino, Georgia, serif";

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

/** Colours of classes as an image has them, told apart by the golden angle. */
function palette(count, dark) {
  const colours = new Uint32Array(count);
  for (let i = 0; i < count; i += 1) {
    const hue = (i * 137.508) % 360;
    const [saturation, lightness] = dark ? [0.36, 0.58] : [0.38, 0.56];
    const reach = saturation * Math.min(lightness, 1 - lightness);
    const part = (n) => {
      const k = (n + hue / 30) % 12;
      return Math.round(255 * (lightness - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
    };
    colours[i] = (255 << 24) | (part(4) << 16) | (part(8) << 8) | part(0);
  }
  return colours;
}

/** A colour of the style sheet as an image has it. */
function imageColour(text) {
  const probe = document.createElement("canvas").getContext("2d");
  probe.fillStyle = text;
  probe.fillRect(0, 0, 1, 1);
  return new Uint32Array(probe.getImageData(0, 0, 1, 1).data.buffer)[0];
}

export class WordMap {
  constructor() {
    this.canvas = byId("canvas");
    this.context = this.canvas.getContext("2d", {alpha: false});
    this.data = null;
    this.view = {x: WORLD / 2, y: WORLD / 2, zoom: 1};
    this.marked = []; // ids, the word itself first
    this.hovered = -1;
    this.lasso = null; // points of the line being drawn
    this.pointers = new Map();
    this.widths = new Map();
    this.recolour();
    this.listen();
  }

  /** Shows a map ({x, y, class_of, classes}) of words. */
  show(map, words) {
    this.data = {...map, words: words.words};
    this.ids = new Map(words.words.map((word, id) => [word, id]));
    this.widths.clear();
    this.recolour();
    const kept = (state().get("map") ?? "").split(",").map(Number);
    if (kept.length === 3 && kept.every(Number.isFinite)) {
      this.view = {x: clamp(kept[0], 0, WORLD), y: clamp(kept[1], 0, WORLD), zoom: clamp(kept[2], 1, MOST_ZOOM)};
    }
    this.redraw();
  }

  /** Marks words, the first of them the one that is asked about, and flies there. */
  mark(words, fly) {
    if (!this.data) return;
    this.marked = words.map((word) => this.ids.get(word)).filter((id) => id !== undefined);
    if (fly && this.marked.length > 0) {
      const [id] = this.marked;
      this.fly({x: this.data.x[id], y: this.data.y[id], zoom: Math.max(this.view.zoom, 12)});
    } else {
      this.redraw();
    }
  }

  recolour() {
    const style = getComputedStyle(document.documentElement);
    this.ink = style.getPropertyValue("--ink");
    this.paper = style.getPropertyValue("--paper");
    this.accent = style.getPropertyValue("--accent");
    this.background = imageColour(this.paper);
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    if (this.data) this.colours = palette(this.data.classes.length, dark);
  }

  // Places on the screen, in pixels of the page.

  get scale() {
    return (Math.min(this.width, this.height) / (WORLD * 1.06)) * this.view.zoom;
  }

  toScreen(id) {
    return [(this.data.x[id] - this.view.x) * this.scale + this.width / 2,
            (this.data.y[id] - this.view.y) * this.scale + this.height / 2];
  }

  toWorld(x, y) {
    return [(x - this.width / 2) / this.scale + this.view.x, (y - this.height / 2) / this.scale + this.view.y];
  }

  resize() {
    this.ratio = Math.min(devicePixelRatio || 1, 2);
    this.width = this.canvas.clientWidth;
    this.height = this.canvas.clientHeight;
    const [width, height] = [this.width, this.height].map((size) => Math.max(1, Math.round(size * this.ratio)));
    if (this.canvas.width !== width || this.canvas.height !== height || !this.image) {
      this.canvas.width = width;
      this.canvas.height = height;
      this.image = this.context.createImageData(width, height);
      this.pixels = new Uint32Array(this.image.data.buffer);
    }
  }

  // Drawing.

  redraw() {
    if (this.awaited) return;
    this.awaited = true;
    requestAnimationFrame(() => {
      this.awaited = false;
      const begun = performance.now();
      this.draw();
      performance.measure("map-frame", {start: begun});
    });
  }

  draw() {
    this.resize();
    this.pixels.fill(this.background ?? 0);
    if (this.data) this.drawPoints();
    this.context.putImageData(this.image, 0, 0);
    if (!this.data) return;
    this.context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    this.drawLabels();
    this.drawMarks();
    this.drawLasso();
    this.context.setTransform(1, 0, 0, 1, 0, 0);
    this.canvas.dataset.drawn = this.data.x.length;
  }

  drawPoints() {
    const {x, y, class_of: classOf} = this.data;
    const {pixels, colours} = this;
    const {width, height} = this.image;
    const scale = this.scale * this.ratio;
    const [left, top] = [width / 2 - this.view.x * scale, height / 2 - this.view.y * scale];
    const size = Math.round(clamp(1.2 + 0.9 * Math.log2(this.view.zoom), 1.2, 5) * this.ratio);
    // The frequent ones last, over the others.
    for (let id = x.length - 1; id >= 0; id -= 1) {
      const px = Math.round(x[id] * scale + left - size / 2);
      const py = Math.round(y[id] * scale + top - size / 2);
      if (px < 0 || py < 0 || px + size > width || py + size > height) continue;
      const colour = colours[classOf[id]];
      for (let row = 0; row < size; row += 1) {
        // From four pixels on without the corners, which makes them round.
        const cut = size > 3 && (row === 0 || row === size - 1) ? 1 : 0;
        const begin = (py + row) * width + px;
        for (let at = begin + cut; at < begin + size - cut; at += 1) pixels[at] = colour;
      }
    }
  }

  measure(text, font) {
    const key = font + text;
    if (!this.widths.has(key)) {
      this.context.font = font;
      this.widths.set(key, this.context.measureText(text).width);
    }
    return this.widths.get(key);
  }

  candidate(text, x, y, font, extra = {}) {
    return {text, x, y, font, width: this.measure(text, font), height: font === FONT ? 14 : 18, ...extra};
  }

  candidates() {
    const found = this.marked.map((id) => {
      const [x, y] = this.toScreen(id);
      return this.candidate(this.data.words[id], x, y - 13, FONT, {marked: true});
    });
    if (this.view.zoom < 6) {
      for (const each of this.data.classes) {
        const x = (each.x - this.view.x) * this.scale + this.width / 2;
        const y = (each.y - this.view.y) * this.scale + this.height / 2;
        found.push(this.candidate(each.words.slice(0, 2).join(", "), x, y, CLASS_FONT));
      }
    }
    if (this.view.zoom >= 3) {
      const most = found.length + 4 * MOST_LABELS;
      for (let id = 0; id < this.data.x.length && found.length < most; id += 1) {
        const [x, y] = this.toScreen(id);
        if (x > 0 && y > 0 && x < this.width && y < this.height) found.push(this.candidate(this.data.words[id], x, y - 10, FONT));
      }
    }
    return found;
  }

  drawLabels() {
    const {context} = this;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    context.lineWidth = 3;
    context.strokeStyle = this.paper;
    this.labels = placeLabels(this.candidates(), this.width, this.height, MOST_LABELS);
    for (const each of this.labels) {
      context.font = each.font;
      context.fillStyle = each.marked ? this.accent : this.ink;
      context.strokeText(each.text, each.x, each.y);
      context.fillText(each.text, each.x, each.y);
    }
  }

  drawMarks() {
    const {context} = this;
    const ring = (id, radius) => {
      const [x, y] = this.toScreen(id);
      context.beginPath();
      context.arc(x, y, radius, 0, 2 * Math.PI);
      context.stroke();
    };
    context.lineWidth = 2;
    context.strokeStyle = this.accent;
    this.marked.forEach((id, i) => ring(id, i === 0 ? 7 : 4.5));
    context.strokeStyle = this.ink;
    if (this.hovered >= 0) ring(this.hovered, 6);
  }

  drawLasso() {
    if (!this.lasso) return;
    this.context.beginPath();
    this.lasso.forEach(([x, y], i) => (i === 0 ? this.context.moveTo(x, y) : this.context.lineTo(x, y)));
    this.context.closePath();
    this.context.strokeStyle = this.accent;
    this.context.stroke();
  }

  // Moving.

  move(view) {
    this.view = {x: clamp(view.x, 0, WORLD), y: clamp(view.y, 0, WORLD), zoom: clamp(view.zoom, 1, MOST_ZOOM)};
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      const {x, y, zoom} = this.view;
      const kept = zoom === 1 ? null : [x, y, zoom].map((number) => Math.round(number * 10) / 10).join(",");
      history.replaceState(null, "", address({map: kept}));
    }, 300);
    this.redraw();
  }

  /** Zooms so that what is at a place of the screen stays there. */
  zoom(factor, x = this.width / 2, y = this.height / 2) {
    const [wx, wy] = this.toWorld(x, y);
    const zoom = clamp(this.view.zoom * factor, 1, MOST_ZOOM);
    const ratio = this.view.zoom / zoom;
    this.move({x: wx + (this.view.x - wx) * ratio, y: wy + (this.view.y - wy) * ratio, zoom});
  }

  fly(to) {
    cancelAnimationFrame(this.flight);
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return this.move(to);
    const from = {...this.view};
    const begun = performance.now();
    const step = (now) => {
      const part = clamp((now - begun) / 650, 0, 1);
      const eased = part < 0.5 ? 4 * part ** 3 : 1 - (2 - 2 * part) ** 3 / 2;
      const mix = (a, b) => a + (b - a) * eased;
      this.move({x: mix(from.x, to.x), y: mix(from.y, to.y),
                 zoom: Math.exp(mix(Math.log(from.zoom), Math.log(to.zoom)))});
      if (part < 1) this.flight = requestAnimationFrame(step);
    };
    this.flight = requestAnimationFrame(step);
  }

  /** The word nearest to a place of the screen, or -1. */
  nearest(x, y, most) {
    let best = -1;
    let least = (most / this.scale) ** 2;
    const [wx, wy] = this.toWorld(x, y);
    for (let id = 0; id < this.data.x.length; id += 1) {
      const distance = (this.data.x[id] - wx) ** 2 + (this.data.y[id] - wy) ** 2;
      if (distance < least) [best, least] = [id, distance];
    }
    return best;
  }

  hover(x, y) {
    const found = this.nearest(x, y, NEAR_ENOUGH);
    const tip = byId("tip");
    tip.hidden = found < 0;
    if (found >= 0) {
      tip.textContent = this.data.words[found];
      const [px, py] = this.toScreen(found);
      const left = clamp(px - tip.offsetWidth / 2, 0, this.width - tip.offsetWidth);
      tip.style.transform = `translate(${left}px, ${py > 40 ? py - 36 : py + 14}px)`;
    }
    if (found !== this.hovered) {
      this.hovered = found;
      this.redraw();
    }
  }

  // Selecting.

  select(ids) {
    const shown = byId("selection");
    shown.hidden = ids.length === 0;
    if (ids.length === 0) return;
    const words = ids.slice(0, SELECTED).map((id) => this.data.words[id]);
    shown.replaceChildren(
      element("h3", {}, `${grouped(ids.length)} words selected` + (ids.length > SELECTED ? `, the ${SELECTED} most frequent shown` : "")),
      element("p", {class: "chips"}, words.map((word) => element("a", {href: address({q: word}), "data-link": true}, word))),
    );
    say(`${ids.length} words selected`);
  }

  selectInLasso() {
    const line = this.lasso.map(([x, y]) => this.toWorld(x, y));
    const inside = (x, y) => {
      let odd = false;
      for (let i = 0, j = line.length - 1; i < line.length; j = i, i += 1) {
        const [[xi, yi], [xj, yj]] = [line[i], line[j]];
        if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) odd = !odd;
      }
      return odd;
    };
    const {x, y} = this.data;
    this.select([...x.keys()].filter((id) => inside(x[id], y[id])));
  }

  selectInView() {
    this.select([...this.data.x.keys()].filter((id) => {
      const [x, y] = this.toScreen(id);
      return x >= 0 && y >= 0 && x <= this.width && y <= this.height;
    }));
  }

  // Listening.

  place(event) {
    const box = this.canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  get selecting() {
    return byId("lasso").getAttribute("aria-pressed") === "true";
  }

  onDown(event) {
    this.canvas.setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, this.place(event));
    this.moved = 0;
    cancelAnimationFrame(this.flight);
    if (this.selecting || event.shiftKey) this.lasso = [this.place(event)];
    else this.canvas.classList.add("dragging");
  }

  onMove(event) {
    const [x, y] = this.place(event);
    const before = this.pointers.get(event.pointerId);
    if (!before) return this.hover(x, y);
    this.moved += Math.abs(x - before[0]) + Math.abs(y - before[1]);
    if (this.lasso) {
      this.lasso.push([x, y]);
      this.redraw();
    } else if (this.pointers.size === 2) {
      const [other] = [...this.pointers].filter(([id]) => id !== event.pointerId).map(([, place]) => place);
      const spread = (place) => Math.hypot(place[0] - other[0], place[1] - other[1]) || 1;
      this.zoom(spread([x, y]) / spread(before), (x + other[0]) / 2, (y + other[1]) / 2);
    } else {
      this.move({...this.view, x: this.view.x - (x - before[0]) / this.scale, y: this.view.y - (y - before[1]) / this.scale});
    }
    this.pointers.set(event.pointerId, [x, y]);
  }

  onUp(event) {
    this.pointers.delete(event.pointerId);
    this.canvas.classList.remove("dragging");
    if (this.lasso) {
      if (this.lasso.length > 2) this.selectInLasso();
      this.lasso = null;
      this.redraw();
    } else if (this.moved < 5 && event.type === "pointerup") {
      const found = this.nearest(...this.place(event), NEAR_ENOUGH);
      if (found >= 0) go({q: this.data.words[found], view: null});
    }
  }

  onKey(event) {
    const step = 60 / this.scale;
    const {x, y, zoom} = this.view;
    const moves = {ArrowLeft: {x: x - step, y, zoom}, ArrowRight: {x: x + step, y, zoom},
                   ArrowUp: {x, y: y - step, zoom}, ArrowDown: {x, y: y + step, zoom},
                   0: {x: WORLD / 2, y: WORLD / 2, zoom: 1}};
    const middle = () => this.nearest(this.width / 2, this.height / 2, Infinity);
    if (moves[event.key]) this.move(moves[event.key]);
    else if (event.key === "+" || event.key === "=") this.zoom(1.5);
    else if (event.key === "-") this.zoom(1 / 1.5);
    else if (event.key === "Enter") return go({q: this.data.words[middle()], view: null});
    else return;
    event.preventDefault();
    this.hovered = middle();
    if (this.hovered >= 0) say(this.data.words[this.hovered]);
  }

  listen() {
    const on = (name, handler, options) => this.canvas.addEventListener(name, (event) => this.data && handler(event), options);
    on("pointerdown", (event) => this.onDown(event));
    on("pointermove", (event) => this.onMove(event));
    on("pointerup", (event) => this.onUp(event));
    on("pointercancel", (event) => this.onUp(event));
    on("pointerleave", () => { byId("tip").hidden = true; this.hovered = -1; this.redraw(); });
    on("wheel", (event) => {
      event.preventDefault();
      this.zoom(Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0016)), ...this.place(event));
    }, {passive: false});
    on("keydown", (event) => this.onKey(event));
    const onClick = (id, handler) => byId(id).addEventListener("click", (event) => this.data && handler(event));
    onClick("zoom-in", () => this.zoom(1.6));
    onClick("zoom-out", () => this.zoom(1 / 1.6));
    onClick("zoom-all", () => this.fly({x: WORLD / 2, y: WORLD / 2, zoom: 1}));
    onClick("lasso", (event) => {
      if (event.detail === 0) return this.selectInView(); // by the keyboard, which draws no line
      byId("lasso").setAttribute("aria-pressed", String(!this.selecting));
      this.canvas.classList.toggle("selecting", this.selecting);
    });
    new ResizeObserver(() => this.redraw()).observe(this.canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { this.recolour(); this.redraw(); });
  }
}
