// Sliding-window sums (running sums) over 2·radius + 1 voxels along one axis: of levels, of their squares, and (WORDS
// 3) of how many there are. Along x it takes a volume of 8 or 16 bits, whose values are levels by their order; along y,
// such sums. WORDS 2 is for 8-bit volumes, whose sums fit words and of which all count; with a mask only the voxels in
// it do.
#import grid
#import border
#import local_moments
struct Params { src: Grid, within: Grid, dst: Grid, fill: vec3u, radius: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       within: array<u32>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(3) var<uniform>             params: Params;
override SRC_DTYPE: u32;
// 0: along x, from a volume; 1: along y, from sums.
override AXIS: u32;
override BORDER: u32;
override WORDS: u32;
// 1: along x, only voxels in a mask count.
override HAS_WITHIN: u32;

// Voxels along the axis that one invocation owns.
const BLOCK = 64u; // export SUMS_BLOCK

// What index i (global) of the axis adds, of the line that starts at a word of the source and at one of the mask.
fn sums_at(line: u32, bits: u32, i: i32) -> Sums {
  let j = border_index(i, i32(params.src.volume_size[AXIS]), BORDER);
  if (j < 0) { return Sums(params.fill.x, params.fill.yz); }
  // Voxels behind the region's end, which are not stored, may ask for what the buffer does not hold.
  let at = min(u32(j) - params.src.origin[AXIS], params.src.size[AXIS] - 1u);
  if (AXIS == 0u) {
    if (HAS_WITHIN == 1u) {
      let bit = min(u32(j) - params.within.origin.x, params.within.size.x - 1u);
      if (((within[bits + (bit >> 5u)] >> (bit & 31u)) & 1u) == 0u) { return Sums(0u, vec2u()); }
    }
    let shift = lane_shift(SRC_DTYPE);
    let raw = lane_raw(src[line + (at >> shift)], at & ((1u << shift) - 1u), SRC_DTYPE);
    let level = raw_to_key(raw, SRC_DTYPE);
    return Sums(level, vec2u(level * level, 0x10000u));
  }
  let w = (line + at * params.src.row_words) * WORDS;
  var high = 0u;
  if (WORDS == 3u) { high = src[w + 2u]; }
  return Sums(src[w], vec2u(src[w + 1u], high));
}

// Whole numbers slide without loss: each voxel's sums are the last one's, plus what enters, less what leaves.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  var blocks = params.dst.size;
  blocks[AXIS] = (blocks[AXIS] + BLOCK - 1u) / BLOCK;
  let slice = blocks.x * blocks.y;
  if (index >= slice * blocks.z) { return; }
  let z = index / slice;
  let y = (index - z * slice) / blocks.x;
  var at = vec3u(index - z * slice - y * blocks.x, y, z);
  at[AXIS] *= BLOCK;
  let p = params.dst.origin + at;
  var start = p;
  start[AXIS] = params.src.origin[AXIS];
  // Sums lie one voxel per place, volumes packed.
  let line = word_index(params.src, start, select(0u, lane_shift(SRC_DTYPE), AXIS == 0u));
  var bits = 0u;
  if (HAS_WITHIN == 1u && AXIS == 0u) {
    bits = word_index(params.within, vec3u(params.within.origin.x, p.yz), 5u);
  }
  let first = i32(p[AXIS]);
  let r = i32(params.radius);

  var sums = sums_at(line, bits, first - r);
  for (var i = first - r + 1; i <= first + r; i++) { sums = add_sums(sums, sums_at(line, bits, i)); }
  let stored = min(BLOCK, params.dst.size[AXIS] - at[AXIS]);
  let stride = select(params.dst.row_words, 1u, AXIS == 0u);
  let place = at.x + at.y * params.dst.row_words + at.z * params.dst.slice_words;
  for (var k = 0u; k < stored; k++) {
    let w = (place + k * stride) * WORDS;
    dst[w] = sums.levels;
    dst[w + 1u] = sums.squares.x;
    if (WORDS == 3u) { dst[w + 2u] = sums.squares.y; }
    let next = first + i32(k) + 1;
    sums = subtract_sums(add_sums(sums, sums_at(line, bits, next + r)), sums_at(line, bits, next - 1 - r));
  }
}
