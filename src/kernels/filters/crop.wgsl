// Cropping: the box of a grid that starts at `offset`; a shift by any number of voxels along x.
#import grid
#import voxel
struct Params { src: Grid, dst: Grid, offset: vec3u }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(2) var<uniform>             params: Params;
override DTYPE: u32;

// One invocation owns one word of the result. The box starts anywhere along x, so that a word is
// cut out of two neighbours of the source.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  if (word >= grid_words(params.dst)) { return; }
  let shift = lane_shift(DTYPE);
  let p = word_position(params.dst, word, shift);
  let q = p + params.offset;
  let first = word_index(params.src, q, shift);
  let skip = ((q.x - params.src.origin.x) & ((1u << shift) - 1u)) * lane_bits(DTYPE);
  var bits = src[first] >> skip;
  if (skip > 0u) {
    // Past the last word only lanes are missing that the mask below clears.
    let next = min(first + 1u, arrayLength(&src) - 1u);
    bits |= src[next] << (32u - skip);
  }
  dst[word] = bits & lanes_mask(valid_lanes(params.dst, p.x, shift), DTYPE);
}
