// Directions to the 26 neighbours of a voxel, by rows: a pure function of values.

// The direction, up to its sign, to the voxel at x − 1, x and x + 1 of the rows at (y, z) offsets (0, 0), (1, 0), (−1,
// 1), (0, 1) and (1, 1); 13 where that voxel comes earlier in raster order.
fn direction_of(row: u32, step: u32) -> u32 {
  let directions = array<u32, 15>(13u, 13u, 0u, 4u, 1u, 3u, 11u, 8u, 10u, 6u, 2u, 5u, 12u, 7u, 9u);
  return directions[3u * row + step];
}
