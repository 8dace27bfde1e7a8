// Conjugate gradients, the scalars α and β: adds up partial sums, and makes of them r · z and the factor of the last
// search direction in the next (WHAT 0, at the start 2), or the step along it (WHAT 1).
#import grid
#import workgroup_sum
struct Params {
  length: u32
}
@group(0) @binding(0) var<storage, read> partials: array<f32>;
@group(0) @binding(1) var<storage, read_write> scalars: array<f32>;
@group(0) @binding(2) var<uniform> params: Params;
override WHAT: u32;

const RZ = 0u;
const ALPHA = 1u;
const BETA = 2u;
// One workgroup, always in the same order.
@compute @workgroup_size(256)
fn main(@builtin(local_invocation_index) lid: u32) {
  var own = 0.0;
  for (var i = lid; i < params.length; i += 256u) { own += partials[i]; }
  let sum = workgroup_sum(lid, own);
  if (lid != 0u) { return; }
  // A sum of zero means that there is nothing left to improve.
  if (WHAT == 1u) {
    scalars[ALPHA] = select(0.0, scalars[RZ] / sum, sum > 0.0);
  } else {
    let last = scalars[RZ];
    scalars[BETA] = select(0.0, sum / last, WHAT == 0u && last > 0.0);
    scalars[RZ] = sum;
  }
}
