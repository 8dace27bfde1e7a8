// Connected-component labelling of a mask, last pass, as `bundleLabel`, four labels at a time, for rows of a multiple
// of four voxels.
#import grid
#import bundle_labels
struct Params { bits: Grid, dst: Grid, slots: u32 }
@group(0) @binding(0) var<storage, read>       foreground: array<u32>;
@group(0) @binding(1) var<storage, read>       parents: array<u32>;
@group(0) @binding(2) var<storage, read_write> dst: array<vec4u>; // write
@group(0) @binding(3) var<uniform>             params: Params;
override CONNECTIVITY: u32;

fn write_row(bundle: vec3i, row: u32, bits: u32, labels: ColumnLabels) {
  let y = 2u * u32(bundle.y) + (row & 1u);
  let z = bundle_depth() * u32(bundle.z) + (row >> 1u);
  let at = (z * params.dst.slice_words + y * params.dst.row_words) / 4u + 8u * u32(bundle.x);
  let left = select(0u, params.dst.row_words / 4u - 8u * u32(bundle.x), has_row(bundle, row));
  if (left > 0u) { dst[at] = where_set(labels.a, bits); }
  if (left > 1u) { dst[at + 1u] = where_set(labels.b, bits >> 4u); }
  if (left > 2u) { dst[at + 2u] = where_set(labels.c, bits >> 8u); }
  if (left > 3u) { dst[at + 3u] = where_set(labels.d, bits >> 12u); }
  if (left > 4u) { dst[at + 4u] = where_set(labels.e, bits >> 16u); }
  if (left > 5u) { dst[at + 5u] = where_set(labels.f, bits >> 20u); }
  if (left > 6u) { dst[at + 6u] = where_set(labels.g, bits >> 24u); }
  if (left > 7u) { dst[at + 7u] = where_set(labels.h, bits >> 28u); }
}

// One invocation owns a word of a bundle. It lays each node's label over its columns in registers, and writes them
// where there are voxels, four at a time.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let at = bundle_of(flat_index(wid, count, lid, 64u));
  if (!is_bundle(at)) { return; }
  let rows = rows_at(at);
  let labels = column_labels(at, rows);
  write_row(at, 0u, rows.x, labels);
  write_row(at, 1u, rows.y, labels);
  if (CONNECTIVITY != 6u) {
    write_row(at, 2u, rows.z, labels);
    write_row(at, 3u, rows.w, labels);
  }
}
