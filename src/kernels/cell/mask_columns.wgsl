// A mask along an axis: bit b of a word is that of voxel 32 · w + b of the column. Columns follow each other along the
// first of the other two axes, rows along the second.
#import grid
#import voxel
struct Params { task: Grid, src: Grid, columns: u32, words: u32, rows: u32, first_row: u32, every: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(2) var<uniform>             params: Params;
override AXIS: u32;

fn voxel_of(column: u32, row: u32, along: u32) -> vec3u {
  if (AXIS == 0u) { return vec3u(along, column, row); }
  if (AXIS == 1u) { return vec3u(column, along, row); }
  return vec3u(column, row, along);
}

// One invocation owns a word: 32 voxels of a column. Those outside the task's box are 0, so that bricks can be put
// together by OR. Columns beside each other read voxels beside each other, but along x.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  let per_row = params.columns * params.words;
  if (index >= per_row * params.rows) { return; }
  let row = index / per_row;
  let in_row = index - row * per_row;
  let word = in_row / params.columns;
  let column = (in_row - word * params.columns) * params.every;
  let low = params.task.origin;
  let high = low + params.task.size;
  var bits = 0u;
  for (var b = 0u; b < 32u; b++) {
    let p = voxel_of(column, (params.first_row + row) * params.every, 32u * word + b);
    if (all(p >= low) && all(p < high)) {
      bits |= ((src[word_index(params.src, p, 5u)] >> (p.x & 31u)) & 1u) << b;
    }
  }
  dst[index] = bits;
}
