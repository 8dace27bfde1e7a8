// Red–black (checkerboard) layout of a vector over a box of voxels: the red voxels (x + y + z even) of all rows, then
// the black ones, so that a sweep over one colour moves no bytes of the other. A voxel's place in its half of a row is
// ⌊x / 2⌋; where rows are odd, some places are of no voxel.

fn half_row(size: vec3u) -> u32 {
  return (size.x + 1u) >> 1u;
}

// Places of one colour.
fn places_of_colour(size: vec3u) -> u32 {
  return half_row(size) * size.y * size.z;
}

fn place_in(size: vec3u, p: vec3u) -> u32 {
  let colour = (p.x + p.y + p.z) & 1u;
  return ((colour * size.z + p.z) * size.y + p.y) * half_row(size) + (p.x >> 1u);
}

// The voxel at a place; its x is beyond the size where there is none.
fn voxel_in(size: vec3u, place: u32) -> vec3u {
  let row = place / half_row(size);
  let plane = row / size.y;
  let black = select(0u, 1u, plane >= size.z);
  let z = plane - black * size.z;
  let y = row - plane * size.y;
  return vec3u(2u * (place - row * half_row(size)) + ((y + z + black) & 1u), y, z);
}

// Whether a place holds a voxel, which `voxel_in` found there.
fn is_voxel(size: vec3u, place: u32, p: vec3u) -> bool {
  return place < 2u * places_of_colour(size) && p.x < size.x;
}
