// Multigrid coarsening by aggregation: the conductances of the next level, each the part `kept` of the sum of those
// between two aggregates.
#import parts
#import grid
struct Params {
  size: vec3u, wrap: vec3u, coarse: vec3u, kept: f32
}
@group(0) @binding(0) var<storage, read> conductances: array<u32>;
@group(0) @binding(1) var<storage, read> parts: array<u32>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(3) var<uniform> params: Params;
override LAYERS: u32;
override COARSE_LAYERS: u32;

// For the three lower faces of a coarse cell: the sums between each unknown of the cell below and each of the cell
// above.
var<private> sums: array<f32, 48>;

// The unknown of the coarse level that holds one of cell p.
fn coarse_part(p: vec3u, layer: u32) -> u32 {
  return part_of(place_in(params.coarse, p >> vec3u(1u)), p, layer);
}

// Adds the face below p; along the axis p may lie one beyond the last cell.
fn add(p: vec3u, axis: u32) {
  let cells = Cells(params.size, params.wrap);
  let n = params.size[axis];
  let has_below = p[axis] > 0u || params.wrap[axis] != 0u;
  let has_above = p[axis] < n || params.wrap[axis] != 0u;
  var below = p;
  var above = p;
  below[axis] = select(p[axis] - 1u, n - 1u, p[axis] == 0u);
  above[axis] = p[axis] % n;
  for (var i = 0u; i < LAYERS; i++) {
    for (var j = 0u; j < LAYERS; j++) {
      let value = conductance(face_of(cells, p), axis, i, j);
      if (value <= 0.0) { continue; }
      var a = 0u;
      var b = 0u;
      if (has_below) { a = coarse_part(below, i); }
      if (has_above) { b = coarse_part(above, j); }
      sums[(axis * COARSE_LAYERS + a) * COARSE_LAYERS + b] += params.kept * value;
    }
  }
}

// One invocation owns the three lower faces of one coarse cell, or of a place beyond the last.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let place = flat_index(wid, count, lid, 64u);
  let extent = params.coarse + vec3u(1u);
  if (place >= extent.x * extent.y * extent.z) { return; }
  let row = place / extent.x;
  let z = row / extent.y;
  let coarse = vec3u(place - row * extent.x, row - z * extent.y, z);
  for (var i = 0u; i < 48u; i++) { sums[i] = 0.0; }
  for (var axis = 0u; axis < 3u; axis++) {
    var start = 2u * coarse;
    start[axis] = min(start[axis], params.size[axis]);
    let u = (axis + 1u) % 3u;
    let v = (axis + 2u) % 3u;
    for (var k = 0u; k < 4u; k++) {
      var p = start;
      p[u] += k & 1u;
      p[v] += k >> 1u;
      if (p[u] < params.size[u] && p[v] < params.size[v]) { add(p, axis); }
    }
  }
  let words = (3u * COARSE_LAYERS * COARSE_LAYERS + 1u) >> 1u;
  for (var i = 0u; i < words; i++) { dst[place * words + i] = packed(sums[2u * i], sums[2u * i + 1u]); }
}
