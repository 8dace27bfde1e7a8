// Boolean operation on two masks, bit by bit; `not` takes `a` alone (bind it as `b` too).
#import grid
#import voxel
struct Params { a: Grid, b: Grid, dst: Grid }
@group(0) @binding(0) var<storage, read>       a: array<u32>;
@group(0) @binding(1) var<storage, read>       b: array<u32>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(3) var<uniform>             params: Params;
override OPERATOR: u32;

// One invocation owns one mask word. Codes are those of MASK_OPERATOR_CODE.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  if (word >= grid_words(params.dst)) { return; }
  let p = word_position(params.dst, word, 5u);
  let u = a[word_index(params.a, p, 5u)];
  let v = b[word_index(params.b, p, 5u)];
  var bits = u & v;
  if (OPERATOR == 1u) { bits = u | v; }
  if (OPERATOR == 2u) { bits = u ^ v; }
  if (OPERATOR == 3u) { bits = u & ~v; }
  if (OPERATOR == 4u) { bits = ~u; }
  dst[word] = bits & lanes_mask(valid_lanes(params.dst, p.x, 5u), BIT);
}
