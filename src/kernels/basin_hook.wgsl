#import grid
struct Params { basins: u32 }
@group(0) @binding(0) var<storage, read>       lakes: array<u32>;
@group(0) @binding(1) var<storage, read>       levels: array<u32>;
@group(0) @binding(2) var<storage, read>       beyond: array<u32>;
// Of each lake, the one that it flows into, and the level of that pass.
@group(0) @binding(3) var<storage, read_write> outlets: array<vec2u>;
@group(0) @binding(4) var<uniform>             params: Params;

const NONE = 0xffffffffu;

// Lets every lake flow over its lowest pass. Where two flow into each other the one with the lower number stays; no
// longer circles can be: passes along one would have to be equally high, and each lake takes the least number beyond.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let lake = 1u + flat_index(wid, count, lid, 64u);
  if (lake > params.basins) { return; }
  var outlet = vec2u(lake, 0u);
  let other = beyond[lake];
  if (lakes[lake] == lake && other != NONE) {
    let mutual = other != 0u && beyond[other] == lake && lake < other;
    if (!mutual) { outlet = vec2u(other, levels[lake]); }
  }
  outlets[lake] = outlet;
}
