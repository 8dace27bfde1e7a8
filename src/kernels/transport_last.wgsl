#import conductances
struct Params {
  size: vec3u, axis: u32, weights: vec3f, unused: f32, wrap: vec3u, unused_too: u32, sweeps: u32
}
@group(0) @binding(0) var<storage, read> links: array<u32>;
@group(0) @binding(1) var<storage, read> gx: array<f32>;
@group(0) @binding(2) var<storage, read> gy: array<f32>;
@group(0) @binding(3) var<storage, read> gz: array<f32>;
@group(0) @binding(4) var<storage, read> r: array<f32>;
@group(0) @binding(5) var<storage, read_write> z: array<f32>;
@group(0) @binding(6) var<uniform> params: Params;
override FORM: u32;

const WIDTH = 256u;
const MOST = 1024u;
var<workgroup> values: array<f32, 1024>;

fn level_of() -> Level {
  return Level(params.size, params.axis, params.weights, 0.0, params.wrap, 0u);
}

fn swept(level: Level, place: u32, p: vec3u) -> f32 {
  let faces = faces_at(level, p);
  let whole = diagonal(faces);
  if (whole <= 0.0) { return 0.0; }
  let near = around(level, p, faces);
  var sum = r[place];
  for (var axis = 0u; axis < 3u; axis++) {
    sum += near.low[axis] * values[near.below[axis]] + near.high[axis] * values[near.above[axis]];
  }
  return sum / whole;
}

// One workgroup: sweeps of both colours in turns, from zero.
@compute @workgroup_size(256)
fn main(@builtin(local_invocation_index) lid: u32) {
  let level = level_of();
  let places = places_of_colour(level.size);
  for (var i = lid; i < MOST; i += WIDTH) { values[i] = 0.0; }
  workgroupBarrier();
  for (var sweep = 0u; sweep < params.sweeps; sweep++) {
    for (var i = lid; i < places; i += WIDTH) {
      let place = (sweep & 1u) * places + i;
      let p = voxel_in(level.size, place);
      if (p.x < level.size.x) { values[place] = swept(level, place, p); }
    }
    workgroupBarrier();
  }
  for (var i = lid; i < 2u * places; i += WIDTH) { z[i] = values[i]; }
}
