// Places at which two volumes are compared, and the level of the fixed one there: in each of a lattice of blocks,
// `per_block` places of an additive sequence (M. Roberts' R₃) in whole parts of a voxel, 2^BITS of them, so that they
// lie off the voxels' grid as evenly as can be. A sample is two words: x and y, and z and the level in 16 bits each.
#import level_at
struct Params { src: Grid, within: Grid, blocks: vec3u, per_block: u32, offset: vec3u }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       within: array<u32>;
@group(0) @binding(2) var<storage, read_write> samples: array<vec2u>; // write
@group(0) @binding(3) var<uniform>             params: Params;
// Parts of a voxel, as a power of two, at most 8.
override BITS: u32;
// 1: only samples whose nearest voxel lies in the mask count.
override WITHIN: u32;

// 2³² over the powers of the root of x⁴ = x + 1.
const STEPS = vec3u(3518319153u, 2882110345u, 2360945575u);
// The level of a sample that does not count.
const NOWHERE = 0xffffu; // export NOWHERE

// One invocation owns one sample.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  if (index >= arrayLength(&samples)) { return; }
  let block = index / params.per_block;
  let i = index - block * params.per_block;
  let n = params.blocks;
  let b = vec3u(block % n.x, (block / n.x) % n.y, block / (n.x * n.y));
  let span = (params.src.volume_size - 1u) << vec3u(BITS);
  // Spans are below 2^16 parts, and blocks at most 16 along an axis.
  let low = span * b / n;
  let high = span * (b + 1u) / n;
  let turn = (params.offset + block * vec3u(0x9e3779b9u, 0x85ebca6bu, 0xc2b2ae35u) + (i + 1u) * STEPS) >> vec3u(16u);
  let q = low + ((turn * (high - low)) >> vec3u(16u));
  var level = level_between(q >> vec3u(BITS), (q & vec3u((1u << BITS) - 1u)) << vec3u(8u - BITS));
  if (level != NO_LEVEL) { level = (level + 8u) >> 4u; }
  if (WITHIN == 1u) {
    let near = (q + ((1u << BITS) >> 1u)) >> vec3u(BITS);
    let word = within[word_index(params.within, near, 5u)];
    if (extractBits(word, (near.x - params.within.origin.x) & 31u, 1u) == 0u) { level = NO_LEVEL; }
  }
  samples[index] = vec2u(q.x | (q.y << 16u), q.z | (min(level, NOWHERE) << 16u));
}
