struct Params { count: u32 }
@group(0) @binding(0) var<storage, read>       src: array<vec4u>;
@group(0) @binding(1) var<storage, read_write> dst: array<vec4u>;
@group(0) @binding(2) var<uniform>             params: Params;

// One invocation moves 16 bytes. Work is folded over x and y.
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64u + id.x;
  if (i < params.count) { dst[i] = src[i]; }
}
