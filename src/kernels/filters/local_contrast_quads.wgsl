// Local contrast normalisation as `localContrast`, for rows of a multiple of four voxels; four columns per invocation.
#import grid
#import border
#import quad
#import local_moments
#import quad_sums
struct Params {
  src: Grid, sums: Grid, slab: Grid, dst: Grid, fill: vec3u, radius: u32, window: u32, epsilon: f32
}
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       sums: array<vec4u>;
@group(0) @binding(2) var<storage, read_write> dst: array<vec4f>; // write
@group(0) @binding(3) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override BORDER: u32;
override WORDS: u32;

// Voxels along z that one invocation owns.
const BLOCK = 32u; // export QUAD_CONTRAST_BLOCK

// The sums at index i (global) of z, of four columns side by side.
fn sums_at(column: u32, i: i32) -> QuadSums {
  let j = border_index(i, i32(params.sums.volume_size.z), BORDER);
  if (j < 0) { return QuadSums(params.fill.xxxx, params.fill.yyyy, params.fill.zzzz); }
  let at = min(u32(j) - params.sums.origin.z, params.sums.size.z - 1u);
  let w = (column + at * (params.sums.slice_words >> 2u)) * WORDS;
  var third = vec4u();
  if (WORDS == 3u) { third = sums[w + 2u]; }
  return unpack_sums(sums[w], sums[w + 1u], third, WORDS);
}

fn contrast(raw: u32, found: Sums) -> f32 {
  let n = sums_count(found, params.window, WORDS);
  let spread = sums_spread(found, n, WORDS) / f32(n);
  return level_above_mean(raw_to_key(raw, SRC_DTYPE), found, n) / (spread + params.epsilon);
}

fn contrasts(raw: vec4u, found: QuadSums) -> vec4f {
  return vec4f(contrast(raw.x, Sums(found.levels.x, vec2u(found.low.x, found.high.x))),
               contrast(raw.y, Sums(found.levels.y, vec2u(found.low.y, found.high.y))),
               contrast(raw.z, Sums(found.levels.z, vec2u(found.low.z, found.high.z))),
               contrast(raw.w, Sums(found.levels.w, vec2u(found.low.w, found.high.w))));
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  let size = params.slab.size;
  let quads = size.x >> 2u;
  let row = index / quads;
  let block = row / size.y;
  let first = BLOCK * block;
  if (first >= size.z) { return; }
  let p = params.slab.origin + vec3u(4u * (index - row * quads), row - block * size.y, first);
  let column = word_index(params.sums, vec3u(p.xy, params.sums.origin.z), 0u) >> 2u;
  let z = i32(p.z);
  let r = i32(params.radius);

  var found = sums_at(column, z - r);
  for (var i = z - r + 1; i <= z + r; i++) { found = add_quad_sums(found, sums_at(column, i)); }
  var word = word_index(params.src, p, lane_shift(SRC_DTYPE));
  var to = word_index(params.dst, p, 0u) >> 2u;
  let end = z + i32(min(BLOCK, size.z - first));
  for (var i = z; i < end; i++) {
    var words = vec4u(src[word], 0u, 0u, 0u);
    if (lane_shift(SRC_DTYPE) == 1u) { words.y = src[word + 1u]; }
    dst[to] = contrasts(unpack_quad(words, SRC_DTYPE), found);
    found = subtract_quad_sums(add_quad_sums(found, sums_at(column, i + 1 + r)), sums_at(column, i - r));
    word += params.src.slice_words;
    to += params.dst.slice_words >> 2u;
  }
}
