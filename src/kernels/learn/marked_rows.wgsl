// Marked voxels, those other than 0, of every row along x: how many there are, or where they are and what they hold.
#import source_voxel
struct Params { src: Grid, task: Grid }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> rows: array<u32>;
@group(0) @binding(2) var<storage, read_write> marked: array<u32>;
@group(0) @binding(3) var<uniform>             params: Params;
override SRC_DTYPE: u32;
// 0: counts go to `rows`; 1: `rows` has where the list of each row starts, and x and value of its voxels go there.
override LIST: u32;

// One invocation owns one row of the task's box, whose storage is one word a voxel.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let row = flat_index(wid, count, lid, 64u);
  if (row >= params.task.size.y * params.task.size.z) { return; }
  let first = params.task.origin + vec3u(0u, row % params.task.size.y, row / params.task.size.y);
  var found = 0u;
  var start = 0u;
  if (LIST == 1u) { start = rows[row]; }
  for (var i = 0u; i < params.task.size.x; i++) {
    let raw = raw_at(first + vec3u(i, 0u, 0u));
    if (raw == 0u) { continue; }
    if (LIST == 1u) {
      marked[2u * (start + found)] = first.x + i;
      marked[2u * (start + found) + 1u] = raw;
    }
    found++;
  }
  if (LIST == 0u) { rows[row] = found; }
}
