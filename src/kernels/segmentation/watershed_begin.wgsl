// Watershed by flooding: the geodesic steps of the voxels that markers and lower neighbours decide; lists the others,
// those on plateaus.
#import flood_rows
struct Params { grid: Grid, blocks: vec3u }
// Flood levels: heights that have been raised to the passes.
@group(0) @binding(0) var<storage, read>       heights: array<vec4u>;
@group(0) @binding(1) var<storage, read>       seeds: array<u32>;
@group(0) @binding(2) var<storage, read_write> steps: array<vec4u>; // write
// First half: the voxels whose steps are still to be found, as many as fit; and their number.
@group(0) @binding(3) var<storage, read_write> rest: array<u32>;
@group(0) @binding(4) var<storage, read_write> counts: array<atomic<u32>>;
@group(0) @binding(5) var<uniform>             params: Params;
override REACH: u32;

fn lower(row: Row, own: Eight, lowest: Eight, offset: vec3i) -> Eight {
  let there = heights_beside(row, own, offset);
  return Eight(min(lowest.low, there.low), min(lowest.high, there.high));
}

// One invocation owns a row of eight voxels. Markers have no steps. A voxel with a lower neighbour has one step. All
// other voxels are listed.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, 0u, 1u);
  if (index >= params.blocks.x * params.blocks.y * params.blocks.z) { return; }
  let row = row_of(block_of(index, params.blocks), lid);
  if (!row.held) { return; }
  let own = heights_of(row.at);
  var lowest = own;
  lowest = lower(row, own, lowest, vec3i(0, 0, -1));
  lowest = lower(row, own, lowest, vec3i(0, -1, 0));
  lowest = lower(row, own, lowest, vec3i(-1, 0, 0));
  lowest = lower(row, own, lowest, vec3i(1, 0, 0));
  lowest = lower(row, own, lowest, vec3i(0, 1, 0));
  lowest = lower(row, own, lowest, vec3i(0, 0, 1));
  if (REACH > 1u) {
    for (var k = 0u; k < 27u; k++) {
      let offset = offset_of(k);
      let axes = axes_of(offset);
      if (axes > 1u && axes <= REACH) { lowest = lower(row, own, lowest, offset); }
    }
  }
  let seeded = seeds[row.at >> 3u];
  let marked_low = (vec4u(seeded) & vec4u(1u, 2u, 4u, 8u)) != vec4u();
  let marked_high = (vec4u(seeded) & vec4u(16u, 32u, 64u, 128u)) != vec4u();
  let low = select(select(vec4u(DRY), vec4u(1u), (lowest.low < own.low) & (own.low != vec4u(DRY))), vec4u(), marked_low);
  let high = select(select(vec4u(DRY), vec4u(1u), (lowest.high < own.high) & (own.high != vec4u(DRY))), vec4u(), marked_high);
  steps[row.at >> 2u] = low;
  steps[(row.at >> 2u) + 1u] = high;
  let left = bits_of((low == vec4u(DRY)) & (own.low != vec4u(DRY)), (high == vec4u(DRY)) & (own.high != vec4u(DRY)));
  if (left == 0u) { return; }
  var to = atomicAdd(&counts[0], countOneBits(left));
  for (var bits = left; bits != 0u && to < arrayLength(&rest) / 2u; bits &= bits - 1u) {
    rest[to] = row.at + firstTrailingBit(bits);
    to++;
  }
}
