// Padding for rank filters: order-preserving keys of a box and of its margins, by the border rule, as rows of whole
// quads; a quad per invocation.
#import grid
#import window_margin
#import quad
#import border
// `origin`: the first voxel that is asked for; margins of MARGIN_QUADS, `margin_y` rows and `margin_z` slices lie
// before it.
struct Params { src: Grid, origin: vec3u, quads: u32, rows: u32, slices: u32, margin_y: u32, margin_z: u32, border_raw: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(2) var<uniform>             params: Params;
override DTYPE: u32;
override BORDER: u32;

// The bits of one voxel of a row by the border rule along x.
fn raw_at(row: u32, x: i32) -> u32 {
  let i = border_index(x, i32(params.src.volume_size.x), BORDER);
  let shift = lane_shift(DTYPE);
  // Lanes far behind the region's end may ask for voxels that the buffer does not hold; nobody reads them.
  let at = clamp(i, i32(params.src.origin.x), i32(params.src.origin.x + params.src.size.x) - 1) - i32(params.src.origin.x);
  let raw = lane_raw(src[row + (u32(at) >> shift)], u32(at) & ((1u << shift) - 1u), DTYPE);
  return select(raw, params.border_raw, i < 0);
}

// One invocation owns a quad of keys. Margins are written out, so that windows know no borders.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  if (index >= params.quads * params.rows * params.slices) { return; }
  let line = index / params.quads;
  let quad = index - line * params.quads;
  let slice = line / params.rows;
  let n = vec3i(params.src.volume_size);
  let y = border_index(i32(params.origin.y + line - slice * params.rows) - i32(params.margin_y), n.y, BORDER);
  let z = border_index(i32(params.origin.z + slice) - i32(params.margin_z), n.z, BORDER);
  let near = vec3u(params.src.origin.x, vec2u(max(vec2i(y, z), vec2i(0))));
  let row = word_index(params.src, near, 0u);
  let x = i32(params.origin.x + 4u * quad) - 4 * i32(MARGIN_QUADS);
  var raw = vec4u(raw_at(row, x), raw_at(row, x + 1), raw_at(row, x + 2), raw_at(row, x + 3));
  raw = select(raw, vec4u(params.border_raw), vec4<bool>(min(y, z) < 0));
  let words = pack_quad(quad_keys(raw, DTYPE), DTYPE);
  let shift = quad_word_shift(DTYPE);
  let to = index << shift;
  dst[to] = words.x;
  if (shift > 0u) { dst[to + 1u] = words.y; }
  if (shift > 1u) {
    dst[to + 2u] = words.z;
    dst[to + 3u] = words.w;
  }
}

