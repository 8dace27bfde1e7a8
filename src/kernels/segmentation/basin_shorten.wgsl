// Pointer jumping on the chains of outlets between lakes, with the highest pass (a maximum) on the way.
#import grid
struct Params { basins: u32 }
@group(0) @binding(0) var<storage, read>       outlets: array<vec2u>;
@group(0) @binding(1) var<storage, read_write> shortened: array<vec2u>; // write
@group(0) @binding(2) var<uniform>             params: Params;

// Every dispatch shortens the chains of outlets by this factor.
const HOPS = 64u;

// Leads every lake further down its chain of outlets, and keeps the highest pass on the way.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let lake = 1u + flat_index(wid, count, lid, 64u);
  if (lake > params.basins) { return; }
  var outlet = outlets[lake];
  for (var hop = 0u; hop < HOPS && outlet.x != 0u; hop++) {
    let next = outlets[outlet.x];
    if (next.x == outlet.x) { break; }
    outlet = vec2u(next.x, max(outlet.y, next.y));
  }
  shortened[lake] = outlet;
}
