// Sub-pixel edges of a can: on every ray of every slice, from outside inwards, where bilinear interpolation first rises
// above a level and stays there for `least` samples, and where it then falls. In whole numbers: positions in 2⁻¹⁶
// voxel, values in 2⁻¹⁴ of the contrast.
#import grid
#import source_voxel
struct Params {
  src: Grid, rays: u32, slices: u32, first_slice: u32, samples: u32, least: u32, threshold: f32, gain: f32,
}
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       directions: array<i32>;
@group(0) @binding(2) var<storage, read>       centres: array<i32>;
@group(0) @binding(3) var<storage, read_write> edges: array<u32>; // write
@group(0) @binding(4) var<uniform>             params: Params;
override SRC_DTYPE: u32;

// Of a pair of edges, where there is none: no can was met; the slice ends within it.
const NONE = 0xffffffffu; // export NO_CONTOUR
const CUT = 0xfffffffeu; // export CUT_CONTOUR
// A crossing is counted in parts of a sample.
const PARTS = 1024u; // export CROSSING_PARTS
// What a place outside of the slice has for a value.
const OUTSIDE = -0x7fffffff;

// Value over the threshold in 2⁻¹⁴ of the contrast; NaN is air.
fn level_at(x: i32, y: i32, z: u32) -> i32 {
  let raw = raw_at(vec3u(u32(x), u32(y), z));
  if (raw_is_nan(raw, SRC_DTYPE)) { return -32767; }
  let over = (raw_to_f32(raw, SRC_DTYPE) - params.threshold) * params.gain;
  return i32(clamp(round(over), -32767.0, 32767.0));
}

// Bilinear interpolation at a position in 2⁻¹⁶ voxel, of which ten bits count: 2⁻¹⁹ of the contrast.
fn value_at(p: vec2i, z: u32) -> i32 {
  let last = vec2i(params.src.volume_size.xy) - 1;
  let low = p >> vec2u(16u);
  if (any(p < vec2i(0)) || any(low > last) || any((low == last) & ((p & vec2i(0xffff)) != vec2i(0)))) {
    return OUTSIDE;
  }
  let high = min(low + 1, last);
  let part = (p >> vec2u(6u)) & vec2i(1023);
  let rest = 1024 - part;
  let near = level_at(low.x, low.y, z) * rest.x + level_at(high.x, low.y, z) * part.x;
  let far = level_at(low.x, high.y, z) * rest.x + level_at(high.x, high.y, z) * part.x;
  return (((near + 16) >> 5u) * rest.y + ((far + 16) >> 5u) * part.y + 512) >> 10u;
}

// Where values pass through 0 between samples j − 1 and j, of which just one is above.
fn crossing(j: u32, before: i32, behind: i32) -> u32 {
  return (j - 1u) * PARTS + u32(abs(before)) * PARTS / u32(abs(before) + abs(behind));
}

// An invocation owns a ray of a slice.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let task = flat_index(wid, count, lid, 64u);
  if (task >= params.rays * params.slices) { return; }
  let ray = task % params.rays;
  let slice = task / params.rays;
  let centre = vec2i(centres[2u * slice], centres[2u * slice + 1u]);
  let start = centre + vec2i(directions[4u * ray], directions[4u * ray + 1u]);
  let step = vec2i(directions[4u * ray + 2u], directions[4u * ray + 3u]);
  var before = OUTSIDE;
  // Whether the run of samples above began at an edge; where it did; how long it is.
  var from_edge = false;
  var outer = NONE;
  var inner = NONE;
  var run = 0u;
  for (var j = 0u; j < params.samples; j++) {
    let value = value_at(start - i32(j) * step, params.first_slice + slice);
    if (value > 0) {
      if (run == 0u) {
        from_edge = before != OUTSIDE;
        // A ray that enters the slice above the level says that the slice cuts the can.
        if (!from_edge && j > 0u) { outer = CUT; break; }
        outer = select(NONE, crossing(j, before, value), from_edge);
      }
      run++;
    } else {
      if (run >= params.least && from_edge) {
        inner = crossing(j, before, value);
        break;
      }
      outer = NONE;
      run = 0u;
    }
    before = value;
  }
  // What ends before it is long enough is none.
  if (run < params.least && outer != CUT) { outer = NONE; }
  edges[2u * task] = outer;
  edges[2u * task + 1u] = inner;
}
