// Sum spectra of a spectrum image of unsigned integers whose channels lie along z. `sums` holds for each id and channel
// the low and the high word of the sum, `pixels` the pixels of each id, which the box of slice 0 counts. KIND: 0 all
// pixels are of id 1; 1 those of a mask; 2 ids are labels, of which 0 is none.
#import source_voxel
struct Params { src: Grid, ids: Grid, task: Grid, channels: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       ids: array<u32>;
@group(0) @binding(2) var<storage, read_write> sums: array<atomic<u32>>;
@group(0) @binding(3) var<storage, read_write> pixels: array<atomic<u32>>;
@group(0) @binding(4) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override KIND: u32;

fn id_at(x: u32, y: u32) -> u32 {
  if (KIND == 0u) { return 1u; }
  let p = vec3u(x, y, 0u);
  if (KIND == 2u) { return ids[word_index(params.ids, p, 0u)]; }
  return (ids[word_index(params.ids, p, 5u)] >> ((x - params.ids.origin.x) & 31u)) & 1u;
}

// Adds a run of pixels of one id. A sum that wraps carries into the high word.
fn add_run(id: u32, z: u32, low: u32, high: u32, run: u32) {
  if (id == 0u || run == 0u) { return; }
  let at = 2u * (id * params.channels + z);
  let before = atomicAdd(&sums[at], low);
  let carry = high + select(0u, 1u, before > 0xffffffffu - low);
  if (carry > 0u) { atomicAdd(&sums[at + 1u], carry); }
  if (z == 0u) { atomicAdd(&pixels[id], run); }
}

// One invocation takes one row of pixels of one channel.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let row = flat_index(wid, count, lid, 64u);
  let extent = params.task.size;
  if (row >= extent.y * extent.z) { return; }
  let y = params.task.origin.y + row % extent.y;
  let z = params.task.origin.z + row / extent.y;
  var id = 0u;
  var low = 0u;
  var high = 0u;
  var run = 0u;
  for (var i = 0u; i < extent.x; i++) {
    let x = params.task.origin.x + i;
    let next = id_at(x, y);
    if (next != id) {
      add_run(id, z, low, high, run);
      id = next;
      low = 0u;
      high = 0u;
      run = 0u;
    }
    let value = raw_at(vec3u(x, y, z));
    low += value;
    high += select(0u, 1u, low < value);
    run++;
  }
  add_run(id, z, low, high, run);
}
