// Maximal inscribed balls: squared diameters of the largest balls about all voxels, from squared distances to the
// background.
#import grid
#import balls
struct Params { grid: Grid, weights: vec3u }
@group(0) @binding(0) var<storage, read>       squares: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(2) var<uniform>             params: Params;
override OUTSIDE: u32;

fn is_background(p: vec3i) -> bool {
  let size = vec3i(params.grid.size);
  if (any(p < vec3i(0)) || any(p >= size)) { return OUTSIDE != 0u; }
  return squares[u32(p.z) * params.grid.slice_words + u32(p.y) * params.grid.row_words + u32(p.x)] == 0u;
}

// How many voxels off the background is that holds a ball from both ends of an axis; 0 where none does.
fn held(p: vec3i, axis: vec3i, square: u32, weight: u32) -> u32 {
  if (square % weight != 0u || dot(vec3i(params.grid.size), axis) == 1) { return 0u; }
  let k = u32(round(sqrt(f32(square / weight))));
  if (k * k * weight != square) { return 0u; }
  let step = i32(k) * axis;
  return select(0u, k, is_background(p - step) && is_background(p + step));
}

// One invocation owns one voxel. A ball of radius k voxels that is held from both ends of an axis has 2 k − 1
// voxels between them; all others reach to the background's centres.
@compute @workgroup_size(16, 4, 1)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (any(id >= params.grid.size)) { return; }
  let at = id.z * params.grid.slice_words + id.y * params.grid.row_words + id.x;
  let square = squares[at];
  var diameter = ENDLESS;
  if (square < ENDLESS) {
    diameter = 4u * square;
    if (square > 0u) {
      let p = vec3i(id);
      let w = params.weights;
      let x = held(p, vec3i(1, 0, 0), square, w.x);
      let y = held(p, vec3i(0, 1, 0), square, w.y);
      let z = held(p, vec3i(0, 0, 1), square, w.z);
      if (x > 0u) { diameter = min(diameter, (2u * x - 1u) * (2u * x - 1u) * w.x); }
      if (y > 0u) { diameter = min(diameter, (2u * y - 1u) * (2u * y - 1u) * w.y); }
      if (z > 0u) { diameter = min(diameter, (2u * z - 1u) * (2u * z - 1u) * w.z); }
    }
  }
  dst[at] = diameter;
}
