// Separable convolution along one axis by a symmetric or antisymmetric kernel (a Gaussian or its derivative), any dtype
// to f32; 32 voxels per invocation.
#import grid
#import voxel
#import border
#import far_floats
struct Params { src: Grid, dst: Grid, radius: u32, border_value: f32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       weights: array<f32>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(3) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override AXIS: u32;
override BORDER: u32;
// 1 where the radius exceeds the axis, so that an index may have to be reflected more than once.
override REPEATED: u32;
// 1 where weights are of opposite sign on either side: those of odd derivatives.
override ODD: u32;
// 1 where what is loaded is halved, so that no sum of two overflows: in the first pass over floats. The border's value
// is half already, and the last pass has weights of twice the size.
override HALVED: u32;

// Where the invocation's line lies in the source: word of its first voxel, that voxel's index along
// the axis, and for packed x lines the lane.
struct Line { word: u32, first: i32, lane_x: u32 }

// The voxel of index i along the axis.
fn voxel_at(line: Line, i: i32) -> f32 {
  let n = i32(params.src.volume_size[AXIS]);
  var j = i;
  if (BORDER == BORDER_REFLECT) {
    if (REPEATED == 1u) {
      j = border_index(i, n, BORDER_REFLECT);
    } else {
      j = select(i, -1 - i, i < 0);
      j = select(j, 2 * n - 1 - i, i >= n);
    }
  } else {
    j = clamp(j, 0, n - 1);
  }
  let step = u32(j - line.first);
  let shift = lane_shift(SRC_DTYPE);
  var word = line.word;
  var lane = line.lane_x;
  if (AXIS == 0u) {
    word += step >> shift;
    lane = step & ((1u << shift) - 1u);
  } else {
    word += step * select(params.src.slice_words, params.src.row_words, AXIS == 1u);
  }
  var value = raw_to_f32(lane_raw(src[word], lane, SRC_DTYPE), SRC_DTYPE);
  if (HALVED == 1u) { value = lowered(vec4f(value), 1u).x; }
  if (BORDER == BORDER_CONSTANT) { return select(value, params.border_value, j != i); }
  return value;
}

// One invocation owns a block of voxels in a row along the axis, as 2 matrices of sixteen.
const BLOCK = 32u; // export PASS_BLOCK

// Sixteen voxels in a row, moved up by one; `first` comes in.
fn shift_up(m: mat4x4f, first: f32) -> mat4x4f {
  return mat4x4f(vec4f(first, m[0].xyz), vec4f(m[0].w, m[1].xyz),
                 vec4f(m[1].w, m[2].xyz), vec4f(m[2].w, m[3].xyz));
}

// Sixteen voxels in a row, moved down by one; `last` comes in.
fn shift_down(m: mat4x4f, last: f32) -> mat4x4f {
  return mat4x4f(vec4f(m[0].yzw, m[1].x), vec4f(m[1].yzw, m[2].x),
                 vec4f(m[2].yzw, m[3].x), vec4f(m[3].yzw, last));
}

// Four and sixteen voxels from index i on, upwards along the axis.
fn four_at(line: Line, i: i32) -> vec4f {
  return vec4f(voxel_at(line, i), voxel_at(line, i + 1), voxel_at(line, i + 2), voxel_at(line, i + 3));
}
fn sixteen_at(line: Line, i: i32) -> mat4x4f {
  return mat4x4f(four_at(line, i), four_at(line, i + 4), four_at(line, i + 8), four_at(line, i + 12));
}

// Stores four voxels of the block, as far as the first `room` are inside the region.
fn store_four(first: u32, stride: u32, room: u32, value: vec4f) {
  let raw = bitcast<vec4u>(value);
  if (room > 0u) { dst[first] = raw.x; }
  if (room > 1u) { dst[first + stride] = raw.y; }
  if (room > 2u) { dst[first + 2u * stride] = raw.z; }
  if (room > 3u) { dst[first + 3u * stride] = raw.w; }
}
fn store_sixteen(first: u32, stride: u32, room: u32, values: mat4x4f) {
  store_four(first, stride, room, values[0]);
  store_four(first + 4u * stride, stride, max(room, 4u) - 4u, values[1]);
  store_four(first + 8u * stride, stride, max(room, 8u) - 8u, values[2]);
  store_four(first + 12u * stride, stride, max(room, 12u) - 12u, values[3]);
}

// What four taps add to four voxels: i … i + 3 voxels away lie, on one side, the voxels of `before` and of the
// four in front of it; on the other, those of `after` and of the four behind it.
fn four_taps(sum: vec4f, front: vec4f, before: vec4f, after: vec4f, behind: vec4f, w: vec4f) -> vec4f {
  let one = pair(vec4f(front.w, before.xyz), vec4f(after.yzw, behind.x));
  let two = pair(vec4f(front.zw, before.xy), vec4f(after.zw, behind.xy));
  let three = pair(vec4f(front.yzw, before.x), vec4f(after.w, behind.xyz));
  return (((sum + w.x * one) + w.y * two) + w.z * three) + w.w * pair(front, behind);
}

fn pair(before: vec4f, after: vec4f) -> vec4f {
  if (ODD == 1u) { return after - before; }
  return before + after;
}

fn sixteen_taps(sum: mat4x4f, front: vec4f, before: mat4x4f, after: mat4x4f, behind: vec4f, w: vec4f) -> mat4x4f {
  return mat4x4f(four_taps(sum[0], front, before[0], after[0], after[1], w),
                 four_taps(sum[1], before[0], before[1], after[1], after[2], w),
                 four_taps(sum[2], before[1], before[2], after[2], after[3], w),
                 four_taps(sum[3], before[2], before[3], after[3], behind, w));
}

// A block takes BLOCK + 2 radius loads. `before` and `after` are the voxels at distance i − 1 on either
// side: growing i shifts them outwards, four at a time and then one by one. Sums run from the centre
// outwards in pairs; a weight is that of the side towards higher indices.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  var blocks = params.dst.size;
  blocks[AXIS] = (blocks[AXIS] + BLOCK - 1u) / BLOCK;
  let slice = blocks.x * blocks.y;
  if (index >= slice * blocks.z) { return; }
  let z = index / slice;
  let y = (index - z * slice) / blocks.x;
  var at = vec3u(index - z * slice - y * blocks.x, y, z);
  at[AXIS] = at[AXIS] * BLOCK;
  let p = params.dst.origin + at;

  var start = p;
  start[AXIS] = params.src.origin[AXIS];
  let shift = lane_shift(SRC_DTYPE);
  let line = Line(word_index(params.src, start, shift), i32(start[AXIS]),
                  (start.x - params.src.origin.x) & ((1u << shift) - 1u));
  let x = i32(p[AXIS]);
  let beyond = x + i32(BLOCK);
  let radius = i32(params.radius);

  // Voxels past the region's end are summed from whatever is read there and not stored.
  var before0 = sixteen_at(line, x);
  var before1 = sixteen_at(line, x + 16);
  var after0 = before0;
  var sum0 = weights[0] * before0;
  var after1 = before1;
  var sum1 = weights[0] * before1;
  var i = 1;
  for (; i + 3 <= radius; i += 4) {
    let w = vec4f(weights[i], weights[i + 1], weights[i + 2], weights[i + 3]);
    let front = four_at(line, x - i - 3);
    let behind = four_at(line, beyond - 1 + i);
    sum0 = sixteen_taps(sum0, front, before0, after0, after1[0], w);
    sum1 = sixteen_taps(sum1, before0[3], before1, after1, behind, w);
    before1 = mat4x4f(before0[3], before1[0], before1[1], before1[2]);
    before0 = mat4x4f(front, before0[0], before0[1], before0[2]);
    after0 = mat4x4f(after0[1], after0[2], after0[3], after1[0]);
    after1 = mat4x4f(after1[1], after1[2], after1[3], behind);
  }
  for (; i <= radius; i++) {
    let weight = weights[i];
    before1 = shift_up(before1, before0[3].w);
    before0 = shift_up(before0, voxel_at(line, x - i));
    after0 = shift_down(after0, after1[0].x);
    after1 = shift_down(after1, voxel_at(line, beyond - 1 + i));
    if (ODD == 1u) {
      sum0 += weight * (after0 - before0);
      sum1 += weight * (after1 - before1);
    } else {
      sum0 += weight * (before0 + after0);
      sum1 += weight * (before1 + after1);
    }
  }

  let stride = vec3u(1u, params.dst.row_words, params.dst.slice_words);
  let first = at.x + at.y * stride.y + at.z * stride.z;
  let room = params.dst.size[AXIS] - at[AXIS];
  store_sixteen(first, stride[AXIS], room, sum0);
  store_sixteen(first + 16u * stride[AXIS], stride[AXIS], max(room, 16u) - 16u, sum1);
}
