// Two-level histogram, second level: counts the lower halves of the order-preserving keys of 32-bit values whose upper
// halves are among some chosen ones. `places` says where those counts start; −0 is 0. NaN and the infinities of f32 are
// left out by not being chosen.
#import grid
#import voxel
#import chunks
struct Params { task: Grid, src: Grid, within: Grid }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       within: array<u32>;
// A word per upper half: where its counts start, or NOWHERE.
@group(0) @binding(2) var<storage, read>       places: array<u32>;
@group(0) @binding(3) var<storage, read_write> counts: array<atomic<u32>>;
@group(0) @binding(4) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override HAS_WITHIN: u32;

const WIDTH = 256u;
const NOWHERE = 0xffffffffu; // export NOWHERE

// Equal neighbours are added at once.
@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let stride = count.x * count.y * WIDTH;
  let chunks = grid_words(params.task);
  var held = NOWHERE;
  var run = 0u;
  for (var index = flat_index(wid, count, lid, WIDTH); index < chunks; index += stride) {
    let chunk = chunk_at(index, 0u);
    for (var lane = 0u; lane < chunk.lanes; lane++) {
      if (((chunk.wanted >> lane) & 1u) == 0u) { continue; }
      var raw = src[chunk.first + lane];
      if (SRC_DTYPE == F32 && raw == 0x80000000u) { raw = 0u; }
      let key = raw_to_key(raw, SRC_DTYPE);
      var place = places[key >> 16u];
      if (place != NOWHERE) { place += key & 0xffffu; }
      if (place != held) {
        if (held != NOWHERE) { atomicAdd(&counts[held], run); }
        held = place;
        run = 0u;
      }
      run++;
    }
  }
  if (held != NOWHERE) { atomicAdd(&counts[held], run); }
}
