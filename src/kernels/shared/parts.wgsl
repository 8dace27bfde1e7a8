#import cells
// Aggregation map of a multigrid: which unknown of the cell at `place` of the coarser level holds one of its finer cell
// p; `parts` is what its kernels bind.
fn part_of(place: u32, p: vec3u, layer: u32) -> u32 {
  let index = index_of_part(p, layer);
  return (parts[place * words_of_parts() + (index >> 4u)] >> (2u * (index & 15u))) & 3u;
}
