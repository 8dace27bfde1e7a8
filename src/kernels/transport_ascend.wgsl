#import conductances
#import grid
struct Params {
  size: vec3u, axis: u32, weights: vec3f, unused: f32, wrap: vec3u, unused_too: u32, coarse_size: vec3u, partial: u32
}
@group(0) @binding(0) var<storage, read> links: array<u32>;
@group(0) @binding(1) var<storage, read> coefficients: array<f32>;
@group(0) @binding(2) var<storage, read> r: array<f32>;
@group(0) @binding(3) var<storage, read> coarse: array<f32>;
@group(0) @binding(4) var<storage, read_write> z: array<f32>;
@group(0) @binding(5) var<storage, read_write> partials: array<f32>;
@group(0) @binding(6) var<uniform> params: Params;
override FORM: u32;
override COLOUR: u32;

var<workgroup> sums: array<f32, 256>;

fn level_of() -> Level {
  return Level(params.size, params.axis, params.weights, 0.0, params.wrap, 0u);
}

// The correction of the red voxels around a black one: z, and what the coarse level adds to it.
fn corrected(level: Level, p: vec3u, axis: u32, up: bool, place: u32) -> f32 {
  var q = p;
  let n = level.size[axis];
  q[axis] = select((p[axis] + n - 1u) % n, (p[axis] + 1u) % n, up);
  return z[place] + coarse[place_in(params.coarse_size, q >> vec3u(1u))];
}

fn neighbours_of(level: Level, p: vec3u, faces: Faces) -> f32 {
  let near = around(level, p, faces);
  var sum = 0.0;
  for (var axis = 0u; axis < 3u; axis++) {
    if (COLOUR == 1u) {
      sum += near.low[axis] * corrected(level, p, axis, false, near.below[axis]);
      sum += near.high[axis] * corrected(level, p, axis, true, near.above[axis]);
    } else {
      sum += near.low[axis] * z[near.below[axis]] + near.high[axis] * z[near.above[axis]];
    }
  }
  return sum;
}

// One invocation owns one voxel of the colour.
@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let level = level_of();
  let places = places_of_colour(level.size);
  let index = flat_index(wid, count, lid, 256u);
  let place = COLOUR * places + index;
  let p = voxel_in(level.size, place);
  var own = 0.0;
  if (index < places && p.x < level.size.x) {
    let faces = faces_at(level, p);
    let whole = diagonal(faces);
    let right = r[place];
    var value = 0.0;
    if (whole > 0.0) { value = (right + neighbours_of(level, p, faces)) / whole; }
    z[place] = value;
    own = right * value;
  }
  sums[lid] = own;
  workgroupBarrier();
  for (var step = 128u; step > 0u; step >>= 1u) {
    if (lid < step) { sums[lid] += sums[lid + step]; }
    workgroupBarrier();
  }
  // Folding may give workgroups beyond the last.
  if (lid == 0u && index < places) { partials[params.partial + index / 256u] = sums[0]; }
}
