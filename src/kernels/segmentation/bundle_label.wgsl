// Connected-component labelling of a mask, last pass: writes the labels of all voxels from the nodes and their roots.
#import grid
#import bundle_labels
struct Params { bits: Grid, dst: Grid, slots: u32 }
@group(0) @binding(0) var<storage, read>       foreground: array<u32>;
@group(0) @binding(1) var<storage, read>       parents: array<u32>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(3) var<uniform>             params: Params;
override CONNECTIVITY: u32;

fn write_four(at: u32, labels: vec4u, left: i32) {
  if (left > 0) { dst[at] = labels.x; }
  if (left > 1) { dst[at + 1u] = labels.y; }
  if (left > 2) { dst[at + 2u] = labels.z; }
  if (left > 3) { dst[at + 3u] = labels.w; }
}

// One invocation owns a word of a bundle, and lays each node's label over its columns in registers.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let bundle = bundle_of(flat_index(wid, count, lid, 64u));
  if (!is_bundle(bundle)) { return; }
  let rows = rows_at(bundle);
  let labels = column_labels(bundle, rows);
  let x = 32u * u32(bundle.x);
  for (var row = 0u; row < 2u * bundle_depth(); row++) {
    let bits = select(select(select(rows.w, rows.z, row == 2u), rows.y, row == 1u), rows.x, row == 0u);
    let y = 2u * u32(bundle.y) + (row & 1u);
    let z = bundle_depth() * u32(bundle.z) + (row >> 1u);
    let at = z * params.dst.slice_words + y * params.dst.row_words + x;
    let left = select(0, i32(params.dst.row_words - x), has_row(bundle, row));
    write_four(at, where_set(labels.a, bits), left);
    write_four(at + 4u, where_set(labels.b, bits >> 4u), left - 4);
    write_four(at + 8u, where_set(labels.c, bits >> 8u), left - 8);
    write_four(at + 12u, where_set(labels.d, bits >> 12u), left - 12);
    write_four(at + 16u, where_set(labels.e, bits >> 16u), left - 16);
    write_four(at + 20u, where_set(labels.f, bits >> 20u), left - 20);
    write_four(at + 24u, where_set(labels.g, bits >> 24u), left - 24);
    write_four(at + 28u, where_set(labels.h, bits >> 28u), left - 28);
  }
}
