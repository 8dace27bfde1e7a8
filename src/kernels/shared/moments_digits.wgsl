// Carry-save sums of moments: the digits of 16 bits that the kernels of moments share. Unlike most shared modules this
// one writes what its kernels bind: `partials`.

// Words that a workgroup writes of moments.
const ROW = 14u; // export MOMENTS_ROW
// 0…3 the sum and 4…9 the sum of squares in digits of 16 bits, lowest first, so that adding those of
// 64 invocations needs no carry; 10 counted, 11 not finite, 12 complement of the least key, 13 greatest key.
var<workgroup> group: array<atomic<u32>, 14>;

// Adds what an invocation has found.
fn add_digits(sum: vec2u, squares: vec3u, counted: u32, odd: u32, low: u32, high: u32) {
  atomicAdd(&group[0], sum.x & 0xffffu);
  atomicAdd(&group[1], sum.x >> 16u);
  atomicAdd(&group[2], sum.y & 0xffffu);
  atomicAdd(&group[3], sum.y >> 16u);
  atomicAdd(&group[4], squares.x & 0xffffu);
  atomicAdd(&group[5], squares.x >> 16u);
  atomicAdd(&group[6], squares.y & 0xffffu);
  atomicAdd(&group[7], squares.y >> 16u);
  atomicAdd(&group[8], squares.z & 0xffffu);
  atomicAdd(&group[9], squares.z >> 16u);
  atomicAdd(&group[10], counted);
  atomicAdd(&group[11], odd);
  atomicMax(&group[12], low);
  atomicMax(&group[13], high);
}

// Behind a barrier: writes the row of a workgroup.
fn write_digits(workgroup: u32, lid: u32) {
  if (lid < ROW) { partials[workgroup * ROW + lid] = atomicLoad(&group[lid]); }
}
