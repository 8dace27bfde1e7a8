// Shifts of the search window of non-local means, of which one of each pair ±t is taken: those behind the centre in
// raster order. Windows are given by their reach to either side.

fn shift_of(index: u32, reach: vec3u) -> vec3i {
  let width = 2u * reach + vec3u(1u);
  let centre = reach.x + width.x * (reach.y + width.y * reach.z);
  let place = centre + 1u + index;
  let row = place / width.x;
  let z = row / width.y;
  return vec3i(vec3u(place - row * width.x, row - z * width.y, z)) - vec3i(reach);
}

// By how much the box of the weights of a shift starts before the task's box: along x by whole quads.
fn box_lead(shift: vec3i) -> vec3u {
  let lead = vec3u(max(shift, vec3i()));
  return vec3u((lead.x + 3u) & ~3u, lead.yz);
}
