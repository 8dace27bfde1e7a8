// Of codes of 8 bits, at most 65: how often each occurs, and for each of the 13 directions to a neighbour how many
// pairs of voxels there are, how often each code is the lesser of a pair of two codes, and how often the greater. 255
// is no code, as all beyond the volume. A brick owns the pairs whose first voxel it holds.
#import grid
struct Params { task: Grid, codes: Grid, greatest: u32 }
@group(0) @binding(0) var<storage, read>       codes: array<u32>;
@group(0) @binding(1) var<storage, read>       offsets: array<i32>;
@group(0) @binding(2) var<storage, read_write> counts: array<atomic<u32>>;
@group(0) @binding(3) var<uniform>             params: Params;

const WIDTH = 64u;
const DIRECTIONS = 13u;
const CODES = 66u; // export CODES
// The codes; then of each direction the pairs, the lesser and the greater codes.
const ROW = 1u + 2u * CODES;
const COUNTS = CODES + DIRECTIONS * ROW;
const HIGH_BITS = 0x80808080u;
var<workgroup> group: array<atomic<u32>, COUNTS>;

// The codes of the word at x; 255 from the end of the volume on.
fn word_at(x: u32, y: u32, z: u32) -> u32 {
  let end = params.codes.origin.x + params.codes.size.x;
  if (x >= end) { return 0xffffffffu; }
  let word = codes[word_index(params.codes, vec3u(x, y, z), 2u)];
  let lanes = end - x;
  if (lanes >= 4u) { return word; }
  return word | (0xffffffffu << (8u * lanes));
}

fn count_codes(own: u32) {
  for (var lane = 0u; lane < 4u; lane++) {
    let code = (own >> (8u * lane)) & 255u;
    if (code != 255u) { atomicAdd(&group[code], 1u); }
  }
}

fn count_pairs(direction: u32, own: u32, other: u32) {
  let row = CODES + direction * ROW;
  for (var lane = 0u; lane < 4u; lane++) {
    let a = (own >> (8u * lane)) & 255u;
    let b = (other >> (8u * lane)) & 255u;
    if (a == b || max(a, b) == 255u) { continue; }
    atomicAdd(&group[row + 1u + min(a, b)], 1u);
    atomicAdd(&group[row + 1u + CODES + max(a, b)], 1u);
  }
}

// An invocation takes words of four codes as far apart as there are invocations. What is far from all levels has one
// code everywhere, and is counted without a look at its voxels.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  for (var i = lid; i < COUNTS; i += WIDTH) { atomicStore(&group[i], 0u); }
  workgroupBarrier();
  let stride = count.x * count.y * WIDTH;
  let words = grid_words(params.task);
  let size = vec3i(params.task.volume_size);
  let all = params.greatest * 0x01010101u;
  var least = 0u;
  var most = 0u;
  var pairs: array<u32, DIRECTIONS>;
  for (var word = flat_index(wid, count, lid, WIDTH); word < words; word += stride) {
    let p = word_position(params.task, word, 2u);
    var own = word_at(p.x, p.y, p.z);
    let lanes = valid_lanes(params.task, p.x, 2u);
    if (lanes < 4u) { own |= 0xffffffffu << (8u * lanes); }
    if (own == 0u) { least += 4u; } else if (own == all) { most += 4u; } else { count_codes(own); }
    if (own == 0xffffffffu) { continue; }
    for (var k = 0u; k < DIRECTIONS; k++) {
      let q = vec3i(p) + vec3i(0, offsets[3u * k + 1u], offsets[3u * k + 2u]);
      if (any(q.yz < vec2i()) || any(q.yz >= size.yz)) { continue; }
      let y = u32(q.y);
      let z = u32(q.z);
      var other = word_at(p.x, y, z);
      if (offsets[3u * k] == 1) { other = (other >> 8u) | (word_at(p.x + 4u, y, z) << 24u); }
      pairs[k] += countOneBits(~(own | other) & HIGH_BITS);
      if (own != other) { count_pairs(k, own, other); }
    }
  }
  if (least > 0u) { atomicAdd(&group[0], least); }
  if (most > 0u) { atomicAdd(&group[params.greatest], most); }
  for (var k = 0u; k < DIRECTIONS; k++) {
    if (pairs[k] > 0u) { atomicAdd(&group[CODES + k * ROW], pairs[k]); }
  }
  workgroupBarrier();
  for (var i = lid; i < COUNTS; i += WIDTH) {
    let n = atomicLoad(&group[i]);
    if (n > 0u) { atomicAdd(&counts[i], n); }
  }
}
