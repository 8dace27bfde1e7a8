// Counts the 256 configurations of 2×2×2 voxels (as of marching cubes) in a mask, from which surfaces, mean breadth and
// the Euler number follow. Cells are those with lower corners `first` … `end` (voxels + 1, so that 0 is a corner one
// voxel outside). What lies beyond the volume is background. HAS_WITHIN 1 counts cells of which all voxels lie in that
// mask.
#import cell_rows
struct Params { src: Grid, within: Grid, first: vec3u, end: vec3u }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       within: array<u32>;
@group(0) @binding(2) var<storage, read_write> counts: array<atomic<u32>>;
@group(0) @binding(3) var<uniform>             params: Params;
override HAS_WITHIN: u32;

// The word of the region's row (y, z) that starts at x, a multiple of 32.
fn within_word(x: i32, y: i32, z: i32) -> u32 {
  let p = vec3i(x, y, z);
  if (any(p < vec3i(params.within.origin))) { return 0u; }
  if (any(p >= vec3i(params.within.origin + params.within.size))) { return 0u; }
  return within[word_index(params.within, vec3u(p), 5u)];
}

// Which of 32 cells lie in the region with all their voxels.
fn cells_within(x: i32, y: i32, z: i32) -> u32 {
  let all = within_word(x, y, z) & within_word(x, y + 1, z) & within_word(x, y, z + 1) & within_word(x, y + 1, z + 1);
  let next = within_word(x + 32, y, z) & within_word(x + 32, y + 1, z) & within_word(x + 32, y, z + 1)
    & within_word(x + 32, y + 1, z + 1);
  return all & ((all >> 1u) | (next << 31u));
}

const WIDTH = 64u;
var<workgroup> group: array<atomic<u32>, 256>;

// An invocation takes rows of 32 cells as far apart as there are invocations. Cells that are all of one kind are
// counted by their bits; only those that the surface crosses one by one.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  for (var i = lid; i < 256u; i += WIDTH) { atomicStore(&group[i], 0u); }
  workgroupBarrier();
  // Lower corners count from one voxel outside; words start at multiples of 32 voxels.
  let first_word = i32(params.first.x + 31u) / 32 - 1;
  let words = u32((i32(params.end.x) - 2 + 32) / 32 - first_word);
  let extent = vec3u(words, params.end.yz - params.first.yz);
  let total = extent.x * extent.y * extent.z;
  let stride = count.x * count.y * WIDTH;
  var full = 0u;
  var empty = 0u;
  for (var task = flat_index(wid, count, lid, WIDTH); task < total; task += stride) {
    let row = task / extent.x;
    let x = (i32(task - row * extent.x) + first_word) * 32;
    let y = i32(row % extent.y + params.first.y) - 1;
    let z = i32(row / extent.y + params.first.z) - 1;
    let begin = u32(clamp(i32(params.first.x) - 1 - x, 0, 32));
    let stop = u32(clamp(i32(params.end.x) - 1 - x, 0, 32));
    if (stop <= begin) { continue; }
    var valid = (0xffffffffu >> (32u - (stop - begin))) << begin;
    if (HAS_WITHIN == 1u) { valid &= cells_within(x, y, z); }
    let cells = cells_at(x, y, z);
    let both = cells.low & cells.high;
    let either = cells.low | cells.high;
    let inside = both.x & both.y & both.z & both.w & valid;
    let touched = (either.x | either.y | either.z | either.w) & valid;
    full += countOneBits(inside);
    empty += countOneBits(valid & ~touched);
    var mixed = touched & ~inside;
    while (mixed != 0u) {
      let lane = countTrailingZeros(mixed);
      mixed &= mixed - 1u;
      atomicAdd(&group[cell_code(cells, lane)], 1u);
    }
  }
  if (full > 0u) { atomicAdd(&group[255], full); }
  if (empty > 0u) { atomicAdd(&group[0], empty); }
  workgroupBarrier();
  for (var i = lid; i < 256u; i += WIDTH) {
    let n = atomicLoad(&group[i]);
    if (n > 0u) { atomicAdd(&counts[i], n); }
  }
}
