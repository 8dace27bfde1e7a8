// Adds the number of set voxels of a mask in a box to `total`: a population count, reduced over each workgroup.
#import grid
struct Params { task: Grid, src: Grid }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> total: array<atomic<u32>>;
@group(0) @binding(2) var<uniform>             params: Params;

const WIDTH = 64u;
var<workgroup> group: atomic<u32>;

// An invocation takes mask words as far apart as there are invocations. Pad bits are zero.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let stride = count.x * count.y * WIDTH;
  let words = grid_words(params.task);
  var ones = 0u;
  for (var word = flat_index(wid, count, lid, WIDTH); word < words; word += stride) {
    ones += countOneBits(src[word_index(params.src, word_position(params.task, word, 5u), 5u)]);
  }
  atomicAdd(&group, ones);
  workgroupBarrier();
  if (lid == 0u) { atomicAdd(&total[0], atomicLoad(&group)); }
}
