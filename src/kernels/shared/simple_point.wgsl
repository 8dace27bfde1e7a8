// Simple points (digital topology) of a voxel from its 3×3×3 neighbourhood as 27 bits in raster order (x fastest; bit
// 13 is the voxel itself). Foreground is 26-connected, background 6-connected.
const CENTRE = 0x2000u;
const ALL = 0x7ffffffu;
const FACES = 0x415410u;
// All but the corners and the centre.
const EDGES_AND_FACES = 0x2ebdebau;
const LEFT = 0x1249249u;
const RIGHT = 0x4924924u;
const FRONT = 0x1c0e07u;
const BACK = 0x70381c0u;

// With all 26 neighbours.
fn spread_26(voxels: u32) -> u32 {
  let x = voxels | ((voxels & ~RIGHT) << 1u) | ((voxels & ~LEFT) >> 1u);
  let y = x | ((x & ~BACK) << 3u) | ((x & ~FRONT) >> 3u);
  return (y | (y << 9u) | (y >> 9u)) & ALL;
}

// With the 6 across faces.
fn spread_6(voxels: u32) -> u32 {
  return (voxels | ((voxels & ~RIGHT) << 1u) | ((voxels & ~LEFT) >> 1u) | ((voxels & ~BACK) << 3u) |
          ((voxels & ~FRONT) >> 3u) | (voxels << 9u) | (voxels >> 9u)) & ALL;
}

// Whether the voxel can go without a change of topology: its neighbours are one 26-component of foreground,
// and the background at its faces is one 6-component among the 18 (Bertrand and Malandain 1994).
fn is_simple(neighbourhood: u32) -> bool {
  let fore = neighbourhood & ~CENTRE;
  let back = ~neighbourhood & EDGES_AND_FACES;
  let open = back & FACES;
  if (fore == 0u || open == 0u) { return false; }
  var reached = fore & (~fore + 1u);
  var before = 0u;
  while (reached != before) {
    before = reached;
    reached = spread_26(reached) & fore;
  }
  if (reached != fore) { return false; }
  reached = open & (~open + 1u);
  before = 0u;
  while (reached != before) {
    before = reached;
    reached = spread_6(reached) & back;
  }
  return (open & ~reached) == 0u;
}
