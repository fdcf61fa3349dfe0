// A run, and pictures of it: what was there, or what a holder believed. Both are series of way-points.
const GONE = -1, SUSPECT = 1 << 16, HARMLESS = 1 << 17, KNOWN_ONLY = 1 << 18, HULL = 19, TRACK = 9;

class Run {
  static async load(k) {
    const run = Object.assign(new Run(), JSON.parse(new TextDecoder().decode(await bytes(`${k} head`))));
    run.number = k;
    run.letter = "AB"[k];
    run.index = new Map(run.vessels.name.map((name, j) => [name, j]));
    run.holders = Object.keys(run.tracks).sort();
    run.pictures = new Map();
    const [truth, held, calendar, incidents, mail, looks, voyages] = await Promise.all([
      columns(`${k} truth`, 4), columns(`${k} contacts`, 4), columns(`${k} light`, 2), columns(`${k} incidents`, 8),
      columns(`${k} mail`, 4), columns(`${k} looks`, 9), columns(`${k} voyages`, 9),
    ]);
    Object.assign(run, { held, calendar, incidents, mail, looks, voyages });
    run.stories = Map.groupBy(JSON.parse(new TextDecoder().decode(await bytes(`${k} stories`))), (story) => story.of);
    run.truth = new Picture(run, null, truth, run.count, run.vessels.kind, run.vessels.name, Array.from(run.count.keys()));
    run.hours_of_contacts();
    return run;
  }

  // Contacts by the hour that they touch, so that an instant looks at a few of many.
  hours_of_contacts() {
    const [, , from, to] = this.held;
    this.touching = Array.from({ length: Math.ceil(this.hours) + 1 }, () => []);
    for (let k = 0; k < from.length; k++) {
      for (let h = Math.floor(from[k] / this.ticks); h <= Math.floor(to[k] / this.ticks); h++) this.touching[h]?.push(k);
    }
  }

  contacts(now) {
    const [, , from, to] = this.held;
    return (this.touching[Math.floor(now / this.ticks)] ?? []).filter((k) => from[k] <= now && now < to[k]);
  }

  async picture(holder) {
    if (!holder) return this.truth;
    if (!this.pictures.has(holder)) {
      const { number, count } = this.tracks[holder];
      const tracks = await columns(`${this.number} picture ${holder}`, 4);
      this.pictures.set(holder, this.with_own(holder, tracks, count, number.map((n) => `track ${n}`)));
    }
    return this.pictures.get(holder);
  }

  // The tracks of a holder, and its own units, of which it knows where they are.
  with_own(holder, tracks, count, names) {
    const { vessels, truth } = this, nation = vessels.nations.indexOf(holder);
    const own = nation < 0 ? [] : Array.from(vessels.kind.keys()).filter((k) => vessels.nation[k] === nation && vessels.kind[k] >= 2 && vessels.kind[k] <= 4);
    const ways = tracks.map((column, c) => {
      const parts = [column, ...own.map((k) => truth.ways[c].subarray(truth.first[k], truth.first[k] + this.count[k]))];
      const all = new Int32Array(parts.reduce((n, part) => n + part.length, 0));
      let at = 0;
      for (const part of parts) { all.set(part, at); at += part.length; }
      return all;
    });
    return new Picture(this, holder, ways, [...count, ...own.map((k) => this.count[k])], [...count.map(() => TRACK), ...own.map((k) => vessels.kind[k])],
      [...names, ...own.map((k) => vessels.name[k])], [...count.map(() => -1), ...own]);
  }

  // The states of light and weather of each cell now, by number.
  sky(now) {
    const [times, states] = this.calendar, found = [];
    let at = 0;
    for (const n of this.light.count) {
      found.push(states[at + Math.max(upTo(times.subarray(at, at + n), now) - 1, 0)]);
      at += n;
    }
    return found;
  }

  // Degrees at a place [nm], null on a made-up sea.
  degrees_at(x, y) {
    if (!this.degrees) return null;
    const [x0, y0, w, h, n] = this.degrees.mesh;
    const i = Math.min(Math.max(Math.floor((x - x0) / w), 0), n - 2), j = Math.min(Math.max(Math.floor((y - y0) / h), 0), n - 2);
    const u = (x - x0) / w - i, v = (y - y0) / h - j, k = j * n + i;
    const between = (a) => ((a[k] * (1 - u) + a[k + 1] * u) * (1 - v) + (a[k + n] * (1 - u) + a[k + n + 1] * u) * v) / 1e4;
    return [((between(this.degrees.lon) + 540) % 360) - 180, between(this.degrees.lat)];
  }

  where(x, y) {
    const at = this.degrees_at(x, y);
    if (!at) return `x ${x.toFixed(1)}, y ${y.toFixed(1)} nm`;
    const say = (a, plus, minus) => { const m = Math.round(Math.abs(a) * 600) / 10; return `${Math.floor(m / 60)}°${(m % 60).toFixed(1).padStart(4, "0")}′ ${a < 0 ? minus : plus}`; };
    return `${say(at[1], "N", "S")}, ${say(at[0], "E", "W")}`;
  }

  clock(t, short) {
    const day = Math.floor(t / 24) + 1, at = new Date(Date.parse(this.start) + t * 36e5);
    const hm = `${String(at.getUTCHours()).padStart(2, "0")}:${String(at.getUTCMinutes()).padStart(2, "0")}`;
    return short ? `${day}d ${hm}` : `day ${day}, ${at.getUTCDate()} ${"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ")[at.getUTCMonth()]} ${hm}`;
  }
}

// Of each series the kind, the name and the number of its vessel, -1 for a track.
class Picture {
  constructor(run, holder, ways, count, kind, names, vessel) {
    Object.assign(this, { run, holder, ways, count, kind, names, vessel, first: new Int32Array(count.length) });
    for (let k = 1; k < count.length; k++) this.first[k] = this.first[k - 1] + count[k - 1];
  }

  get title() {
    const what = this.holder ? `What ${plain(this.holder)} believed` : "What was there";
    return runs.length > 1 ? `${this.run.letter}: ${what}` : what;
  }

  // Where series k is now [ticks]: place and speed in nm and hours, its mark; null when it is not there.
  at(k, now) {
    const [t, x, y, mark] = this.ways;
    let lo = this.first[k], hi = lo + this.count[k] - 1;
    if (hi <= lo || now < t[lo] || now > t[hi]) return null;
    while (hi - lo > 1) { const m = (lo + hi) >> 1; if (t[m] <= now) lo = m; else hi = m; }
    if (mark[lo] < 0) return null;
    const { cell, ticks } = this.run, over = t[hi] - t[lo], f = over ? (now - t[lo]) / over : 0;
    const dx = x[hi] - x[lo], dy = y[hi] - y[lo], per = over ? ticks / over / cell : 0;
    return { x: (x[lo] + f * dx) / cell, y: (y[lo] + f * dy) / cell, vx: dx * per, vy: dy * per, mark: mark[lo], begun: t[lo] };
  }

  // Its error now, per axis [nm]; of tracks.
  error(k, now) {
    const [t, , , mark] = this.ways, from = this.first[k], own = t.subarray(from, from + this.count[k]);
    const lo = from + Math.min(Math.max(upTo(own, now) - 1, 0), this.count[k] - 2), f = (now - t[lo]) / Math.max(t[lo + 1] - t[lo], 1);
    const a = mark[lo] & 0xffff, b = mark[lo + 1] < 0 ? a : mark[lo + 1] & 0xffff;
    return (a + f * (b - a)) / 100;
  }

  // The line that series k has drawn in the last hours, in pieces.
  trail(k, now, hours) {
    const [t, x, y, mark] = this.ways, { cell, ticks } = this.run, begin = now - hours * ticks, pieces = [];
    let piece = null;
    for (let j = this.first[k], end = j + this.count[k] - 1; j < end; j++) {
      if (t[j + 1] < begin || t[j] > now || mark[j] < 0) { piece = null; continue; }
      const over = Math.max(t[j + 1] - t[j], 1), point = (when) => { const f = (when - t[j]) / over; return [(x[j] + f * (x[j + 1] - x[j])) / cell, (y[j] + f * (y[j + 1] - y[j])) / cell]; };
      if (!piece || this.holder) pieces.push(piece = [point(Math.max(t[j], begin))]);
      piece.push(point(Math.min(t[j + 1], now)));
    }
    return pieces;
  }
}
