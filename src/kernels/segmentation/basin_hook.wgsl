// Borůvka step of the minimum spanning forest of catchment basins: every lake flows over its lowest pass.
#import grid
struct Params { basins: u32 }
@group(0) @binding(0) var<storage, read>       lakes: array<u32>;
@group(0) @binding(1) var<storage, read>       levels: array<u32>;
@group(0) @binding(2) var<storage, read>       beyond: array<u32>;
// For each lake, the lowest level of water that rises in it.
@group(0) @binding(3) var<storage, read>       springs: array<u32>;
// For each lake, the one that it flows into, and the level of that pass.
@group(0) @binding(4) var<storage, read_write> outlets: array<vec2u>; // write
@group(0) @binding(5) var<uniform>             params: Params;

const NONE = 0xffffffffu;

// The lake beyond the lowest pass; 0, the lake of water that is at rest, where water that rises in the lake itself is
// as low.
fn outlet_of(lake: u32) -> u32 {
  let spring = springs[lake];
  return select(beyond[lake], 0u, spring != NONE && spring <= levels[lake]);
}

// Every lake flows over its lowest pass. Where two lakes flow into each other, the one with the lower number stays (the
// root). Longer cycles cannot occur: all passes of a cycle would be equally high, and each lake chooses the least
// number beyond.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let lake = 1u + flat_index(wid, count, lid, 64u);
  if (lake > params.basins) { return; }
  var outlet = vec2u(lake, 0u);
  if (lakes[lake] == lake) {
    let other = outlet_of(lake);
    if (other == 0u) {
      outlet = vec2u(0u, min(levels[lake], springs[lake]));
    } else if (other != NONE && !(outlet_of(other) == lake && lake < other)) {
      outlet = vec2u(other, levels[lake]);
    }
  }
  outlets[lake] = outlet;
}
