#import grid
#import voxel
// `work`: the box that the dual fields hold, one voxel per word. `task`: the part of it to compute.
struct Params { src: Grid, work: Grid, task: Grid, dst: Grid, ratio: vec3f }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       px: array<f32>;
@group(0) @binding(2) var<storage, read>       py: array<f32>;
@group(0) @binding(3) var<storage, read>       pz: array<f32>;
@group(0) @binding(4) var<storage, read_write> dst: array<u32>;
@group(0) @binding(5) var<uniform>             params: Params;
override SRC_DTYPE: u32;

// The volume plus the divergence of the dual fields, backward differences; one voxel per invocation.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  if (index >= grid_words(params.task)) { return; }
  let p = word_position(params.task, index, 0u);
  let word = word_index(params.work, p, 0u);
  let at = p - params.work.origin;
  var along = vec3f(-px[word], -py[word], -pz[word]);
  if (at.x > 0u) { along.x += px[word - 1u]; }
  if (at.y > 0u) { along.y += py[word - params.work.row_words]; }
  if (at.z > 0u) { along.z += pz[word - params.work.slice_words]; }
  along *= params.ratio;
  let shift = lane_shift(SRC_DTYPE);
  let raw = lane_raw(src[word_index(params.src, p, shift)],
                     (p.x - params.src.origin.x) & ((1u << shift) - 1u), SRC_DTYPE);
  let own = raw_to_f32(raw, SRC_DTYPE);
  let kept = (bitcast<u32>(own) & 0x7f800000u) == 0x7f800000u;
  dst[word_index(params.dst, p, 0u)] =
    select(bitcast<u32>(own + (along.x + along.y + along.z)), raw, kept);
}
