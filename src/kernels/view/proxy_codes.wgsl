// Proxy of labels or phases: the code of the middle voxel of each block, since codes have no mean. Labels take a word,
// phases a byte. Rows are padded for copies to textures.
#import source_voxel
struct Params {
  src: Grid,
  factor: vec3u,
  row_words: u32,    // of the proxy
  origin: vec3u,     // of the first block, in blocks
  unused: u32,
  size: vec3u,       // blocks
}
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(2) var<uniform>             params: Params;
override SRC_DTYPE: u32;

// One invocation owns one word.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  let row = word / params.row_words;
  if (row >= params.size.y * params.size.z) { return; }
  let lanes = 1u << lane_shift(SRC_DTYPE);
  let x = lanes * (word - row * params.row_words);
  let z = row / params.size.y;
  let first = vec3u(x, row - z * params.size.y, z);
  var packed = 0u;
  for (var lane = 0u; lane < lanes; lane++) {
    if (x + lane >= params.size.x) { break; }
    let block = params.origin + first + vec3u(lane, 0u, 0u);
    let middle = block * params.factor + (params.factor >> vec3u(1u));
    packed |= lane_place(raw_at(min(middle, params.src.volume_size - 1u)), lane, SRC_DTYPE);
  }
  dst[word] = packed;
}
