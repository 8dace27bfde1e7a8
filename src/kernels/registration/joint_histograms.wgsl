// Joint histograms of the levels of two volumes under several transforms: for each of them, and each block of samples,
// a workgroup takes the samples to the moving volume and counts the levels of both: of the fixed one in the bin that it
// lies in, of the moving one in four bins, by the weights of a cubic B-spline (P. Thévenaz, M. Unser, IEEE Trans. Image
// Process. 9 (2000) 2083), which add up to 1024 per sample. All of it is of integers. `transforms` holds 24 words each:
// steps along x, y, z and the start, as places (low words, high words). BY_BLOCK 1 keeps the blocks apart.
#import places
#import level_at
struct Params { src: Grid, per_block: u32, blocks: u32, transforms: u32, first: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       samples: array<vec2u>;
@group(0) @binding(2) var<storage, read>       transforms: array<u32>;
@group(0) @binding(3) var<storage, read_write> counts: array<atomic<u32>>;
@group(0) @binding(4) var<uniform>             params: Params;
// Levels of each volume, from 8 to 32.
override BINS: u32;
override BY_BLOCK: u32;

// What a sample weighs.
const SAMPLE_WEIGHT = 1024u; // export SAMPLE_WEIGHT
// Words of a transform.
const TRANSFORM_WORDS = 24u; // export TRANSFORM_WORDS

const WIDTH = 64u;
var<workgroup> group: array<atomic<u32>, 1024>;

fn triple(at: u32) -> vec3u { return vec3u(transforms[at], transforms[at + 1u], transforms[at + 2u]); }
fn place(at: u32) -> Place { return Place(triple(at), triple(at + 3u)); }

// Six times the cubic B-spline of a bin 1 + (256 - t) / 256 away, times 2^24, and of one t / 256 away.
fn outer(t: u32) -> u32 { return t * t * t; }
fn inner(t: u32) -> u32 { return 3u * t * t * t + 67108864u - 1536u * t * t; }
// Over 6 · 2^14, rounded.
fn scaled(weight: u32) -> u32 { return (weight + 49152u) / 98304u; }

fn count_sample(sample: vec2u, x: Place, y: Place, z: Place, start: Place) {
  let fixed_level = sample.y >> 16u;
  if (fixed_level == 0xffffu) { return; }
  let at = mapped(vec3u(sample.x & 0xffffu, sample.x >> 16u, sample.y & 0xffffu), start, x, y, z);
  let below = bitcast<vec3i>(at.high) >> vec3u(8u);
  let t = at.high & vec3u(0xffu);
  let last = vec3i(params.src.volume_size) - 1;
  if (any(below < vec3i()) || any(below + vec3i(min(t, vec3u(1u))) > last)) { return; }
  let level = level_between(vec3u(below), t);
  if (level == NO_LEVEL) { return; }
  let row = BINS * ((fixed_level * BINS) >> 16u);
  // From 1 to BINS - 2, in 256 parts of a bin.
  let bin = 256u + ((level * (BINS - 3u)) >> 12u);
  let f = bin & 0xffu;
  let first = row + (bin >> 8u) - 1u;
  let w0 = scaled(outer(256u - f));
  let w1 = scaled(inner(f));
  let w3 = scaled(outer(f));
  if (w0 > 0u) { atomicAdd(&group[first], w0); }
  atomicAdd(&group[first + 1u], w1);
  atomicAdd(&group[first + 2u], SAMPLE_WEIGHT - w0 - w1 - w3);
  if (w3 > 0u) { atomicAdd(&group[first + 3u], w3); }
}

// A workgroup owns a transform and a block of samples.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let own = flat_index(wid, count, 0u, 1u);
  let which = own / params.blocks;
  let block = own - which * params.blocks;
  let is_there = which < params.transforms;
  if (is_there) {
    let words = TRANSFORM_WORDS * (params.first + which);
    let x = place(words);
    let y = place(words + 6u);
    let z = place(words + 12u);
    let start = place(words + 18u);
    for (var i = lid; i < params.per_block; i += WIDTH) {
      count_sample(samples[block * params.per_block + i], x, y, z, start);
    }
  }
  workgroupBarrier();
  if (!is_there) { return; }
  let table = BINS * BINS * select(which, own, BY_BLOCK == 1u);
  for (var i = lid; i < BINS * BINS; i += WIDTH) {
    let n = atomicLoad(&group[i]);
    if (n > 0u) { atomicAdd(&counts[table + i], n); }
  }
}
