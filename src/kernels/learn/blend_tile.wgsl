// Adds what a network gives for a tile to planes of classes, weighted by a window that falls from the tile's core
// towards its faces; the windows of neighbours sum to 1. Of the overlap, half is context and has no weight.
#import grid
struct Params {
  dst: Grid,
  origin: vec3i,
  ends: u32,
  tile: vec3u,
  first_class: u32,
  overlap: vec3u,
  planes: u32,
  start: vec3u,
  box: vec3u,
}
@group(0) @binding(0) var<storage, read>       values: array<u32>;
@group(0) @binding(1) var<storage, read_write> planes: array<f32>;
@group(0) @binding(2) var<uniform>             params: Params;
// Channels that the network gives, and classes; where one channel tells two classes, it is that of the second.
override OUTPUTS: u32;
override CLASSES: u32;
override HALVES: u32;
override HANN: u32;
// 0: values as they are; 1: softmax over the channels; 2: the logistic function of each.
override ACTIVATION: u32;

const SOFTMAX = 1u;
const SIGMOID = 2u;
const HALF_PI = 1.57079632679;

// The rising end of a window along an axis: 0 in the context, then a ramp about the face of the core, then 1.
fn rise(t: i32, overlap: i32) -> f32 {
  let context = overlap / 2;
  let ramp = 2 * (overlap - context);
  if (t < context) { return 0.0; }
  if (t >= context + ramp) { return 1.0; }
  let part = f32(2 * (t - context) + 1) / f32(2 * ramp);
  if (HANN == 0u) { return part; }
  let s = sin(HALF_PI * part);
  return s * s;
}

// The weight of a place of the tile along an axis: what rises there, less what rises in the next tile.
fn weight(t: i32, axis: u32) -> f32 {
  let overlap = i32(params.overlap[axis]);
  let core = i32(params.tile[axis]) - 2 * overlap;
  let own = select(rise(t, overlap), 1.0, (params.ends & (1u << axis)) != 0u);
  return own - select(rise(t - core, overlap), 0.0, (params.ends & (8u << axis)) != 0u);
}

// What the network gives at a place of the tile in a channel.
fn output_at(place: u32, channel: u32) -> f32 {
  let index = channel * params.tile.x * params.tile.y * params.tile.z + place;
  if (HALVES == 0u) { return bitcast<f32>(values[index]); }
  return unpack2x16float(values[index >> 1u])[index & 1u];
}

// One invocation owns one voxel of all planes; the box starts at `start` and lies in the grid of the planes.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  let row = index / params.box.x;
  if (row >= params.box.y * params.box.z) { return; }
  let z = row / params.box.y;
  let voxel = params.start + vec3u(index - row * params.box.x, row - z * params.box.y, z);
  let t = vec3i(voxel) - params.origin;
  let share = weight(t.x, 0u) * weight(t.y, 1u) * weight(t.z, 2u);
  if (share == 0.0) { return; }
  let at = vec3u(t);
  let place = (at.z * params.tile.y + at.y) * params.tile.x + at.x;
  var greatest = 0.0;
  var sum = 1.0;
  if (ACTIVATION == SOFTMAX) {
    greatest = output_at(place, 0u);
    for (var k = 1u; k < OUTPUTS; k++) { greatest = max(greatest, output_at(place, k)); }
    sum = 0.0;
    for (var k = 0u; k < OUTPUTS; k++) { sum += exp(output_at(place, k) - greatest); }
  }
  let word = word_index(params.dst, voxel, 0u);
  let one_for_two = OUTPUTS == 1u && CLASSES == 2u;
  for (var k = 0u; k < params.planes; k++) {
    let class_code = params.first_class + k;
    var value = output_at(place, select(class_code, 0u, one_for_two));
    if (ACTIVATION == SOFTMAX) { value = exp(value - greatest) / sum; }
    if (ACTIVATION == SIGMOID) { value = 1.0 / (1.0 + exp(-value)); }
    if (one_for_two && class_code == 0u) { value = 1.0 - value; }
    planes[k * grid_words(params.dst) + word] += share * value;
  }
}
