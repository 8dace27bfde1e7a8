// Row extents of objects, whose corners the convex hull takes: extends, for every row of voxels of every object that
// has a place, its least and greatest x: two words per row, from zero, the complement of the least and the greatest +
// 1. A place is four words: the object's first row + 1 (0: none), its first y and z, and its rows per slice; places
// must hold all voxels of the objects in the box.
#import grid
struct Params {
  task: Grid, labels: Grid,
  // Ids that have places: below this.
  ids: u32,
}
@group(0) @binding(0) var<storage, read>       labels: array<u32>;
@group(0) @binding(1) var<storage, read>       places: array<vec4u>;
@group(0) @binding(2) var<storage, read_write> extents: array<atomic<u32>>;
@group(0) @binding(3) var<uniform>             params: Params;

// Passes a run of voxels on to the row of its object: the complement of the least x, and the greatest + 1.
fn pass_on(id: u32, y: u32, z: u32, first: u32, end: u32) {
  if (id >= params.ids) { return; }
  // First row of the object plus 1, its first y and z, and its rows per slice.
  let place = places[id];
  if (place.x == 0u) { return; }
  let row = 2u * (place.x - 1u + (z - place.z) * place.w + y - place.y);
  if (atomicLoad(&extents[row]) < ~first) { atomicMax(&extents[row], ~first); }
  if (atomicLoad(&extents[row + 1u]) < end) { atomicMax(&extents[row + 1u], end); }
}

// One invocation owns 32 voxels of a row.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  if (word >= grid_words(params.task)) { return; }
  let p = word_position(params.task, word, 5u);
  let lanes = valid_lanes(params.task, p.x, 5u);
  let at = word_index(params.labels, p, 0u);
  var x = 0u;
  while (x < lanes) {
    let id = labels[at + x];
    let start = x;
    x++;
    while (x < lanes && labels[at + x] == id) { x++; }
    if (id != 0u) { pass_on(id, p.y, p.z, p.x + start, p.x + x); }
  }
}
