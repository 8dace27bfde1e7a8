// Parallel reduction: adds up one number of each of the 256 invocations of a workgroup, always in the same order, with
// only two barriers, since a barrier costs more than additions do.
var<workgroup> numbers: array<f32, 256>;
var<workgroup> sums_of_16: array<f32, 16>;

// To be called by all; the sum is that which invocation 0 gets.
fn workgroup_sum(lid: u32, own: f32) -> f32 {
  numbers[lid] = own;
  workgroupBarrier();
  if (lid < 16u) {
    var sum = 0.0;
    for (var k = 0u; k < 16u; k++) { sum += numbers[lid + 16u * k]; }
    sums_of_16[lid] = sum;
  }
  workgroupBarrier();
  var total = 0.0;
  if (lid == 0u) {
    for (var k = 0u; k < 16u; k++) { total += sums_of_16[k]; }
  }
  return total;
}
