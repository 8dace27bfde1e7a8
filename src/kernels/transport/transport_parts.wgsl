// Multigrid aggregation: which unknowns of the 2×2×2 cells of a level become one on the next: those that faces within
// them join; where there are more than COARSE_LAYERS such aggregates, the last ones are one.
#import cells
#import grid
struct Params {
  size: vec3u, wrap: vec3u, coarse: vec3u
}
@group(0) @binding(0) var<storage, read> conductances: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(2) var<uniform> params: Params;
override LAYERS: u32;
override COARSE_LAYERS: u32;

// For each unknown of the eight cells, as bits: the unknowns that a face joins to it.
var<private> joined: array<u32, 32>;

fn join(cells: Cells, p: vec3u, axis: u32) {
  var q = p;
  q[axis] += 1u;
  let face = face_of(cells, q);
  for (var i = 0u; i < LAYERS; i++) {
    for (var j = 0u; j < LAYERS; j++) {
      if (conductance(face, axis, i, j) <= 0.0) { continue; }
      let a = index_of_part(p, i);
      let b = index_of_part(q, j);
      joined[a] |= 1u << b;
      joined[b] |= 1u << a;
    }
  }
}

// All unknowns that faces join to a first one, directly or by way of others.
fn part_with(first: u32) -> u32 {
  var part = first;
  var before = 0u;
  while (part != before) {
    before = part;
    for (var i = 0u; i < 8u * LAYERS; i++) {
      if (((before >> i) & 1u) != 0u) { part |= joined[i]; }
    }
  }
  return part;
}

// One invocation owns one coarse cell. Each connected part within it becomes one unknown, until one unknown is left for
// all the rest.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let place = flat_index(wid, count, lid, 64u);
  let coarse = voxel_in(params.coarse, place);
  if (!is_voxel(params.coarse, place, coarse)) { return; }
  let cells = Cells(params.size, params.wrap);
  var left = 0u;
  for (var i = 0u; i < 32u; i++) { joined[i] = 0u; }
  for (var k = 0u; k < 8u; k++) {
    let p = 2u * coarse + vec3u(k & 1u, (k >> 1u) & 1u, k >> 2u);
    if (any(p >= params.size)) { continue; }
    let sums = diagonals(cells, p);
    for (var i = 0u; i < LAYERS; i++) {
      left |= select(0u, 1u << index_of_part(p, i), sums[i] > 0.0);
    }
    for (var axis = 0u; axis < 3u; axis++) {
      if ((p[axis] & 1u) == 0u && p[axis] + 1u < params.size[axis]) { join(cells, p, axis); }
    }
  }
  var words = vec2u();
  for (var layer = 0u; layer < COARSE_LAYERS && left != 0u; layer++) {
    var part = left;
    if (layer + 1u < COARSE_LAYERS) { part = part_with(left & (~left + 1u)); }
    for (var i = 0u; i < 8u * LAYERS; i++) {
      if (((part >> i) & 1u) != 0u) { words[i >> 4u] |= layer << (2u * (i & 15u)); }
    }
    left &= ~part;
  }
  for (var i = 0u; i < words_of_parts(); i++) { dst[place * words_of_parts() + i] = words[i]; }
}
