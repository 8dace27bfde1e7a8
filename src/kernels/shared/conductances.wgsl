#import red_black
// Stencil of a 7-point finite-volume discretisation: conductances between voxels. Unlike most shared modules this one
// reads what its kernels bind, `links` and `coefficients`; FORM says what is in them: `links` holds either which
// neighbours conduct, or classes, whose values `coefficients` holds.

// What FORM may be.
const LINKS = 0u; // export FORM_LINKS
const CLASSES = 1u; // export FORM_CLASSES

struct Level {
  size: vec3u,
  // The axis along which the current goes.
  axis: u32,
  // Conductance of a whole face over the distance of its voxels, along x, y, z.
  weights: vec3f,
  unused: f32,
  // Along which axes the level repeats.
  wrap: vec3u,
  unused_too: u32,
}

// Conductances to the neighbours below and above along each axis; at the ends of the current's axis, to the fixed
// potential.
struct Faces { low: vec3f, high: vec3f }

fn place_of(level: Level, p: vec3u) -> u32 {
  return place_in(level.size, p);
}

// The voxels below and above along each axis, as places; the voxel itself where there is an end or a wall.
struct Beside { below: vec3u, above: vec3u, at_end: vec3<bool>, at_upper_end: vec3<bool> }

// The place of the voxel that has another index than p along one axis.
fn place_at(level: Level, p: vec3u, axis: u32, index: u32) -> u32 {
  var q = p;
  q[axis] = index;
  return place_of(level, q);
}

fn beside(level: Level, p: vec3u) -> Beside {
  let first = p == vec3u();
  let last = p == level.size - vec3u(1u);
  let wraps = level.wrap != vec3u();
  let below = select(p - vec3u(1u), select(p, level.size - vec3u(1u), wraps), first);
  let above = select(p + vec3u(1u), select(p, vec3u(), wraps), last);
  return Beside(
    vec3u(place_at(level, p, 0u, below.x), place_at(level, p, 1u, below.y), place_at(level, p, 2u, below.z)),
    vec3u(place_at(level, p, 0u, above.x), place_at(level, p, 1u, above.y), place_at(level, p, 2u, above.z)),
    first & !wraps, last & !wraps);
}

fn is_along(level: Level) -> vec3<bool> {
  return vec3u(0u, 1u, 2u) == vec3u(level.axis);
}

fn byte_of_links(place: u32) -> u32 {
  return (links[place >> 2u] >> ((place & 3u) << 3u)) & 0xffu;
}

// One byte per voxel says which neighbours it is linked to, at the weights; six bits, −x, +x, −y, …
fn faces_of_links(level: Level, p: vec3u) -> Faces {
  let bits = vec3u(byte_of_links(place_of(level, p)));
  // The ends of the axis lie half a voxel away.
  let along = is_along(level);
  let low = select(level.weights, 2.0 * level.weights, along & (p == vec3u()));
  let high = select(level.weights, 2.0 * level.weights, along & (p == level.size - vec3u(1u)));
  return Faces(select(vec3f(), low, (bits & vec3u(1u, 4u, 16u)) != vec3u()),
               select(vec3f(), high, (bits & vec3u(2u, 8u, 32u)) != vec3u()));
}

// One byte per voxel is its class, whose coefficient the other buffer holds.
fn coefficients_at(places: vec3u) -> vec3f {
  return vec3f(coefficients[byte_of_links(places.x)], coefficients[byte_of_links(places.y)], coefficients[byte_of_links(places.z)]);
}

fn faces_of_classes(level: Level, p: vec3u) -> Faces {
  let own = coefficients[byte_of_links(place_of(level, p))];
  if (own <= 0.0) { return Faces(vec3f(), vec3f()); }
  let near = beside(level, p);
  let below = coefficients_at(near.below);
  let above = coefficients_at(near.above);
  // Half a voxel to the ends of the axis; no flux through walls.
  let end = select(vec3f(), vec3f(2.0 * own), is_along(level));
  return Faces(level.weights * select(2.0 * own * below / (own + below), end, near.at_end),
               level.weights * select(2.0 * own * above / (own + above), end, near.at_upper_end));
}

fn faces_at(level: Level, p: vec3u) -> Faces {
  if (FORM == LINKS) { return faces_of_links(level, p); }
  return faces_of_classes(level, p);
}

fn diagonal(faces: Faces) -> f32 {
  let sum = faces.low + faces.high;
  return sum.x + sum.y + sum.z;
}

// A voxel's neighbours below and above along each axis, with the conductances to them: zero, and the place that of the
// voxel itself, where there is an end or a wall.
struct Around { low: vec3f, high: vec3f, below: vec3u, above: vec3u }

fn around(level: Level, p: vec3u, faces: Faces) -> Around {
  let near = beside(level, p);
  return Around(select(faces.low, vec3f(), near.at_end), select(faces.high, vec3f(), near.at_upper_end),
                near.below, near.above);
}

// Place of the neighbour below along the axis of the current.
fn place_below(level: Level, p: vec3u) -> u32 {
  return place_at(level, p, level.axis, p[level.axis] - 1u);
}
