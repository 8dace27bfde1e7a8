#import grid
#import voxel
// Levels of a volume between its voxels in whole numbers. Reads what its kernels bind: `src`, an f32 volume of levels
// 0 … 4095, and the grid of that name of `params`.

// Where a level is not a number.
const NO_LEVEL = 0xffffffffu;
const MOST_LEVEL = 4095u;

fn level_at(p: vec3u) -> u32 {
  let raw = src[word_index(params.src, p, 0u)];
  if (raw_is_nan(raw, F32)) { return NO_LEVEL; }
  return u32(clamp(bitcast<f32>(raw) + 0.5, 0.0, f32(MOST_LEVEL)));
}

// Between two levels of at most 20 bits, t of 256 parts of the way.
fn between(a: u32, b: u32, t: u32) -> u32 {
  return a * (256u - t) + b * t;
}

fn level_row(p: vec3u, t: u32) -> u32 {
  let a = level_at(p);
  if (t == 0u || a == NO_LEVEL) { return select(a << 8u, NO_LEVEL, a == NO_LEVEL); }
  let b = level_at(p + vec3u(1u, 0u, 0u));
  return select(between(a, b, t), NO_LEVEL, b == NO_LEVEL);
}

fn level_plane(p: vec3u, t: vec2u) -> u32 {
  let a = level_row(p, t.x);
  if (t.y == 0u || a == NO_LEVEL) { return a; }
  let b = level_row(p + vec3u(0u, 1u, 0u), t.x);
  return select((between(a, b, t.y) + 128u) >> 8u, NO_LEVEL, b == NO_LEVEL);
}

// The level t of 256 parts of the way from a voxel to the next along x, y and z, in 2^-8 levels; NO_LEVEL where one
// that weighs is none.
fn level_between(p: vec3u, t: vec3u) -> u32 {
  let a = level_plane(p, t.xy);
  if (t.z == 0u || a == NO_LEVEL) { return a; }
  let b = level_plane(p + vec3u(0u, 0u, 1u), t.xy);
  return select((between(a, b, t.z) + 128u) >> 8u, NO_LEVEL, b == NO_LEVEL);
}
