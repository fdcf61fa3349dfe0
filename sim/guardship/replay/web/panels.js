// What stands beside the maps: incidents, what is chosen, voyages, channels, the key, the moment in words.
const AROUND = 60;  // incidents listed before and after now
const EVERY = "all but duty";

let chosen = null;  // {name} of a vessel, or {run, holder, name} of a track
let time = 0;
let list = [];  // the incidents that are listed: [run, number], in order of time

const element = (name, text, parent, className) => {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  parent?.append(made);
  return made;
};
const vessel = (run, k) => k < 0 ? "" : plain(run.vessels.name[k]);
const told = (run, what, name, k) => k < 0 ? "" : plain(run.told[what][name][k]);
const shown = () => [...document.querySelectorAll("#kinds input")].reduce((mask, box) => mask | (box.checked ? +box.value : 0), 1 << TRACK);

function chosen_in(picture) {
  if (!chosen) return -1;
  if (chosen.holder) return picture.holder === chosen.holder && picture.run === chosen.run ? picture.names.indexOf(chosen.name) : -1;
  return picture.vessel.indexOf(picture.run.index.get(chosen.name) ?? -2);
}

// ---- incidents --------------------------------------------------------------------------------

const group_of = (run, k) => run.told.incidents.group[run.incidents[1][k]];
const listed = (run, k) => { const g = $("group").value, own = group_of(run, k); return g === EVERY ? own !== "duty" : g === "everything" || own === g; };

function relist() {
  list = runs.flatMap((run) => Array.from(run.incidents[0].keys()).filter((k) => listed(run, k)).map((k) => [run, k]));
  list.sort(([a, j], [b, k]) => a.incidents[0][j] / a.ticks - b.incidents[0][k] / b.ticks || a.number - b.number || j - k);
  list.times = list.map(([run, k]) => run.incidents[0][k] / run.ticks);
  list.seen = null;
}

const index_now = () => upTo(list.times, time + 1e-6) - 1;

function words(run, k) {
  const [, kind, actor, object, reason, place, holder] = run.incidents.map((column) => column[k]);
  const who = [vessel(run, actor), vessel(run, object)].filter(Boolean).join(" → ");
  const more = [told(run, "incidents", "reason", reason), told(run, "incidents", "place", place), holder < 0 ? "" : `by ${told(run, "incidents", "holder", holder)}`].filter(Boolean).join(", ");
  return `${told(run, "incidents", "kind", kind)}${who ? `: ${who}` : ""}${more ? ` (${more})` : ""}`;
}

function line([run, k], parent) {
  const b = element("button", undefined, element("li", undefined, parent));
  b.type = "button";
  const t = run.incidents[0][k] / run.ticks;
  element("time", run.clock(t, true), b);
  b.append(`${runs.length > 1 ? `${run.letter} ` : ""}${words(run, k)}`);
  b.dataset.t = t;
  if (t > time + 1e-6) b.className = "later";
  b.onclick = () => follow([run, k]);
  return b;
}

function draw_incidents() {
  const now = index_now();
  if (list.seen === now) return;
  list.seen = now;
  const box = $("events"), focused = box.contains(document.activeElement);
  box.replaceChildren();
  const from = Math.max(now - AROUND, 0), to = Math.min(now + AROUND, list.length);
  if (!list.length) element("li", "none of this kind", box, "quiet");
  if (from > 0) element("li", `${from} before these`, box, "quiet");
  let current = null;
  for (let k = from; k < to; k++) {
    const b = line(list[k], box);
    if (k === now) { b.className = "now"; b.setAttribute("aria-current", "time"); current = b; }
  }
  if (to < list.length) element("li", `${list.length - to} after these`, box, "quiet");
  if (current) { box.scrollTop = current.offsetTop - box.offsetTop - box.clientHeight / 2; if (focused) current.focus({ preventScroll: true }); }
}

function follow([run, k]) {
  const [t, , actor, object] = run.incidents.map((column) => column[k]);
  const who = [object, actor].filter((j) => j >= 0 && run.truth.at(j, t));
  if (who.length) {
    const p = run.truth.at(who[0], t);
    camera.x = p.x; camera.y = p.y;
    choose({ name: run.vessels.name[who.at(-1)] });
  }
  seek(t / run.ticks);
}

function step_incident(by) {
  const k = index_now(), here = k >= 0 && Math.abs(list.times[k] - time) < 1e-4;
  let to = by > 0 ? k + 1 : here ? k - 1 : k;
  while (by < 0 && to > 0 && list.times[to - 1] === list.times[to] && here && list.times[to] === time) to--;
  if (list[to]) follow(list[to]);
}

// ---- what is chosen ---------------------------------------------------------------------------

function choose(what) {
  chosen = what;
  $("chosen").hidden = !what;
  if (what) tell_story();
}

function tell_story() {
  const box = $("story");
  box.replaceChildren();
  $("chosen-h").textContent = plain(chosen.name) + (chosen.holder ? ` of ${plain(chosen.holder)}` : "");
  if (chosen.holder) { way_to_vessel(box); return; }
  for (const run of runs) {
    const j = run.index.get(chosen.name);
    if (j === undefined) continue;
    const lead = run.vessels.lead[j] < 0 ? j : run.vessels.lead[j], { name } = run.vessels;
    const own = run.stories.get(name[lead]) ?? run.stories.get(name[j]) ?? [];
    const story = own[Math.max(own.findLastIndex((one) => one.planned <= time), 0)];
    if (story) sentences(run, story, box); else no_story(run, j, box);
  }
  const begun = [...box.querySelectorAll("button")].findLast((b) => +b.dataset.t <= time + 1e-6);
  box.scrollTop = begun ? begun.offsetTop - box.offsetTop - box.clientHeight / 2 : 0;
}

// A track has no story in truth: the vessel nearest to it has.
function way_to_vessel(box) {
  const b = element("button", "Story of the vessel that is nearest to it in truth", element("li", undefined, box));
  b.type = "button";
  b.onclick = () => { const near = nearest(chosen); if (near.j >= 0) choose({ name: near.run.vessels.name[near.j] }); draw(); };
}

function no_story(run, j, box) {
  const [observers, observed] = run.held, unit = turns(run.vessels.kind[j]), met = new Set();
  for (let k = 0; k < observed.length; k++) if ((unit ? observers : observed)[k] === j) met.add((unit ? observed : observers)[k]);
  const seen = unit ? `had ${several(met.size, "vessel")} on its sensors` : `was on the sensors of ${several(met.size, "unit")}`;
  element("li", `${runs.length > 1 ? `${run.letter}: ` : ""}No story: it ${met.size ? `${seen}, and nothing followed` : unit ? "met nobody" : "was seen by no unit"}.`, box, "quiet");
  const [, , actor, object] = run.incidents;
  for (const k of Array.from(actor.keys()).filter((k) => actor[k] === j || object[k] === j).slice(0, 400)) line([run, k], box);
}

// Of a group the voyage that it is on, or was on last, in sentences; of others all that was more than a contact.
function sentences(run, story, box) {
  element("li", `${runs.length > 1 ? `${run.letter}: ` : ""}${story.title}`, box, "quiet");
  for (const [t, text] of story.told) {
    const li = element("li", t === null ? text : undefined, box);
    if (t === null) continue;
    const b = element("button", undefined, li);
    b.type = "button";
    element("time", run.clock(t, true), b);
    b.append(text);
    b.dataset.t = t;
    b.onclick = () => seek(t);
  }
}

function facts(rows) {
  const box = $("facts");
  box.replaceChildren();
  for (const [name, value] of rows) if (value) { element("dt", name, box); element("dd", value, box); }
}

const way = (p) => { const v = Math.hypot(p.vx, p.vy); return v < 0.05 ? "stopped" : `${v.toFixed(1)} kn, course ${String(Math.round((Math.atan2(p.vx, p.vy) * 180 / Math.PI + 360) % 360)).padStart(3, "0")}°`; };

function draw_chosen_facts() {
  if (!chosen) return;
  facts(chosen.holder ? track_facts() : runs.flatMap((run) => vessel_facts(run)));
  for (const b of $("story").querySelectorAll("button")) b.className = +b.dataset.t > time + 1e-6 ? "later" : "";
}

// A track now, and the vessel nearest to it in truth but those of a patrol.
function nearest({ run, holder, name }) {
  const picture = run.pictures.get(holder), k = picture?.names.indexOf(name) ?? -1, now = Math.round(time * run.ticks);
  const p = k < 0 ? null : picture.at(k, now), { kind } = run.vessels, near = { run, picture, k, p, d: Infinity, j: -1 };
  for (let j = 0; p && j < kind.length; j++) {
    const q = turns(kind[j]) ? null : run.truth.at(j, now), d = q ? Math.hypot(q.x - p.x, q.y - p.y) : Infinity;
    if (d < near.d) Object.assign(near, { d, j });
  }
  return near;
}

function track_facts() {
  const near = nearest(chosen), { run, picture, k, p } = near, now = Math.round(time * run.ticks);
  if (!p) return [["Now", "not in the picture"]];
  const said = p.mark & SUSPECT ? "suspicious" : p.mark & HARMLESS ? "harmless" : "not known";
  return [
    ["Place", run.where(p.x, p.y)], ["Error", `${picture.error(k, now).toFixed(1)} nm an axis`], ["Motion", way(p)],
    ["Taken for", [p.mark >> HULL ? plain(run.vessels.hulls[(p.mark >> HULL) - 1]) : "", said].filter(Boolean).join(", ")],
    ["May be used", p.mark & KNOWN_ONLY ? "for information only" : "for tasking"],
    ["Last report", `${run.clock(p.begun / run.ticks)}, ${age(time - p.begun / run.ticks)} ago`],
    ["In truth", near.j < 0 ? "" : `nearest is ${vessel(run, near.j)}, ${near.d.toFixed(1)} nm off`],
  ];
}

const age = (h) => h < 1 ? `${Math.round(60 * h)} min` : `${h.toFixed(1)} h`;

function vessel_facts(run) {
  const j = run.index.get(chosen.name), mark = runs.length > 1 ? `${run.letter}: ` : "";
  if (j === undefined) return [[`${mark}Now`, "not in this run"]];
  const { vessels } = run, now = Math.round(time * run.ticks), p = run.truth.at(j, now);
  const who = [KINDS[vessels.kind[j]].name, plain(vessels.types[vessels.type[j]]), vessels.nation[j] < 0 ? "" : plain(vessels.nations[vessels.nation[j]])];
  const own = run.contacts(now), [a, b] = run.held;
  const names = (ks, side) => { const all = ks.map((k) => vessel(run, side[k])).filter(Boolean); return all.length > 6 ? `${all.slice(0, 6).join(", ")} and ${all.length - 6} more` : all.join(", "); };
  return [
    [`${mark}Is`, [...new Set(who)].filter(Boolean).join(", ")],
    [`${mark}Place`, p ? run.where(p.x, p.y) : "not in the theatre"], [`${mark}Motion`, p ? way(p) : ""],
    [`${mark}Holds`, names(own.filter((k) => a[k] === j), b)], [`${mark}Held by`, names(own.filter((k) => b[k] === j), a)],
    [`${mark}Last look`, last_look(run, j, now)], [`${mark}Voyage`, voyage(run, j, now)],
  ];
}

function last_look(run, j, now) {
  const [t, observer, of, kind, seen, offence, harmless, chance, verdict] = run.looks;
  for (let k = upTo(t, now) - 1; k >= 0; k--) {
    if (of[k] !== j) continue;
    const what = told(run, "looks", "seen", seen[k]);
    return `${run.clock(t[k] / run.ticks, true)} by ${vessel(run, observer[k])}, ${told(run, "looks", "kind", kind[k])}${what ? `: ${what}` : ""}; harmless ${(harmless[k] / 10).toFixed(1)} %, ${told(run, "looks", "offence", offence[k])} ${(chance[k] / 10).toFixed(1)} %${verdict[k] < 0 ? "" : `; ${told(run, "looks", "verdict", verdict[k])}`}`;
  }
  return "";
}

function voyage(run, j, now) {
  const lead = run.vessels.lead[j] < 0 ? j : run.vessels.lead[j], [, of, planned, sailed, ended, offence, outcome, cause] = run.voyages;
  for (let k = of.length - 1; k >= 0; k--) {
    if (of[k] !== lead || planned[k] > now) continue;
    const over = ended[k] >= 0 && ended[k] <= now;
    const state = over ? `${told(run, "voyages", "outcome", outcome[k])} (${told(run, "voyages", "cause", cause[k])})` : sailed[k] >= 0 && sailed[k] <= now ? "under way" : "has not sailed";
    return `${told(run, "voyages", "offence", offence[k])}, ${state}`;
  }
  return "";
}

// ---- voyages and channels ---------------------------------------------------------------------

function draw_funnel() {
  const table = $("funnel"), each = runs.map((run) => {
    const now = time * run.ticks, [, , planned, sailed, ended, , outcome, , in_window] = run.voyages, found = new Map([["planned", 0], ["at sea", 0]]);
    for (const name of run.told.voyages.outcome) found.set(plain(name), 0);
    for (let k = 0; k < planned.length; k++) {
      if (!in_window[k] || planned[k] > now) continue;
      const add = (name) => found.set(name, (found.get(name) ?? 0) + 1);
      add("planned");
      if (ended[k] >= 0 && ended[k] <= now) add(told(run, "voyages", "outcome", outcome[k]));
      else if (sailed[k] >= 0 && sailed[k] <= now) add("at sea");
    }
    return found;
  });
  const names = [...new Set(each.flatMap((one) => [...one.keys()]))], key = JSON.stringify(each.map((one) => [...one]));
  if (table.seen === key) return;
  table.seen = key;
  table.caption.textContent = "Candidate voyages of the measured time, by what has become of them";
  const [head] = table.tHead.children.length ? table.tHead.rows : [table.tHead.insertRow()];
  head.replaceChildren();
  for (const [k, text] of ["Outcome", ...runs.map((run) => runs.length > 1 ? run.letter : "Voyages")].entries()) Object.assign(element("th", text, head), { scope: "col", colSpan: k ? 2 : 1 });
  table.tBodies[0].replaceChildren();
  for (const name of names) {
    const row = table.tBodies[0].insertRow();
    element("th", name, row).scope = "row";
    each.forEach((one) => {
      const cell = row.insertCell(), n = one.get(name) ?? 0;
      cell.textContent = n;
      if (name !== "planned") { const bar = element("meter", undefined, row.insertCell()); bar.max = Math.max(one.get("planned"), 1); bar.value = n; bar.setAttribute("aria-label", `${n} of ${one.get("planned")}`); } else row.insertCell();
    });
  }
}

function draw_mail() {
  const run = views[0].picture.run, holders = run.told.mail.holder;
  $("mail").hidden = holders.length < 2;
  if (holders.length < 2 || !$("mail").open) return;
  const canvas = $("net"), ratio = Math.min(devicePixelRatio || 1, 2), w = canvas.clientWidth, h = canvas.clientHeight;
  if (canvas.width !== Math.round(w * ratio)) { canvas.width = Math.round(w * ratio); canvas.height = Math.round(h * ratio); }
  const c = canvas.getContext("2d"), n = holders.length, now = time * run.ticks, [from, to, sent, arrived] = run.mail;
  c.setTransform(ratio, 0, 0, ratio, 0, 0); c.clearRect(0, 0, w, h);
  c.font = "11px system-ui, 'Noto Sans', 'Liberation Sans', Arial, sans-serif";
  const wide = Math.max(w / 2 - 12 - Math.max(...holders.map((name) => c.measureText(plain(name)).width)), 20);
  const place = (k) => [w / 2 + wide * Math.sin(2 * Math.PI * k / n), h / 2 - 0.4 * h * Math.cos(2 * Math.PI * k / n)];
  let under = 0;
  c.strokeStyle = ink("line"); c.fillStyle = tint(TRACK);
  run.slowest ??= sent.reduce((most, t, k) => Math.max(most, arrived[k] - t), 0);
  for (let k = upTo(sent, now) - 1; k >= 0 && sent[k] >= now - run.slowest; k--) {
    if (arrived[k] <= now) continue;
    const [ax, ay] = place(from[k]), [bx, by] = place(to[k]), f = (now - sent[k]) / (arrived[k] - sent[k]);
    c.beginPath(); c.moveTo(ax, ay); c.lineTo(bx, by); c.stroke();
    c.beginPath(); c.arc(ax + f * (bx - ax), ay + f * (by - ay), 3.5, 0, 7); c.fill(); under++;
  }
  c.fillStyle = ink("ink");
  holders.forEach((name, k) => {
    const [x, y] = place(k), side = Math.sin(2 * Math.PI * k / n);
    c.textAlign = Math.abs(side) < 0.2 ? "center" : side > 0 ? "left" : "right";
    c.fillRect(x - 2.5, y - 2.5, 5, 5);
    c.fillText(plain(name), x + (Math.abs(side) < 0.2 ? 0 : 7 * Math.sign(side)), y + (Math.abs(side) < 0.2 ? (y < h / 2 ? -6 : 14) : 4));
  });
  $("under").textContent = under ? `${under} on their way` : "none on its way";
}

// ---- key and words ----------------------------------------------------------------------------

function symbol(kind) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg"), path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 12 12"); svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", KINDS[kind].shape); path.setAttribute("fill", "currentColor"); path.setAttribute("fill-rule", "evenodd");
  if (kind === 6) path.setAttribute("transform", "translate(2 2) scale(.66)");
  svg.append(path); svg.style.color = tint(kind);
  return svg;
}

function draw_key() {
  $("key").replaceChildren();
  const met = new Set(runs.flatMap((run) => run.vessels.kind));
  if (runs.some((run) => run.holders.length)) met.add(TRACK);
  [...met].sort((a, b) => a - b).forEach((kind) => { const li = element("li", undefined, $("key")); li.append(symbol(kind), KINDS[kind].name); });
  const mark = (colour, words) => { const li = element("li", undefined, $("key")), s = symbol(TRACK); s.style.color = colour; if (words.includes("suspicious")) s.firstChild.setAttribute("d", "M6 .3L11.7 6 6 11.7.3 6z"); li.append(s, words); };
  if (met.has(TRACK)) { mark(tint(5), "suspicious track"); mark(tint(0), "track taken for harmless"); }
}

function draw_moment() {
  const said = views.filter((view) => !view.pane.hidden).map(({ picture }) => {
    const { run } = picture, now = Math.round(time * run.ticks), there = count(picture, now);
    if (picture.holder) return `${picture.title}: ${several(there[TRACK], "track")}.`;
    const parts = KINDS.map((kind, k) => there[k] ? several(there[k], kind.name, kind.plural) : "").filter(Boolean);
    const states = [...new Set(run.sky(now))].map((k) => run.light.states[k]), sky = [0, 1, 2].map((k) => [...new Set(states.map((s) => plain(s[k])))]).filter((s, k) => k < 2 || s.join() !== "clear").map((s) => s.join(" and "));
    return `${runs.length > 1 ? `${run.letter}: ` : ""}${parts.join(", ")}; ${several(run.contacts(now).length, "contact")} held; ${sky.join(", ")}.`;
  });
  $("moment").textContent = [...new Set(said)].join(" ");
}
