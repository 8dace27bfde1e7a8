// A line in y for each place along x in each slice: its value at y = 0 and its slope stand in `lines`, x fastest.
#import grid
struct Params { dst: Grid }
@group(0) @binding(0) var<storage, read>       lines: array<vec2f>;
@group(0) @binding(1) var<storage, read_write> dst: array<f32>; // write
@group(0) @binding(2) var<uniform>             params: Params;

// One invocation owns one voxel.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  if (word >= grid_words(params.dst)) { return; }
  let p = word_position(params.dst, word, 0u);
  let q = p - params.dst.origin;
  let line = lines[q.z * params.dst.size.x + q.x];
  dst[word] = line.x + line.y * f32(p.y);
}
