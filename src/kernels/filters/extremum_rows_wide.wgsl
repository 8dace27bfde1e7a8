// Extremum over a structuring element as `extremumRows`, for boxes whose rows are whole vectors of four words, without
// pads; a vector per invocation.
#import grid
#import quad
// `flip` as in extremum_rows.wgsl.
struct Params { src: Grid, dst: Grid, rows: u32, border_raw: u32, flip: u32 }
@group(0) @binding(0) var<storage, read>       src: array<vec4u>;
@group(0) @binding(1) var<storage, read>       offsets: array<vec2i>;
@group(0) @binding(2) var<storage, read_write> dst: array<vec4u>;
@group(0) @binding(3) var<uniform>             params: Params;
override DTYPE: u32;
override FIRST: u32;
// 1 where a constant lies outside the volume.
override CONSTANT: u32;

// Greatest keys of the lanes of four words, each in the high bits of its word; what lies below it may be anything,
// since it does not decide between different keys.
struct Keys { a: vec4u, b: vec4u, c: vec4u, d: vec4u }

fn with_words(found: Keys, words: vec4u) -> Keys {
  let keys = turn_words(words, DTYPE, params.flip);
  let shift = lane_shift(DTYPE);
  if (shift == 0u) { return Keys(max(found.a, keys), found.b, found.c, found.d); }
  if (shift == 1u) { return Keys(max(found.a, keys), max(found.b, keys << vec4u(16u)), found.c, found.d); }
  return Keys(max(found.a, keys), max(found.b, keys << vec4u(8u)), max(found.c, keys << vec4u(16u)),
              max(found.d, keys << vec4u(24u)));
}

fn words_of(keys: Keys) -> vec4u {
  var words = keys.a;
  let shift = lane_shift(DTYPE);
  if (shift == 1u) { words = (keys.a & vec4u(0xffff0000u)) | (keys.b >> vec4u(16u)); }
  if (shift == 2u) {
    words = (keys.a & vec4u(0xff000000u)) | ((keys.b >> vec4u(8u)) & vec4u(0xff0000u)) |
      ((keys.c >> vec4u(16u)) & vec4u(0xff00u)) | (keys.d >> vec4u(24u));
  }
  return turn_back(words, DTYPE, params.flip);
}

// As extremum_rows.wgsl for boxes whose rows are whole vectors of four words, without pads. One invocation owns a
// vector.
@compute @workgroup_size(16, 4, 1)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (4u * id.x >= params.dst.row_words || id.y >= params.dst.size.y) { return; }
  let before = params.dst.origin - params.src.origin;
  let column = ((before.x >> lane_shift(DTYPE)) >> 2u) + id.x;
  let place = vec2i(before.yz + id.yz);
  let last = vec2i(params.src.size.yz) - 1;
  let stride = vec2u(params.src.row_words, params.src.slice_words) >> vec2u(2u);

  var found = Keys();
  let border = pack_quad(vec4u(params.border_raw), DTYPE).xxxx;
  for (var i = 0u; i < params.rows; i++) {
    let wanted = place + offsets[i];
    let near = vec2u(clamp(wanted, vec2i(0), last));
    // A row outside stands for the constant; else for the last one, which is in every window that reaches beyond it.
    var words = src[column + near.x * stride.x + near.y * stride.y];
    if (CONSTANT == 1u && any(vec2i(near) != wanted)) { words = border; }
    found = with_words(found, words);
  }
  let to = ((id.y * params.dst.row_words + id.z * params.dst.slice_words) >> 2u) + id.x;
  if (FIRST == 0u) { found = with_words(found, dst[to]); }
  dst[to] = words_of(found);
}
