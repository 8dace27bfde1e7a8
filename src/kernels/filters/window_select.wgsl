// Rank filter as `windowRank`, for one rank of windows whose rows reach at most 4 voxels to either side, by a selection
// network in registers; so for windows of few values.
#import window_quads
#import network
struct Params { dst: Grid, first_slice: u32, slices: u32, quads: u32, margin_y: u32 }
@group(0) @binding(0) var<storage, read>       keys: array<u32>;
// Words from the least offset of the window to those of its rows, shortest first.
@group(0) @binding(1) var<storage, read>       window: array<u32>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(3) var<uniform>             params: Params;
override DTYPE: u32;

// Twelve keys in a row: of the four voxels that are asked for, and of those on either side.
struct Row { before: vec4u, own: vec4u, after: vec4u }

fn row_at(word: u32) -> Row {
  let step = 1u << quad_word_shift(DTYPE);
  return Row(keys_of(word - step), keys_of(word), keys_of(word + step));
}

// One invocation owns a quad; the network has the value of one rank of one shape of window.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let p = quad_place(flat_index(wid, count, lid, 64u), params.dst.size);
  if (p.z >= params.slices) { return; }
  store_keys(p, selected(first_word(p)));
}
