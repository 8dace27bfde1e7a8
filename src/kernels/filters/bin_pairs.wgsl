// Binning as `bin`, for means of 8 and 16 bits and f32, of two voxels along x and one or two along y and z, of whole
// rows of the volume that are whole vectors of four words; two words of the result per invocation.
#import grid
#import voxel
#import far_floats
struct Params { src: Grid, dst: Grid }
@group(0) @binding(0) var<storage, read>       src: array<vec4u>;
@group(0) @binding(1) var<storage, read_write> dst: array<vec2u>; // write
@group(0) @binding(2) var<uniform>             params: Params;
override DTYPE: u32;
// Voxels of a block along y and z, one or two.
override DEEP_Y: u32;
override DEEP_Z: u32;

// Sums of pairs of keys: of 8 bits two to a word, of 16 bits one.
fn pair_sums(words: vec4u) -> vec4u {
  if (lane_shift(DTYPE) == 2u) {
    let keys = words ^ vec4u(raw_to_key(0u, DTYPE) * 0x01010101u);
    return (keys & vec4u(0xff00ffu)) + ((keys >> vec4u(8u)) & vec4u(0xff00ffu));
  }
  let keys = words ^ vec4u(raw_to_key(0u, DTYPE) * 0x10001u);
  return (keys & vec4u(0xffffu)) + (keys >> vec4u(16u));
}

fn row_sums(row: u32, v: u32) -> vec4u {
  return pair_sums(src[row + v]);
}

fn plane_sums(first: u32, v: u32) -> vec4u {
  if (DEEP_Y == 1u) { return row_sums(first, v); }
  return row_sums(first, v) + row_sums(first + (params.src.row_words >> 2u), v);
}

// Means of keys, to nearest, halves to even, packed. Signed keys are greater by an even number than their values, which
// changes no half.
fn mean_words(first: u32, v: u32) -> vec2u {
  var sums = plane_sums(first, v);
  if (DEEP_Z == 2u) { sums += plane_sums(first + (params.src.slice_words >> 2u), v); }
  let log = vec4u(DEEP_Y + DEEP_Z - 1u);
  let below_half = (1u << (DEEP_Y + DEEP_Z - 2u)) - 1u;
  if (lane_shift(DTYPE) == 2u) {
    let means = ((sums + ((sums >> log) & vec4u(0x10001u)) + vec4u(below_half * 0x10001u)) >> log) & vec4u(0xff00ffu);
    // Bytes 0 and 2 of a word next to each other.
    let pairs = (means | (means >> vec4u(8u))) & vec4u(0xffffu);
    return (pairs.xz | (pairs.yw << vec2u(16u))) ^ vec2u(raw_to_key(0u, DTYPE) * 0x01010101u);
  }
  let means = (sums + ((sums >> log) & vec4u(1u)) + vec4u(below_half)) >> log;
  return (means.xz | (means.yw << vec2u(16u))) ^ vec2u(raw_to_key(0u, DTYPE) * 0x10001u);
}

// Sums of eighths of floats, which do not overflow, and where one of them is not a number.
struct Floats { sum: vec2f, nan: vec2<bool> }

fn row_floats(row: u32, v: u32) -> Floats {
  let words = src[row + v];
  let nan = (words & vec4u(0x7fffffffu)) > vec4u(0x7f800000u);
  let values = lowered(bitcast<vec4f>(words), 3u);
  return Floats(vec2f() + values.xz + values.yw, nan.xz | nan.yw);
}

fn plane_floats(first: u32, v: u32) -> Floats {
  let a = row_floats(first, v);
  if (DEEP_Y == 1u) { return a; }
  let b = row_floats(first + (params.src.row_words >> 2u), v);
  return Floats(a.sum + b.sum, a.nan | b.nan);
}

fn mean_floats(first: u32, v: u32) -> vec2u {
  var found = plane_floats(first, v);
  if (DEEP_Z == 2u) {
    let b = plane_floats(first + (params.src.slice_words >> 2u), v);
    found = Floats(found.sum + b.sum, found.nan | b.nan);
  }
  let mean = found.sum / vec2f(f32(2u * DEEP_Y * DEEP_Z) * 0.125);
  return select(bitcast<vec2u>(mean), vec2u(0x7fc00000u), found.nan);
}

// As bin.wgsl for means of pairs along x, one or two along y and z, of whole rows of the volume that are whole
// vectors of four words. One invocation owns two words of the result.
@compute @workgroup_size(16, 4, 1)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= params.dst.row_words >> 1u || id.y >= params.dst.size.y) { return; }
  let p = (params.dst.origin.yz + id.yz) * vec2u(DEEP_Y, DEEP_Z) - params.src.origin.yz;
  let first = (p.x * params.src.row_words + p.y * params.src.slice_words) >> 2u;
  let to = ((id.y * params.dst.row_words + id.z * params.dst.slice_words) >> 1u) + id.x;
  if (DTYPE == F32) { dst[to] = mean_floats(first, id.x); }
  else { dst[to] = mean_words(first, id.x); }
}
