// Flat-field correction by a polynomial: takes a polynomial of the place in the slice out of every voxel, (v − P) ·
// gain or v · exp(−P). Terms are those of 1, x, y, x², xy, y², x³, x²y, xy², y³, with x and y from −1 to 1 across the
// volume.
#import grid
#import voxel
#import source_voxel
#import column_march
struct Params { src: Grid, dst: Grid }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       coefficients: array<f32>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(3) var<uniform>             params: Params;
override SRC_DTYPE: u32;
// 1: what is taken out is the logarithm of a factor.
override FACTOR: u32;

// Words per slice: ten terms of a polynomial of degree 3, a gain, and one that is unused.
const ROW = 12u; // export FLATTEN_ROW

// A coordinate from −1 at the first voxel's outer face to 1 at the last one's.
fn centred(i: u32, n: u32) -> f32 {
  return f32(2u * i + 1u) / f32(n) - 1.0;
}

// The polynomial of a slice, whose coefficients begin at c.
struct Surface { low: vec4f, middle: vec4f, high: vec2f }

fn four_at(c: u32) -> vec4f {
  return vec4f(coefficients[c], coefficients[c + 1u], coefficients[c + 2u], coefficients[c + 3u]);
}

fn surface_of(c: u32) -> Surface {
  return Surface(four_at(c), four_at(c + 4u), vec2f(coefficients[c + 8u], coefficients[c + 9u]));
}

fn height(s: Surface, x: f32, y: f32) -> f32 {
  let cubic = ((s.middle.z * x + s.middle.w * y) * x + s.high.x * y * y) * x + s.high.y * y * y * y;
  let square = (s.low.w * x + s.middle.x * y) * x + s.middle.y * y * y;
  let linear = s.low.y * x + s.low.z * y;
  return s.low.x + (linear + (square + cubic));
}

// One invocation owns a piece of a column.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let place = column_place(flat_index(wid, count, lid, 64u), params.dst.size);
  if (place.z >= params.dst.size.z) { return; }
  let c = place.z * ROW;
  var p = params.dst.origin + place;
  let x = centred(p.x, params.src.volume_size.x);
  let surface = surface_of(c);
  let gain = coefficients[c + 10u];
  let end = params.dst.origin.y + min(place.y + COLUMN_ROWS, params.dst.size.y);
  for (; p.y < end; p.y++) {
    let raw = raw_at(p);
    let value = raw_to_f32(raw, SRC_DTYPE);
    let taken = height(surface, x, centred(p.y, params.src.volume_size.y));
    var result = (value - taken) * gain;
    if (FACTOR == 1u) { result = value * exp(-taken); }
    dst[word_index(params.dst, p, 0u)] = select(bitcast<u32>(result), 0x7fc00000u, raw_is_nan(raw, SRC_DTYPE));
  }
}
