// Histogram of every slice of a box: finite values v are counted in bin ⌊(v − start) · gain⌋, and the first and last
// bin take what lies beyond them. `parts` workgroups share a slice.
#import grid
#import voxel
struct Params { src: Grid, task: Grid, start: f32, gain: f32, parts: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> counts: array<atomic<u32>>;
@group(0) @binding(2) var<uniform>             params: Params;
override SRC_DTYPE: u32;

const WIDTH = 64u;
// Bins of each slice.
const BINS = 1024u; // export SLICE_BINS
var<workgroup> bins: array<atomic<u32>, 1024>;

// A workgroup counts a part of one slice: every parts-th of its rows, each a stretch of words per
// invocation.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let group = wid.y * count.x + wid.x;
  let slice = group / params.parts;
  let inside = slice < params.task.size.z;
  let shift = lane_shift(SRC_DTYPE);
  let per_word = 1u << shift;
  let words = (params.task.size.x + per_word - 1u) >> shift;
  for (var row = group - slice * params.parts; inside && row < params.task.size.y; row += params.parts) {
    let first = word_index(params.src, params.task.origin + vec3u(0u, row, slice), shift);
    for (var w = lid; w < words; w += WIDTH) {
      let packed = src[first + w];
      let lanes = min(per_word, params.task.size.x - (w << shift));
      for (var lane = 0u; lane < lanes; lane++) {
        let raw = lane_raw(packed, lane, SRC_DTYPE);
        if (SRC_DTYPE == F32 && (raw & 0x7f800000u) == 0x7f800000u) { continue; }
        let place = (raw_to_f32(raw, SRC_DTYPE) - params.start) * params.gain;
        atomicAdd(&bins[u32(clamp(place, 0.0, f32(BINS) - 1.0))], 1u);
      }
    }
  }
  workgroupBarrier();
  if (!inside) { return; }
  for (var bin = lid; bin < BINS; bin += WIDTH) {
    let found = atomicLoad(&bins[bin]);
    if (found > 0u) { atomicAdd(&counts[slice * BINS + bin], found); }
  }
}
