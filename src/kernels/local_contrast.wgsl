#import grid
#import border
#import wide
#import levels
struct Params {
  src: Grid, sums: Grid, slab: Grid, dst: Grid, fill: vec3u, radius: u32, window: u32, start: f32,
  gain: f32, step: f32, epsilon: f32
}
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       sums: array<u32>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>;
@group(0) @binding(3) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override BORDER: u32;
override WORDS: u32;

// Voxels along z that one invocation owns.
const BLOCK = 8u;

// As in local_sums.
struct Sums { levels: u32, squares: vec2u }

fn sums_at(column: u32, i: i32) -> Sums {
  let j = border_index(i, i32(params.sums.volume_size.z), BORDER);
  if (j < 0) { return Sums(params.fill.x, params.fill.yz); }
  let at = min(u32(j) - params.sums.origin.z, params.sums.size.z - 1u);
  let w = (column + at * params.sums.slice_words) * WORDS;
  var high = 0u;
  if (WORDS == 3u) { high = sums[w + 2u]; }
  return Sums(sums[w], vec2u(sums[w + 1u], high));
}

fn wide_to_f32(a: vec2u) -> f32 {
  return f32(a.y) * 4294967296.0 + f32(a.x);
}

fn contrast(raw: u32, found: Sums) -> u32 {
  if (!is_level(raw, SRC_DTYPE)) { return select(raw, 0x7fc00000u, raw_is_nan(raw, SRC_DTYPE)); }
  let n = select(params.window, found.squares.y >> 16u, WORDS == 3u);
  let squares = select(vec2u(found.squares.x, 0u), vec2u(found.squares.x, found.squares.y & 0xffffu), WORDS == 3u);
  // n² times the variance, in whole numbers: n · Σ q² − (Σ q)².
  let scaled = add_wide(multiply_wide(squares.x, n), vec2u(0u, squares.y * n));
  let spread = add_wide(scaled, negate_wide(multiply_wide(found.levels, found.levels)));
  let count = f32(n);
  let spread_root = sqrt(wide_to_f32(spread)) / count * params.step;
  var deviation = 0.0;
  if (lane_bits(SRC_DTYPE) < 32u) {
    let own = n * raw_to_key(raw, SRC_DTYPE);
    let above = own >= found.levels;
    let distance = f32(select(found.levels - own, own - found.levels, above)) / count;
    deviation = select(-distance, distance, above);
  } else {
    deviation = (raw_to_f32(raw, SRC_DTYPE) - params.start) - f32(found.levels) / count * params.step;
  }
  return bitcast<u32>(deviation / (spread_root + params.epsilon));
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  let slice = params.slab.size.x * params.slab.size.y;
  let blocks = (params.slab.size.z + BLOCK - 1u) / BLOCK;
  if (index >= slice * blocks) { return; }
  let block = index / slice;
  let y = (index - block * slice) / params.slab.size.x;
  let x = index - block * slice - y * params.slab.size.x;
  let p = params.slab.origin + vec3u(x, y, block * BLOCK);
  let column = word_index(params.sums, vec3u(p.xy, params.sums.origin.z), 0u);
  let first = i32(p.z);
  let r = i32(params.radius);

  var found = sums_at(column, first - r);
  for (var i = first - r + 1; i <= first + r; i++) {
    let next = sums_at(column, i);
    found = Sums(found.levels + next.levels, add_wide(found.squares, next.squares));
  }
  let shift = lane_shift(SRC_DTYPE);
  let lane = (p.x - params.src.origin.x) & ((1u << shift) - 1u);
  let stored = min(BLOCK, params.slab.size.z - block * BLOCK);
  for (var k = 0u; k < stored; k++) {
    let at = p + vec3u(0u, 0u, k);
    let raw = lane_raw(src[word_index(params.src, at, shift)], lane, SRC_DTYPE);
    dst[word_index(params.dst, at, 0u)] = contrast(raw, found);
    let enters = sums_at(column, first + i32(k) + 1 + r);
    let leaves = sums_at(column, first + i32(k) - r);
    found = Sums(found.levels + enters.levels - leaves.levels,
                 add_wide(add_wide(found.squares, enters.squares), negate_wide(leaves.squares)));
  }
}
