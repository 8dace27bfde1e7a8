// Discrete Laplacian as `laplacianQuads`, for rows of whole quads of words, of a multiple of eight voxels.
#import grid
#import border
#import stencil_eights
struct Params { src: Grid, dst: Grid, weights: vec3f, border_value: f32 }
@group(0) @binding(0) var<storage, read>       src: array<vec4u>;
@group(0) @binding(1) var<storage, read_write> dst: array<vec4f>; // write
@group(0) @binding(2) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override BORDER: u32;

// Rows and slices that one invocation owns.
const ROWS = 2u; // export LAPLACIAN_ROWS
const SLICES = 16u; // export LAPLACIAN_SLICES

// The eight of a row that may lie outside the volume. One step outside, 'reflect' is 'nearest'.
fn bordered_eight(y: i32, z: i32, word: u32) -> Eight {
  let found = eight_of(y, z, word);
  if (BORDER != BORDER_CONSTANT) { return found; }
  let at = vec2i(y, z);
  let outside = any(at < vec2i()) || any(at >= vec2i(params.src.volume_size.yz));
  let beyond = vec4f(params.border_value);
  return Eight(select(found.low, beyond, outside), select(found.high, beyond, outside));
}

fn bordered_ends(y: i32, z: i32, x: u32) -> Ends {
  let found = ends_of(y, z, x);
  if (BORDER != BORDER_CONSTANT) { return found; }
  return Ends(select(found.before, params.border_value, x == 0u),
              select(found.behind, params.border_value, x + 8u >= params.src.volume_size.x));
}

fn second_difference(before: vec4f, own: vec4f, after: vec4f) -> vec4f {
  return (before - own) + (after - own);
}

// Writes the Laplacian of an eight, which has `y0`, `y1`, `z0` and `z1` for neighbours.
fn store(to: u32, own: Eight, ends: Ends, y0: Eight, y1: Eight, z0: Eight, z1: Eight) {
  let w = params.weights;
  let x0 = back_of(own, ends);
  let x1 = ahead_of(own, ends);
  dst[to] = w.x * second_difference(x0.low, own.low, x1.low)
    + w.y * second_difference(y0.low, own.low, y1.low) + w.z * second_difference(z0.low, own.low, z1.low);
  dst[to + 1u] = w.x * second_difference(x0.high, own.high, x1.high)
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

  var below0 = bordered_eight(y, i32(p.z) - 1, word);
  var below1 = bordered_eight(y + 1, i32(p.z) - 1, word);
  var own0 = bordered_eight(y, i32(p.z), word);
  var own1 = bordered_eight(y + 1, i32(p.z), word);
  var to = word_index(params.dst, p, 0u) >> 2u;
  let last = min(first + SLICES, params.dst.size.z);
  for (var k = first; k < last; k++) {
    let z = i32(params.dst.origin.z + k);
    let before = bordered_eight(y - 1, z, word);
    let behind = bordered_eight(y + 2, z, word);
    let above0 = bordered_eight(y, z + 1, word);
    let above1 = bordered_eight(y + 1, z + 1, word);
    store(to, own0, bordered_ends(y, z, p.x), before, own1, below0, above0);
    let ends1 = bordered_ends(y + 1, z, p.x);
    if (two) { store(to + row, own1, ends1, own0, behind, below1, above1); }
    below0 = own0;
    below1 = own1;
    own0 = above0;
    own1 = above1;
    to += params.dst.slice_words >> 2u;
  }
}
