#import grid
// Access to labels by rows, 0 outside of the grid. Reads what its kernels bind: `labels`, and the grid of that name of
// `params`.

// Where a row of the grid starts, and whether there is one.
struct Row { at: u32, inside: bool }

fn row_at(y: i32, z: i32) -> Row {
  let p = vec2i(y, z) - vec2i(params.labels.origin.yz);
  let inside = all(p >= vec2i(0)) && all(p < vec2i(params.labels.size.yz));
  return Row(select(0u, u32(p.y) * params.labels.slice_words + u32(p.x) * params.labels.row_words, inside), inside);
}

fn label_at(row: Row, x: i32) -> u32 {
  let p = x - i32(params.labels.origin.x);
  if (!row.inside || p < 0 || p >= i32(params.labels.size.x)) { return 0u; }
  return labels[row.at + u32(p)];
}
