// Extremum over a structuring element given by rows: the greatest value (with flipped keys the least) of `rows` voxels
// at offsets (y, z) of each voxel, and of what `dst` holds already (unless FIRST); a quad per invocation.
#import grid
#import quad_place
#import quad
// `flip` turns keys over where the least value is sought: least is greatest among flipped keys.
// `constant` is 1 where a constant lies outside the volume. 'reflect' and 'nearest' only repeat voxels of
// the window, so that it is merely cut off there.
struct Params { src: Grid, dst: Grid, rows: u32, border_raw: u32, constant: u32, flip: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       offsets: array<vec2i>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>;
@group(0) @binding(3) var<uniform>             params: Params;
override DTYPE: u32;
override FIRST: u32;

// Keys of the voxels in a quad's words.
fn keys_of(words: vec4u) -> vec4u {
  return unpack_quad(turn_words(words, DTYPE, params.flip), DTYPE);
}

// The words of a quad of keys, of which `count` lanes are kept.
fn words_of(keys: vec4u, count: u32) -> vec4u {
  return keep_words(turn_back(pack_quad(keys, DTYPE), DTYPE, params.flip), count, DTYPE);
}

// The key of the constant outside.
fn border_key() -> vec4u {
  return keys_of(pack_quad(vec4u(params.border_raw), DTYPE));
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let at = quad_place(flat_index(wid, count, lid, 64u), params.dst.size);
  if (at.z >= params.dst.size.z) { return; }
  let p = params.dst.origin + at;
  let shift = lane_shift(DTYPE);
  let column = (p.x - params.src.origin.x) >> shift;
  let place = vec2i(p.yz - params.src.origin.yz);
  let last = vec2i(params.src.size.yz) - 1;

  var found = vec4u();
  var outside = false;
  for (var i = 0u; i < params.rows; i++) {
    let wanted = place + offsets[i];
    let near = clamp(wanted, vec2i(0), last);
    if (params.constant == 1u && any(near != wanted)) {
      outside = true;
      continue;
    }
    let w = column + u32(near.x) * params.src.row_words + u32(near.y) * params.src.slice_words;
    var words = vec4u(src[w], 0u, 0u, 0u);
    if (shift == 1u) { words.y = src[w + 1u]; }
    if (shift == 0u) { words = vec4u(words.x, src[w + 1u], src[w + 2u], src[w + 3u]); }
    found = max(found, keys_of(words));
  }
  if (outside) { found = max(found, border_key()); }

  let word = word_index(params.dst, p, shift);
  let words_left = min(1u << quad_word_shift(DTYPE), params.dst.row_words - (at.x >> shift));
  if (FIRST == 0u) {
    var held = vec4u();
    for (var i = 0u; i < words_left; i++) { held[i] = dst[word + i]; }
    found = max(found, keys_of(held));
  }
  let words = words_of(found, params.dst.size.x - at.x);
  for (var i = 0u; i < words_left; i++) { dst[word + i] = words[i]; }
}
