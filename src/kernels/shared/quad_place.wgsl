// First voxel, within a box of `size`, of the quad of four voxels in a row with an index.
fn quad_place(index: u32, size: vec3u) -> vec3u {
  let quads = (size.x + 3u) / 4u;
  let row = index / quads;
  let z = row / size.y;
  return vec3u(4u * (index - row * quads), row - z * size.y, z);
}
