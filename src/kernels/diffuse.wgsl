#import grid
#import voxel
struct Params { src: Grid, dst: Grid, gain: vec3f, scale: vec3f }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<u32>;
@group(0) @binding(2) var<uniform>             params: Params;
override SRC_DTYPE: u32;
// 0: exp(−s²), 1: 1/(1 + s²).
override CONDUCTANCE: u32;

fn raw_at(p: vec3u) -> u32 {
  let shift = lane_shift(SRC_DTYPE);
  return lane_raw(src[word_index(params.src, p, shift)],
                  (p.x - params.src.origin.x) & ((1u << shift) - 1u), SRC_DTYPE);
}

// What flows in for a difference to a neighbour. Nothing does to or from what is not finite.
fn flux(apart: f32, scale: f32) -> f32 {
  let s = apart * scale;
  var g = 0.0;
  if (CONDUCTANCE == 0u) { g = exp(-s * s); } else { g = 1.0 / (1.0 + s * s); }
  return select(0.0, g * apart, (bitcast<u32>(apart) & 0x7f800000u) != 0x7f800000u);
}

// One invocation owns one voxel. Nothing flows through the faces of the volume.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  if (word >= grid_words(params.dst)) { return; }
  let p = word_position(params.dst, word, 0u);
  let raw = raw_at(p);
  let own = raw_to_f32(raw, SRC_DTYPE);
  // Of the box that is held; where that ends before the volume does, voxels are not used afterwards.
  let begin = params.src.origin;
  let end = begin + params.src.size;
  var change = 0.0;
  for (var axis = 0u; axis < 3u; axis++) {
    var flow = 0.0;
    var q = p;
    if (p[axis] + 1u < end[axis]) {
      q[axis] = p[axis] + 1u;
      flow += flux(raw_to_f32(raw_at(q), SRC_DTYPE) - own, params.scale[axis]);
    }
    if (p[axis] > begin[axis]) {
      q[axis] = p[axis] - 1u;
      flow += flux(raw_to_f32(raw_at(q), SRC_DTYPE) - own, params.scale[axis]);
    }
    change += params.gain[axis] * flow;
  }
  let kept = (bitcast<u32>(own) & 0x7f800000u) == 0x7f800000u;
  dst[word] = select(bitcast<u32>(own + change), raw, kept);
}
