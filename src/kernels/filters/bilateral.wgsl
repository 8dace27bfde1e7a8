// Bilateral filter: means weighted by distance and by difference in value; four voxels per invocation.
#import grid
#import quad_place
// `task`: the box to fill. The field is that box, its rows rounded up to four voxels, with a margin of
// `radius` voxels on every side.
struct Params { task: Grid, dst: Grid, field_size: vec3u, falloff: f32, radius: vec3u }
@group(0) @binding(0) var<storage, read>       field: array<f32>;
@group(0) @binding(1) var<storage, read>       weights: array<f32>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(3) var<uniform>             params: Params;

fn finite(v: vec4f) -> vec4<bool> {
  return (bitcast<vec4u>(v) & vec4u(0x7f800000u)) != vec4u(0x7f800000u);
}

// One invocation owns four voxels in a row. `weights` holds those of x, y, z one after another, each from
// the one end of its window to the other.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let at = quad_place(flat_index(wid, count, lid, 64u), params.task.size);
  if (at.z >= params.task.size.z) { return; }
  let r = params.radius;
  let slice = params.field_size.x * params.field_size.y;
  let own = (at.z + r.z) * slice + (at.y + r.y) * params.field_size.x + at.x + r.x;
  let centre = vec4f(field[own], field[own + 1u], field[own + 2u], field[own + 3u]);
  let width = 2u * r + vec3u(1u);

  var sum = vec4f();
  var total = vec4f();
  for (var k = 0u; k < width.z; k++) {
    for (var j = 0u; j < width.y; j++) {
      let across = weights[width.x + j] * weights[width.x + width.y + k];
      let first = (at.z + k) * slice + (at.y + j) * params.field_size.x + at.x;
      var v = vec4f(field[first], field[first + 1u], field[first + 2u], field[first + 3u]);
      for (var i = 0u; i < width.x; i++) {
        let apart = v - centre;
        let weight = across * weights[i] * exp(-params.falloff * (apart * apart));
        let counts = finite(v);
        sum += select(vec4f(), weight * v, counts);
        total += select(vec4f(), weight, counts);
        if (i + 1u < width.x) { v = vec4f(v.yzw, field[first + i + 4u]); }
      }
    }
  }
  // What is not finite stays as it is.
  let out = select(centre, sum / total, finite(centre));
  let p = params.task.origin + at;
  let word = word_index(params.dst, p, 0u);
  let room = params.task.size.x - at.x;
  let raw = bitcast<vec4u>(out);
  dst[word] = raw.x;
  if (room > 1u) { dst[word + 1u] = raw.y; }
  if (room > 2u) { dst[word + 2u] = raw.z; }
  if (room > 3u) { dst[word + 3u] = raw.w; }
}
