// Rank filter of 3×3×3 windows (any rank 0 … 26) by a selection network on sorted columns, eight voxels per invocation:
// 840 minima and maxima for the median.
#import grid
#import voxel
#import median_key
#import rank3_network
struct Params { src: Grid, dst: Grid, border_raw: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(2) var<uniform>             params: Params;
override DTYPE: u32;
// 1 where a constant lies outside the volume. 'reflect' and 'nearest' are the same for a radius of 1.
override CONSTANT_BORDER: u32;

// Keys of the voxels x − 1 … x + 4 of the row at y + dy − 1, z + dz − 1; p is a multiple of 4 along x in
// its buffer. Lanes beyond the volume's end but one hold anything.
fn row_at(p: vec3u, dy: u32, dz: u32) -> Row {
  let last = params.src.volume_size - 1u;
  let wanted = vec2i(p.yz + vec2u(dy, dz)) - 1;
  let near = clamp(wanted, vec2i(0), vec2i(last.yz));
  let shift = lane_shift(DTYPE);
  let w = word_index(params.src, vec3u(p.x, vec2u(near)), shift);
  var row: Row;
  if (shift == 2u) {
    let own = src[w];
    row = Row(src[w - 1u] >> 24u, (vec4u(own) >> vec4u(0u, 8u, 16u, 24u)) & vec4u(0xffu),
              src[w + 1u] & 0xffu);
  } else if (shift == 1u) {
    let own = vec2u(src[w], src[w + 1u]);
    row = Row(src[w - 1u] >> 16u, vec4u(own.x & 0xffffu, own.x >> 16u, own.y & 0xffffu, own.y >> 16u),
              src[w + 2u] & 0xffffu);
  } else {
    row = Row(src[w - 1u], vec4u(src[w], src[w + 1u], src[w + 2u], src[w + 3u]), src[w + 4u]);
  }
  row.before = median_key(row.before, DTYPE);
  row.own.x = median_key(row.own.x, DTYPE);
  row.own.y = median_key(row.own.y, DTYPE);
  row.own.z = median_key(row.own.z, DTYPE);
  row.own.w = median_key(row.own.w, DTYPE);
  row.after = median_key(row.after, DTYPE);

  let constant = CONSTANT_BORDER == 1u;
  let border = median_key(params.border_raw, DTYPE);
  row.before = select(row.before, select(row.own.x, border, constant), p.x == 0u);
  row.own.y = select(row.own.y, select(row.own.x, border, constant), p.x == last.x);
  row.own.z = select(row.own.z, select(row.own.y, border, constant), p.x + 1u == last.x);
  row.own.w = select(row.own.w, select(row.own.z, border, constant), p.x + 2u == last.x);
  row.after = select(row.after, select(row.own.w, border, constant), p.x + 3u == last.x);
  if (constant && any(wanted != near)) { row = Row(border, vec4u(border), border); }
  return row;
}

// Stores up to four voxels of a row; `room` of them lie inside the region.
fn store_four(first: u32, room: u32, key: vec4u) {
  let shift = lane_shift(DTYPE);
  let words = words_of_four(key, room, DTYPE);
  dst[first] = words.x;
  if (shift < 2u && room > (1u << shift)) { dst[first + 1u] = words.y; }
  if (shift < 1u && room > 2u) { dst[first + 2u] = words.z; }
  if (shift < 1u && room > 3u) { dst[first + 3u] = words.w; }
}

// One invocation owns four voxels along x (one word of 8-bit, two of 16-bit, four of 32-bit values) and
// the four next to them along y.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  let row_blocks = (params.dst.size.x + 3u) >> 2u;
  let slice_blocks = row_blocks * ((params.dst.size.y + 1u) >> 1u);
  if (index >= slice_blocks * params.dst.size.z) { return; }
  let z = index / slice_blocks;
  let y = (index - z * slice_blocks) / row_blocks;
  let at = vec3u((index - z * slice_blocks - y * row_blocks) << 2u, y << 1u, z);
  let p = params.dst.origin + at;
  let ranks = ranks_of_eight(
    row_at(p, 0u, 0u), row_at(p, 0u, 1u), row_at(p, 0u, 2u),
    row_at(p, 1u, 0u), row_at(p, 1u, 1u), row_at(p, 1u, 2u),
    row_at(p, 2u, 0u), row_at(p, 2u, 1u), row_at(p, 2u, 2u),
    row_at(p, 3u, 0u), row_at(p, 3u, 1u), row_at(p, 3u, 2u));
  let room = params.dst.size.x - at.x;
  let word = z * params.dst.slice_words + at.y * params.dst.row_words + (at.x >> lane_shift(DTYPE));
  store_four(word, room, ranks.first);
  if (at.y + 1u < params.dst.size.y) {
    store_four(word + params.dst.row_words, room, ranks.second);
  }
}
