// Separable convolution along y or z by a symmetric or antisymmetric kernel (a Gaussian or its derivative), of f32 in
// rows of whole quads, for one radius.
#import grid
#import border
#import far_floats
#import march
struct Params { src: Grid, dst: Grid, border_value: f32 }
@group(0) @binding(0) var<storage, read>       src: array<vec4f>;
@group(0) @binding(1) var<storage, read>       weights: array<f32>;
@group(0) @binding(2) var<storage, read_write> dst: array<vec4f>; // write
@group(0) @binding(3) var<uniform>             params: Params;
override AXIS: u32;
override BORDER: u32;
// 1 where weights are of opposite sign on either side: those of odd derivatives.
override ODD: u32;
// 1 where what is loaded is halved, so that no sum of two overflows: in the first pass over floats. The border's value
// is half already, and the last pass has weights of twice the size.
override HALVED: u32;

// Quads along the axis that one invocation owns.
const BLOCK = 64u; // export MARCH_BLOCK

// A line of quads in the source: that of the axis' first voxel, that voxel's index, and the quads from one to the next.
struct Line { quad: u32, first: i32, stride: u32 }

// The quad of index i along the axis, which lies less than its length outside at most.
fn quad_at(line: Line, i: i32) -> vec4f {
  let n = i32(params.src.volume_size[AXIS]);
  var j = clamp(i, 0, n - 1);
  if (BORDER == BORDER_REFLECT) {
    j = select(i, -1 - i, i < 0);
    j = select(j, 2 * n - 1 - i, i >= n);
  }
  var value = src[line.quad + u32(j - line.first) * line.stride];
  if (HALVED == 1u) { value = lowered(value, 1u); }
  if (BORDER == BORDER_CONSTANT) { return select(value, vec4f(params.border_value), j != i); }
  return value;
}

fn pair(before: vec4f, after: vec4f) -> vec4f {
  if (ODD == 1u) { return after - before; }
  return before + after;
}

// As gaussian_pass along y or z, for rows of whole quads of f32. An invocation marches along its line with the
// window in registers (`march`, unrolled for one radius): every quad is loaded once and written once, and
// neighbouring invocations read neighbouring quads. Sums run from the centre outwards in pairs.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  var blocks = vec3u(params.dst.size.x / 4u, params.dst.size.yz);
  blocks[AXIS] = (blocks[AXIS] + BLOCK - 1u) / BLOCK;
  let slice = blocks.x * blocks.y;
  if (index >= slice * blocks.z) { return; }
  let z = index / slice;
  let y = (index - z * slice) / blocks.x;
  var at = vec3u(4u * (index - z * slice - y * blocks.x), y, z);
  at[AXIS] *= BLOCK;
  let p = params.dst.origin + at;
  var start = p;
  start[AXIS] = params.src.origin[AXIS];
  let strides = vec3u(4u, params.src.row_words, params.src.slice_words) / 4u;
  let line = Line(word_index(params.src, start, 0u) / 4u, i32(start[AXIS]), strides[AXIS]);
  let to = word_index(params.dst, p, 0u) / 4u;
  let stride = vec3u(4u, params.dst.row_words, params.dst.slice_words)[AXIS] / 4u;
  march(line, i32(p[AXIS]), to, stride, min(BLOCK, params.dst.size[AXIS] - at[AXIS]));
}
