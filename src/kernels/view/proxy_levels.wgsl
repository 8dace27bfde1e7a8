// Proxy of a volume or a mask: means of blocks of voxels as bytes, 0 at `lo` and 255 at the upper end of the range.
// Blocks at the ends of the axes may hold fewer voxels. NaN counts as `lo`. Rows are padded for copies to textures.
#import source_voxel
struct Params {
  src: Grid,
  factor: vec3u,
  lo: f32,
  origin: vec3u,     // of the first block, in blocks
  scale: f32,        // 255 over the width of the range
  size: vec3u,       // blocks
  row_words: u32,    // of the proxy
}
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(2) var<uniform>             params: Params;
override SRC_DTYPE: u32;

fn level_at(p: vec3u) -> f32 {
  let raw = raw_at(p);
  let value = (raw_to_f32(raw, SRC_DTYPE) - params.lo) * params.scale;
  return select(clamp(value, 0.0, 255.0), 0.0, raw_is_nan(raw, SRC_DTYPE));
}

// Rows first, then planes: short sums keep their digits.
fn mean_of(block: vec3u) -> f32 {
  let start = block * params.factor;
  let end = min(start + params.factor, params.src.volume_size);
  var sum = 0.0;
  for (var z = start.z; z < end.z; z++) {
    for (var y = start.y; y < end.y; y++) {
      var line = 0.0;
      for (var x = start.x; x < end.x; x++) { line += level_at(vec3u(x, y, z)); }
      sum += line;
    }
  }
  let n = end - start;
  return sum / f32(n.x * n.y * n.z);
}

// One invocation owns one word: four blocks of a row.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  let row = word / params.row_words;
  if (row >= params.size.y * params.size.z) { return; }
  let x = 4u * (word - row * params.row_words);
  let z = row / params.size.y;
  let first = vec3u(x, row - z * params.size.y, z);
  var packed = 0u;
  for (var lane = 0u; lane < 4u; lane++) {
    if (x + lane >= params.size.x) { break; }
    let mean = mean_of(params.origin + first + vec3u(lane, 0u, 0u));
    packed |= u32(round(mean)) << (8u * lane);
  }
  dst[word] = packed;
}
