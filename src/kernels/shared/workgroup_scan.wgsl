// Parallel prefix sum (scan) of one number of each invocation of a workgroup, with only two barriers, since a barrier
// costs more than additions do. Reads WIDTH of its kernels: invocations of the workgroup, a multiple of 16 up to 256.
var<workgroup> scanned: array<u32, WIDTH>;
var<workgroup> sums_of_16: array<u32, 16>;

// To be called by all: the sum of the numbers of the invocations before this one, and of all. A barrier belongs between
// two calls.
fn workgroup_scan(lid: u32, own: u32) -> vec2u {
  scanned[lid] = own;
  workgroupBarrier();
  if (lid < WIDTH / 16u) {
    var sum = 0u;
    for (var i = 16u * lid; i < 16u * lid + 16u; i++) {
      let here = scanned[i];
      scanned[i] = sum;
      sum += here;
    }
    sums_of_16[lid] = sum;
  }
  workgroupBarrier();
  var before = scanned[lid];
  var total = 0u;
  for (var k = 0u; k < WIDTH / 16u; k++) {
    let sum = sums_of_16[k];
    before += select(0u, sum, k < lid / 16u);
    total += sum;
  }
  return vec2u(before, total);
}
