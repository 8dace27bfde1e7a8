// Writes src/kernels/median3_network.wgsl: the median of 3×3×3 windows for four neighbours along x
// and two along y, by a selection network. Run after a change:  node scripts/make-median-network.mjs
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './find-tools.mjs';

/**
 * A value of the network: an input, or the smaller or greater of two others.
 * @typedef {{ readonly text: string, readonly of: readonly Value[], name?: string }} Value
 */

/** @param {string} text @returns {Value} */
const input = (text) => ({ text, of: [], name: text });
/** @param {Value} a @param {Value} b @returns {Value} */
const least = (a, b) => ({ text: 'min', of: [a, b] });
/** @param {Value} a @param {Value} b @returns {Value} */
const greatest = (a, b) => ({ text: 'max', of: [a, b] });

/**
 * Batcher's odd-even merge of two sorted lists of any lengths.
 * @param {readonly Value[]} a
 * @param {readonly Value[]} b
 * @returns {Value[]}
 */
function merge(a, b) {
  if (a.length === 0 || b.length === 0) return [...a, ...b];
  const [a0, b0] = [a[0], b[0]];
  if (a.length === 1 && b.length === 1 && a0 && b0) return [least(a0, b0), greatest(a0, b0)];
  const even = merge(
    a.filter((_, i) => i % 2 === 0),
    b.filter((_, i) => i % 2 === 0),
  );
  const odd = merge(
    a.filter((_, i) => i % 2 === 1),
    b.filter((_, i) => i % 2 === 1),
  );
  const merged = even.slice(0, 1);
  for (let i = 0; i < odd.length || i + 1 < even.length; i++) {
    const [u, v] = [odd[i], even[i + 1]];
    if (u && v) merged.push(least(u, v), greatest(u, v));
    else if (u ?? v) merged.push(/** @type {Value} */ (u ?? v));
  }
  return merged;
}

/** @param {readonly Value[]} values @returns {Value[]} */
function sort(values) {
  if (values.length < 2) return [...values];
  const half = values.length >> 1;
  return merge(sort(values.slice(0, half)), sort(values.slice(half)));
}

/**
 * The element of rank `rank` (from 0) of two sorted lists together: the least over all splits of the
 * greatest element that the split takes.
 * @param {readonly Value[]} a
 * @param {readonly Value[]} b
 * @param {number} rank
 * @returns {Value}
 */
function select(a, b, rank) {
  /** @type {Value[]} */
  const tops = [];
  for (let fromA = 0; fromA <= rank + 1; fromA++) {
    const fromB = rank + 1 - fromA;
    if (fromA > a.length || fromB > b.length) continue;
    const [u, v] = [a[fromA - 1], b[fromB - 1]];
    if (u && v) tops.push(greatest(u, v));
    else if (u ?? v) tops.push(/** @type {Value} */ (u ?? v));
  }
  return tops.reduce(least);
}

// Six planes of 4×3 voxels (y, z), the three of each column sorted along z. Row 3 y + z of the voxels comes
// as r0 … r11. The windows of two neighbours along y share the middle two columns of a plane.
const lanes = ['before', 'own.x', 'own.y', 'own.z', 'own.w', 'after'];
const planes = lanes.map((lane) => {
  const [c0 = [], c1 = [], c2 = [], c3 = []] = [0, 1, 2, 3].map((y) =>
    sort([0, 1, 2].map((z) => input(`r${String(3 * y + z)}.${lane}`))),
  );
  const shared = merge(c1, c2);
  return [merge(shared, c0), merge(shared, c3)];
});

/**
 * The medians of four windows along x, from six sorted planes of nine values. A median is of rank 13 of
 * 27. Two neighbours share two planes; of these 18 values only ranks 4 to 13 can be it, and the 4 below
 * them are below it.
 * @param {readonly (readonly Value[])[]} sorted
 * @returns {Value[]}
 */
function medians([p0 = [], p1 = [], p2 = [], p3 = [], p4 = [], p5 = []]) {
  const left = merge(p1, p2).slice(4, 14);
  const right = merge(p3, p4).slice(4, 14);
  return [select(p0, left, 9), select(p3, left, 9), select(p2, right, 9), select(p5, right, 9)];
}
const outputs = [0, 1].map((row) => medians(planes.map((plane) => plane[row] ?? [])));

/** @type {string[]} */
const lines = [];
/** Writes a value after those that it needs; values that no median needs are never written. @param {Value} value @returns {string} */
function write(value) {
  if (value.name !== undefined) return value.name;
  const [a = '', b = ''] = value.of.map(write);
  value.name = `v${String(lines.length)}`;
  lines.push(`  let ${value.name} = ${value.text}(${a}, ${b});`);
  return value.name;
}
const [first, second] = outputs.map((row) => row.map(write).join(', '));
const rows = Array.from({ length: 12 }, (_, i) => `r${String(i)}: Row`).join(', ');

const wgsl = `// Made by scripts/make-median-network.mjs: change that.
// Six keys in a row: of the four voxels that are asked for, and of one on either side.
struct Row { before: u32, own: vec4u, after: u32 }

// Medians of the 3×3×3 windows of four neighbours along x, and of the four next to them along y.
struct Medians { first: vec4u, second: vec4u }

// The medians from rows 3 y + z of the 4×3 rows that the windows meet: ${String(lines.length)} minima and maxima.
fn medians_of_eight(${rows}) -> Medians {
${lines.join('\n')}
  return Medians(vec4u(${String(first)}),
                 vec4u(${String(second)}));
}
`;
writeFileSync(join(root, 'src/kernels/shared/median3_network.wgsl'), wgsl);
console.log(`${String(lines.length)} minima and maxima for eight voxels`);
