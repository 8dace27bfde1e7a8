// Column extents (height map): first and last voxel of a mask, and their number, in every column along an axis (AXIS 0,
// 1, 2).
#import grid
#import voxel
struct Params { task: Grid, src: Grid }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> columns: array<u32>; // write
@group(0) @binding(2) var<uniform>             params: Params;
override AXIS: u32;

// First voxel, last voxel, number of voxels.
struct Extent { first: u32, last: u32, count: u32 }

fn with_bits(extent: Extent, bits: u32, at: u32) -> Extent {
  if (bits == 0u) { return extent; }
  let first = select(extent.first, at + firstTrailingBit(bits), extent.count == 0u);
  return Extent(first, at + firstLeadingBit(bits), extent.count + countOneBits(bits));
}

fn column_of(u: u32, v: u32, n: u32) -> Extent {
  var extent = Extent(0u, 0u, 0u);
  let origin = params.task.origin;
  if (AXIS == 0u) {
    for (var w = 0u; w < params.task.row_words; w++) {
      let p = origin + vec3u(32u * w, u, v);
      let valid = lanes_mask(valid_lanes(params.task, p.x, 5u), BIT);
      extent = with_bits(extent, src[word_index(params.src, p, 5u)] & valid, p.x);
    }
    return extent;
  }
  for (var i = 0u; i < n; i++) {
    let p = origin + select(vec3u(u, v, i), vec3u(u, i, v), AXIS == 1u);
    let bit = (src[word_index(params.src, p, 5u)] >> (p.x & 31u)) & 1u;
    extent = with_bits(extent, bit, select(p.z, p.y, AXIS == 1u));
  }
  return extent;
}

// An invocation owns a column; those beside each other along x read the same words.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let column = flat_index(wid, count, lid, 64u);
  let size = params.task.size;
  var plane = vec3u(size.xy, size.z);
  if (AXIS == 0u) { plane = vec3u(size.yz, size.x); }
  if (AXIS == 1u) { plane = vec3u(size.xz, size.y); }
  if (column >= plane.x * plane.y) { return; }
  let extent = column_of(column % plane.x, column / plane.x, plane.z);
  columns[3u * column] = extent.first;
  columns[3u * column + 1u] = extent.last;
  columns[3u * column + 2u] = extent.count;
}
