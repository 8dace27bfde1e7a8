// Places between voxels in fixed point: pure functions of values.

// A place in the source along x, y and z: 64-bit integers (two's complement) in units of 2^-40 voxel. They may wrap
// on the way to a sum that does not.
struct Place { low: vec3u, high: vec3u }

fn moved(place: Place, by: Place) -> Place {
  let low = place.low + by.low;
  return Place(low, place.high + by.high + select(vec3u(), vec3u(1u), low < by.low));
}

// `count` steps; fewer than 2^16.
fn steps(step: Place, count: u32) -> Place {
  let first = (step.low & vec3u(0xffffu)) * count;
  let second = (step.low >> vec3u(16u)) * count + (first >> vec3u(16u));
  let low = (second << vec3u(16u)) | (first & vec3u(0xffffu));
  return Place(low, step.high * count + (second >> vec3u(16u)));
}

// The place of the voxel p of a grid that is mapped: where its voxel 0 lies, and a step along each of its axes.
fn mapped(p: vec3u, start: Place, x: Place, y: Place, z: Place) -> Place {
  return moved(moved(moved(start, steps(x, p.x)), steps(y, p.y)), steps(z, p.z));
}
