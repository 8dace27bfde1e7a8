// Binary dilation (ALL 0) or erosion (ALL 1) by a line segment: whether any or every voxel of a window of 2·radius + 1
// along one axis is set; `outside` is what lies beyond the volume.
#import grid
#import voxel
struct Params { src: Grid, dst: Grid, radius: u32, outside: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(2) var<uniform>             params: Params;
override AXIS: u32;
override ALL: u32;

// The 32 voxels of the word that starts `offset` voxels (a multiple of 32) from p along x. For erosion they are
// inverted, so that windows only have to be united (ORed). `outside` says what lies beyond the volume.
fn word_at(p: vec3u, offset: i32) -> u32 {
  let x = i32(p.x) + offset;
  let beyond = select(0u, 0xffffffffu, params.outside != 0u);
  let end = i32(params.src.origin.x + params.src.size.x);
  if (x < i32(params.src.origin.x) || x >= end) { return beyond; }
  let word = src[word_index(params.src, vec3u(u32(x), p.yz), 5u)];
  let inside = lanes_mask(u32(min(end - x, 32)), BIT);
  return ((word ^ select(0u, 0xffffffffu, ALL != 0u)) & inside) | (beyond & ~inside);
}

// Windows along x: every shift combines parts of two words; each word is loaded once.
fn along_x(p: vec3u) -> u32 {
  let own = word_at(p, 0);
  var found = own;
  let r = i32(params.radius);
  var near_left = own;
  var near_right = own;
  for (var start = 0; start < r; start += 32) {
    let left = word_at(p, -start - 32);
    let right = word_at(p, start + 32);
    let most = u32(min(r - start, 32));
    for (var k = 1u; k <= most; k++) {
      if (k == 32u) {
        found |= left | right;
      } else {
        found |= (near_left << k) | (left >> (32u - k));
        found |= (near_right >> k) | (right << (32u - k));
      }
    }
    near_left = left;
    near_right = right;
  }
  return found;
}

fn across(p: vec3u) -> u32 {
  let n = i32(params.src.volume_size[AXIS]);
  let r = i32(params.radius);
  let first = i32(p[AXIS]) - r;
  let last = i32(p[AXIS]) + r;
  var found = 0u;
  if (params.outside != 0u && (first < 0 || last >= n)) { return 0xffffffffu; }
  for (var i = max(first, 0); i <= min(last, n - 1); i++) {
    var q = p;
    q[AXIS] = u32(i);
    found |= word_at(q, 0);
  }
  return found;
}

// One invocation owns one mask word: 32 voxels of one row.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  if (word >= grid_words(params.dst)) { return; }
  let p = word_position(params.dst, word, 5u);
  var found = 0u;
  if (AXIS == 0u) { found = along_x(p); } else { found = across(p); }
  let lanes = lanes_mask(valid_lanes(params.dst, p.x, 5u), BIT);
  dst[word] = (found ^ select(0u, 0xffffffffu, ALL != 0u)) & lanes;
}
