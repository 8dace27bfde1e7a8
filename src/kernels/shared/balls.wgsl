// Balls about voxel centres (of local thickness), by their squared diameters in units of the squared lattice: a ball
// holds the centres that are closer than half its diameter, so those with 4 · distance² < squared diameter.

// "No background": a ball without end; FAR in squared_weights.ts.
const ENDLESS = 0x7f000000u;

// Four times the squared length of an offset in voxels.
fn four_squares(offset: vec3i, weights: vec3u) -> u32 {
  let d = vec3u(abs(offset));
  return 4u * (weights.x * d.x * d.x + weights.y * d.y * d.y + weights.z * d.z * d.z);
}

// The greatest squared distance from its centre that a ball may hold.
fn inner_square(squared_diameter: u32) -> u32 {
  return (squared_diameter - 1u) >> 2u;
}

// Offset from a box of `edge` voxels at `corner` to the nearest voxel of another such box, or of an edge of 1.
fn apart(corner: vec3i, edge: i32, other: vec3i, other_edge: i32) -> vec3i {
  return max(vec3i(0), max(corner - other - (other_edge - 1), other - corner - (edge - 1)));
}
