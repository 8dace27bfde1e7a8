// Euclidean distance transform, second pass (Saito and Toriwaki), for rows of whole quads: from distances along rows
// (u8) to squared distances within planes (u16), `none` at most.
#import grid
#import eight_lines
struct Params { src: Grid, dst: Grid, row_weight: u32, weight: u32, outside: u32, none: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<vec2u>; // write
@group(0) @binding(2) var<uniform>             params: Params;
// 1 where both weights are 1.
override UNIT_WEIGHTS: u32;

// Squared distances along x of the four neighbours of one word.
fn squares(y: u32, column: u32) -> vec4u {
  let word = src[y * params.src.row_words + column];
  let g = vec4u(word & 0xffu, (word >> 8u) & 0xffu, (word >> 16u) & 0xffu, word >> 24u);
  var s = g * g;
  if (UNIT_WEIGHTS == 0u) { s *= params.row_weight; }
  return select(s, vec4u(params.none), g == vec4u(0xffu));
}

fn write_row(y: u32, id: vec3u, d: vec4u) {
  if (y >= params.dst.size.y) { return; }
  let at = (id.z * params.dst.slice_words + y * params.dst.row_words) >> 1u;
  dst[at + id.x] = vec2u(d.x | (d.y << 16u), d.z | (d.w << 16u));
}

// As distance_planes, for integers, from 8 to 16 bits, in rows of whole quads: one invocation owns four neighbours
// along x in each of eight rows, and writes them at once.
@compute @workgroup_size(16, 4, 1)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let y0 = id.y << 3u;
  if (id.x >= params.src.row_words || y0 >= params.src.size.y) { return; }
  let l = nearest(y0, params.src.size.y, id.z * params.src.slice_words + id.x);
  write_row(y0, id, l.a); write_row(y0 + 1u, id, l.b); write_row(y0 + 2u, id, l.c); write_row(y0 + 3u, id, l.d);
  write_row(y0 + 4u, id, l.e); write_row(y0 + 5u, id, l.f); write_row(y0 + 6u, id, l.g); write_row(y0 + 7u, id, l.h);
}
