// Second-order moments of every object of a box (of its inertia and equivalent ellipsoid), in voxels from the volume's
// corner. Fields of the table, each of `ids` words and added to from zero: 0 count; then pairs of words (low, high): 1
// Σ x, 3 Σ y, 5 Σ z, 7 Σ xx, 9 Σ yy, 11 Σ zz, 13 Σ xy, 15 Σ xz, 17 Σ yz. Indices must be below 65,536.
#import grid
#import wide
#import object_slots
struct Params {
  task: Grid, labels: Grid,
  // Rows of the table: ids from 0 on.
  ids: u32,
}
@group(0) @binding(0) var<storage, read>       labels: array<u32>;
@group(0) @binding(1) var<storage, read_write> table: array<atomic<u32>>;
@group(0) @binding(2) var<uniform>             params: Params;

const WIDTH = 64u;
// Voxels of the block that a workgroup owns.
const BLOCK = vec3u(32u, 16u, 16u); // export MOMENTS_BLOCK
// Count, Σ x, Σ y, Σ z, Σ xx, Σ yy, Σ zz, Σ xy, Σ xz, Σ yz: in a block of 8,192 voxels all fit a word.
const FIELDS = 10u;

var<workgroup> slots: array<atomic<u32>, 640>;

// Adds to a sum of two words; whoever overflows the low one carries.
fn add_long(field: u32, id: u32, value: vec2u) {
  let at = field * params.ids + id;
  let before = atomicAdd(&table[at], value.x);
  let carried = value.y + select(0u, 1u, before + value.x < before);
  if (carried != 0u) { atomicAdd(&table[at + params.ids], carried); }
}

// Σ (c + u)(d + v) over n voxels from Σ u, Σ v and Σ uv.
fn shifted(n: u32, c: u32, d: u32, u: u32, v: u32, uv: u32) -> vec2u {
  return add_wide(add_wide(multiply_wide(c, n * d + v), multiply_wide(d, u)), vec2u(uv, 0u));
}

// Passes the moments of one object about a block's corner on to the table, about the volume's.
fn add_to_table(id: u32, c: vec3u, m: array<u32, 10>) {
  let n = m[0];
  atomicAdd(&table[id], n);
  add_long(1u, id, add_wide(multiply_wide(n, c.x), vec2u(m[1], 0u)));
  add_long(3u, id, add_wide(multiply_wide(n, c.y), vec2u(m[2], 0u)));
  add_long(5u, id, add_wide(multiply_wide(n, c.z), vec2u(m[3], 0u)));
  add_long(7u, id, shifted(n, c.x, c.x, m[1], m[1], m[4]));
  add_long(9u, id, shifted(n, c.y, c.y, m[2], m[2], m[5]));
  add_long(11u, id, shifted(n, c.z, c.z, m[3], m[3], m[6]));
  add_long(13u, id, shifted(n, c.x, c.y, m[1], m[2], m[7]));
  add_long(15u, id, shifted(n, c.x, c.z, m[1], m[3], m[8]));
  add_long(17u, id, shifted(n, c.y, c.z, m[2], m[3], m[9]));
}

fn pass_on(id: u32, m: array<u32, 10>, corner: vec3u) {
  if (id >= params.ids) { return; }
  let slot = slot_of(id);
  if (slot == NONE) {
    add_to_table(id, corner, m);
    return;
  }
  var sums = m;
  for (var k = 0u; k < FIELDS; k++) { atomicAdd(&slots[slot * FIELDS + k], sums[k]); }
}

// Σ k² for k = 0 … m.
fn squares_to(m: u32) -> u32 {
  return m * (m + 1u) * (2u * m + 1u) / 6u;
}

// A workgroup owns a block of 32 × 16 × 16 voxels, an invocation four rows of it. Each gathers one object at a time in
// registers, across rows, and passes it on when another begins; the workgroup collects objects in a hash table
// and adds each to the table in memory once.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let blocks = (params.task.size + BLOCK - vec3u(1u)) / BLOCK;
  let block = flat_index(wid, count, 0u, 1u);
  let block_row = block / blocks.x;
  let corner = params.task.origin
    + BLOCK * vec3u(block - block_row * blocks.x, block_row % blocks.y, block_row / blocks.y);
  let end = params.task.origin + params.task.size;
  let y = lid & 15u;
  var held = 0u;
  var m = array<u32, 10>();
  for (var r = 0u; r < 4u; r++) {
    let z = (lid >> 4u) * 4u + r;
    let p = corner + vec3u(0u, y, z);
    if (any(p >= end)) { continue; }
    let lanes = min(32u, end.x - p.x);
    let at = word_index(params.labels, p, 0u);
    var x = 0u;
    while (x < lanes) {
      let id = labels[at + x];
      let start = x;
      x++;
      while (x < lanes && labels[at + x] == id) { x++; }
      if (id == 0u) { continue; }
      if (id != held) {
        if (held != 0u) { pass_on(held, m, corner); }
        m = array<u32, 10>();
        held = id;
      }
      let n = x - start;
      let sum = n * (start + x - 1u) / 2u;
      var below = 0u;
      if (start > 0u) { below = squares_to(start - 1u); }
      m[0] += n;
      m[1] += sum;
      m[2] += n * y;
      m[3] += n * z;
      m[4] += squares_to(x - 1u) - below;
      m[5] += n * y * y;
      m[6] += n * z * z;
      m[7] += sum * y;
      m[8] += sum * z;
      m[9] += n * y * z;
    }
  }
  if (held != 0u) { pass_on(held, m, corner); }
  workgroupBarrier();
  for (var i = lid; i < atomicLoad(&taken_slots); i += WIDTH) {
    let slot = taken[i];
    for (var k = 0u; k < FIELDS; k++) { m[k] = atomicLoad(&slots[slot * FIELDS + k]); }
    add_to_table(atomicLoad(&slot_ids[slot]), corner, m);
  }
}
