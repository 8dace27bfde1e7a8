// Stokes flow by a lattice Boltzmann method with two relaxation times, one step: collision and streaming in place
// (Bailey et al. 2009). A LOCAL step leaves what goes along d at its voxel, in the slot of the opposite of d; the next
// one takes it from there and leaves it where it goes. Both read and write the same slots, each of one voxel alone.
// Populations are those beyond rest; equilibria are linear, so that the flow is proportional to the force of 1 along
// the axis.
#import grid
#import d3q19
struct Params { size: vec3u, axis: u32, sides: u32, even: f32, odd: f32 }
@group(0) @binding(0) var<storage, read> links: array<u32>;
@group(0) @binding(1) var<storage, read_write> first: array<f32>;
@group(0) @binding(2) var<storage, read_write> second: array<f32>;
@group(0) @binding(3) var<storage, read_write> third: array<f32>;
@group(0) @binding(4) var<storage, read_write> fourth: array<f32>;
@group(0) @binding(5) var<storage, read_write> fifth: array<f32>;
@group(0) @binding(6) var<uniform> params: Params;
override LOCAL: u32;

fn slot_of(d: u32, i: u32) -> u32 {
  return (d & 3u) * params.size.x * params.size.y * params.size.z + i;
}

fn load(d: u32, i: u32) -> f32 {
  let slot = slot_of(d, i);
  switch (d >> 2u) {
    case 0u: { return first[slot]; }
    case 1u: { return second[slot]; }
    case 2u: { return third[slot]; }
    case 3u: { return fourth[slot]; }
    default: { return fifth[slot]; }
  }
}

fn store(d: u32, i: u32, value: f32) {
  let slot = slot_of(d, i);
  switch (d >> 2u) {
    case 0u: { first[slot] = value; }
    case 1u: { second[slot] = value; }
    case 2u: { third[slot] = value; }
    case 3u: { fourth[slot] = value; }
    default: { fifth[slot] = value; }
  }
}

struct Slot { d: u32, i: u32, sign: f32 }

// Where what leaves a voxel along d arrives. At a wall it turns back.
fn arrival(p: vec3i, i: u32, bits: u32, d: u32) -> Slot {
  if (((bits >> d) & 1u) == 0u) { return Slot(d ^ 1u, i, 1.0); }
  let box = Box(vec3i(params.size), params.axis, params.sides);
  let found = landing_at(box, p, direction_of(d));
  let at = vec3u(found.voxel);
  let index = (at.z * params.size.y + at.y) * params.size.x + at.x;
  return Slot(number_of(found.direction), index, select(1.0, -1.0, found.turned));
}

// One invocation owns one voxel.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let i = flat_index(wid, count, lid, 64u);
  let size = params.size;
  if (i >= size.x * size.y * size.z) { return; }
  let bits = links[i];
  if (bits == 0u) { return; }
  let p = vec3i(vec3u(i % size.x, (i / size.x) % size.y, i / (size.x * size.y)));

  var slots: array<Slot, 18>;
  var f: array<f32, 18>;
  let rest = load(REST, i);
  var density = rest;
  var momentum = vec3f();
  for (var d = 0u; d < 18u; d++) {
    if (LOCAL != 0u) { slots[d] = Slot(d ^ 1u, i, 1.0); } else { slots[d] = arrival(p, i, bits, d); }
    // What comes along the opposite of d comes from where d goes.
    let value = slots[d].sign * load(slots[d].d, slots[d].i);
    f[d ^ 1u] = value;
    density += value;
    momentum -= value * vec3f(direction_of(d));
  }
  let along = vec3f(select(vec3i(), vec3i(1), vec3u(0u, 1u, 2u) == vec3u(params.axis)));
  momentum += 0.5 * along;
  for (var d = 0u; d < 18u; d += 2u) {
    let weight = weight_of(d);
    let c = vec3f(direction_of(d));
    let even = 0.5 * (f[d] + f[d + 1u]);
    let odd = 0.5 * (f[d] - f[d + 1u]);
    let force = 3.0 * weight * dot(c, along) * (1.0 - 0.5 * params.odd);
    let next_even = even - params.even * (even - weight * density);
    let next_odd = odd - params.odd * (odd - 3.0 * weight * dot(c, momentum)) + force;
    store(slots[d].d, slots[d].i, slots[d].sign * (next_even + next_odd));
    store(slots[d + 1u].d, slots[d + 1u].i, slots[d + 1u].sign * (next_even - next_odd));
  }
  store(REST, i, rest - params.even * (rest - REST_WEIGHT * density));
}
