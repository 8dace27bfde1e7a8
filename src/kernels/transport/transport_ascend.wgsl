// Multigrid V-cycle, finest level: prolongation and one half of the red–black Gauss–Seidel post-smoothing. First the
// black voxels (COLOUR 1), from the red ones and what the coarse level adds to them; then the red ones (0), which are
// made anew. Also of each workgroup the sum of r · z, from `partial` on.
#import conductances
#import grid
#import workgroup_sum
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

fn level_of() -> Level {
  return Level(params.size, params.axis, params.weights, 0.0, params.wrap, 0u);
}

// The correction of the red voxels around a black one: z, and what the coarse level adds to it.
fn corrected(level: Level, p: vec3u, axis: u32, up: bool, place: u32) -> f32 {
  var q = p;
  let n = level.size[axis];
  q[axis] = select(select(p[axis] - 1u, n - 1u, p[axis] == 0u), select(p[axis] + 1u, 0u, p[axis] + 1u == n), up);
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

// Sweeps one voxel of the colour; what it adds to the sum.
fn share_of(level: Level, index: u32) -> f32 {
  let places = places_of_colour(level.size);
  let place = COLOUR * places + index;
  let p = voxel_in(level.size, place);
  if (index >= places || p.x >= level.size.x) { return 0.0; }
  let faces = faces_at(level, p);
  let whole = diagonal(faces);
  let right = r[place];
  let value = select(0.0, (right + neighbours_of(level, p, faces)) / whole, whole > 0.0);
  z[place] = value;
  return right * value;
}

// One workgroup owns four times 256 voxels in a row: a sum costs as much as some voxels do.
@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let first = flat_index(wid, count, lid, 1024u);
  let level = level_of();
  var own = 0.0;
  for (var k = 0u; k < 4u; k++) { own += share_of(level, first + 256u * k); }
  let sum = workgroup_sum(lid, own);
  // Folding may give workgroups beyond the last.
  if (lid == 0u && first < places_of_colour(level.size)) { partials[params.partial + first / 1024u] = sum; }
}
