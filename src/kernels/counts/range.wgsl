// Minimum and maximum of the finite values of a box (a reduction), and how many values are finite, NaN or infinite.
// `found` holds, from zero: the complement of the least key, the greatest key, finite, NaN, infinite.
#import grid
#import voxel
#import wide_chunks
#import float_bits
#import lanes
struct Params { task: Grid, src: Grid, within: Grid }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       within: array<u32>;
// The same buffer as `src`, for wider loads.
@group(0) @binding(2) var<storage, read>       quads: array<vec4u>;
@group(0) @binding(3) var<storage, read_write> found: array<atomic<u32>>;
@group(0) @binding(4) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override HAS_WITHIN: u32;
// 1 where rows are a multiple of four words.
override WIDE: u32;
// 1 where rows of the volume, and of the mask, have no pads, and the box is all of them.
override FLAT: u32;

const WIDTH = 64u;
// Complement of the least key, greatest key, finite values, NaNs, infinities: all grow from zero.
var<workgroup> group: array<atomic<u32>, 5>;

// What an invocation has found, by component.
var<private> low: vec4u;
var<private> high: vec4u;
var<private> finite: vec4u;
var<private> nans: vec4u;
var<private> infinite: vec4u;

fn ones(lanes: vec4<bool>) -> vec4u {
  return select(vec4u(), vec4u(1u), lanes);
}

fn take(raw: vec4u, inside: vec4<bool>) {
  var counted = inside;
  var key = raw ^ vec4u(raw_to_key(0u, SRC_DTYPE));
  if (SRC_DTYPE == F32) {
    key = raw ^ select(vec4u(0x80000000u), vec4u(0xffffffffu), (raw & vec4u(0x80000000u)) != vec4u());
    let special = (raw & vec4u(0x7f800000u)) == vec4u(0x7f800000u);
    let nan = (raw & vec4u(0x7fffffffu)) > vec4u(0x7f800000u);
    nans += ones(inside & nan);
    infinite += ones(inside & special & !nan);
    counted = inside & !special;
  }
  low = max(low, select(vec4u(), ~key, counted));
  high = max(high, select(vec4u(), key, counted));
  finite += ones(counted);
}

// Which of four voxels are wanted, by their bits.
fn wanted_of(bits: vec4u) -> vec4<bool> {
  if (FLAT == 1u && HAS_WITHIN == 0u) { return vec4<bool>(true); }
  return bits != vec4u();
}

// An invocation takes chunks of 32 voxels of a row, as far apart as there are invocations.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let stride = count.x * count.y * WIDTH;
  let chunks = grid_words(params.task);
  let shift = lane_shift(SRC_DTYPE);
  let per_word = 1u << shift;
  // Bits of the first voxels of four words.
  let firsts = vec4u(1u) << (vec4u(0u, 1u, 2u, 3u) * per_word);
  for (var index = flat_index(wid, count, lid, WIDTH); index < chunks; index += stride) {
    let chunk = wide_chunk_at(index, shift);
    for (var w = 0u; w < 32u / per_word; w += 4u) {
      var words = four_words(chunk.first + w);
      let bits = vec4u(chunk.wanted >> (w * per_word));
      take(words & vec4u(lanes_mask(1u, SRC_DTYPE)), wanted_of(bits & firsts));
      if (shift > 0u) {
        let size = vec4u(lane_bits(SRC_DTYPE));
        words = words >> size;
        take(words & vec4u(lanes_mask(1u, SRC_DTYPE)), wanted_of(bits & (firsts << vec4u(1u))));
        if (shift > 1u) {
          words = words >> size;
          take(words & vec4u(lanes_mask(1u, SRC_DTYPE)), wanted_of(bits & (firsts << vec4u(2u))));
          words = words >> size;
          take(words, wanted_of(bits & (firsts << vec4u(3u))));
        }
      }
    }
  }
  atomicMax(&group[0], largest_of(low));
  atomicMax(&group[1], largest_of(high));
  atomicAdd(&group[2], sum_of(finite));
  atomicAdd(&group[3], sum_of(nans));
  atomicAdd(&group[4], sum_of(infinite));
  workgroupBarrier();
  if (lid < 2u) { atomicMax(&found[lid], atomicLoad(&group[lid])); }
  else if (lid < 5u) { atomicAdd(&found[lid], atomicLoad(&group[lid])); }
}
