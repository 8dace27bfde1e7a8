// Multigrid coarsening (Galerkin aggregation of 2×2×2 voxels): the conductances of the first coarse level, each the
// part `kept` of the sum of those across a face.
#import conductances
#import grid
#import half_words
struct Params {
  size: vec3u, axis: u32, weights: vec3f, unused: f32, wrap: vec3u, unused_too: u32, coarse: vec3u, kept: f32
}
@group(0) @binding(0) var<storage, read> links: array<u32>;
@group(0) @binding(1) var<storage, read> coefficients: array<f32>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(3) var<uniform> params: Params;
override FORM: u32;

fn level_of() -> Level {
  return Level(params.size, params.axis, params.weights, 0.0, params.wrap, 0u);
}

// Conductance below a place along an axis; the place may lie one beyond the last.
fn below(p: vec3u, axis: u32) -> f32 {
  let n = params.size[axis];
  if (p[axis] == n) {
    var q = p;
    q[axis] = n - 1u;
    return faces_at(level_of(), q).high[axis];
  }
  return faces_at(level_of(), p).low[axis];
}

fn coarse_face(place: vec3u, axis: u32) -> f32 {
  var start = 2u * place;
  start[axis] = min(start[axis], params.size[axis]);
  let u = (axis + 1u) % 3u;
  let v = (axis + 2u) % 3u;
  var sum = 0.0;
  for (var k = 0u; k < 4u; k++) {
    var p = start;
    p[u] += k & 1u;
    p[v] += k >> 1u;
    if (p[u] < params.size[u] && p[v] < params.size[v]) { sum += below(p, axis); }
  }
  return params.kept * sum;
}

// One invocation owns the three lower faces of one coarse voxel, or of a place beyond the last.
@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let place = flat_index(wid, count, lid, 256u);
  let extent = params.coarse + vec3u(1u);
  if (place >= extent.x * extent.y * extent.z) { return; }
  let row = place / extent.x;
  let z = row / extent.y;
  let p = vec3u(place - row * extent.x, row - z * extent.y, z);
  dst[2u * place] = packed(coarse_face(p, 0u), coarse_face(p, 1u));
  dst[2u * place + 1u] = packed(coarse_face(p, 2u), 0.0);
}
