// Non-local means, second step: adds to every voxel the weighted values under some shifts, and in the end divides by
// the sum of weights; eight voxels per invocation.
#import grid
#import quad_field
#import shifted_field
// `task`: the box to fill. `shifts` holds for each shift t, in words: how far the field's voxel at +t lies
// ahead, where the weights of the voxel's own comparison start (whole quads), and where those of the voxel at −t do.
// `box`: weights of a row and of a slice. `centre`: the task's first voxel in the field.
struct Params {
  task: Grid, dst: Grid, field_size: vec3u, first: u32, box: vec3u, count: u32, centre: u32, last: u32, stride: u32,
  unit: f32
}
@group(0) @binding(0) var<storage, read>       field: array<vec4f>;
@group(0) @binding(1) var<storage, read>       weights: array<vec4f>;
@group(0) @binding(2) var<storage, read>       shifts: array<vec4i>;
@group(0) @binding(3) var<storage, read_write> sums: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> dst: array<f32>; // write
@group(0) @binding(5) var<uniform>             params: Params;

struct Eight { low: vec4f, high: vec4f }

// The eight weights that begin at any word.
fn weights_at(word: u32) -> Eight {
  let quad = word >> 2u;
  let a = weights[quad];
  let b = weights[quad + 1u];
  let c = weights[quad + 2u];
  let by_two = (word & 2u) != 0u;
  let p = select(a, vec4f(a.zw, b.xy), by_two);
  let q = select(b, vec4f(b.zw, c.xy), by_two);
  let r = select(c.x, c.z, by_two);
  let by_one = (word & 1u) != 0u;
  return Eight(select(p, vec4f(p.yzw, q.x), by_one), select(q, vec4f(q.yzw, r), by_one));
}

// Weighted voxels. A voxel that is not finite has no weight.
fn weighed(weight: vec4f, value: vec4f) -> vec4f {
  return select(vec4f(), weight * value, weight > vec4f());
}

fn store(to: u32, out: vec4f, room: u32) {
  if (room > 0u) { dst[to] = out.x; }
  if (room > 1u) { dst[to + 1u] = out.y; }
  if (room > 2u) { dst[to + 2u] = out.z; }
  if (room > 3u) { dst[to + 3u] = out.w; }
}

// One invocation owns eight voxels in a row; `sums` holds their weighted sums, then their sums of weights.
// A weight of a shift serves both voxels that it compares: this one with the one at +t, and the one at −t
// with this one.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  let size = params.task.size;
  let eights = (size.x + 7u) / 8u;
  let line = index / eights;
  let z = line / size.y;
  if (z >= size.z) { return; }
  let at = vec3u(8u * (index - line * eights), line - z * size.y, z);
  let own = params.centre + (at.z * params.field_size.y + at.y) * params.field_size.x + at.x;
  let place = (at.z * params.box.y + at.y) * params.box.x + at.x;
  let centre = Eight(four(own), four(own + 4u));
  // The weight of a voxel with itself is the greatest there is, the unit.
  var low = params.unit * centre.low;
  var high = params.unit * centre.high;
  var low_total = vec4f(params.unit);
  var high_total = vec4f(params.unit);
  if (params.first > 0u) {
    low = sums[4u * index];
    high = sums[4u * index + 1u];
    low_total = sums[4u * index + 2u];
    high_total = sums[4u * index + 3u];
  }
  for (var i = 0u; i < params.count; i++) {
    let shift = shifts[params.first + i];
    let quad = (place + u32(shift.y)) >> 2u;
    let forth = Eight(weights[quad], weights[quad + 1u]);
    let back = weights_at(place + u32(shift.z));
    let ahead = u32(i32(own) + shift.x);
    let behind = u32(i32(own) - shift.x);
    low = low + weighed(forth.low, four(ahead)) + weighed(back.low, four(behind));
    high = high + weighed(forth.high, four(ahead + 4u)) + weighed(back.high, four(behind + 4u));
    low_total += forth.low + back.low;
    high_total += forth.high + back.high;
  }
  if (params.last == 0u) {
    sums[4u * index] = low;
    sums[4u * index + 1u] = high;
    sums[4u * index + 2u] = low_total;
    sums[4u * index + 3u] = high_total;
    return;
  }
  let to = word_index(params.dst, params.task.origin + at, 0u);
  let room = size.x - at.x;
  store(to, select(centre.low, low / low_total, finite_quad(centre.low)), room);
  store(to + 4u, select(centre.high, high / high_total, finite_quad(centre.high)), max(room, 4u) - 4u);
}
