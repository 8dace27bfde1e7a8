// Expansion of labels (a discrete Voronoi tessellation of limited reach), one separable pass: the nearest label of a
// window along one axis, along x of labels, along y and z of pairs of a squared distance and a label; of equally near
// ones the lowest. LAST 1 writes labels again.
#import grid
struct Params { src: Grid, dst: Grid, weight: u32, reach: u32, farthest: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(2) var<uniform>             params: Params;
override AXIS: u32;
override LAST: u32;

const NOTHING = 0xffffffffu;

// The squared distance and label found so far at a voxel of the source.
fn found_at(place: u32) -> vec2u {
  if (AXIS == 0u) {
    let label = src[place];
    return vec2u(select(0u, NOTHING, label == 0u), label);
  }
  return vec2u(src[2u * place], src[2u * place + 1u]);
}

// One invocation owns one voxel. The nearest label wins, then the lowest; this order can be decided axis by axis.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  if (word >= grid_words(params.dst)) { return; }
  let p = word_position(params.dst, word, 0u);
  let at = word_index(params.src, p, 0u);
  let stride = select(select(params.src.slice_words, params.src.row_words, AXIS == 1u), 1u, AXIS == 0u);
  let below = min(params.reach, p[AXIS] - params.src.origin[AXIS]);
  let above = min(params.reach, params.src.origin[AXIS] + params.src.size[AXIS] - 1u - p[AXIS]);
  var best = found_at(at);
  for (var k = 1u; k <= max(below, above); k++) {
    let apart = params.weight * k * k;
    // From here on squared distances only grow.
    if (best.x < apart) { break; }
    for (var side = 0u; side < 2u; side++) {
      if (k > select(below, above, side == 1u)) { continue; }
      let other = found_at(select(at - k * stride, at + k * stride, side == 1u));
      if (other.x == NOTHING) { continue; }
      let d = other.x + apart;
      if (d <= params.farthest && (d < best.x || (d == best.x && other.y < best.y))) {
        best = vec2u(d, other.y);
      }
    }
  }
  if (LAST == 1u) {
    dst[word] = select(best.y, 0u, best.x == NOTHING);
  } else {
    dst[2u * word] = best.x;
    dst[2u * word + 1u] = best.y;
  }
}
