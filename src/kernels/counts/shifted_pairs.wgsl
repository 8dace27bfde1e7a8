// Two-point statistics (autocorrelation or cross-correlation) at given offsets: for each of up to 64 offsets (three
// words each), pairs of a voxel of `a` and the one at the offset from it in `b`: how many are both set, how many have
// two values, how many there are. WITHIN 1 counts pairs in that mask alone; PERIODIC 1 takes the volume as repeated,
// and needs all of it in `b` and `within`.
#import grid
#import voxel
struct Params { task: Grid, a: Grid, b: Grid, within: Grid, count: u32 }
@group(0) @binding(0) var<storage, read>       a: array<u32>;
@group(0) @binding(1) var<storage, read>       b: array<u32>;
@group(0) @binding(2) var<storage, read>       within: array<u32>;
@group(0) @binding(3) var<storage, read>       offsets: array<i32>;
@group(0) @binding(4) var<storage, read_write> counts: array<atomic<u32>>;
@group(0) @binding(5) var<uniform>             params: Params;
override WITHIN: u32;
override PERIODIC: u32;

const WIDTH = 64u;
const MOST = 64u;
var<workgroup> group: array<atomic<u32>, 192>;

fn b_word(x: i32, p: vec3u) -> u32 {
  if (x < i32(params.b.origin.x) || x >= i32(params.b.origin.x + params.b.size.x)) { return 0u; }
  return b[word_index(params.b, vec3u(u32(x), p.yz), 5u)];
}

fn within_word(x: i32, p: vec3u) -> u32 {
  if (x < i32(params.within.origin.x) || x >= i32(params.within.origin.x + params.within.size.x)) { return 0u; }
  return within[word_index(params.within, vec3u(u32(x), p.yz), 5u)];
}

// 32 voxels from x on, which may lie at any place.
fn bits_at(x: i32, p: vec3u, of_within: bool) -> u32 {
  let start = x & -32;
  let by = u32(x & 31);
  var low: u32;
  var high = 0u;
  if (of_within) {
    low = within_word(start, p);
    if (by != 0u) { high = within_word(start + 32, p); }
  } else {
    low = b_word(start, p);
    if (by != 0u) { high = b_word(start + 32, p); }
  }
  return select((low >> by) | (high << ((32u - by) & 31u)), low, by == 0u);
}

// The same of the volume repeated along x: pieces up to its end, then from its start.
fn bits_around(x: i32, p: vec3u, of_within: bool) -> u32 {
  let n = i32(params.task.volume_size.x);
  var at = ((x % n) + n) % n;
  var found = 0u;
  var done = 0;
  while (done < 32) {
    let piece = min(32 - done, n - at);
    let kept = select((1u << u32(piece & 31)) - 1u, 0xffffffffu, piece == 32);
    found |= (bits_at(at, p, of_within) & kept) << u32(done);
    done += piece;
    at = 0;
  }
  return found;
}

struct Pairs { both: u32, differ: u32, valid: u32 }

fn pairs_of(p: vec3u, offset: vec3i) -> Pairs {
  let size = vec3i(params.task.volume_size);
  var q = vec3i(p) + offset;
  var valid = lanes_mask(valid_lanes(params.task, p.x, 5u), BIT);
  if (PERIODIC == 1u) {
    q = ((q % size) + size) % size;
  } else {
    if (q.y < 0 || q.z < 0 || q.y >= size.y || q.z >= size.z) { return Pairs(0u, 0u, 0u); }
    // Lanes whose partner is inside: 0 ≤ q.x + lane < size.x.
    if (q.x < 0) { valid &= select(0u, 0xffffffffu << u32(-q.x & 31), -q.x < 32); }
    let room = size.x - q.x;
    if (room <= 0) { return Pairs(0u, 0u, 0u); }
    if (room < 32) { valid &= (1u << u32(room)) - 1u; }
  }
  let row = vec3u(0u, u32(q.y), u32(q.z));
  let own = a[word_index(params.a, p, 5u)];
  var other: u32;
  if (PERIODIC == 1u) { other = bits_around(q.x, row, false); } else { other = bits_at(q.x, row, false); }
  if (WITHIN == 1u) {
    valid &= within[word_index(params.within, p, 5u)];
    if (PERIODIC == 1u) { valid &= bits_around(q.x, row, true); } else { valid &= bits_at(q.x, row, true); }
  }
  return Pairs(countOneBits(own & other & valid), countOneBits((own ^ other) & valid), countOneBits(valid));
}

// An invocation takes words as far apart as there are invocations, for one offset after the other.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let stride = count.x * count.y * WIDTH;
  let words = grid_words(params.task);
  for (var k = 0u; k < min(params.count, MOST); k++) {
    let offset = vec3i(offsets[3u * k], offsets[3u * k + 1u], offsets[3u * k + 2u]);
    var sum = vec3u();
    for (var word = flat_index(wid, count, lid, WIDTH); word < words; word += stride) {
      let found = pairs_of(word_position(params.task, word, 5u), offset);
      sum += vec3u(found.both, found.differ, found.valid);
    }
    atomicAdd(&group[3u * k], sum.x);
    atomicAdd(&group[3u * k + 1u], sum.y);
    atomicAdd(&group[3u * k + 2u], sum.z);
  }
  workgroupBarrier();
  for (var i = lid; i < 3u * params.count; i += WIDTH) { atomicAdd(&counts[i], atomicLoad(&group[i])); }
}
