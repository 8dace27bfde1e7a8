// Boundaries of labels: mask of the voxels with a neighbour of another value; WHICH 0: object voxels, 1: all, 2: object
// voxels beside another object.
#import grid
struct Params { src: Grid, dst: Grid }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(2) var<uniform>             params: Params;
override REACH: u32;
override WHICH: u32;

const OBJECTS = 0u;
const CONTACTS = 2u;

fn is_edge(p: vec3u) -> bool {
  let own = src[word_index(params.src, p, 0u)];
  if (WHICH != 1u && own == 0u) { return false; }
  for (var k = 0u; k < 27u; k++) {
    let offset = vec3i(i32(k % 3u), i32(k / 3u % 3u), i32(k / 9u)) - 1;
    let apart = u32(abs(offset.x) + abs(offset.y) + abs(offset.z));
    if (apart == 0u || apart > REACH) { continue; }
    let q = vec3i(p) + offset;
    if (any(q < vec3i(0)) || any(q >= vec3i(params.src.volume_size))) { continue; }
    let other = src[word_index(params.src, vec3u(q), 0u)];
    if (other != own && (WHICH != CONTACTS || other != 0u)) { return true; }
  }
  return false;
}

// One invocation owns one mask word: 32 voxels of one row.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  if (word >= grid_words(params.dst)) { return; }
  let p = word_position(params.dst, word, 5u);
  let lanes = valid_lanes(params.dst, p.x, 5u);
  var bits = 0u;
  for (var lane = 0u; lane < lanes; lane++) {
    bits |= select(0u, 1u << lane, is_edge(p + vec3u(lane, 0u, 0u)));
  }
  dst[word] = bits;
}
