// Exclusive prefix sum (scan) of counts, in place, with the total; one workgroup.
#import workgroup_scan
struct Params { length: u32, per_group: u32, total_at: u32, with_dispatch: u32 }
@group(0) @binding(0) var<storage, read_write> counts: array<u32>;
@group(0) @binding(1) var<storage, read_write> state: array<u32>;
@group(0) @binding(2) var<uniform>             params: Params;

const WIDTH = 256u;
const EACH = 16u;
const MAX_GROUPS = 65535u;
var<workgroup> length: u32;

// Makes of each count the sum of those before it, in place; one workgroup does all, as the counts are
// already sums over tiles. state: [0..2] a folded dispatch of ⌈total / per_group⌉ groups if wanted, [3] and
// on totals. A length of 0xffffffff stands for ⌈state[3] / per_group⌉ counts.
@compute @workgroup_size(256)
fn main(@builtin(local_invocation_index) lid: u32) {
  if (lid == 0u) {
    length = params.length;
    if (params.length == 0xffffffffu) { length = (state[3] + params.per_group - 1u) / params.per_group; }
  }
  let n = workgroupUniformLoad(&length);
  var carry = 0u;
  for (var first = 0u; first < n; first += WIDTH * EACH) {
    let begin = min(first + lid * EACH, n);
    let end = min(begin + EACH, n);
    var sum = 0u;
    for (var i = begin; i < end; i++) { sum += counts[i]; }
    let scan = workgroup_scan(lid, sum);
    var before = carry + scan.x;
    for (var i = begin; i < end; i++) {
      let here = counts[i];
      counts[i] = before;
      before += here;
    }
    carry += scan.y;
    workgroupBarrier();
  }
  if (lid == 0u) {
    state[params.total_at] = carry;
    if (params.with_dispatch != 0u) {
      let groups = (carry + params.per_group - 1u) / params.per_group;
      let x = min(groups, MAX_GROUPS);
      state[0] = x;
      state[1] = select((groups + x - 1u) / max(x, 1u), 0u, x == 0u);
      state[2] = 1u;
    }
  }
}
