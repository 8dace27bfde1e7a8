// Borůvka step: merges lakes with those that they flowed into; with `BEGIN` 1 makes every catchment basin a lake.
#import grid
struct Params { basins: u32 }
@group(0) @binding(0) var<storage, read>       outlets: array<vec2u>;
@group(0) @binding(1) var<storage, read_write> lakes: array<u32>;
// For each basin, the highest pass between it and its lake.
@group(0) @binding(2) var<storage, read_write> floors: array<u32>;
@group(0) @binding(3) var<storage, read_write> levels: array<u32>; // write
@group(0) @binding(4) var<storage, read_write> beyond: array<u32>; // write
// For each lake, the lowest level of water that rises in it.
@group(0) @binding(5) var<storage, read_write> springs: array<atomic<u32>>;
@group(0) @binding(6) var<uniform>             params: Params;
// 1: every basin becomes a lake of its own.
override BEGIN: u32;

const NONE = 0xffffffffu;

// The basins of a lake become those of the lake that its water flowed to, and the passes found are forgotten.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let basin = flat_index(wid, count, lid, 64u);
  if (basin > params.basins) { return; }
  levels[basin] = NONE;
  beyond[basin] = NONE;
  if (BEGIN != 0u) {
    lakes[basin] = basin;
    floors[basin] = 0u;
    atomicStore(&springs[basin], NONE);
    return;
  }
  let lake = lakes[basin];
  if (lake == 0u) { return; }
  let outlet = outlets[lake];
  if (lake == basin && outlet.x != lake) { atomicMin(&springs[outlet.x], atomicLoad(&springs[basin])); }
  lakes[basin] = outlet.x;
  floors[basin] = max(floors[basin], outlet.y);
}
