// What is made of up to three fields at a voxel. Reads what its kernels bind: MODE, 0: the root of the sum of squares,
// 1: the sum; 2: a · b; 3: a − b. Fields that are not there are 0.
#import far_floats

fn combined(a: f32, b: f32, c: f32) -> f32 {
  if (MODE == 0u) { return far_length(vec4f(a, b, c, 0.0)); }
  if (MODE == 2u) { return a * b; }
  if (MODE == 3u) { return a - b; }
  return (a + b) + c;
}
