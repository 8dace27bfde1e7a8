// Interfaces of phases (Crofton crossings): counts per phase (`classes` turns codes into 0 … n − 1) its voxels, and per
// each of 13 directions and pair of phases a < b, number b (b − 1) / 2 + a, the pairs of neighbours; each twice: all,
// and those in the mask `chosen` (with ACTIVE 1). Last, per phase, its voxels in runs of one or two along an axis; runs
// that reach the volume's border go on. With HAS_WITHIN 1, voxels and pairs in the mask `within` alone. LOCAL 1 sums
// within workgroups first, for up to `LOCAL_COUNTS` counts.
#import grid
#import local_counts
struct Params { task: Grid, src: Grid, chosen: Grid, within: Grid, phases: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       chosen: array<u32>;
@group(0) @binding(2) var<storage, read>       within: array<u32>;
@group(0) @binding(3) var<storage, read>       classes: array<u32>;
@group(0) @binding(4) var<storage, read_write> counts: array<atomic<u32>>;
@group(0) @binding(5) var<uniform>             params: Params;
override ACTIVE: u32;
override HAS_WITHIN: u32;
override LOCAL: u32;

// Four codes of a row from x on; 0 beyond the volume.
fn codes_at(x: i32, y: u32, z: u32) -> u32 {
  if (x < 0 || x >= i32(params.src.volume_size.x)) { return 0u; }
  return src[word_index(params.src, vec3u(u32(x), y, z), 2u)];
}

fn active_at(p: vec3u) -> u32 {
  if (ACTIVE == 0u) { return 0u; }
  return (chosen[word_index(params.chosen, p, 5u)] >> (p.x & 31u)) & 1u;
}

// Whether a voxel of the volume lies in the region of interest.
fn is_within(p: vec3u) -> bool {
  if (HAS_WITHIN == 0u) { return true; }
  return ((within[word_index(params.within, p, 5u)] >> (p.x & 31u)) & 1u) == 1u;
}

fn class_of(codes: u32, lane: u32) -> u32 {
  return classes[extractBits(codes, 8u * lane, 8u)];
}

// Voxels of each phase: all, and active ones.
fn count_voxels(p: vec3u, codes: u32, lanes: u32) {
  for (var lane = 0u; lane < lanes; lane++) {
    var same = u32(is_within(p + vec3u(lane, 0u, 0u)));
    let code = extractBits(codes, 8u * lane, 8u);
    var hit = same * active_at(p + vec3u(lane, 0u, 0u));
    while (lane + 1u < lanes && extractBits(codes, 8u * (lane + 1u), 8u) == code) {
      lane++;
      let counted = u32(is_within(p + vec3u(lane, 0u, 0u)));
      same += counted;
      hit += counted * active_at(p + vec3u(lane, 0u, 0u));
    }
    let at = 2u * classes[code];
    if (same > 0u) { add(at, same); }
    if (hit > 0u) { add(at + 1u, hit); }
  }
}

// Pairs of different phases among four voxels and those dx further in another row.
fn count_pairs(p: vec3u, own: u32, q: vec3u, other: u32, dx: i32, direction: u32, lanes: u32) {
  let differ = own ^ other;
  let width = i32(params.src.volume_size.x);
  for (var lane = 0u; lane < lanes; lane++) {
    if (extractBits(differ, 8u * lane, 8u) == 0u) { continue; }
    let x = i32(p.x + lane) + dx;
    if (x < 0 || x >= width) { continue; }
    if (!is_within(p + vec3u(lane, 0u, 0u)) || !is_within(vec3u(u32(x), q.yz))) { continue; }
    let a = class_of(own, lane);
    let b = class_of(other, lane);
    let high = max(a, b);
    let pair = high * (high - 1u) / 2u + min(a, b);
    let at = 2u * (params.phases + direction * (params.phases * (params.phases - 1u) / 2u) + pair);
    add(at, 1u);
    if (ACTIVE == 1u) {
      let both = active_at(p + vec3u(lane, 0u, 0u)) & active_at(vec3u(u32(x), q.yz));
      if (both == 1u) { add(at + 1u, 1u); }
    }
  }
}

// Of four voxels, those whose partners dx further in the row (y, z), or beyond the volume, are of the same phase: a bit
// each, at the top of its byte.
fn same_at(own: u32, x: i32, y: i32, z: i32, dx: i32) -> u32 {
  let tops = 0x80808080u;
  if (y < 0 || y >= i32(params.src.volume_size.y) || z < 0 || z >= i32(params.src.volume_size.z)) { return tops; }
  let row = vec2u(vec2i(y, z));
  var other = codes_at(x, row.x, row.y);
  if (dx < 0) { other = (other << u32(-8 * dx)) | (codes_at(x - 4, row.x, row.y) >> u32(32 + 8 * dx)); }
  if (dx > 0) { other = (other >> u32(8 * dx)) | (codes_at(x + 4, row.x, row.y) << u32(32 - 8 * dx)); }
  let differ = own ^ other;
  var same = ~(((differ & ~tops) + ~tops) | differ) & tops;
  // Lanes whose partner is beyond an end of the row.
  let room = i32(params.src.volume_size.x) - x - dx;
  if (room < 4) { same |= tops << u32(8 * clamp(room, 0, 3)); }
  if (x + dx < 0) { same |= tops >> u32(32 + 8 * (x + dx)); }
  return same;
}

// Those in a run of one or two, from the ones one and two before and behind them.
fn short_runs(before2: u32, before: u32, behind: u32, behind2: u32) -> u32 {
  return (~before & (~behind | ~behind2)) | (~behind & before & ~before2);
}

// One call of same_at in loops, which software compiles in no time; twelve calls take it minutes.
fn count_thin(p: vec3u, own: u32, lanes: u32) {
  let q = vec3i(p);
  var thin = 0u;
  for (var axis = 0u; axis < 3u; axis++) {
    var same = vec4u(0u);
    for (var i = 0u; i < 4u; i++) {
      // −2, −1, 1, 2
      let step = i32(i) - select(2, 1, i > 1u);
      let d = select(vec3i(0), vec3i(step), vec3u(axis) == vec3u(0u, 1u, 2u));
      same[i] = same_at(own, q.x, q.y + d.y, q.z + d.z, d.x);
    }
    thin |= short_runs(same.x, same.y, same.z, same.w);
  }
  let first = 2u * (params.phases + 13u * (params.phases * (params.phases - 1u) / 2u));
  for (var lane = 0u; lane < lanes; lane++) {
    if (extractBits(thin, 8u * lane + 7u, 1u) == 0u || !is_within(p + vec3u(lane, 0u, 0u))) { continue; }
    add(first + class_of(own, lane), 1u);
  }
}

// An invocation takes words of four voxels as far apart as there are invocations, with their 13 later neighbours in
// raster order. Only where codes differ, voxels are looked at one by one.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let words = grid_words(params.task);
  let size = params.src.volume_size;
  for (var word = flat_index(wid, count, lid, WIDTH); word < words; word += count.x * count.y * WIDTH) {
    let p = word_position(params.task, word, 2u);
    let x = i32(p.x);
    let lanes = valid_lanes(params.task, p.x, 2u);
    let own = codes_at(x, p.y, p.z);
    count_voxels(p, own, lanes);
    count_thin(p, own, lanes);
    for (var r = 0u; r < 5u; r++) {
      // Rows at (y, z) offsets (0, 0), (1, 0), (−1, 1), (0, 1), (1, 1).
      let y = i32(p.y) + select(i32(r) - 3, i32(r), r < 2u);
      let z = p.z + select(1u, 0u, r < 2u);
      if (y < 0 || y >= i32(size.y) || z >= size.z) { continue; }
      let q = vec3u(p.x, u32(y), z);
      let here = codes_at(x, q.y, z);
      let after = (here >> 8u) | (codes_at(x + 4, q.y, z) << 24u);
      if (r == 0u) {
        count_pairs(p, own, q, after, 1, 0u, lanes);
        continue;
      }
      let before = (here << 8u) | (codes_at(x - 4, q.y, z) >> 24u);
      count_pairs(p, own, q, before, -1, 3u * r - 2u, lanes);
      count_pairs(p, own, q, here, 0, 3u * r - 1u, lanes);
      count_pairs(p, own, q, after, 1, 3u * r, lanes);
    }
  }
  add_group(lid);
}
