// Symbols, one for each kind, told apart by shape and by colour; and who draws them: the graphics processor, or a 2D
// canvas where there is no WebGL 2.
const KINDS = [
  { name: "merchant", plural: "merchant ships", shape: "M6 2.6a3.4 3.4 0 1 0 .01 0z", light: "#66727d", dark: "#94a3b0", size: 6 },
  { name: "dhow or fisher", plural: "dhows and fishers", shape: "M6 1.5a4.5 4.5 0 1 0 .01 0zm0 2a2.5 2.5 0 1 1-.01 0z", light: "#7d6608", dark: "#cdb850", size: 6 },
  { name: "warship", plural: "warships", shape: "M6 0L10.4 11.5 6 9 1.6 11.5z", light: "#005fa3", dark: "#5db8f5", size: 15 },
  { name: "aircraft", plural: "aircraft", shape: "M4.9 0h2.2v4.2h4.6v2.4H7.1V12H4.9V6.6H.3V4.2h4.6z", light: "#005fa3", dark: "#5db8f5", size: 12 },
  { name: "boat of a warship", plural: "boats of warships", shape: "M6 1L9.4 11H2.6z", light: "#005fa3", dark: "#5db8f5", size: 9 },
  { name: "pirate group", plural: "pirate groups", shape: "M1.5 1.5h9v9h-9z", light: "#c24a00", dark: "#ff9a57", size: 11 },
  { name: "pirates' skiff", plural: "pirates' skiffs", shape: "M1.5 1.5h9v9h-9z", light: "#c24a00", dark: "#ff9a57", size: 7 },
  { name: "smuggler", plural: "smugglers", shape: "M.6 1.6h10.8L6 11.2z", light: "#a02c72", dark: "#f09acb", size: 12 },
  { name: "attacker", plural: "attackers", shape: "M2.2 .6L6 4.3 9.8.6 11.4 2.2 7.7 6l3.7 3.8-1.6 1.6L6 7.7l-3.8 3.7L.6 9.8 4.3 6 .6 2.2z", light: "#a02c72", dark: "#f09acb", size: 13 },
  { name: "track", plural: "tracks", shape: "M6 .3L11.7 6 6 11.7.3 6zm0 2.6L2.9 6 6 9.1 9.1 6z", light: "#00705a", dark: "#45cfa6", size: 13 },
];
const dark = matchMedia("(prefers-color-scheme: dark)"), root = document.documentElement;
const on_dark = () => dark.matches && !root.classList.contains("paper");  // paper is light
const tint = (kind) => KINDS[kind][on_dark() ? "dark" : "light"];
const rgb = (hex) => [1, 3, 5].map((k) => parseInt(hex.slice(k, k + 2), 16) / 255);
const ink = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const turns = (kind) => kind === 2 || kind === 3 || kind === 4;
const WIDE = 2048, TRAIL = 24;

// Everything is a function of the instant: each vertex looks for its own two way-points. The camera is taken off while
// numbers are whole, so nothing trembles at any zoom.
const AT = `#version 300 es
precision highp float; precision highp int; precision highp isampler2D;
uniform isampler2D ways; uniform int now; uniform ivec2 eye; uniform vec2 scale; uniform float ratio; uniform uint shown;
const vec4 AWAY = vec4(2.0, 2.0, 2.0, 1.0);
ivec4 way(int k) { return texelFetch(ways, ivec2(k & ${WIDE - 1}, k >> 11), 0); }
bool find(uvec2 span, int t, out vec2 p, out vec2 course, out int mark, out float w) {
  int lo = int(span.x), hi = lo + int(span.y) - 1;
  if (span.y < 2u || t < way(lo).x || t > way(hi).x) return false;
  while (hi - lo > 1) { int m = (lo + hi) >> 1; if (way(m).x <= t) lo = m; else hi = m; }
  ivec4 a = way(lo), b = way(hi);
  if (a.w < 0) return false;
  float f = b.x > a.x ? float(t - a.x) / float(b.x - a.x) : 0.0;
  course = vec2(b.yz - a.yz); mark = a.w;
  p = (vec2(a.yz - eye) + f * course) * scale;
  int from = a.w & 65535, to = b.w < 0 ? from : b.w & 65535;
  w = mix(float(from), float(to), f);
  return true;
}`;
const POINT = `${AT}
layout(location=0) in uvec2 span; layout(location=1) in uvec2 what;
uniform float sizes[10]; uniform int nation;
flat out uint kind; flat out vec2 turn; flat out int said; flat out float faint;
void main() {
  vec2 p, c; float w; int mark = 0; kind = what.x;
  bool there = (shown >> kind & 1u) == 1u && find(span, now, p, c, mark, w);
  gl_Position = there ? vec4(p, 0.0, 1.0) : AWAY;
  float l = length(c); turn = l > 0.0 ? c / l : vec2(0.0, 1.0); said = mark;
  faint = kind >= 2u && kind <= 4u && nation >= 0 && int(what.y) != nation ? 0.25 : 1.0;
  gl_PointSize = sizes[kind] * ratio;
}`;
const SYMBOL = `#version 300 es
precision highp float; precision highp int;
flat in uint kind; flat in vec2 turn; flat in int said; flat in float faint; out vec4 colour; uniform vec3 tints[10]; uniform float sizes[10]; uniform float ratio;
float box(vec2 q, vec2 b) { vec2 d = abs(q) - b; return max(d.x, d.y); }
void main() {
  vec2 q = (gl_PointCoord - 0.5) * vec2(2.0, -2.0);
  vec2 r = vec2(turn.y * q.x - turn.x * q.y, dot(q, turn));
  vec3 t = tints[kind]; float d;
  if (kind == 0u) d = length(q) - 0.85;
  else if (kind == 1u) d = abs(length(q) - 0.66) - 0.22;
  else if (kind == 2u) d = max(abs(r.x) * 1.25 + r.y * 0.5 - 0.5, -r.y - 0.9 + (0.4 - min(abs(r.x), 0.4)));
  else if (kind == 3u) d = min(box(r, vec2(0.2, 0.98)), box(r - vec2(0.0, 0.2), vec2(0.95, 0.2)));
  else if (kind == 4u) d = max(abs(r.x) * 1.2 + r.y * 0.45 - 0.45, -r.y - 0.85);
  else if (kind == 5u || kind == 6u) d = box(q, vec2(0.8));
  else if (kind == 7u) d = max(abs(q.x) - q.y * 0.55 - 0.42, q.y - 0.75);
  else if (kind == 8u) { vec2 s = vec2(q.x + q.y, q.x - q.y) * 0.7071; d = min(box(s, vec2(0.95, 0.22)), box(s, vec2(0.22, 0.95))); }
  else {
    bool bad = (said & ${SUSPECT}) != 0;
    float edge = abs(q.x) + abs(q.y) - 0.95;
    d = bad ? edge : max(edge, -edge - 0.34);
    t = bad ? tints[5] : (said & ${HARMLESS}) != 0 ? tints[0] : t;
  }
  float soft = 2.2 / (sizes[kind] * ratio), a = (1.0 - smoothstep(-soft, 0.0, d)) * faint;
  if (a <= 0.0) discard;
  colour = vec4(t * a, a);
}`;
// Most vessels are merchant ships and fishers: for them a shader without the other shapes.
const DOT = `#version 300 es
precision mediump float; precision highp int;
flat in uint kind; flat in vec2 turn; flat in int said; flat in float faint; out vec4 colour; uniform vec3 tints[10];
void main() {
  vec2 q = gl_PointCoord * 2.0 - 1.0;
  float d = dot(q, q), a = clamp((0.72 - d) * 3.0 + 0.5, 0.0, 1.0);
  if (kind == 1u) a = min(a, clamp((d - 0.2) * 3.0 + 0.5, 0.0, 1.0));
  colour = vec4(tints[kind] * a, a);
}`;
const DISC = `${AT}
layout(location=0) in uvec2 span; layout(location=1) in uvec2 what; layout(location=2) in float radius;
uniform int nation; flat out uint kind; out vec2 q;
void main() {
  vec2 p, c; float w; int mark; kind = what.x;
  bool own = nation < 0 || kind == 9u || int(what.y) == nation;
  if (radius == 0.0 || !own || (shown >> kind & 1u) == 0u || !find(span, now, p, c, mark, w)) { gl_Position = AWAY; return; }
  q = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0 - 1.0;
  gl_Position = vec4(p + q * (radius < 0.0 ? -radius * w : radius) * scale, 0.0, 1.0);
}`;
const RING = `#version 300 es
precision highp float; precision highp int; flat in uint kind; in vec2 q; out vec4 colour; uniform vec3 tints[10];
void main() { float d = length(q); if (d > 1.0) discard; float a = d > 1.0 - 2.0 * fwidth(d) ? 0.55 : 0.07; colour = vec4(tints[kind] * a, a); }`;
const PATH = `${AT}
layout(location=0) in uvec2 span; layout(location=1) in uvec2 what; uniform int step; flat out uint kind; out float old;
void main() {
  vec2 p, c, p2; float w; int mark; kind = what.x;
  int j = (gl_VertexID + 1) >> 1, k = (gl_VertexID & 1) == 0 ? j + 1 : j - 1;
  bool there = kind >= 2u && (shown >> kind & 1u) == 1u && find(span, now - step * k, p2, c, mark, w) && find(span, now - step * j, p, c, mark, w);
  old = float(j) / ${TRAIL}.0;
  gl_Position = there ? vec4(p, 0.0, 1.0) : AWAY;
}`;
const FADE = `#version 300 es
precision highp float; precision highp int; flat in uint kind; in float old; out vec4 colour; uniform vec3 tints[10];
void main() { float a = 0.75 * (1.0 - 0.8 * old); colour = vec4(tints[kind] * a, a); }`;

class Graphics {
  static on(canvas) {
    const gl = canvas.getContext("webgl2", { antialias: false, premultipliedAlpha: true, preserveDrawingBuffer: true });
    return gl ? new Graphics(gl) : null;
  }

  constructor(gl) {
    this.gl = gl;
    [this.spots, this.points, this.rings, this.paths] = [[POINT, DOT], [POINT, SYMBOL], [DISC, RING], [PATH, FADE]].map((pair) => this.program(pair));
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  }

  program(pair) {
    const { gl } = this, made = gl.createProgram();
    pair.forEach((source, k) => {
      const shader = gl.createShader(k ? gl.FRAGMENT_SHADER : gl.VERTEX_SHADER);
      gl.shaderSource(shader, source); gl.compileShader(shader); gl.attachShader(made, shader);
    });
    gl.linkProgram(made);
    if (!gl.getProgramParameter(made, gl.LINK_STATUS)) throw new Error(gl.getProgramInfoLog(made) || "a shader does not compile");
    const at = {};
    for (let k = gl.getProgramParameter(made, gl.ACTIVE_UNIFORMS); k--;) {
      const name = gl.getActiveUniform(made, k).name.replace("[0]", "");
      at[name] = gl.getUniformLocation(made, name);
    }
    return { made, at };
  }

  show(picture, radii) {
    const { gl } = this, n = picture.count.length, [t, x, y, mark] = picture.ways, rows = Math.max(Math.ceil(t.length / WIDE), 1);
    this.picture = picture; this.n = n;
    const cells = new Int32Array(4 * WIDE * rows);
    for (let k = 0; k < t.length; k++) { cells[4 * k] = t[k]; cells[4 * k + 1] = x[k]; cells[4 * k + 2] = y[k]; cells[4 * k + 3] = mark[k]; }
    gl.deleteTexture(this.texture ?? null);
    gl.bindTexture(gl.TEXTURE_2D, this.texture = gl.createTexture());
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA32I, WIDE, rows, 0, gl.RGBA_INTEGER, gl.INT, cells);
    for (const side of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D, side, gl.NEAREST);
    const { nation } = picture.run.vessels, none = new Array(n).fill(0);
    const of = (few) => [...none.keys()].filter((k) => picture.kind[k] < 2 === few);
    this.dots = this.set(this.dots, of(true), picture, nation, none.slice(0, of(true).length));
    this.others = this.set(this.others, of(false), picture, nation, none.slice(0, of(false).length));
    this.reach(radii);
  }

  // Only those with a disc have a place among the discs.
  reach(radii) {
    const { picture } = this, { nation } = picture.run.vessels, ringed = [...radii.keys()].filter((k) => radii[k]);
    this.discs = this.set(this.discs, ringed, picture, nation, ringed.map((k) => radii[k]));
  }

  // Where the way-points of some series lie, what they are, and their radius.
  set(old, some, picture, nation, radii) {
    const spans = new Uint32Array(2 * some.length), what = new Int32Array(2 * some.length);
    some.forEach((k, j) => { spans.set([picture.first[k], picture.count[k]], 2 * j); what.set([picture.kind[k], nation[picture.vessel[k]] ?? -1], 2 * j); });
    return { n: some.length, spans: this.buffer(old?.spans, spans), what: this.buffer(old?.what, what), radius: this.buffer(old?.radius, Float32Array.from(radii)) };
  }

  buffer(old, values) {
    const { gl } = this;
    gl.deleteBuffer(old ?? null);
    const made = gl.createBuffer();
    gl.bindBuffer(gl.ARRAY_BUFFER, made); gl.bufferData(gl.ARRAY_BUFFER, values, gl.STATIC_DRAW);
    return made;
  }

  use({ made, at }, now, each, set, more = {}) {
    const { gl, picture: { run: { cell } } } = this, { width, height } = gl.canvas, per = 2 * this.ratio / (camera.mile * cell);
    gl.useProgram(made);
    gl.uniform1i(at.ways, 0); gl.uniform1i(at.now, now);
    gl.uniform2i(at.eye, Math.round(camera.x * cell), Math.round(camera.y * cell));
    gl.uniform2f(at.scale, per / width, per / height);
    gl.uniform1ui(at.shown, this.shown); gl.uniform1f(at.ratio, this.ratio); gl.uniform1i(at.nation, this.nation);
    gl.uniform3fv(at.tints, KINDS.flatMap((_, k) => rgb(tint(k)))); gl.uniform1fv(at.sizes, KINDS.map((k) => k.size));
    for (const [name, value] of Object.entries(more)) gl.uniform1i(at[name], value);
    gl.bindBuffer(gl.ARRAY_BUFFER, set.spans); gl.enableVertexAttribArray(0); gl.vertexAttribIPointer(0, 2, gl.UNSIGNED_INT, 0, 0); gl.vertexAttribDivisor(0, each);
    gl.bindBuffer(gl.ARRAY_BUFFER, set.what); gl.enableVertexAttribArray(1); gl.vertexAttribIPointer(1, 2, gl.UNSIGNED_INT, 0, 0); gl.vertexAttribDivisor(1, each);
    gl.bindBuffer(gl.ARRAY_BUFFER, set.radius); gl.enableVertexAttribArray(2); gl.vertexAttribPointer(2, 1, gl.FLOAT, false, 0, 0); gl.vertexAttribDivisor(2, each);
  }

  draw(now, { ratio, shown, nation, discs, trail }) {
    const { gl } = this;
    Object.assign(this, { ratio, shown, nation });
    gl.viewport(0, 0, gl.canvas.width, gl.canvas.height);
    gl.clearColor(0, 0, 0, 0); gl.clear(gl.COLOR_BUFFER_BIT);
    gl.bindTexture(gl.TEXTURE_2D, this.texture);
    if (discs && this.discs.n) { this.use(this.rings, now, 1, this.discs); gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, this.discs.n); }
    if (trail && this.others.n) { this.use(this.paths, now, 1, this.others, { step: Math.round(trail * this.picture.run.ticks / TRAIL) }); gl.drawArraysInstanced(gl.LINES, 0, 2 * TRAIL, this.others.n); }
    if (this.dots.n) { this.use(this.spots, now, 0, this.dots); gl.drawArrays(gl.POINTS, 0, this.dots.n); }
    if (this.others.n) { this.use(this.points, now, 0, this.others); gl.drawArrays(gl.POINTS, 0, this.others.n); }
  }
}

// The same by the processor: slower, and without trails.
class Flat {
  constructor(canvas) { this.canvas = canvas; this.c = canvas.getContext("2d"); this.paths = KINDS.map((k) => new Path2D(k.shape)); }
  show(picture, radii) { this.picture = picture; this.radii = radii; }
  reach(radii) { this.radii = radii; }
  draw(now, { ratio, shown, nation, discs }) {
    const { c, canvas, picture } = this, mile = camera.mile, w = canvas.width / ratio, h = canvas.height / ratio;
    c.setTransform(ratio, 0, 0, ratio, 0, 0); c.clearRect(0, 0, w, h);
    for (let k = 0; k < picture.count.length; k++) {
      const kind = picture.kind[k], p = shown >> kind & 1 ? picture.at(k, now) : null;
      if (!p) continue;
      const x = (p.x - camera.x) / mile + w / 2, y = h / 2 - (p.y - camera.y) / mile, own = kind === TRACK || nation < 0 || picture.run.vessels.nation[picture.vessel[k]] === nation;
      if (discs && this.radii[k] && own) {
        const r = (this.radii[k] < 0 ? 2 * picture.error(k, now) : this.radii[k] / picture.run.cell) / mile;
        c.globalAlpha = 0.55; c.strokeStyle = tint(kind); c.beginPath(); c.arc(x, y, r, 0, 7); c.stroke();
      }
      if (x < -20 || y < -20 || x > w + 20 || y > h + 20) continue;
      c.save(); c.translate(x, y); if (turns(kind)) c.rotate(Math.atan2(p.vx, p.vy));
      const s = KINDS[kind].size / 12; c.scale(s, s); c.translate(-6, -6);
      c.globalAlpha = kind >= 2 && kind <= 4 && !own ? 0.25 : 1;
      c.fillStyle = kind === TRACK && p.mark & SUSPECT ? tint(5) : tint(kind); c.fill(this.paths[kind], "evenodd"); c.restore();
    }
    c.globalAlpha = 1;
  }
}
