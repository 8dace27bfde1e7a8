#import conductances
#import grid
struct Params {
  size: vec3u, axis: u32, weights: vec3f, unused: f32, wrap: vec3u, unused_too: u32
}
@group(0) @binding(0) var<storage, read> links: array<u32>;
@group(0) @binding(1) var<storage, read> gx: array<f32>;
@group(0) @binding(2) var<storage, read> gy: array<f32>;
@group(0) @binding(3) var<storage, read> gz: array<f32>;
@group(0) @binding(4) var<storage, read> r: array<f32>;
@group(0) @binding(5) var<storage, read_write> z: array<f32>;
@group(0) @binding(6) var<uniform> params: Params;
override FORM: u32;
override COLOUR: u32;
override FROM_ZERO: u32;

fn level_of() -> Level {
  return Level(params.size, params.axis, params.weights, 0.0, params.wrap, 0u);
}

fn neighbours_of(level: Level, p: vec3u, faces: Faces) -> f32 {
  let near = around(level, p, faces);
  var sum = near.low.x * z[near.below.x] + near.high.x * z[near.above.x];
  sum += near.low.y * z[near.below.y] + near.high.y * z[near.above.y];
  sum += near.low.z * z[near.below.z] + near.high.z * z[near.above.z];
  return sum;
}

// One invocation owns one voxel of the colour: every other one of a row.
@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let level = level_of();
  let half_row = (level.size.x + 1u) / 2u;
  let index = flat_index(wid, count, lid, 256u);
  let row = index / half_row;
  let plane = row / level.size.y;
  if (plane >= level.size.z) { return; }
  let y = row - plane * level.size.y;
  let p = vec3u(2u * (index - row * half_row) + ((y + plane + COLOUR) & 1u), y, plane);
  if (p.x >= level.size.x) { return; }
  let faces = faces_at(level, p);
  let whole = diagonal(faces);
  let place = place_of(level, p);
  if (whole <= 0.0) {
    z[place] = 0.0;
    return;
  }
  var right = r[place];
  if (FROM_ZERO == 0u) { right += neighbours_of(level, p, faces); }
  z[place] = right / whole;
}
