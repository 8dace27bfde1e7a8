#import grid
struct Params {
  mask: Grid, phases: Grid, axis: u32, weights: vec3f, unused: f32, wrap: vec3u
}
@group(0) @binding(0) var<storage, read> mask: array<u32>;
@group(0) @binding(1) var<storage, read> phases: array<u32>;
@group(0) @binding(2) var<storage, read> coefficients: array<f32>;
@group(0) @binding(3) var<storage, read_write> gx: array<f32>;
@group(0) @binding(4) var<storage, read_write> gy: array<f32>;
@group(0) @binding(5) var<storage, read_write> gz: array<f32>;
@group(0) @binding(6) var<uniform> params: Params;

fn coefficient(p: vec3u) -> f32 {
  if (((mask[word_index(params.mask, p, 5u)] >> (p.x & 31u)) & 1u) == 0u) { return 0.0; }
  let code = (phases[word_index(params.phases, p, 2u)] >> ((p.x & 3u) << 3u)) & 0xffu;
  return coefficients[code];
}

// Between the voxel below and the one at p.
fn face(p: vec3u, axis: u32) -> f32 {
  let size = params.mask.volume_size;
  let n = size[axis];
  var others = p;
  others[axis] = 0u;
  if (any(others >= size)) { return 0.0; }
  var q = p;
  if (axis == params.axis && (p[axis] == 0u || p[axis] == n)) {
    q[axis] = min(p[axis], n - 1u);
    return 2.0 * coefficient(q) * params.weights[axis];
  }
  if (params.wrap[axis] == 0u && (p[axis] == 0u || p[axis] == n)) { return 0.0; }
  q[axis] = p[axis] % n;
  let above = coefficient(q);
  q[axis] = (p[axis] + n - 1u) % n;
  let below = coefficient(q);
  let sum = above + below;
  return select(0.0, 2.0 * above * below / sum * params.weights[axis], sum > 0.0);
}

// One invocation owns the three lower faces of one voxel, or of a place beyond the last.
@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let place = flat_index(wid, count, lid, 256u);
  let extent = params.mask.volume_size + vec3u(1u);
  if (place >= extent.x * extent.y * extent.z) { return; }
  let row = place / extent.x;
  let z = row / extent.y;
  let p = vec3u(place - row * extent.x, row - z * extent.y, z);
  gx[place] = face(p, 0u);
  gy[place] = face(p, 1u);
  gz[place] = face(p, 2u);
}
