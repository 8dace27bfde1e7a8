// Voxels of a mask in each row along x, and the sum of their places from the row's first voxel on: two words a row.
#import grid
#import voxel
struct Params { task: Grid, src: Grid }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> rows: array<u32>; // write
@group(0) @binding(2) var<uniform>             params: Params;

// The sum of the places of a word's bits: bit k of a place is set in every other run of 2^k bits.
fn places_of(bits: u32) -> u32 {
  return countOneBits(bits & 0xaaaaaaaau) + 2u * countOneBits(bits & 0xccccccccu) +
    4u * countOneBits(bits & 0xf0f0f0f0u) + 8u * countOneBits(bits & 0xff00ff00u) +
    16u * countOneBits(bits & 0xffff0000u);
}

// An invocation owns a row. Sums fit a word: rows have 65535 voxels at most.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let row = flat_index(wid, count, lid, 64u);
  let size = params.task.size;
  if (row >= size.y * size.z) { return; }
  var sum = vec2u();
  for (var w = 0u; w < params.task.row_words; w++) {
    let p = params.task.origin + vec3u(32u * w, row % size.y, row / size.y);
    let valid = lanes_mask(valid_lanes(params.task, p.x, 5u), BIT);
    let bits = src[word_index(params.src, p, 5u)] & valid;
    let hits = countOneBits(bits);
    sum += vec2u(hits, 32u * w * hits + places_of(bits));
  }
  rows[2u * row] = sum.x;
  rows[2u * row + 1u] = sum.y;
}
