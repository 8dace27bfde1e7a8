#import label_rows
// Cells of 2×2×2 labels along a row of cells. Corners count x + 2 y + 4 z: `low` holds 0, 2, 4, 6 and `high` 1, 3, 5,
// 7.

// Labels at x of the four rows of voxels of a row of cells.
fn labels_at(rows: array<Row, 4>, x: i32) -> vec4u {
  return vec4u(label_at(rows[0], x), label_at(rows[1], x), label_at(rows[2], x), label_at(rows[3], x));
}

fn label_of_corner(low: vec4u, high: vec4u, corner: u32) -> u32 {
  return select(low[corner >> 1u], high[corner >> 1u], (corner & 1u) == 1u);
}

// Which corners an object has: a bit for each.
fn code_of(low: vec4u, high: vec4u, id: u32) -> u32 {
  let of_low = select(vec4u(0u), vec4u(1u, 4u, 16u, 64u), low == vec4u(id));
  let of_high = select(vec4u(0u), vec4u(2u, 8u, 32u, 128u), high == vec4u(id));
  return dot(of_low, vec4u(1u)) + dot(of_high, vec4u(1u));
}
