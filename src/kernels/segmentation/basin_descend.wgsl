// Catchment basins by steepest descent: points every voxel at its lowest neighbour, follows these pointers within each
// block, and counts the open basins, those without a marker.
#import flood_paths
struct Params { grid: Grid, blocks: vec3u }
@group(0) @binding(0) var<storage, read>       heights: array<vec4u>;
// For each row of eight voxels, a bit per voxel that is a marker.
@group(0) @binding(1) var<storage, read>       seeds: array<u32>;
@group(0) @binding(2) var<storage, read_write> paths: array<vec4u>; // write
@group(0) @binding(3) var<storage, read_write> counts: array<atomic<u32>>;
@group(0) @binding(4) var<uniform>             params: Params;
override REACH: u32;
// Of `counts`, the word that counts basins.
override BASINS: u32;

// Lowest heights so far, and pointers there.
struct Lowest { heights: Eight, to: Eight }

// The lowest so far, or the neighbours at an offset where they are lower, or as low and earlier in raster order than
// the voxel itself.
fn lower(row: Row, lid: u32, own: Eight, best: Lowest, offset: vec3i) -> Lowest {
  let there = heights_beside(row, own, offset);
  let to = pointers(row, lid, offset);
  // The neighbour chosen may be as high as the voxel: on a plateau each voxel points at one before it.
  let equal = dot(offset, vec3i(1, 3, 9)) < 0;
  let low = (there.low < best.heights.low) | ((there.low == best.heights.low) & vec4<bool>(equal));
  let high = (there.high < best.heights.high) | ((there.high == best.heights.high) & vec4<bool>(equal));
  return Lowest(Eight(select(best.heights.low, there.low, low), select(best.heights.high, there.high, high)),
                Eight(select(best.to.low, to.low, low), select(best.to.high, to.high, high)));
}

// Terminals for the voxels of a row whose bits are set, numbered from `first` on.
fn terminals(bits: u32, first: u32) -> Eight {
  let low = vec4u(0u, 1u, 2u, 3u);
  let below = (vec4u(1u) << low) - 1u;
  return Eight(TERMINAL + first + countOneBits(vec4u(bits) & below),
               TERMINAL + first + countOneBits(vec4u(bits) & ((below << vec4u(4u)) + 15u)));
}

// Every voxel points at the lowest of its neighbours if that is lower than itself, or as low and earlier in raster
// order. Markers are terminals of basin 0, whose water already stands at its level. A voxel without such a neighbour is
// the terminal of an open basin, whose number comes from an atomic counter: only the numbering depends on the order of
// execution. One workgroup owns a block, one invocation a row.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, 0u, 1u);
  if (index >= params.blocks.x * params.blocks.y * params.blocks.z) { return; }
  let row = row_of(block_of(index, params.blocks), lid);
  var own = all_of(DRY);
  var marked = 0u;
  if (row.held) {
    own = heights_of(row.at);
    marked = seeds[row.at >> 3u];
  }
  var best = Lowest(own, all_of(TERMINAL));
  best = lower(row, lid, own, best, vec3i(0, 0, -1));
  best = lower(row, lid, own, best, vec3i(0, -1, 0));
  best = lower(row, lid, own, best, vec3i(-1, 0, 0));
  best = lower(row, lid, own, best, vec3i(1, 0, 0));
  best = lower(row, lid, own, best, vec3i(0, 1, 0));
  best = lower(row, lid, own, best, vec3i(0, 0, 1));
  if (REACH > 1u) {
    for (var place = 0u; place < 27u; place++) {
      let offset = offset_of(place);
      let axes = axes_of(offset);
      if (axes > 1u && axes <= REACH) { best = lower(row, lid, own, best, offset); }
    }
  }
  let sinks = bits_of(own.low == vec4u(DRY), own.high == vec4u(DRY)) | marked;
  let lowest = bits_of(best.to.low == vec4u(TERMINAL), best.to.high == vec4u(TERMINAL)) & ~sinks;
  var first = 0u;
  if (lowest != 0u) { first = 1u + atomicAdd(&counts[BASINS], countOneBits(lowest)); }
  let ends = terminals(lowest, first);
  let lanes = vec4u(1u, 2u, 4u, 8u);
  let open_low = (vec4u(lowest) & lanes) != vec4u();
  let open_high = (vec4u(lowest >> 4u) & lanes) != vec4u();
  let sink_low = (vec4u(sinks) & lanes) != vec4u();
  let sink_high = (vec4u(sinks >> 4u) & lanes) != vec4u();
  best.to.low = select(select(best.to.low, ends.low, open_low), vec4u(TERMINAL), sink_low);
  best.to.high = select(select(best.to.high, ends.high, open_high), vec4u(TERMINAL), sink_high);
  let out = paths_out(lid, best.to);
  if (!row.held) { return; }
  paths[row.at >> 2u] = out.low;
  paths[(row.at >> 2u) + 1u] = out.high;
}
