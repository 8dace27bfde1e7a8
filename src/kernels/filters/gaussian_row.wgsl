// Separable convolution along x by a symmetric or antisymmetric kernel (a Gaussian or its derivative), any dtype to
// f32, for volumes and rows of a multiple of eight voxels and of four words, for one radius.
#import grid
#import eights
#import border
#import far_floats
#import row
struct Params { src: Grid, dst: Grid, border_value: f32 }
@group(0) @binding(0) var<storage, read>       src: array<vec4u>;
@group(0) @binding(1) var<storage, read>       weights: array<f32>;
@group(0) @binding(2) var<storage, read_write> dst: array<vec4f>; // write
@group(0) @binding(3) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override BORDER: u32;
// 1 where weights are of opposite sign on either side: those of odd derivatives.
override ODD: u32;
// 1 where what is loaded is halved, so that no sum of two overflows: in the first pass over floats. The border's value
// is half already, and the last pass has weights of twice the size.
override HALVED: u32;

// Eights along x that one invocation owns, and voxels of them.
const BLOCK = 8u;
const BLOCK_VOXELS = 8u * BLOCK; // export ROW_BLOCK

// A row of the source: its first word, and the index of the first eight there.
struct Row { word: u32, first: i32 }

// The eight of an index inside the volume.
fn inner_eight(row: Row, index: i32) -> Eight {
  let found = eight_at_word(row.word + (u32(index - row.first) << (3u - lane_shift(SRC_DTYPE))));
  if (HALVED == 0u) { return found; }
  return Eight(lowered(found.low, 1u), lowered(found.high, 1u));
}

// The eight of an index, which lies less than a row's length outside at most. A border lies between two eights.
fn eight_at(row: Row, index: i32) -> Eight {
  let n = i32(params.src.volume_size.x >> 3u);
  let before = index < 0;
  let outside = before || index >= n;
  if (BORDER == BORDER_REFLECT) {
    let found = inner_eight(row, select(index, select(2 * n, 0, before) - 1 - index, outside));
    return Eight(select(found.low, found.high.wzyx, outside), select(found.high, found.low.wzyx, outside));
  }
  let found = inner_eight(row, clamp(index, 0, n - 1));
  var beyond = vec4f(params.border_value);
  if (BORDER == BORDER_NEAREST) { beyond = vec4f(select(found.high.w, found.low.x, before)); }
  return Eight(select(found.low, beyond, outside), select(found.high, beyond, outside));
}

fn pair(before: vec4f, after: vec4f) -> vec4f {
  if (ODD == 1u) { return after - before; }
  return before + after;
}

// As gaussian_pass along x, for volumes and rows of whole eights whose words are a multiple of four. An invocation
// goes along 64 voxels with the window in registers (`filter_row`, unrolled for one radius) and reads and
// writes four words at a time. Sums run from the centre outwards in pairs.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  let eights = params.dst.size.x >> 3u;
  let blocks = (eights + BLOCK - 1u) / BLOCK;
  let line = index / blocks;
  if (line >= params.dst.size.y * params.dst.size.z) { return; }
  let z = line / params.dst.size.y;
  let first = BLOCK * (index - line * blocks);
  let p = params.dst.origin + vec3u(first << 3u, line - z * params.dst.size.y, z);
  let start = word_index(params.src, vec3u(params.src.origin.x, p.yz), 0u);
  let row = Row(start, i32(params.src.origin.x >> 3u));
  filter_row(row, i32(p.x >> 3u), word_index(params.dst, p, 0u) >> 2u, min(BLOCK, eights - first));
}
