// Flow through every plane of voxels across the axis: velocities along it, added up. A velocity is the momentum of the
// populations that arrive at a voxel and half of the force, as after a step that is not local.
#import grid
#import d3q19
#import workgroup_sum
struct Params { size: vec3u, axis: u32 }
@group(0) @binding(0) var<storage, read> links: array<u32>;
@group(0) @binding(1) var<storage, read> first: array<f32>;
@group(0) @binding(2) var<storage, read> second: array<f32>;
@group(0) @binding(3) var<storage, read> third: array<f32>;
@group(0) @binding(4) var<storage, read> fourth: array<f32>;
@group(0) @binding(5) var<storage, read> fifth: array<f32>;
@group(0) @binding(6) var<storage, read_write> planes: array<f32>; // write
@group(0) @binding(7) var<uniform> params: Params;

fn load(d: u32, i: u32) -> f32 {
  let slot = (d & 3u) * params.size.x * params.size.y * params.size.z + i;
  switch (d >> 2u) {
    case 0u: { return first[slot]; }
    case 1u: { return second[slot]; }
    case 2u: { return third[slot]; }
    case 3u: { return fourth[slot]; }
    default: { return fifth[slot]; }
  }
}

fn velocity(i: u32) -> f32 {
  if (links[i] == 0u) { return 0.0; }
  var sum = 0.5;
  for (var d = 0u; d < 18u; d++) {
    let c = direction_of(d)[params.axis];
    if (c != 0) { sum += f32(c) * load(d, i); }
  }
  return sum;
}

// One workgroup owns one plane.
@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(local_invocation_index) lid: u32) {
  let size = params.size;
  let u = (params.axis + 1u) % 3u;
  let v = (params.axis + 2u) % 3u;
  // The faster axis first.
  let fast = min(u, v);
  let slow = max(u, v);
  var own = 0.0;
  for (var k = lid; k < size[fast] * size[slow]; k += 256u) {
    var p = vec3u();
    p[params.axis] = wid.x;
    p[fast] = k % size[fast];
    p[slow] = k / size[fast];
    own += velocity((p.z * size.y + p.y) * size.x + p.x);
  }
  let sum = workgroup_sum(lid, own);
  if (lid == 0u) { planes[wid.x] = sum; }
}
