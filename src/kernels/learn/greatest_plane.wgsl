// The class of every voxel: the plane of the greatest value, the first of equal ones, as u8.
#import grid
struct Params { planes_grid: Grid, dst: Grid }
@group(0) @binding(0) var<storage, read>       planes: array<f32>;
@group(0) @binding(1) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(2) var<uniform>             params: Params;
override CLASSES: u32;

// One invocation owns one word of the result.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  if (word >= grid_words(params.dst)) { return; }
  let first = word_position(params.dst, word, 2u);
  let lanes = valid_lanes(params.dst, first.x, 2u);
  let stride = grid_words(params.planes_grid);
  var classes = 0u;
  for (var lane = 0u; lane < lanes; lane++) {
    let at = word_index(params.planes_grid, first + vec3u(lane, 0u, 0u), 0u);
    var best = 0u;
    var greatest = planes[at];
    for (var k = 1u; k < CLASSES; k++) {
      let value = planes[k * stride + at];
      if (value > greatest) {
        greatest = value;
        best = k;
      }
    }
    classes |= best << (8u * lane);
  }
  dst[word] = classes;
}
