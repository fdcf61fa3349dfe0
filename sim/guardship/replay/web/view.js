// A pane: a picture over the chart. From below: night and weather, chart, symbols, then lines, names and marks.
const camera = { x: 0, y: 0, mile: 1 };  // its middle [nm] and nm a pixel; all panes look at one place
const NEAR = 14, FINGER = 24;  // pixels about a symbol in which a click is meant for it

class View {
  constructor(pane, label) {
    this.pane = pane;
    pane.tabIndex = 0;
    pane.setAttribute("role", "application");
    pane.setAttribute("aria-roledescription", "map");
    [this.sky, this.chart, this.symbols, this.top] = Array.from({ length: 4 }, () => pane.appendChild(document.createElement("canvas")));
    this.heading = pane.appendChild(document.createElement("h2"));
    this.said = pane.appendChild(document.createElement("p"));
    this.where = pane.appendChild(document.createElement("p"));
    this.where.className = "rule"; this.where.hidden = true;
    this.label = label;
    this.drawn = { chart: "", sky: "" };
    this.graphics = new URLSearchParams(location.search).has("flat") ? null : Graphics.on(this.symbols);
    this.flat = !this.graphics;
    this.graphics ??= new Flat(this.symbols);
  }

  show(picture) {
    this.picture = picture;
    this.heading.textContent = picture.title;
    this.pane.setAttribute("aria-label", `${this.label}: ${picture.title}`);
    this.graphics.show(picture, this.radii());
    this.drawn.chart = this.drawn.sky = "";
  }

  // In cells; below 0: so many errors.
  radii() {
    const { picture } = this, { run } = picture;
    const { reach, reaches, hulls } = run.vessels, hull = Math.max(hulls.indexOf($("hull").value), 0);
    return picture.vessel.map((j) => j < 0 ? -2 * run.cell / 100 : reach[j] < 0 ? 0 : (reaches[reach[j]][hull] ?? 0) * run.cell);
  }

  size() {
    const ratio = Math.min(devicePixelRatio || 1, 2), w = this.pane.clientWidth, h = this.pane.clientHeight;
    const changed = this.top.width !== Math.round(w * ratio) || this.top.height !== Math.round(h * ratio);
    if (changed) {
      for (const c of [this.chart, this.sky, this.symbols, this.top]) { c.width = Math.round(w * ratio); c.height = Math.round(h * ratio); }
      this.drawn.chart = this.drawn.sky = "";
    }
    Object.assign(this, { w, h, ratio });
  }

  x(x) { return (x - camera.x) / camera.mile + this.w / 2; }
  y(y) { return this.h / 2 - (y - camera.y) / camera.mile; }
  mile_x(px) { return (px - this.w / 2) * camera.mile + camera.x; }
  mile_y(py) { return (this.h / 2 - py) * camera.mile + camera.y; }
  inside(x, y, margin = 0) { return x > -margin && y > -margin && x < this.w + margin && y < this.h + margin; }

  draw(t) {
    if (!this.picture || !this.pane.clientWidth) return;
    this.size();
    const { run } = this.picture, now = Math.round(t * run.ticks);
    this.draw_sky(now); this.draw_chart();
    this.graphics.draw(now, { ratio: this.ratio, shown: shown(), nation: run.vessels.nations.indexOf($("nation").value), discs: $("discs").checked, trail: $("trails").checked ? +$("trail").value : 0 });
    this.draw_top(now);
  }

  context(canvas) {
    const c = canvas.getContext("2d");
    c.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    c.clearRect(0, 0, this.w, this.h);
    c.font = "12px system-ui, 'Noto Sans', 'Liberation Sans', Arial, sans-serif";
    c.lineJoin = "round";
    return c;
  }

  trace(c, rings, close) {
    c.beginPath();
    for (const ring of rings) {
      for (let k = 0; k < ring.length; k += 2) c[k ? "lineTo" : "moveTo"](this.x(ring[k] / 100), this.y(ring[k + 1] / 100));
      if (close) c.closePath();
    }
  }

  draw_chart() {
    const on = ["lanes", "zones", "beats", "degrees"].map((id) => $(id).checked), { chart, degrees } = this.picture.run;
    const key = [camera.x, camera.y, camera.mile, this.w, this.h, on_dark(), on].join();
    if (this.drawn.chart === key) return;
    this.drawn.chart = key;
    const c = this.context(this.chart);
    const free = new Labels();
    if (on[3]) this.draw_grid(c, degrees, null);
    c.lineWidth = 1;
    for (const [, rings] of chart.land) {
      this.trace(c, rings, true); c.fillStyle = ink("land"); c.fill("evenodd"); c.strokeStyle = ink("shore"); c.stroke();
    }
    const each = (kind, colour, dash, close, width = 1) => {
      c.setLineDash(dash); c.strokeStyle = ink(colour); c.lineWidth = width;
      for (const [, rings] of chart[kind]) { this.trace(c, rings, close); c.stroke(); }
    };
    if (on[1]) { each("waters", "area", [7, 3], true); each("area", "area", [2, 4], true); }
    if (on[0]) each("lane", "lane", [9, 5], false, 1.5);
    if (on[2]) each("line", "beat", [], false);
    c.setLineDash([]);
    if (on[3]) this.draw_grid(c, degrees, free);
    if (on[1] && $("labels").checked) {
      c.textAlign = "center";
      for (const [name, [ring]] of [...chart.area, ...chart.waters]) {
        const xs = ring.filter((_, k) => k % 2 === 0), ys = ring.filter((_, k) => k % 2), low = Math.min(...ys) / 100, high = Math.max(...ys) / 100;
        const west = Math.min(...xs) / 100, east = Math.max(...xs) / 100, wide = (east - west) / camera.mile;
        if (wide > 9 * name.length && wide < 4 * this.w) free.write(c, plain(name), this.x((west + east) / 2), this.y(high) + (this.y(low) - this.y(high) > 40 ? 14 : -4), ink("area"));
      }
    }
    this.draw_scale(c);
  }

  draw_places(c, free) {
    c.textAlign = "left";
    for (const [name, [[x, y]]] of this.picture.run.chart.place) {
      const px = this.x(x / 100), py = this.y(y / 100);
      if (!this.inside(px, py)) continue;
      c.fillStyle = ink("ink"); c.fillRect(px - 2, py - 2, 4, 4);
      free.write(c, plain(name), px + 5, py + 4, ink("quiet"));
    }
  }

  draw_grid(c, degrees, labels) {
    c.strokeStyle = ink("grid"); c.lineWidth = 1; c.textAlign = "left";
    const label = (a, plus, minus) => `${+Math.abs(a).toFixed(1)}°${a < 0 ? minus : plus}`;
    if (degrees) {
      for (const [lon, ring] of degrees.meridians) {
        if (labels) this.edge(c, ring, label(((lon + 540) % 360) - 180, "E", "W"), labels, true);
        else { this.trace(c, [ring], false); c.stroke(); }
      }
      for (const [lat, ring] of degrees.parallels) {
        if (labels) this.edge(c, ring, label(lat, "N", "S"), labels, false);
        else { this.trace(c, [ring], false); c.stroke(); }
      }
      return;
    }
    const step = round(90 * camera.mile), line = (...ends) => { c.beginPath(); c.moveTo(ends[0], ends[1]); c.lineTo(ends[2], ends[3]); c.stroke(); };
    for (let x = Math.ceil(this.mile_x(0) / step) * step; x < this.mile_x(this.w); x += step) {
      if (!labels) line(this.x(x), 0, this.x(x), this.h); else labels.write(c, `${+x.toFixed(1)} nm`, this.x(x) + 3, this.h - 34, ink("quiet"));
    }
    for (let y = Math.ceil(this.mile_y(this.h) / step) * step; y < this.mile_y(0); y += step) {
      if (!labels) line(0, this.y(y), this.w, this.y(y)); else labels.write(c, `${+y.toFixed(1)} nm`, 3, this.y(y) - 3, ink("quiet"));
    }
  }

  // Where a meridian meets the lower edge, a parallel the left one.
  edge(c, ring, text, free, lower) {
    for (let k = 0; k + 3 < ring.length; k += 2) {
      const ax = this.x(ring[k] / 100), ay = this.y(ring[k + 1] / 100), bx = this.x(ring[k + 2] / 100), by = this.y(ring[k + 3] / 100);
      const at = lower ? this.h - 34 : 4, a = lower ? ay : ax, b = lower ? by : bx;
      if ((a - at) * (b - at) > 0 || a === b) continue;
      const f = (at - a) / (b - a);
      if (lower) free.write(c, text, ax + f * (bx - ax) + 3, at, ink("quiet")); else free.write(c, text, at, ay + f * (by - ay) - 3, ink("quiet"));
      return;
    }
    const ends = [0, ring.length - 2].map((k) => [this.x(ring[k] / 100), this.y(ring[k + 1] / 100)]).filter(([x, y]) => this.inside(x, y));
    const [end] = ends.sort(([ax, ay], [bx, by]) => lower ? by - ay : ax - bx);
    if (end) free.write(c, text, end[0] + 3, end[1] - 3, ink("quiet"));
  }

  draw_scale(c) {
    const miles = round(110 * camera.mile), px = miles / camera.mile, x = this.w - px - 14, y = this.h - 38;
    c.fillStyle = ink("paper"); c.globalAlpha = 0.85; c.fillRect(x - 6, y - 20, px + 12, 27); c.globalAlpha = 1;
    c.strokeStyle = c.fillStyle = ink("ink"); c.lineWidth = 2; c.beginPath();
    c.moveTo(x, y - 5); c.lineTo(x, y); c.lineTo(x + px, y); c.lineTo(x + px, y - 5); c.stroke();
    c.textAlign = "center"; c.fillText(`${+miles.toPrecision(2)} nm`, x + px / 2, y - 7);
  }

  draw_sky(now) {
    const { run } = this.picture, { light } = run, states = $("weather").checked ? run.sky(now) : [];
    const key = [states, camera.x, camera.y, camera.mile, this.w, this.h, on_dark()].join();
    if (this.drawn.sky === key) return;
    this.drawn.sky = key;
    const c = this.context(this.sky), [x0, y0, w, h, nx] = light.grid;
    const names = light.states, bad = new Map([1, 2].map((k) => [k, [...new Set(names.map((s) => s[k]))]]));
    states.forEach((state, cell) => {
      const [ax, ay] = [this.x(x0 + w * (cell % nx)), this.y(y0 + h * (Math.floor(cell / nx) + 1))].map(Math.round);
      const [bx, by] = [this.x(x0 + w * (cell % nx + 1)), this.y(y0 + h * Math.floor(cell / nx))].map(Math.round);
      const box = light.everywhere ? [0, 0, this.w, this.h] : [ax, ay, bx - ax, by - ay];
      if (names[state][0] === "night") { c.fillStyle = on_dark() ? "#00000066" : "#20386028"; c.fillRect(...box); }
      const rough = bad.get(1).indexOf(names[state][1]), thick = bad.get(2).indexOf(names[state][2]);
      if (rough > 0) { c.fillStyle = hatch(c, rough); c.fillRect(...box); }
      if (thick > 0) { c.fillStyle = dots(c, thick); c.fillRect(...box); }
    });
  }

  draw_top(now) {
    const c = this.context(this.top), { picture } = this, { run } = picture;
    let held = 0;
    if (!picture.holder) {
      const lines = run.contacts(now);
      held = lines.length;
      if ($("held").checked) this.draw_contacts(c, lines, now);
      this.draw_happening(c, now);
    }
    this.draw_chosen(c, now);
    const free = new Labels();
    if ($("labels").checked) this.draw_names(c, now, free);
    if ($("beats").checked) this.draw_places(c, free);
    const there = count(picture, now), own = there.reduce((a, b) => a + b) - there[TRACK];
    this.said.textContent = picture.holder ? several(there[TRACK], "track") + (own ? `, ${several(own, "unit")} of its own` : "") : `${several(own, "vessel")}, ${several(held, "contact")} held`;
  }

  draw_contacts(c, lines, now) {
    const { picture } = this, { held } = picture.run, mask = shown();
    c.strokeStyle = ink("mark"); c.globalAlpha = 0.75; c.lineWidth = 1; c.beginPath();
    for (const k of lines) {
      const a = held[0][k], b = held[1][k];
      if (a < 0 || b < 0 || !(mask >> picture.kind[a] & mask >> picture.kind[b] & 1)) continue;
      const p = picture.at(a, now), q = picture.at(b, now);
      if (p && q) { c.moveTo(this.x(p.x), this.y(p.y)); c.lineTo(this.x(q.x), this.y(q.y)); }
    }
    c.stroke(); c.globalAlpha = 1;
  }

  // Incidents of the last hour: a ring that widens, of each vessel the latest.
  draw_happening(c, now) {
    const { picture } = this, { run } = picture, [t, , actor, object] = run.incidents, met = new Set();
    c.textAlign = "left";
    for (let k = upTo(t, now) - 1; k >= 0 && t[k] > now - run.ticks; k--) {
      if (!listed(run, k)) continue;
      const who = [actor[k], object[k]].find((j) => j >= 0 && picture.at(j, t[k])), p = who === undefined ? null : picture.at(who, t[k]);
      if (!p || met.has(who)) continue;
      met.add(who);
      const age = (now - t[k]) / run.ticks, x = this.x(p.x), y = this.y(p.y);
      c.globalAlpha = 1 - 0.8 * age; c.strokeStyle = c.fillStyle = ink("ink"); c.lineWidth = 2;
      c.beginPath(); c.arc(x, y, 10 + 16 * age, 0, 7); c.stroke();
    }
    c.globalAlpha = 1;
  }

  draw_chosen(c, now) {
    const k = chosen_in(this.picture);
    if (k < 0) return;
    c.strokeStyle = ink("mark"); c.lineWidth = 2;
    for (const piece of this.picture.trail(k, now, +$("trail").value)) {
      c.beginPath(); for (const [x, y] of piece) c.lineTo(this.x(x), this.y(y)); c.stroke();
    }
    const p = this.picture.at(k, now);
    if (!p) return;
    c.beginPath(); c.arc(this.x(p.x), this.y(p.y), 13, 0, 7); c.stroke();
  }

  // Names that do not cover each other: what is chosen first, then units, then those they look for.
  draw_names(c, now, free) {
    const { picture } = this, mask = shown(), chosen = chosen_in(picture), order = [2, 5, 7, 8, 3, 4, 6];
    if (camera.mile < 0.06) order.push(picture.holder ? TRACK : 1, 0);
    const write = (k) => {
      const p = picture.at(k, now);
      if (p && this.inside(this.x(p.x), this.y(p.y))) free.write(c, plain(picture.names[k]), this.x(p.x) + 9, this.y(p.y) - 7, ink("ink"));
    };
    c.textAlign = "left";
    if (chosen >= 0) write(chosen);
    for (const kind of order) {
      if (!(mask >> kind & 1)) continue;
      for (let k = 0; k < picture.kind.length && free.taken.length < 70; k++) if (picture.kind[k] === kind && k !== chosen) write(k);
    }
  }

  // The series nearest to a point of the pane, -1 for none; the rarer kinds before the merchants.
  pick(px, py, now, near) {
    const { picture } = this, mask = shown();
    let best = -1, least = near;
    for (let k = 0; k < picture.count.length; k++) {
      if (!(mask >> picture.kind[k] & 1)) continue;
      const p = picture.at(k, now);
      if (!p) continue;
      const d = Math.hypot(this.x(p.x) - px, this.y(p.y) - py) + (picture.kind[k] < 2 ? 4 : 0);
      if (d < least) { least = d; best = k; }
    }
    return best;
  }
}

// Words that do not cover each other: who comes first has the place.
class Labels {
  constructor() { this.taken = []; }
  write(c, text, x, y, colour) {
    const w = c.measureText(text).width, left = c.textAlign === "center" ? x - w / 2 : x, box = [left, y - 11, left + w, y + 3];
    if (this.taken.some((b) => box[0] < b[2] && b[0] < box[2] && box[1] < b[3] && b[1] < box[3])) return;
    this.taken.push(box);
    c.lineWidth = 3; c.strokeStyle = ink("sea"); c.strokeText(text, x, y); c.fillStyle = colour; c.fillText(text, x, y);
  }
}

// 1, 2 or 5 and zeros, near x.
function round(x) { const ten = 10 ** Math.floor(Math.log10(x)), f = x / ten; return ten * (f < 1.5 ? 1 : f < 3.5 ? 2 : f < 7.5 ? 5 : 10); }

const tiles = new Map();
function tile(c, key, size, paint) {
  const name = `${key} ${on_dark()}`;
  if (!tiles.has(name)) {
    const made = document.createElement("canvas"); made.width = made.height = size;
    const d = made.getContext("2d"); d.strokeStyle = d.fillStyle = on_dark() ? "#9fb4c440" : "#3d566b3c"; paint(d, size);
    tiles.set(name, made);
  }
  return c.createPattern(tiles.get(name), "repeat");
}
const hatch = (c, k) => tile(c, `hatch ${k}`, Math.max(24 / k, 8), (d, s) => { d.beginPath(); d.moveTo(0, s); d.lineTo(s, 0); d.moveTo(-s, s); d.lineTo(s, -s); d.moveTo(0, 2 * s); d.lineTo(2 * s, 0); d.stroke(); });
const dots = (c, k) => tile(c, `dots ${k}`, Math.max(16 / k, 6), (d, s) => d.fillRect(s / 2, s / 2, 2, 2));

const counted = new WeakMap();
// How many of each kind are there now.
function count(picture, now) {
  const known = counted.get(picture);
  if (known?.now === now) return known.there;
  const there = new Array(KINDS.length).fill(0);
  for (let k = 0; k < picture.count.length; k++) if (picture.at(k, now)) there[picture.kind[k]]++;
  counted.set(picture, { now, there });
  return there;
}

// Wheel, drag, two fingers, keys and click: `moved` when the camera has changed, `clicked(view, series)`.
function steer(view, moved, clicked) {
  const { pane } = view, fingers = new Map();
  let travelled = 0;
  const at = (e) => { const b = pane.getBoundingClientRect(); return [e.clientX - b.x, e.clientY - b.y]; };
  const zoom = (f, px, py) => {
    const x = view.mile_x(px), y = view.mile_y(py);
    camera.mile = Math.min(Math.max(camera.mile * f, 1e-4), 20);
    camera.x += x - view.mile_x(px); camera.y += y - view.mile_y(py); moved();
  };
  pane.addEventListener("wheel", (e) => { e.preventDefault(); zoom(Math.exp(e.deltaY * (e.deltaMode ? 0.05 : 0.0015)), ...at(e)); }, { passive: false });
  pane.addEventListener("pointerdown", (e) => { if (e.target.closest("button")) return; pane.setPointerCapture(e.pointerId); fingers.set(e.pointerId, at(e)); if (fingers.size === 1) travelled = 0; });
  pane.addEventListener("pointermove", (e) => {
    const to = at(e), from = fingers.get(e.pointerId);
    if (!from) { tell(view, to); return; }
    travelled += Math.hypot(to[0] - from[0], to[1] - from[1]);
    const others = [...fingers].filter(([id]) => id !== e.pointerId);
    fingers.set(e.pointerId, to);
    if (others.length) {
      const [, still] = others[0], before = Math.hypot(from[0] - still[0], from[1] - still[1]), after = Math.hypot(to[0] - still[0], to[1] - still[1]);
      if (after > 0) zoom(before / after, (to[0] + still[0]) / 2, (to[1] + still[1]) / 2);
    } else if (travelled > 4) { camera.x -= (to[0] - from[0]) * camera.mile; camera.y += (to[1] - from[1]) * camera.mile; moved(); }
  });
  const lift = (e) => {
    if (!fingers.delete(e.pointerId) || e.type !== "pointerup" || fingers.size || travelled > 6) return;
    clicked(view, view.pick(...at(e), Math.round(time * view.picture.run.ticks), e.pointerType === "touch" ? FINGER : NEAR));
  };
  for (const type of ["pointerup", "pointercancel"]) pane.addEventListener(type, lift);
  pane.addEventListener("pointerleave", () => { view.where.hidden = true; });
  pane.addEventListener("keydown", (e) => {
    const step = 0.15 * Math.min(view.w, view.h) * camera.mile, go = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[e.key];
    if (!go || e.ctrlKey || e.metaKey || e.altKey) return;
    e.preventDefault(); camera.x += go[0] * step; camera.y += go[1] * step; moved();
  });
  const buttons = pane.appendChild(document.createElement("div"));
  buttons.className = "zoom";
  for (const [text, name, act] of [["+", "Nearer", () => zoom(0.7, view.w / 2, view.h / 2)], ["−", "Farther", () => zoom(1 / 0.7, view.w / 2, view.h / 2)], ["⤢", "All of the sea", fit]]) {
    const b = buttons.appendChild(document.createElement("button"));
    b.type = "button"; b.textContent = text; b.setAttribute("aria-label", name); b.title = name; b.onclick = act;
  }
}

function tell(view, [px, py]) {
  view.where.hidden = false;
  view.where.textContent = view.picture.run.where(view.mile_x(px), view.mile_y(py));
}
