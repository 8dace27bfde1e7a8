#import column_values
// Rows of results that stand in columns along AXIS. Writes what its kernels bind: `dst`, f32 by their bits, and the
// grid of that name of `params`.
const NONE = 0x7fc00000u; // NaN: there is no value

// The column of a flat index within the box that `dst` holds.
fn column_at(index: u32) -> vec2u {
  let columns = by_column(params.dst.size).x;
  return by_column(params.dst.origin).xy + vec2u(index % columns, index / columns);
}

fn column_count() -> u32 {
  let columns = by_column(params.dst.size).xy;
  return columns.x * columns.y;
}

// Writes a row of a column, if `dst` holds it.
fn write_row(column: vec2u, row: u32, bits: u32) {
  let start = by_column(params.dst.origin).z;
  if (row < start || row >= start + by_column(params.dst.size).z) { return; }
  dst[word_index(params.dst, column_voxel(column.x, column.y, row), 0u)] = bits;
}
