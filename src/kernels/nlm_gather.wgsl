#import grid
#import shifts
// As in nlm_weights. `sums` holds for each voxel of the task the weighted sum and the sum of weights.
struct Params {
  task: Grid, dst: Grid, field_size: vec3u, first: u32, box: vec3u, shifts: u32, reach: vec3u,
  last: u32, patch_radius: vec3u
}
@group(0) @binding(0) var<storage, read>       field: array<f32>;
@group(0) @binding(1) var<storage, read>       weights: array<f32>;
@group(0) @binding(2) var<storage, read_write> sums: array<vec2f>;
@group(0) @binding(3) var<storage, read_write> dst: array<u32>;
@group(0) @binding(4) var<uniform>             params: Params;

// One invocation owns one voxel. A weight of a shift serves both voxels that it compares: this one with
// the one at +t, and the one at −t with this one.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  if (index >= grid_words(params.task)) { return; }
  let p = word_position(params.task, index, 0u);
  let at = p - params.task.origin;
  let inside = at + params.reach + params.patch_radius;
  let own = (inside.z * params.field_size.y + inside.y) * params.field_size.x + inside.x;
  let centre = field[own];
  // A voxel is as like to itself as can be.
  var sum = vec2f(centre, 1.0);
  if (params.first > 0u) { sum = sums[index]; }
  for (var number = 0u; number < params.shifts; number++) {
    let t = shift_of(params.first + number, params.reach);
    let apart = (t.z * i32(params.field_size.y) + t.y) * i32(params.field_size.x) + t.x;
    let here = at + box_lead(t);
    let there = vec3u(vec3i(here) - t);
    let start = number * params.box.z;
    let forth = weights[((start + here.z) * params.box.y + here.y) * params.box.x + here.x];
    let back = weights[((start + there.z) * params.box.y + there.y) * params.box.x + there.x];
    let ahead = field[u32(i32(own) + apart)];
    let behind = field[u32(i32(own) - apart)];
    sum += vec2f(select(0.0, forth * ahead, forth > 0.0), forth);
    sum += vec2f(select(0.0, back * behind, back > 0.0), back);
  }
  if (params.last == 0u) {
    sums[index] = sum;
    return;
  }
  let raw = bitcast<u32>(centre);
  let kept = (raw & 0x7f800000u) == 0x7f800000u;
  dst[word_index(params.dst, p, 0u)] = select(bitcast<u32>(sum.x / sum.y), raw, kept);
}
