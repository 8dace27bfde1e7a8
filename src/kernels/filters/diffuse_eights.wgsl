// Anisotropic diffusion as `diffuse`, of any dtype, for rows of whole quads of words and tasks of a multiple of eight
// voxels.
#import grid
#import quad_field
#import stencil_eights
// `task`: the box to fill.
struct Params { src: Grid, task: Grid, dst: Grid, gain: vec3f, scale: vec3f }
@group(0) @binding(0) var<storage, read>       src: array<vec4u>;
@group(0) @binding(1) var<storage, read_write> dst: array<vec4f>; // write
@group(0) @binding(2) var<uniform>             params: Params;
override SRC_DTYPE: u32;
// 0: exp(−s²), 1: 1/(1 + s²).
override CONDUCTANCE: u32;

// Rows and slices that one invocation owns.
const ROWS = 2u; // export DIFFUSE_ROWS
const SLICES = 16u; // export DIFFUSE_SLICES

// What flows for a difference of neighbours. Nothing does to or from what is not finite.
fn flux(apart: vec4f, scale: f32) -> vec4f {
  let s = apart * scale;
  var g = vec4f();
  if (CONDUCTANCE == 0u) { g = exp(-s * s); } else { g = 1.0 / (1.0 + s * s); }
  return select(vec4f(), g * apart, finite_quad(apart));
}

// What flows out of one eight into another.
fn flow(one: Eight, other: Eight, scale: f32) -> Eight {
  return Eight(flux(one.low - other.low, scale), flux(one.high - other.high, scale));
}

// What flows into an eight along x. A flux serves both of its voxels.
fn flow_along(own: Eight, ends: Ends, scale: f32) -> Eight {
  let back = flow(ahead_of(own, ends), own, scale);
  let first = flux(vec4f(own.low.x - ends.before), scale).x;
  return Eight(back.low - vec4f(first, back.low.xyz), back.high - vec4f(back.low.w, back.high.xyz));
}

// Writes an eight (eight voxels in a row) after a step: `in` is the flow into it across y and z, `out` the flow out of
// it.
fn store(to: u32, own: Eight, ends: Ends, y_in: Eight, y_out: Eight, z_in: Eight, z_out: Eight) {
  let x = flow_along(own, ends, params.scale.x);
  let low = params.gain.x * x.low + params.gain.y * (y_in.low - y_out.low) + params.gain.z * (z_in.low - z_out.low);
  let high = params.gain.x * x.high + params.gain.y * (y_in.high - y_out.high) + params.gain.z * (z_in.high - z_out.high);
  dst[to] = select(own.low, own.low + low, finite_quad(own.low));
  dst[to + 1u] = select(own.high, own.high + high, finite_quad(own.high));
}

// As diffuse, for rows of whole quads of words, of which a multiple of eight voxels is wanted. An invocation owns
// eight voxels of two rows and marches along z: what flows between two of its voxels is computed once.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  let size = params.task.size;
  let eights = size.x >> 3u;
  let pairs = (size.y + ROWS - 1u) / ROWS;
  let line = index / eights;
  let block = line / pairs;
  let first = SLICES * block;
  if (first >= size.z) { return; }
  let at = vec3u(8u * (index - line * eights), ROWS * (line - block * pairs), first);
  let p = params.task.origin + at;
  let y = i32(p.y);
  let word = (p.x - params.src.origin.x) >> lane_shift(SRC_DTYPE);
  let row = params.dst.row_words >> 2u;
  let two = at.y + 1u < size.y;
  let scale = params.scale;

  // Beyond a face lies the voxel itself, to which nothing flows.
  var own0 = eight_of(y, i32(p.z), word);
  var own1 = eight_of(y + 1, i32(p.z), word);
  var in0 = flow(eight_of(y, i32(p.z) - 1, word), own0, scale.z);
  var in1 = flow(eight_of(y + 1, i32(p.z) - 1, word), own1, scale.z);
  var to = word_index(params.dst, p, 0u) >> 2u;
  let last = min(first + SLICES, size.z);
  for (var k = first; k < last; k++) {
    let z = i32(params.task.origin.z + k);
    let above0 = eight_of(y, z + 1, word);
    let above1 = eight_of(y + 1, z + 1, word);
    let out0 = flow(own0, above0, scale.z);
    let out1 = flow(own1, above1, scale.z);
    let before = flow(eight_of(y - 1, z, word), own0, scale.y);
    let between = flow(own0, own1, scale.y);
    let behind = flow(own1, eight_of(y + 2, z, word), scale.y);
    store(to, own0, ends_of(y, z, p.x), before, between, in0, out0);
    let ends1 = ends_of(y + 1, z, p.x);
    if (two) { store(to + row, own1, ends1, between, behind, in1, out1); }
    own0 = above0;
    own1 = above1;
    in0 = out0;
    in1 = out1;
    to += params.dst.slice_words >> 2u;
  }
}
