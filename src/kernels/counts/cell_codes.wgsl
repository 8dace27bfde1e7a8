// Counts the 256 configurations of 2×2×2 voxels (as of marching cubes) in a mask, from which surfaces, mean breadth and
// the Euler number follow. Cells are those with lower corners `first` … `end` (voxels + 1, so that 0 is a corner one
// voxel outside). What lies beyond the volume is background.
#import cell_rows
struct Params { src: Grid, first: vec3u, end: vec3u }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> counts: array<atomic<u32>>;
@group(0) @binding(2) var<uniform>             params: Params;

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
    let valid = (0xffffffffu >> (32u - (stop - begin))) << begin;
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
