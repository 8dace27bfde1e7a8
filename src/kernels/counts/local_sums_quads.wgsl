// Sliding-window sums along y as `localSums`, for rows of a multiple of four voxels; four lines per invocation.
#import grid
#import border
#import quad_sums
struct Params { src: Grid, dst: Grid, fill: vec3u, radius: u32 }
@group(0) @binding(0) var<storage, read>       src: array<vec4u>;
@group(0) @binding(1) var<storage, read_write> dst: array<vec4u>; // write
@group(0) @binding(2) var<uniform>             params: Params;
override BORDER: u32;
override WORDS: u32;

// Voxels along y that one invocation owns.
const BLOCK = 32u; // export QUAD_SUMS_BLOCK

// What index i (global) of y adds, of four lines side by side.
fn sums_at(line: u32, i: i32) -> QuadSums {
  let j = border_index(i, i32(params.src.volume_size.y), BORDER);
  if (j < 0) { return QuadSums(params.fill.xxxx, params.fill.yyyy, params.fill.zzzz); }
  // Voxels behind the region's end, which are not stored, may ask for what the buffer does not hold.
  let at = min(u32(j) - params.src.origin.y, params.src.size.y - 1u);
  let w = (line + at * (params.src.row_words >> 2u)) * WORDS;
  var third = vec4u();
  if (WORDS == 3u) { third = src[w + 2u]; }
  return unpack_sums(src[w], src[w + 1u], third, WORDS);
}

fn store(quad: u32, sums: QuadSums) {
  let w = quad * WORDS;
  let p = sums.levels;
  let q = sums.low;
  if (WORDS == 2u) {
    dst[w] = vec4u(p.x, q.x, p.y, q.y);
    dst[w + 1u] = vec4u(p.z, q.z, p.w, q.w);
    return;
  }
  let r = sums.high;
  dst[w] = vec4u(p.x, q.x, r.x, p.y);
  dst[w + 1u] = vec4u(q.y, r.y, p.z, q.z);
  dst[w + 2u] = vec4u(r.z, p.w, q.w, r.w);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  let size = params.dst.size;
  let quads = size.x >> 2u;
  let blocks = (size.y + BLOCK - 1u) / BLOCK;
  let row = index / quads;
  let z = row / blocks;
  if (z >= size.z) { return; }
  let x = index - row * quads;
  let first = BLOCK * (row - z * blocks);
  let line = z * (params.src.slice_words >> 2u) + x;
  let y = i32(params.dst.origin.y + first);
  let r = i32(params.radius);

  var sums = sums_at(line, y - r);
  for (var i = y - r + 1; i <= y + r; i++) { sums = add_quad_sums(sums, sums_at(line, i)); }
  var to = z * (params.dst.slice_words >> 2u) + first * quads + x;
  let end = y + i32(min(BLOCK, size.y - first));
  for (var i = y; i < end; i++) {
    store(to, sums);
    sums = subtract_quad_sums(add_quad_sums(sums, sums_at(line, i + 1 + r)), sums_at(line, i - r));
    to += quads;
  }
}
