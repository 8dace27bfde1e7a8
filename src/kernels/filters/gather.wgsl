// Gather by an index map per axis (flips, transposes, padding): `indices` holds, for each x, then y, then z of `dst`,
// the index in the source volume, or −1 for `fill_raw`.
#import grid
#import voxel
struct Params { src: Grid, dst: Grid, fill_raw: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       indices: array<i32>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(3) var<uniform>             params: Params;
override DTYPE: u32;

// One invocation owns one word of the result.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  if (word >= grid_words(params.dst)) { return; }
  let shift = lane_shift(DTYPE);
  let p = word_position(params.dst, word, shift) - params.dst.origin;
  let y = indices[params.dst.size.x + p.y];
  let z = indices[params.dst.size.x + params.dst.size.y + p.z];
  let outside = y < 0 || z < 0;
  var row = 0u;
  if (!outside) { row = word_index(params.src, vec3u(params.src.origin.x, u32(y), u32(z)), shift); }
  let lanes = min(1u << shift, params.dst.size.x - p.x);
  var packed = 0u;
  for (var lane = 0u; lane < lanes; lane++) {
    let x = indices[p.x + lane];
    var raw = params.fill_raw;
    if (!outside && x >= 0) {
      let at = u32(x) - params.src.origin.x;
      raw = lane_raw(src[row + (at >> shift)], at & ((1u << shift) - 1u), DTYPE);
    }
    packed |= lane_place(raw, lane, DTYPE);
  }
  dst[word] = packed;
}
