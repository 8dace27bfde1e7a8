// Euclidean distance transform, second pass (Saito and Toriwaki): from distances along rows (u8 or u16) to squared
// distances within planes (u16, u32 or bits of f32), `none` at most.
#import grid
#import voxel
#import squared_distance
struct Params { src: Grid, dst: Grid, row_weight: u32, weight: u32, outside: u32, none: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(2) var<uniform>             params: Params;
override FLOAT: u32;
override SRC_DTYPE: u32;
override DST_DTYPE: u32;

// Squared distances along x of the four (u8) or two (u16) neighbours of one word.
fn squares(y: u32, column: u32) -> vec4u {
  let word = src[y * params.src.row_words + column];
  var g = vec4u(0u);
  var far = 0xffu;
  if (SRC_DTYPE == U8) { g = vec4u(word & 0xffu, (word >> 8u) & 0xffu, (word >> 16u) & 0xffu, word >> 24u); }
  else {
    g = vec4u(word & 0xffffu, word >> 16u, 0u, 0u);
    far = 0xffffu;
  }
  let s = weighted_squares(g, params.row_weight, FLOAT);
  return select(s, vec4u(params.none), g == vec4u(far));
}

fn by_way_of(s: vec4u, k: i32) -> vec4u {
  return plus(s, weighted_square(k, params.weight, FLOAT), FLOAT);
}

// The bound before the search: none, or the distance to the background outside the plane.
fn at_edge(y: u32) -> vec4u {
  if (params.outside == 0u) { return vec4u(params.none); }
  let k = max(1, min(i32(y) + 1, i32(params.src.size.y) - i32(y)));
  return vec4u(min(weighted_square(k, params.weight, FLOAT), params.none));
}

fn write_row(y: u32, id: vec3u, d: vec4u) {
  if (y >= params.dst.size.y) { return; }
  let row = id.z * params.dst.slice_words + y * params.dst.row_words;
  let lanes = select(2u, 4u, SRC_DTYPE == U8);
  let x = id.x * lanes;
  if (DST_DTYPE == U16) {
    dst[row + (x >> 1u)] = d.x | (d.y << 16u);
    if (lanes == 4u && x + 2u < params.dst.size.x) { dst[row + (x >> 1u) + 1u] = d.z | (d.w << 16u); }
    return;
  }
  dst[row + x] = d.x;
  if (x + 1u < params.dst.size.x) { dst[row + x + 1u] = d.y; }
  if (lanes == 4u) {
    if (x + 2u < params.dst.size.x) { dst[row + x + 2u] = d.z; }
    if (x + 3u < params.dst.size.x) { dst[row + x + 3u] = d.w; }
  }
}

// One invocation owns a word of neighbours along x in each of eight rows. It looks outwards along y until no farther
// row can be nearer to any of the eight; each word that it loads serves all eight rows.
@compute @workgroup_size(16, 4, 1)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= params.src.row_words || (id.y << 3u) >= params.src.size.y) { return; }
  let column = id.z * params.src.slice_words + id.x;
  let end = params.src.size.y - 1u;
  let y0 = id.y << 3u;
  var d0 = at_edge(y0); var d1 = at_edge(y0 + 1u); var d2 = at_edge(y0 + 2u); var d3 = at_edge(y0 + 3u);
  var d4 = at_edge(y0 + 4u); var d5 = at_edge(y0 + 5u); var d6 = at_edge(y0 + 6u); var d7 = at_edge(y0 + 7u);
  let count = min(8u, end + 1u - y0);
  for (var j = 0u; j < count; j++) {
    let s = squares(y0 + j, column);
    let k = i32(j);
    d0 = min(d0, by_way_of(s, k)); d1 = min(d1, by_way_of(s, k - 1));
    d2 = min(d2, by_way_of(s, k - 2)); d3 = min(d3, by_way_of(s, k - 3));
    d4 = min(d4, by_way_of(s, k - 4)); d5 = min(d5, by_way_of(s, k - 5));
    d6 = min(d6, by_way_of(s, k - 6)); d7 = min(d7, by_way_of(s, k - 7));
  }
  // Beyond the ends the last row is read again, at a distance that is too long to matter.
  let reach = i32(max(y0, end - y0));
  for (var k = 1; k <= reach; k++) {
    let farthest = largest(max(max(max(d0, d1), max(d2, d3)), max(max(d4, d5), max(d6, d7))));
    if (weighted_square(k, params.weight, FLOAT) >= farthest) { break; }
    let s = squares(u32(max(i32(y0) - k, 0)), column);
    let t = squares(min(y0 + 7u + u32(k), end), column);
    d0 = min(d0, min(by_way_of(s, k), by_way_of(t, k + 7)));
    d1 = min(d1, min(by_way_of(s, k + 1), by_way_of(t, k + 6)));
    d2 = min(d2, min(by_way_of(s, k + 2), by_way_of(t, k + 5)));
    d3 = min(d3, min(by_way_of(s, k + 3), by_way_of(t, k + 4)));
    d4 = min(d4, min(by_way_of(s, k + 4), by_way_of(t, k + 3)));
    d5 = min(d5, min(by_way_of(s, k + 5), by_way_of(t, k + 2)));
    d6 = min(d6, min(by_way_of(s, k + 6), by_way_of(t, k + 1)));
    d7 = min(d7, min(by_way_of(s, k + 7), by_way_of(t, k)));
  }
  write_row(y0, id, d0); write_row(y0 + 1u, id, d1); write_row(y0 + 2u, id, d2); write_row(y0 + 3u, id, d3);
  write_row(y0 + 4u, id, d4); write_row(y0 + 5u, id, d5); write_row(y0 + 6u, id, d6); write_row(y0 + 7u, id, d7);
}
