#import grid
struct Params { src: Grid, first: vec3i, size: vec3u, padded: vec3u }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<u32>;
@group(0) @binding(2) var<uniform>             params: Params;
override PERIODIC: u32;

fn bit_at(at: vec3i) -> u32 {
  let size = vec3i(params.src.volume_size);
  var p = at;
  if (PERIODIC == 1u) { p = ((p % size) + size) % size; }
  if (any(p < vec3i(params.src.origin)) || any(p >= vec3i(params.src.origin + params.src.size))) { return 0u; }
  return (src[word_index(params.src, vec3u(p), 5u)] >> u32(p.x & 31)) & 1u;
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let i = flat_index(wid, count, lid, 64u);
  if (i >= params.padded.x * params.padded.y * params.padded.z) { return; }
  let row = i / params.padded.x;
  let p = vec3u(i - row * params.padded.x, row % params.padded.y, row / params.padded.y);
  dst[i] = select(0u, bit_at(params.first + vec3i(p)), all(p < params.size));
}
