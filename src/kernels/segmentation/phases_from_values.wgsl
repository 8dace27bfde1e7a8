// Integers 0 … 255 as phase codes, and the set of those that occur.
#import grid
#import voxel
struct Params { src: Grid, dst: Grid }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(2) var<storage, read_write> present: array<atomic<u32>>;
@group(0) @binding(3) var<uniform>             params: Params;
override SRC_DTYPE: u32;

// A bit per code that occurs, then whether a value outside 0 … 255 does.
var<workgroup> seen: array<atomic<u32>, 9>;

fn see(at: u32, bits: u32) {
  if ((atomicLoad(&seen[at]) & bits) != bits) { atomicOr(&seen[at], bits); }
}

// One invocation owns one word of four codes.
@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 256u);
  if (word < grid_words(params.dst)) {
    let p = word_position(params.dst, word, 2u);
    let lanes = valid_lanes(params.dst, p.x, 2u);
    let shift = lane_shift(SRC_DTYPE);
    let source = word_index(params.src, p, shift);
    var codes = 0u;
    for (var lane = 0u; lane < lanes; lane++) {
      let raw = lane_raw(src[source + (lane >> shift)], lane & ((1u << shift) - 1u), SRC_DTYPE);
      // Negative values have bits above the lowest eight, once their sign is extended.
      let value = bitcast<u32>(raw_to_i32(raw, SRC_DTYPE));
      if (value > 255u) { see(8u, 1u); } else { see(value >> 5u, 1u << (value & 31u)); }
      codes |= (value & 255u) << (8u * lane);
    }
    dst[word] = codes;
  }
  workgroupBarrier();
  if (lid < 9u) {
    let bits = atomicLoad(&seen[lid]);
    if ((atomicLoad(&present[lid]) & bits) != bits) { atomicOr(&present[lid], bits); }
  }
}
