// Local thickness of a mask at its least: adds to `total` the voxels of a box that lie in a run of one or two set
// voxels along x, y or z. CLOSED 1: beyond the volume voxels are not set, and end a run; 0: a run that reaches the
// border goes on. WITHIN 1 counts voxels of that mask alone.
#import grid
#import voxel
struct Params { task: Grid, src: Grid, within: Grid }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       within: array<u32>;
@group(0) @binding(2) var<storage, read_write> total: array<atomic<u32>>;
@group(0) @binding(3) var<uniform>             params: Params;
override CLOSED: u32;
override WITHIN: u32;

const WIDTH = 64u;
var<workgroup> group: atomic<u32>;

// The 32 voxels from x (a multiple of 32) on; beyond the volume those that go on, or none.
fn word_at(x: i32, y: i32, z: i32) -> u32 {
  let beyond = select(0xffffffffu, 0u, CLOSED == 1u);
  let p = vec3i(x, y, z);
  if (any(p < vec3i(0)) || any(p >= vec3i(params.src.volume_size))) { return beyond; }
  let inside = lanes_mask(min(32u, params.src.volume_size.x - u32(x)), BIT);
  return (src[word_index(params.src, vec3u(p), 5u)] & inside) | (beyond & ~inside);
}

// Of set voxels `own` those in a run of one or two, from the voxels one and two before and behind them.
fn short_runs(own: u32, before2: u32, before: u32, behind: u32, behind2: u32) -> u32 {
  return own & ((~before & (~behind | ~behind2)) | (~behind & before & ~before2));
}

// An invocation takes mask words as far apart as there are invocations.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let stride = count.x * count.y * WIDTH;
  let words = grid_words(params.task);
  var thin = 0u;
  for (var word = flat_index(wid, count, lid, WIDTH); word < words; word += stride) {
    let at = word_position(params.task, word, 5u);
    let p = vec3i(at);
    let own = src[word_index(params.src, at, 5u)];
    if (own == 0u) { continue; }
    let here = word_at(p.x, p.y, p.z);
    let left = word_at(p.x - 32, p.y, p.z);
    let right = word_at(p.x + 32, p.y, p.z);
    var found = short_runs(own, (here << 2u) | (left >> 30u), (here << 1u) | (left >> 31u),
                           (here >> 1u) | (right << 31u), (here >> 2u) | (right << 30u));
    found |= short_runs(own, word_at(p.x, p.y - 2, p.z), word_at(p.x, p.y - 1, p.z),
                        word_at(p.x, p.y + 1, p.z), word_at(p.x, p.y + 2, p.z));
    found |= short_runs(own, word_at(p.x, p.y, p.z - 2), word_at(p.x, p.y, p.z - 1),
                        word_at(p.x, p.y, p.z + 1), word_at(p.x, p.y, p.z + 2));
    found &= lanes_mask(valid_lanes(params.task, at.x, 5u), BIT);
    if (WITHIN == 1u) { found &= within[word_index(params.within, at, 5u)]; }
    thin += countOneBits(found);
  }
  atomicAdd(&group, thin);
  workgroupBarrier();
  if (lid == 0u) { atomicAdd(&total[0], atomicLoad(&group)); }
}
