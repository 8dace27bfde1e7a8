// Catchment basins of a distance map by steepest ascent: heights (u32, 0 is background) to the place, as u8, of each
// voxel's highest neighbour among 27. Maxima are appended to `maxima` as pairs (byte in dst, height), in no order;
// `found[0]` counts them. Only slices first_z … end_z of the box are looked at: those around them are there to be
// climbed to, and are marked as such.
#import grid
struct Params { src: Grid, dst: Grid, first_z: u32, end_z: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(2) var<storage, read_write> maxima: array<u32>; // write
@group(0) @binding(3) var<storage, read_write> found: array<atomic<u32>>;
@group(0) @binding(4) var<uniform>             params: Params;

// Places in the 3×3×3 neighbourhood in raster order; 13 is the voxel itself.
const ITSELF = 13u;
const BACKGROUND = 27u;
const ELSEWHERE = 28u;

fn height(row: u32, x: i32) -> u32 {
  if (x < 0 || x >= i32(params.src.size.x)) { return 0u; }
  return src[row + u32(x)];
}

fn note_maximum(step: u32, byte: u32, height: u32) {
  if (step != ITSELF) { return; }
  let at = atomicAdd(&found[0], 1u);
  maxima[2u * at] = byte;
  maxima[2u * at + 1u] = height;
}

// One invocation owns four voxels in a row: for each the place of its highest neighbour, of equals the
// first in raster order. A voxel that is its own is a maximum and goes on the list as its byte in dst
// and its height; no 2×2×2 block holds two of them.
@compute @workgroup_size(16, 4, 1)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let size = params.src.size;
  if (id.x >= params.dst.row_words || id.y >= size.y) { return; }
  let x = i32(id.x << 2u);
  let own_row = id.z * params.src.slice_words + id.y * params.src.row_words;
  let own = vec4u(height(own_row, x), height(own_row, x + 1), height(own_row, x + 2), height(own_row, x + 3));
  var highest = vec4u(0u);
  var steps = vec4u(BACKGROUND);
  let is_elsewhere = id.z < params.first_z || id.z >= params.end_z;
  if (is_elsewhere) {
    steps = select(vec4u(ELSEWHERE), vec4u(BACKGROUND), own == vec4u(0u));
  } else if (any(own != vec4u(0u))) {
    for (var r = 0u; r < 9u; r++) {
      let p = vec2i(i32(id.y), i32(id.z)) + vec2i(i32(r % 3u), i32(r / 3u)) - 1;
      if (any(p < vec2i(0)) || any(p >= vec2i(size.yz))) { continue; }
      let row = u32(p.y) * params.src.slice_words + u32(p.x) * params.src.row_words;
      var here = own;
      if (r != 4u) { here = vec4u(height(row, x), height(row, x + 1), height(row, x + 2), height(row, x + 3)); }
      let before = vec4u(height(row, x - 1), here.xyz);
      let after = vec4u(here.yzw, height(row, x + 4));
      steps = select(steps, vec4u(3u * r), before > highest);
      highest = max(highest, before);
      steps = select(steps, vec4u(3u * r + 1u), here > highest);
      highest = max(highest, here);
      steps = select(steps, vec4u(3u * r + 2u), after > highest);
      highest = max(highest, after);
    }
    steps = select(steps, vec4u(BACKGROUND), own == vec4u(0u));
  }
  let word = id.z * params.dst.slice_words + id.y * params.dst.row_words + id.x;
  dst[word] = steps.x | (steps.y << 8u) | (steps.z << 16u) | (steps.w << 24u);
  note_maximum(steps.x, 4u * word, own.x);
  note_maximum(steps.y, 4u * word + 1u, own.y);
  note_maximum(steps.z, 4u * word + 2u, own.z);
  note_maximum(steps.w, 4u * word + 3u, own.w);
}
