// The whole: runs, panes, and what drives the time.
const runs = [], views = [];
let playing = false, last = 0, due = false;
const calm = matchMedia("(prefers-reduced-motion: reduce)");

function draw() {
  if (due) return;
  due = true;
  requestAnimationFrame(paint);
}

function paint() {
  due = false;
  if (!views.length || views.some((view) => !view.picture)) return;
  for (const view of views) if (!view.pane.hidden) view.draw(time);
  $("clock").textContent = runs[0].clock(time);
  $("time").setAttribute("aria-valuetext", runs[0].clock(time));
  draw_incidents(); draw_chosen_facts(); draw_funnel(); draw_mail(); draw_moment();
}

function seek(t) {
  time = Math.min(Math.max(t, 0), Math.max(...runs.map((run) => run.hours)));
  $("time").value = time;
  draw();
}

// Where less motion is wanted time goes on once a second.
function tick(stamp) {
  if (!playing) return;
  const gone = stamp - last;
  if (!calm.matches || gone >= 1000) { last = stamp; seek(time + Math.min(gone, calm.matches ? 1000 : 100) / 1000 * +$("speed").value); }
  if (time >= +$("time").max - 1e-6) play(false);
  requestAnimationFrame(tick);
}

function play(on) {
  playing = on;
  $("play").textContent = on ? "Pause" : "Play";
  $("play").setAttribute("aria-pressed", on);
  $("moment").setAttribute("aria-live", on ? "off" : "polite");
  if (on) { if (time >= +$("time").max - 1e-6) seek(0); last = performance.now(); requestAnimationFrame(tick); }
}

function fit() {
  const view = views[0], [x0, y0, x1, y1] = runs[0].window;
  camera.x = (x0 + x1) / 2; camera.y = (y0 + y1) / 2;
  camera.mile = 1.06 * Math.max((x1 - x0) / Math.max(view.pane.clientWidth, 50), (y1 - y0) / Math.max(view.pane.clientHeight, 50));
  draw();
}

async function look(view, value) {
  const [k, ...holder] = value.split("|");
  view.show(await runs[+k].picture(holder.join("|")));
  draw();
}

function find(text) {
  const wanted = text.trim().toLowerCase().replaceAll(" ", "_");
  if (!wanted) return;
  for (const { picture } of views) {
    const names = picture.names, exact = names.findIndex((name) => name.toLowerCase().replaceAll(" ", "_") === wanted);
    const k = exact >= 0 ? exact : names.findIndex((name) => name.toLowerCase().replaceAll(" ", "_").includes(wanted));
    if (k < 0) continue;
    const now = Math.round(time * picture.run.ticks), p = picture.at(k, now);
    choose(meant(picture, k));
    if (p) { camera.x = p.x; camera.y = p.y; }
    draw();
    return;
  }
  $("moment").textContent = `No vessel or track is called ${text}.`;
}

function suggest() {
  const wanted = $("find").value.trim().toLowerCase().replaceAll(" ", "_"), box = $("found");
  box.replaceChildren();
  if (wanted) for (const name of [...new Set(views.flatMap((view) => view.picture.names))].filter((n) => n.toLowerCase().replaceAll(" ", "_").includes(wanted)).slice(0, 20)) box.append(new Option(name, name));
}

function fill() {
  const [run] = runs;
  document.title = runs.length > 1 ? `${run.title} | two runs` : run.title;
  $("title").textContent = run.title;
  const set = (one) => Object.entries(one.set).map(([path, value]) => `${path}=${value}`).join(", ");
  const named = (one) => `${one.scenario}, seed ${one.seed}${one.substream ? `, substream ${one.substream}` : ""}${set(one) ? `, ${set(one)}` : ""}`;
  $("which").textContent = runs.map((one) => runs.length > 1 ? `${one.letter}: ${named(one)}` : named(one)).join("; ");
  $("time").max = Math.max(...runs.map((one) => one.hours));
  for (const id of ["left", "right"]) {
    for (const one of runs) {
      const mark = runs.length > 1 ? `${one.letter}: ` : "";
      $(id).add(new Option(`${mark}what was there`, `${one.number}|`));
      for (const holder of one.holders) $(id).add(new Option(`${mark}picture of ${plain(holder)}`, `${one.number}|${holder}`));
    }
  }
  for (const hull of run.vessels.hulls) $("hull").add(new Option(plain(hull), hull, false, hull === run.vessels.sought));
  $("nation").add(new Option("all nations", ""));
  for (const nation of run.vessels.nations) $("nation").add(new Option(plain(nation), nation));
  const groups = new Set(runs.flatMap((one) => one.told.incidents.group));
  for (const name of [EVERY, ...groups, "everything"]) $("group").add(new Option(name === EVERY ? "all but duty" : name, name));
  for (const kind of [...new Set(runs.flatMap((one) => one.vessels.kind))].sort((a, b) => a - b)) {
    const label = element("label", undefined, $("kinds")), box = element("input", undefined, label);
    Object.assign(box, { type: "checkbox", checked: true, value: 1 << kind });
    label.append(" ", symbol(kind), ` ${KINDS[kind].plural}`);
    box.onchange = draw;
  }
}

function clicked(view, k) {
  const { picture } = view;
  choose(k < 0 ? null : meant(picture, k));
  draw();
}

const meant = (picture, k) => picture.vessel[k] < 0 ? { run: picture.run, holder: picture.holder, name: picture.names[k] } : { name: picture.names[k] };

function wire() {
  for (const id of ["discs", "held", "trails", "trail", "nation"]) $(id).onchange = draw;
  for (const id of ["lanes", "zones", "beats", "degrees", "labels"]) $(id).onchange = () => { for (const view of views) view.drawn.chart = ""; draw(); };
  $("weather").onchange = draw;
  $("hull").onchange = () => { for (const view of views) if (view.picture) view.graphics.reach(view.radii()); draw(); };
  $("group").onchange = () => { relist(); draw(); };
  $("time").oninput = (e) => seek(+e.target.value);
  $("play").onclick = () => play(!playing);
  $("prev").onclick = () => step_incident(-1);
  $("next").onclick = () => step_incident(1);
  $("drop").onclick = () => { choose(null); draw(); };
  $("find").oninput = suggest;
  $("find").onchange = () => find($("find").value);
  $("mail").ontoggle = draw;
  dark.onchange = () => { recolour(); draw(); };
  new ResizeObserver(() => { arrange(); paint(); }).observe($("panes"));  // before anything stretched is shown
  addEventListener("keydown", keys);
  addEventListener("beforeprint", () => { root.classList.add("paper"); recolour(); paint(); });
  addEventListener("afterprint", () => { root.classList.remove("paper"); recolour(); draw(); });
  document.addEventListener("pointerdown", (e) => { if ($("layers").open && !$("layers").contains(e.target)) $("layers").open = false; });
}

function recolour() {
  for (const view of views) view.drawn.chart = view.drawn.sky = "";
  draw_key();
  for (const box of $("kinds").querySelectorAll("input")) box.nextElementSibling.style.color = tint(Math.log2(+box.value));
}

function keys(e) {
  if (e.ctrlKey || e.metaKey || e.altKey) return;
  const typing = e.target.matches("input[type=search], select, textarea");
  if (e.key === "Escape") { if ($("layers").open) { $("layers").open = false; $("layers").firstElementChild.focus(); } else choose(null); draw(); return; }
  if (typing || (e.key === " " && e.target.matches("button, summary, input"))) return;
  const zoom = (f) => { camera.mile *= f; draw(); };
  const act = {
    " ": () => play(!playing), "[": () => step_incident(-1), "]": () => step_incident(1), ",": () => seek(time - 1), ".": () => seek(time + 1),
    "+": () => zoom(0.7), "=": () => zoom(0.7), "-": () => zoom(1 / 0.7), 0: fit, "/": () => $("find").focus(),
  }[e.key];
  if (act) { e.preventDefault(); act(); }
}

// Side by side or one above the other, whichever leaves the sea larger.
function arrange() {
  const box = $("panes"), [x0, y0, x1, y1] = runs[0].window, w = box.clientWidth, h = box.clientHeight, n = views.filter((view) => !view.pane.hidden).length;
  const size = (a, b) => Math.min(a / (x1 - x0), b / (y1 - y0));
  box.classList.toggle("over", size(w, h / n) > size(w / n, h));
}

function part() {
  const found = $("parting");
  if (!found) return;
  const b = $("part"), at = parseFloat(found.dataset.at);
  b.hidden = false;
  b.disabled = !found.dataset.who;
  b.textContent = found.dataset.who ? `where they part: ${runs[0].clock(at, true)}` : "the two never part";
  b.onclick = () => {
    const run = runs.find((one) => one.index.has(found.dataset.who)), p = run.truth.at(run.index.get(found.dataset.who), Math.round(at * run.ticks));
    if (p) { camera.x = p.x; camera.y = p.y; }
    choose({ name: found.dataset.who });
    seek(at);
  };
}

async function main() {
  if (!document.createElement("canvas").getContext("2d")) throw new Error("this browser draws on no canvas");
  root.dataset.scripted = "yes";
  for (let k = 0; document.querySelector(`script[data-block="${k} head"]`); k++) runs.push(await Run.load(k));
  fill(); relist();
  const two = runs.length > 1 || runs[0].holders.length > 0, first = ["0|", runs.length > 1 ? "1|" : `0|${runs[0].holders[0]}`];
  $("beside").hidden = !two;
  for (const [k, id] of ["left", "right"].slice(0, two ? 2 : 1).entries()) {
    const view = new View(element("div", undefined, $("panes"), "pane"), id);
    views.push(view);
    $(id).value = first[k];
    await look(view, first[k]);
    $(id).onchange = () => look(view, $(id).value);
    steer(view, draw, clicked);
  }
  draw_key(); wire(); arrange(); part(); fit();
  if (views[0].flat) $("which").textContent += " (drawn without WebGL 2: slower, no trails)";
  const asked = new URLSearchParams(location.hash.slice(1)), from = parseFloat(asked.get("t"));
  seek(Number.isFinite(from) ? from : runs[0].measured[0]);
  if (asked.has("find")) find(asked.get("find"));
  paint();
  root.dataset.ready = "yes";
}

main().catch((e) => {
  delete root.dataset.scripted;
  $("fault").textContent = `This run cannot be played here: ${e.message}. This is what there is to say of it.`;
  throw e;
});
