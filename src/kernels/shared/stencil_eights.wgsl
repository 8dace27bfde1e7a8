#import eights
// Stencils on eights: eights and their neighbours in a source that may be a box of its volume. What lies outside the
// volume is the nearest voxel. Reads what its kernels bind: `params.src`, besides what `eights` does.

// The voxels before and behind an eight.
struct Ends { before: f32, behind: f32 }

// First word of the row of the source at y, z, of the nearest one where that is outside the volume.
fn row_of(y: i32, z: i32) -> u32 {
  let held = clamp(vec2i(y, z), vec2i(), vec2i(params.src.volume_size.yz) - 1) - vec2i(params.src.origin.yz);
  return u32(held.y) * params.src.slice_words + u32(held.x) * params.src.row_words;
}

// The eight that begins so many words into the row at y, z.
fn eight_of(y: i32, z: i32, word: u32) -> Eight {
  return eight_at_word(row_of(y, z) + word);
}

// The ends of the eight that begins at x, y, z.
fn ends_of(y: i32, z: i32, x: u32) -> Ends {
  let row = row_of(y, z);
  let last = params.src.volume_size.x - 1u;
  return Ends(voxel_of_row(row, max(x, 1u) - 1u - params.src.origin.x),
              voxel_of_row(row, min(x + 8u, last) - params.src.origin.x));
}

// The eight one voxel ahead along x, and the one a voxel back.
fn ahead_of(own: Eight, ends: Ends) -> Eight {
  return Eight(vec4f(own.low.yzw, own.high.x), vec4f(own.high.yzw, ends.behind));
}
fn back_of(own: Eight, ends: Ends) -> Eight {
  return Eight(vec4f(ends.before, own.low.xyz), vec4f(own.low.w, own.high.xyz));
}
