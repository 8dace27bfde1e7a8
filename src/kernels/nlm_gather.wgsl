#import grid
#import quad_field
// `task`: the box to fill. `shifts` holds for each shift t, in words: how far the field's voxel at +t lies
// ahead, where the weights of the voxel's own comparison start, and where those of the voxel at −t do.
// `box`: weights of a row and of a slice. `centre`: the task's first voxel in the field.
struct Params {
  task: Grid, dst: Grid, field_size: vec3u, first: u32, box: vec3u, count: u32, centre: u32, last: u32
}
@group(0) @binding(0) var<storage, read>       field: array<f32>;
@group(0) @binding(1) var<storage, read>       weights: array<f32>;
@group(0) @binding(2) var<storage, read>       shifts: array<vec4i>;
@group(0) @binding(3) var<storage, read_write> sums: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> dst: array<f32>;
@group(0) @binding(5) var<uniform>             params: Params;

fn field_at(word: u32) -> vec4f {
  return vec4f(field[word], field[word + 1u], field[word + 2u], field[word + 3u]);
}
fn weights_at(word: u32) -> vec4f {
  return vec4f(weights[word], weights[word + 1u], weights[word + 2u], weights[word + 3u]);
}

// One invocation owns four voxels in a row; `sums` holds their weighted sums, then their sums of weights.
// A weight of a shift serves both voxels that it compares: this one with the one at +t, and the one at −t
// with this one.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  let size = params.task.size;
  let at = quad_place(index, size);
  if (at.z >= size.z) { return; }
  let own = params.centre + (at.z * params.field_size.y + at.y) * params.field_size.x + at.x;
  let place = (at.z * params.box.y + at.y) * params.box.x + at.x;
  let centre = field_at(own);
  // A voxel is as like to itself as can be.
  var sum = centre;
  var total = vec4f(1.0);
  if (params.first > 0u) {
    sum = sums[2u * index];
    total = sums[2u * index + 1u];
  }
  for (var i = 0u; i < params.count; i++) {
    let shift = shifts[params.first + i];
    let forth = weights_at(place + u32(shift.y));
    let back = weights_at(place + u32(shift.z));
    let ahead = field_at(u32(i32(own) + shift.x));
    let behind = field_at(u32(i32(own) - shift.x));
    // What is not finite has no weight.
    sum += select(vec4f(), forth * ahead, forth > vec4f());
    sum += select(vec4f(), back * behind, back > vec4f());
    total += forth + back;
  }
  if (params.last == 0u) {
    sums[2u * index] = sum;
    sums[2u * index + 1u] = total;
    return;
  }
  let out = select(centre, sum / total, finite_quad(centre));
  let to = word_index(params.dst, params.task.origin + at, 0u);
  let stored = size.x - at.x;
  dst[to] = out.x;
  if (stored > 1u) { dst[to + 1u] = out.y; }
  if (stored > 2u) { dst[to + 2u] = out.z; }
  if (stored > 3u) { dst[to + 3u] = out.w; }
}
