#import grid
#import border
#import eights
struct Params { src: Grid, dst: Grid, weights: vec3f, border_value: f32 }
@group(0) @binding(0) var<storage, read>       src: array<vec4u>;
@group(0) @binding(1) var<storage, read_write> dst: array<vec4f>;
@group(0) @binding(2) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override BORDER: u32;

// Rows and slices that one invocation owns.
const ROWS = 2u;
const SLICES = 16u;

// The voxels before and behind an eight.
struct Ends { before: f32, behind: f32 }

// First word of the row of the source at y, z, of the nearest one where that is outside the volume.
fn row_of(y: i32, z: i32) -> u32 {
  let held = clamp(vec2i(y, z), vec2i(), vec2i(params.src.volume_size.yz) - 1) - vec2i(params.src.origin.yz);
  return u32(held.y) * params.src.slice_words + u32(held.x) * params.src.row_words;
}

// The eight that begins so many words into the row at y, z. One step outside the volume, 'reflect' is 'nearest'.
fn eight_of(y: i32, z: i32, word: u32) -> Eight {
  let found = eight_at_word(row_of(y, z) + word);
  if (BORDER != BORDER_CONSTANT) { return found; }
  let at = vec2i(y, z);
  let outside = any(at < vec2i()) || any(at >= vec2i(params.src.volume_size.yz));
  let beyond = vec4f(params.border_value);
  return Eight(select(found.low, beyond, outside), select(found.high, beyond, outside));
}

fn ends_of(y: i32, z: i32, x: u32) -> Ends {
  let row = row_of(y, z);
  let n = params.src.volume_size.x;
  let before = voxel_of_row(row, max(x, 1u) - 1u - params.src.origin.x);
  let behind = voxel_of_row(row, min(x + 8u, n - 1u) - params.src.origin.x);
  if (BORDER != BORDER_CONSTANT) { return Ends(before, behind); }
  return Ends(select(before, params.border_value, x == 0u), select(behind, params.border_value, x + 8u >= n));
}

fn second_difference(before: vec4f, own: vec4f, after: vec4f) -> vec4f {
  return (before - own) + (after - own);
}

// Writes the Laplacian of an eight, which has `y0`, `y1`, `z0` and `z1` for neighbours.
fn store(to: u32, own: Eight, ends: Ends, y0: Eight, y1: Eight, z0: Eight, z1: Eight) {
  let w = params.weights;
  dst[to] = w.x * second_difference(vec4f(ends.before, own.low.xyz), own.low, vec4f(own.low.yzw, own.high.x))
    + w.y * second_difference(y0.low, own.low, y1.low) + w.z * second_difference(z0.low, own.low, z1.low);
  dst[to + 1u] = w.x * second_difference(vec4f(own.low.w, own.high.xyz), own.high, vec4f(own.high.yzw, ends.behind))
    + w.y * second_difference(y0.high, own.high, y1.high) + w.z * second_difference(z0.high, own.high, z1.high);
}

// As laplacian_quads, for rows of whole quads of words, of which a multiple of eight voxels is wanted. An invocation
// owns eight voxels of two rows and marches along z with three slices of them in registers, so that a step loads four
// rows and the voxels at their ends, and writes two.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  let eights = params.dst.size.x >> 3u;
  let pairs = (params.dst.size.y + ROWS - 1u) / ROWS;
  let line = index / eights;
  let block = line / pairs;
  let first = SLICES * block;
  if (first >= params.dst.size.z) { return; }
  let at = vec3u(8u * (index - line * eights), ROWS * (line - block * pairs), first);
  let p = params.dst.origin + at;
  let y = i32(p.y);
  let word = (p.x - params.src.origin.x) >> lane_shift(SRC_DTYPE);
  let row = params.dst.row_words >> 2u;
  let two = at.y + 1u < params.dst.size.y;

  var below0 = eight_of(y, i32(p.z) - 1, word);
  var below1 = eight_of(y + 1, i32(p.z) - 1, word);
  var own0 = eight_of(y, i32(p.z), word);
  var own1 = eight_of(y + 1, i32(p.z), word);
  var to = word_index(params.dst, p, 0u) >> 2u;
  let last = min(first + SLICES, params.dst.size.z);
  for (var k = first; k < last; k++) {
    let z = i32(params.dst.origin.z + k);
    let before = eight_of(y - 1, z, word);
    let behind = eight_of(y + 2, z, word);
    let above0 = eight_of(y, z + 1, word);
    let above1 = eight_of(y + 1, z + 1, word);
    store(to, own0, ends_of(y, z, p.x), before, own1, below0, above0);
    let ends1 = ends_of(y + 1, z, p.x);
    if (two) { store(to + row, own1, ends1, own0, behind, below1, above1); }
    below0 = own0;
    below1 = own1;
    own0 = above0;
    own1 = above1;
    to += params.dst.slice_words >> 2u;
  }
}
