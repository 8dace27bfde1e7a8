// Tile sums for background correction: per tile of a slice, how many levels lie outside of a mask and their sum, then
// the same inside.
#import grid
#import levels
struct Params { src: Grid, within: Grid, first: vec3u, tiles: vec3u, start: f32, gain: f32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       within: array<u32>;
@group(0) @binding(2) var<storage, read_write> sums: array<vec4u>; // write
@group(0) @binding(3) var<uniform>             params: Params;
override SRC_DTYPE: u32;

// Edge of a tile, which is one voxel thick along z.
const TILE = 32u; // export TILE
// Counts and sums of levels outside of the mask and inside.
var<workgroup> group: array<atomic<u32>, 4>;

// A workgroup owns a tile, an invocation half a row of it. 2^10 levels of 16 bits fit a word.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let tile = wid.y * count.x + wid.x;
  let inside = tile < params.tiles.x * params.tiles.y * params.tiles.z;
  let row = tile / params.tiles.x;
  let at = vec3u(tile - row * params.tiles.x, row % params.tiles.y, row / params.tiles.y);
  let corner = params.first + at * vec3u(TILE, TILE, 1u);
  let p = corner + vec3u((lid & 1u) * 16u, lid >> 1u, 0u);
  let size = params.src.volume_size;
  var found = vec4u();
  if (inside && p.y < size.y && p.x < size.x) {
    let shift = lane_shift(SRC_DTYPE);
    let line = word_index(params.src, p, shift);
    let solid = within[word_index(params.within, corner + vec3u(0u, lid >> 1u, 0u), 5u)] >> ((lid & 1u) * 16u);
    let voxels = min(16u, size.x - p.x);
    for (var i = 0u; i < voxels; i++) {
      let raw = lane_raw(src[line + (i >> shift)], i & ((1u << shift) - 1u), SRC_DTYPE);
      if (!is_level(raw, SRC_DTYPE)) { continue; }
      let level = level_of(raw, SRC_DTYPE, params.start, params.gain);
      found += select(vec4u(1u, level, 0u, 0u), vec4u(0u, 0u, 1u, level), ((solid >> i) & 1u) == 1u);
    }
  }
  atomicAdd(&group[0], found.x);
  atomicAdd(&group[1], found.y);
  atomicAdd(&group[2], found.z);
  atomicAdd(&group[3], found.w);
  workgroupBarrier();
  if (lid == 0u && inside) {
    sums[tile] = vec4u(atomicLoad(&group[0]), atomicLoad(&group[1]), atomicLoad(&group[2]), atomicLoad(&group[3]));
  }
}
