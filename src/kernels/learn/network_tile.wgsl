// A channel of a tile as a network takes it: the voxels of a box, mirrored beyond the volume, x fastest and without
// padding; any dtype to f32, or to f16, two to a word.
#import source_voxel
#import border
struct Params { src: Grid, origin: vec3i, first: u32, size: vec3u }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> tile: array<u32>;
@group(0) @binding(2) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override HALVES: u32;

// The value at a place of the tile.
fn value_at(index: u32) -> f32 {
  let row = index / params.size.x;
  let z = row / params.size.y;
  let at = params.origin + vec3i(vec3u(index - row * params.size.x, row - z * params.size.y, z));
  let n = vec3i(params.src.volume_size);
  let mirrored = vec3i(border_index(at.x, n.x, BORDER_REFLECT), border_index(at.y, n.y, BORDER_REFLECT),
                       border_index(at.z, n.z, BORDER_REFLECT));
  return raw_to_f32(raw_at(vec3u(mirrored)), SRC_DTYPE);
}

// One invocation owns one word of the channel, which starts at word `first`.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  let values = params.size.x * params.size.y * params.size.z;
  if (HALVES == 1u) {
    if (2u * word >= values) { return; }
    tile[params.first + word] = pack2x16float(vec2f(value_at(2u * word), value_at(2u * word + 1u)));
  } else {
    if (word >= values) { return; }
    tile[params.first + word] = bitcast<u32>(value_at(word));
  }
}
