"use strict";
// Blocks of the page: base64 of gzip; columns of whole numbers as differences with the sign folded in, bytes of one
// weight together (waypoints.py, packed).
const $ = (id) => document.getElementById(id);

async function bytes(name) {
  const text = atob(document.querySelector(`script[data-block="${CSS.escape(name)}"]`).textContent);
  const packed = Uint8Array.from(text, (c) => c.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function columns(name, n) {
  const b = await bytes(name), rows = b.length / 4 / n, found = [];
  for (let c = 0; c < n; c++) {
    const at = 4 * rows * c, column = new Int32Array(rows);
    let sum = 0;
    for (let k = 0; k < rows; k++) {
      const z = (b[at + k] | b[at + rows + k] << 8 | b[at + 2 * rows + k] << 16 | b[at + 3 * rows + k] << 24) >>> 0;
      column[k] = sum = (sum + (z >>> 1 ^ -(z & 1))) | 0;
    }
    found.push(column);
  }
  return found;
}

// How many of the sorted numbers are not above x.
function upTo(sorted, x) {
  let lo = 0, hi = sorted.length;
  while (lo < hi) { const m = (lo + hi) >> 1; if (sorted[m] <= x) lo = m + 1; else hi = m; }
  return lo;
}

const several = (n, one, more = `${one}s`) => `${n} ${n === 1 ? one : more}`;
const plain = (name) => name.replaceAll("_", " ");
