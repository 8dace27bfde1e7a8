// Catchment basins: gives every voxel the number of the maximum that its steepest ascent leads to; 0 on background.
// Where the ascent leaves the slab whose basins these are, the voxel gets the pixel of the next slice through which it
// does.
#import grid
#import slab_exits
struct Params { steps: Grid, dst: Grid, lead: u32 }
@group(0) @binding(0) var<storage, read>       steps: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<u32>;
@group(0) @binding(2) var<uniform>             params: Params;

const ITSELF = 13u;
const BACKGROUND = 27u;
const ELSEWHERE = 28u;

fn step_at(byte: u32) -> u32 {
  return extractBits(steps[byte >> 2u], (byte & 3u) << 3u, 8u);
}

// One invocation owns one voxel and climbs from neighbour to neighbour up to a maximum, whose number it takes, or out
// of the slab, which begins `lead` slices behind the steps. Maxima have theirs already. Each step is higher, or as high
// and earlier in raster order, so that every climb ends.
@compute @workgroup_size(16, 4, 1)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let size = params.dst.size;
  if (any(id >= size)) { return; }
  let pitch = i32(params.steps.row_words << 2u);
  let slice = i32(params.steps.slice_words << 2u);
  let to = id.z * params.dst.slice_words + id.y * params.dst.row_words + id.x;
  var byte = i32(id.z + params.lead) * slice + i32(id.y) * pitch + i32(id.x);
  var step = step_at(u32(byte));
  if (step == ITSELF) { return; }
  if (step == BACKGROUND) {
    dst[to] = 0u;
    return;
  }
  loop {
    let z = step / 9u;
    let y = (step - 9u * z) / 3u;
    let x = step - 9u * z - 3u * y;
    byte += (i32(z) - 1) * slice + (i32(y) - 1) * pitch + i32(x) - 1;
    step = step_at(u32(byte));
    if (step == ITSELF || step == ELSEWHERE) { break; }
  }
  let p = word_position(params.steps, u32(byte) >> 2u, 2u) + vec3u(u32(byte) & 3u, 0u, 0u);
  if (step == ELSEWHERE) {
    dst[to] = LEAVES | select(0u, UPWARDS, p.z >= params.dst.origin.z) | (p.y * size.x + p.x);
    return;
  }
  dst[to] = dst[word_index(params.dst, p, 0u)];
}
