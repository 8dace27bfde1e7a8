// Writes src/kernels/filters/rank5.wgsl and rank7.wgsl: ranks of 5³ and 7³ windows, selected on bit
// planes, 24 voxels at a time. Run after a change:  node scripts/make-rank-select.mjs
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './find-tools.mjs';

/** @param {number} n @param {(i: number) => string} f @param {string} [between] */
const list = (n, f, between = ', ') => Array.from({ length: n }, (_, i) => f(i)).join(between);

/**
 * The row's word shifted so that each voxel meets its neighbour at distance d.
 * @param {number} d
 */
const shifted = (d) =>
  d === 0 ? 'word' : d > 0 ? `(word >> ${String(d)}u)` : `(word << ${String(-d)}u)`;

/** @param {5 | 7} size */
function selection(size) {
  const radius = (size - 1) / 2;
  const digits = Math.ceil(Math.log2(size ** 3 + 1));
  const rows = size * size;
  const unmatched = (/** @type {number} */ i) => `(row.m${String(i)} & ~${shifted(i - radius)})`;
  const sums =
    size === 7
      ? `  let p = full_sum(${list(3, unmatched)});
  let q = full_sum(${list(3, (i) => unmatched(i + 3))});
  let r = full_sum(p.x, q.x, ${unmatched(6)});
  let s = full_sum(p.y, q.y, r.y);
  return vec3u(r.x, s);`
      : `  let p = full_sum(${list(3, unmatched)});
  let q = full_sum(p.x, ${list(2, (i) => unmatched(i + 3))});
  return vec3u(q.x, p.y ^ q.y, p.y & q.y);`;
  return `// Rank filter of ${list(3, () => String(size), '×')} windows by radix selection on bit planes, 24 voxels per invocation.

// Made by scripts/make-rank-select.mjs: change that.
#import grid
#import voxel
#import median_key
struct Params { dst: Grid, first_slice: u32, slices: u32, groups: u32, rows: u32, rank: u32 }
@group(0) @binding(0) var<storage, read>       planes: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(2) var<uniform>             params: Params;
override DTYPE: u32;

// Bit j of every word belongs to voxel j − 4 of the group. Of a window's row, whether each of its
// ${String(size)} elements may still be sought: so far it has the bits found.
struct Row { ${list(size, (i) => `m${String(i)}: u32`)} }

// Numbers of ${String(digits)} bits, one per voxel: word k holds bit k of each.
struct Number { ${list(digits, (i) => `d${String(i)}: u32`)} }

// Sum and carry of three bits.
fn full_sum(a: u32, b: u32, c: u32) -> vec2u {
  let ab = a ^ b;
  return vec2u(ab ^ c, (a & b) | (ab & c));
}

// How many candidates of a row have a zero in a bit plane: bits 0, 1, 2 of the count.
fn zeros(row: Row, word: u32) -> vec3u {
${sums}
}

fn add(n: Number, bits: vec3u) -> Number {
  let c0 = n.d0 & bits.x;
  let s1 = full_sum(n.d1, bits.y, c0);
  let s2 = full_sum(n.d2, bits.z, s1.y);
${list(digits - 3, (i) => `  let c${String(i + 3)} = n.d${String(i + 3)} & ${i === 0 ? 's2.y' : `c${String(i + 2)}`};`, '\n')}
  return Number(n.d0 ^ bits.x, s1.x, s2.x, ${list(digits - 3, (i) => `n.d${String(i + 3)} ^ ${i === 0 ? 's2.y' : `c${String(i + 2)}`}`)});
}

// Candidates that have the bit found.
fn keep(row: Row, word: u32, bit: u32) -> Row {
  return Row(${list(size, (i) => `row.m${String(i)} & ~(${shifted(i - radius)} ^ bit)`, ',\n             ')});
}

// Stores up to four voxels of a row; \`room\` of them lie inside the region.
fn store_four(x: u32, line: u32, key: vec4u) {
  if (x >= params.dst.size.x) { return; }
  let shift = lane_shift(DTYPE);
  let room = params.dst.size.x - x;
  let words = words_of_four(key, room, DTYPE);
  let first = line + (x >> shift);
  dst[first] = words.x;
  if (shift < 2u && room > (1u << shift)) { dst[first + 1u] = words.y; }
  if (shift < 1u && room > 2u) { dst[first + 2u] = words.z; }
  if (shift < 1u && room > 3u) { dst[first + 3u] = words.w; }
}

// One invocation owns a group of 24 voxels of a row. From the highest bit down: of the candidates,
// those with a zero there are counted; if the rank among the candidates is below that count, the
// bit is zero, else it is one and the rank drops by the count. Counts are added up for all voxels
// at once.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  if (index >= params.groups * params.dst.size.y * params.slices) { return; }
  let group = index % params.groups;
  let y = (index / params.groups) % params.dst.size.y;
  let z = index / params.groups / params.dst.size.y;
  let bits = lane_bits(DTYPE);
  let row_step = bits * params.groups;
  let slice_step = params.rows * row_step;

${list(rows, (i) => `  var r${String(i)} = Row(${list(size, () => '~0u')});`, '\n')}
  var rank = Number(${list(digits, (i) => `0u - ((params.rank >> ${String(i)}u) & 1u)`)});
  let low = vec4u(0u, 1u, 2u, 3u);
  var k0 = vec4u(); var k1 = vec4u(); var k2 = vec4u(); var k3 = vec4u(); var k4 = vec4u(); var k5 = vec4u();
  for (var b = 0u; b < bits; b++) {
    let plane = bits - 1u - b;
    let first = z * slice_step + y * row_step + plane * params.groups + group;
${list(rows, (i) => `    let w${String(i)} = planes[first + ${String(Math.floor(i / size))}u * slice_step + ${String(i % size)}u * row_step];`, '\n')}
    var n = Number(${list(digits, () => '0u')});
${list(rows, (i) => `    n = add(n, zeros(r${String(i)}, w${String(i)}));`, '\n')}
    // rank − n by subtraction with a borrow: a borrow at the end says that the rank is below the
    // count.
    let b0 = ~rank.d0 & n.d0;
${list(
  digits - 1,
  (j) => {
    const i = j + 1;
    return `    let b${String(i)} = (~rank.d${String(i)} & n.d${String(i)}) | (~(rank.d${String(i)} ^ n.d${String(i)}) & b${String(i - 1)});`;
  },
  '\n',
)}
    let bit = ~b${String(digits - 1)};
    rank = Number(rank.d0 ^ (n.d0 & bit), ${list(digits - 1, (j) => `rank.d${String(j + 1)} ^ ((n.d${String(j + 1)} ^ b${String(j)}) & bit)`, ',\n                  ')});
${list(rows, (i) => `    r${String(i)} = keep(r${String(i)}, w${String(i)}, bit);`, '\n')}
    let at = vec4u(plane);
${list(6, (q) => `    k${String(q)} |= ((vec4u(bit) >> (low + ${String(4 * q + 4)}u)) & vec4u(1u)) << at;`, '\n')}
  }
  let x = 24u * group;
  let line = (z + params.first_slice) * params.dst.slice_words + y * params.dst.row_words;
${list(6, (q) => `  store_four(x + ${String(4 * q)}u, line, k${String(q)});`, '\n')}
}
`;
}

for (const size of /** @type {const} */ ([5, 7])) {
  writeFileSync(join(root, `src/kernels/filters/rank${String(size)}.wgsl`), selection(size));
}
