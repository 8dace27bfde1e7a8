#import source_voxel
// Columns of a volume along AXIS (0, 1, 2), and their values averaged with those of the eight columns about them.
// Reads what its kernels bind: as source_voxel, and AXIS.

// The voxel at `along` in the column at u, v, the other axes in their order.
fn column_voxel(u: u32, v: u32, along: u32) -> vec3u {
  if (AXIS == 0u) { return vec3u(along, u, v); }
  if (AXIS == 1u) { return vec3u(u, along, v); }
  return vec3u(u, v, along);
}

// A triple in the order of x, y, z as one of u, v, along.
fn by_column(p: vec3u) -> vec3u {
  if (AXIS == 0u) { return p.yzx; }
  if (AXIS == 1u) { return p.xzy; }
  return p;
}

fn column_raw(u: u32, v: u32, along: u32) -> u32 { return raw_at(column_voxel(u, v, along)); }

fn raw_is_number(raw: u32) -> bool { return SRC_DTYPE != F32 || (raw & 0x7f800000u) != 0x7f800000u; }

// Sixteen times the mean of a voxel and its eight neighbours across the column, weights 1 2 1 along both axes; at an
// end of the volume the last column stands for the one that is missing. `y` is 0 where one of them is not finite.
fn nine_columns(u: u32, v: u32, along: u32) -> vec2f {
  let size = by_column(params.src.volume_size).xy;
  var sum = 0.0;
  var finite = 1.0;
  for (var j = 0u; j < 3u; j++) {
    for (var i = 0u; i < 3u; i++) {
      let beside = min(max(vec2u(u + i, v + j), vec2u(1u)) - 1u, size - 1u);
      let raw = column_raw(beside.x, beside.y, along);
      if (!raw_is_number(raw)) { finite = 0.0; continue; }
      sum += f32((1u + (i & 1u)) * (1u + (j & 1u))) * raw_to_f32(raw, SRC_DTYPE);
    }
  }
  return vec2f(sum, finite);
}
