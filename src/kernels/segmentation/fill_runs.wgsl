// Fills runs of voxels along x: `rows` holds for every row of the box, y fastest, where its list begins in `lists`: the
// number of runs, and of each the first voxel and the one behind the last, along x of the volume.
#import grid
#import voxel
struct Params { dst: Grid }
@group(0) @binding(0) var<storage, read>       rows: array<u32>;
@group(0) @binding(1) var<storage, read>       lists: array<u32>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(3) var<uniform>             params: Params;

// The first `count` bits of a word, all where there are more.
fn bits_below(count: u32) -> u32 {
  return lanes_mask(min(count, 32u), BIT);
}

// One invocation owns one mask word: 32 voxels of one row.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  if (word >= grid_words(params.dst)) { return; }
  let p = word_position(params.dst, word, 5u);
  let list = lists_at(p);
  var bits = 0u;
  for (var i = 0u; i < lists[list]; i++) {
    let first = lists[list + 1u + 2u * i];
    let end = lists[list + 2u + 2u * i];
    bits |= bits_below(max(end, p.x) - p.x) & ~bits_below(max(first, p.x) - p.x);
  }
  dst[word] = bits & bits_below(valid_lanes(params.dst, p.x, 5u));
}

// Where the list of a voxel's row begins.
fn lists_at(p: vec3u) -> u32 {
  let at = p - params.dst.origin;
  return rows[at.z * params.dst.size.y + at.y];
}
