// Relabelling by a look-up table: labels of a part of a volume become labels of the whole.
#import grid
struct Params { src: Grid, dst: Grid, first_z: u32, end_z: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       table: array<u32>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(3) var<uniform>             params: Params;

// One invocation owns one label: it looks the id of a part of the volume up in a table of the ids of
// the whole. Only slices first_z … end_z are written (both grids hold them).
@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let i = flat_index(wid, count, lid, 256u);
  let slices = params.end_z - params.first_z;
  if (i >= params.dst.slice_words * slices) { return; }
  let word = (params.first_z - params.dst.origin.z) * params.dst.slice_words + i;
  let p = word_position(params.dst, word, 0u);
  dst[word] = table[src[word_index(params.src, p, 0u)]];
}
