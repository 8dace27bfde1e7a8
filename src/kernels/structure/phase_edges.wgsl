// Triple lines: counts the edges of voxels along x, y, z between three or more phases (`classes` turns codes into 0 … n
// − 1), then those of each triple a < b < c, numbered by binomials; each twice: all, and those whose phases meet within
// the mask `chosen` (with ACTIVE 1). With HAS_WITHIN 1, edges of which all four voxels lie in the mask `within`. LOCAL
// 1 sums within workgroups first, for up to `LOCAL_COUNTS` counts.
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

const NONE = 0xffffffffu;

// Four codes of a row from x on; 0 beyond the volume.
fn codes_at(x: u32, y: u32, z: u32) -> u32 {
  if (any(vec3u(x, y, z) >= params.src.volume_size)) { return 0u; }
  return src[word_index(params.src, vec3u(x, y, z), 2u)];
}

fn is_inactive(p: vec3u) -> bool {
  return ((chosen[word_index(params.chosen, p, 5u)] >> (p.x & 31u)) & 1u) == 0u;
}

// Whether a voxel of the volume lies in the region of interest.
fn is_within(p: vec3u) -> bool {
  if (HAS_WITHIN == 0u) { return true; }
  return ((within[word_index(params.within, p, 5u)] >> (p.x & 31u)) & 1u) == 1u;
}

fn sorted(c: vec4u) -> vec4u {
  let a = vec4u(min(c.x, c.y), max(c.x, c.y), min(c.z, c.w), max(c.z, c.w));
  let b = vec4u(min(a.xy, a.zw), max(a.xy, a.zw));
  return vec4u(b.x, min(b.y, b.z), max(b.y, b.z), b.w);
}

fn count_triple(axis: u32, a: u32, b: u32, c: u32, which: u32) {
  // Number of a < b < c among all triples: the binomials c over 3, b over 2, a over 1.
  let triple = c * (c - 1u) * (c - 2u) / 6u + b * (b - 1u) / 2u + a;
  add(6u * (triple + 1u) + 2u * axis + which, 1u);
}

// Notes an edge along an axis, between voxels of four phases; those that do not count are NONE.
fn count_edge(axis: u32, four: vec4u, which: u32) {
  let c = sorted(four);
  let fresh = vec4u(u32(c.x != NONE), u32(c.y != c.x && c.y != NONE), u32(c.z != c.y && c.z != NONE),
                    u32(c.w != c.z && c.w != NONE));
  let distinct = fresh.x + fresh.y + fresh.z + fresh.w;
  if (distinct < 3u) { return; }
  add(2u * axis + which, 1u);
  if (distinct == 4u) {
    count_triple(axis, c.x, c.y, c.z, which);
    count_triple(axis, c.x, c.y, c.w, which);
    count_triple(axis, c.x, c.z, c.w, which);
    count_triple(axis, c.y, c.z, c.w, which);
    return;
  }
  // One of the four is none, or as the one before.
  var three = c.xyz;
  if (fresh.y == 0u) { three = c.xzw; }
  if (fresh.z == 0u) { three = c.xyw; }
  count_triple(axis, three.x, three.y, three.z, which);
}

// Edges along an axis between four voxels and those at u, v and u + v from them.
fn count_edges(axis: u32, p: vec3u, codes: vec4u, u: vec3u, v: vec3u, lanes: u32) {
  if (all(codes == vec4u(codes.x))) { return; }
  for (var lane = 0u; lane < lanes; lane++) {
    let q = p + vec3u(lane, 0u, 0u);
    if (any(q + u + v >= params.src.volume_size)) { continue; }
    let four = (codes >> vec4u(8u * lane)) & vec4u(0xffu);
    if (all(four == vec4u(four.x))) { continue; }
    if (!is_within(q) || !is_within(q + u) || !is_within(q + v) || !is_within(q + u + v)) { continue; }
    let c = vec4u(classes[four.x], classes[four.y], classes[four.z], classes[four.w]);
    count_edge(axis, c, 0u);
    if (ACTIVE == 1u) {
      let off = vec4<bool>(is_inactive(q), is_inactive(q + u), is_inactive(q + v), is_inactive(q + u + v));
      count_edge(axis, select(c, vec4u(NONE), off), 1u);
    }
  }
}

// An invocation takes words of four voxels as far apart as there are invocations: the three edges at the upper ends of
// each.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let words = grid_words(params.task);
  for (var word = flat_index(wid, count, lid, WIDTH); word < words; word += count.x * count.y * WIDTH) {
    let p = word_position(params.task, word, 2u);
    let lanes = valid_lanes(params.task, p.x, 2u);
    // Rows at (y, z) offsets (0, 0), (1, 0), (0, 1), (1, 1).
    let rows = vec4u(codes_at(p.x, p.y, p.z), codes_at(p.x, p.y + 1u, p.z),
                     codes_at(p.x, p.y, p.z + 1u), codes_at(p.x, p.y + 1u, p.z + 1u));
    let next = vec3u(codes_at(p.x + 4u, p.y, p.z), codes_at(p.x + 4u, p.y + 1u, p.z),
                     codes_at(p.x + 4u, p.y, p.z + 1u));
    let after = (rows.xyz >> vec3u(8u)) | (next << vec3u(24u));
    let x = vec3u(1u, 0u, 0u);
    let y = vec3u(0u, 1u, 0u);
    let z = vec3u(0u, 0u, 1u);
    count_edges(0u, p, rows, y, z, lanes);
    count_edges(1u, p, vec4u(rows.x, after.x, rows.z, after.z), x, z, lanes);
    count_edges(2u, p, vec4u(rows.x, after.x, rows.y, after.y), x, y, lanes);
  }
  add_group(lid);
}
