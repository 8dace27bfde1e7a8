// The lattice D3Q19: 18 directions in pairs of opposites, d and d ^ 1, of which the six along axes come first; how they
// are weighed, and where what moves along one arrives. At a mirror it goes on with the mirrored direction.
const PAIRS = array<vec3i, 9>(
  vec3i(1, 0, 0), vec3i(0, 1, 0), vec3i(0, 0, 1), vec3i(1, 1, 0), vec3i(1, -1, 0),
  vec3i(1, 0, 1), vec3i(1, 0, -1), vec3i(0, 1, 1), vec3i(0, 1, -1));
const REST = 18u;
const REST_WEIGHT = 1.0 / 3.0;
const SIDES_MIRRORED = 0u; // export SIDES_MIRRORED
const SIDES_PERIODIC = 1u; // export SIDES_PERIODIC
const SIDES_WALL = 2u; // export SIDES_WALL

struct Box { size: vec3i, axis: u32, sides: u32 }

// `turned` where it passed an end of the axis, at which populations change their sign.
struct Landing { voxel: vec3i, direction: vec3i, stopped: bool, turned: bool }

fn direction_of(d: u32) -> vec3i { return PAIRS[d >> 1u] * select(1, -1, (d & 1u) != 0u); }

fn weight_of(d: u32) -> f32 { return select(1.0 / 36.0, 1.0 / 18.0, d < 6u); }

fn number_of(c: vec3i) -> u32 {
  let first = select(select(c.z, c.y, c.y != 0), c.x, c.x != 0);
  let sign = select(0u, 1u, first < 0);
  let used = vec3u(abs(c));
  // Of one axis its number, of two that of their plane and one.
  let place = used.y + 2u * used.z;
  if (used.x + used.y + used.z == 1u) { return 2u * place + sign; }
  let crossed = select(0u, 1u, c.x * c.y + c.x * c.z + c.y * c.z < 0);
  return 2u * (3u + 2u * (place - 1u) + crossed) + sign;
}

fn landing_at(box: Box, p: vec3i, c: vec3i) -> Landing {
  var found = Landing(p + c, c, false, false);
  for (var k = 0u; k < 3u; k++) {
    let at = found.voxel[k];
    let n = box.size[k];
    if (at >= 0 && at < n) { continue; }
    if (k != box.axis && box.sides == SIDES_PERIODIC) {
      found.voxel[k] = select(0, n - 1, at < 0);
      continue;
    }
    if (k != box.axis && box.sides == SIDES_WALL) { found.stopped = true; }
    found.voxel[k] = p[k];
    found.direction[k] = -c[k];
    if (k == box.axis) { found.turned = !found.turned; }
  }
  return found;
}
