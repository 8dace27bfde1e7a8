// Flat-field correction by a polynomial: takes a polynomial of the place in the slice out of every voxel, (v − P) ·
// gain or v · exp(−P). Terms are those of 1, x, y, x², xy, y², x³, x²y, xy², y³, with x and y from −1 to 1 across the
// volume.
#import grid
#import voxel
#import source_voxel
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

// One invocation owns one voxel.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  if (word >= grid_words(params.dst)) { return; }
  let p = word_position(params.dst, word, 0u);
  let raw = raw_at(p);
  let value = raw_to_f32(raw, SRC_DTYPE);
  let x = centred(p.x, params.src.volume_size.x);
  let y = centred(p.y, params.src.volume_size.y);
  let c = (p.z - params.dst.origin.z) * ROW;
  let cubic = ((coefficients[c + 6u] * x + coefficients[c + 7u] * y) * x + coefficients[c + 8u] * y * y) * x
            + coefficients[c + 9u] * y * y * y;
  let square = (coefficients[c + 3u] * x + coefficients[c + 4u] * y) * x + coefficients[c + 5u] * y * y;
  let linear = coefficients[c + 1u] * x + coefficients[c + 2u] * y;
  let surface = coefficients[c] + (linear + (square + cubic));
  var result = (value - surface) * coefficients[c + 10u];
  if (FACTOR == 1u) { result = value * exp(-surface); }
  dst[word] = select(bitcast<u32>(result), 0x7fc00000u, raw_is_nan(raw, SRC_DTYPE));
}
