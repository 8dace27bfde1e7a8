// Seed levels of a geodesic reconstruction: finds the lowest level of the water that rises in each catchment basin.
struct Params { quads: u32 }
// For each voxel, the level from which water falls there, and the basin in which its path ends (with the highest bit
// set).
@group(0) @binding(0) var<storage, read>       water: array<vec4u>;
@group(0) @binding(1) var<storage, read>       paths: array<vec4u>;
// For each basin, the lowest level of that water.
@group(0) @binding(2) var<storage, read_write> springs: array<atomic<u32>>;
@group(0) @binding(3) var<uniform>             params: Params;

fn note(path: u32, level: u32) {
  let basin = path & 0x7fffffffu;
  if (basin != 0u && level < atomicLoad(&springs[basin])) { atomicMin(&springs[basin], level); }
}

// One invocation owns four voxels.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let quad = (wid.y * count.x + wid.x) * 64u + lid;
  if (quad >= params.quads) { return; }
  let path = paths[quad];
  let level = water[quad];
  note(path.x, level.x);
  note(path.y, level.y);
  note(path.z, level.z);
  note(path.w, level.w);
}
