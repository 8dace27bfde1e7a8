// Sums of probabilities over cubes of voxels, in whole steps of 2⁻²⁴: of each cell six words, Σ p and Σ min(p, 1 − p)
// (lower and upper word of each), the voxels counted, and those whose value is no probability.
#import source_voxel
struct Params {
  src: Grid, within: Grid,
  // The cells of a brick: the first one, how many, and their edge along each axis, in voxels.
  first: vec3u,
  cells: vec3u,
  edge: vec3u,
}
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       within: array<u32>;
@group(0) @binding(2) var<storage, read_write> sums: array<u32>; // write
@group(0) @binding(3) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override HAS_WITHIN: u32;

const STEPS = 16777216.0; // 2²⁴
const WORDS = 6u; // export PROBABILITY_CELL_WORDS

fn is_counted(p: vec3u) -> bool {
  if (HAS_WITHIN == 0u) { return true; }
  return ((within[word_index(params.within, p, 5u)] >> (p.x & 31u)) & 1u) == 1u;
}

// One invocation owns one cell, which ends with the volume.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let cell = flat_index(wid, count, lid, 64u);
  if (cell >= params.cells.x * params.cells.y * params.cells.z) { return; }
  let row = cell / params.cells.x;
  let place = vec3u(cell - row * params.cells.x, row % params.cells.y, row / params.cells.y);
  let low = (params.first + place) * params.edge;
  let end = min(low + params.edge, params.src.volume_size);
  var sum = vec2u();
  var unsure = vec2u();
  var counted = 0u;
  var odd = 0u;
  for (var z = low.z; z < end.z; z++) {
    for (var y = low.y; y < end.y; y++) {
      for (var x = low.x; x < end.x; x++) {
        let p = vec3u(x, y, z);
        if (!is_counted(p)) { continue; }
        let raw = raw_at(p);
        let value = raw_to_f32(raw, SRC_DTYPE);
        // Of floats the bits order those from 0 to 1, and set NaN apart; −0 is 0.
        let bits = select(bitcast<u32>(value), 0u, (bitcast<u32>(value) & 0x7fffffffu) == 0u);
        if (bits > 0x3f800000u) { odd++; continue; }
        let steps = u32(value * STEPS);
        let doubt = min(steps, u32(STEPS) - steps);
        sum.x += steps;
        sum.y += u32(sum.x < steps);
        unsure.x += doubt;
        unsure.y += u32(unsure.x < doubt);
        counted++;
      }
    }
  }
  let at = cell * WORDS;
  sums[at] = sum.x;
  sums[at + 1u] = sum.y;
  sums[at + 2u] = unsure.x;
  sums[at + 3u] = unsure.y;
  sums[at + 4u] = counted;
  sums[at + 5u] = odd;
}
