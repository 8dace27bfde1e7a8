// Cell sums for representative volumes (variance over windows): for every cell of 2^LOG_EDGE voxels along each axis,
// four sums: voxels of the mask, candidates, and of the pairs of neighbours whose first voxel it holds, those of two
// values and all, each weighted by its `directions` (x, y, z, weight; 13 of them).
#import grid
#import voxel
struct Params { task: Grid, src: Grid, within: Grid, first: vec3u, lattice: vec3u }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       within: array<u32>;
@group(0) @binding(2) var<storage, read>       directions: array<vec4i>;
@group(0) @binding(3) var<storage, read_write> cells: array<atomic<u32>>;
@group(0) @binding(4) var<uniform>             params: Params;
// log2 of the edge of a cell, 1 to 5.
override LOG_EDGE: u32;
override WITHIN: u32;

const DIRECTIONS = 13u;

// The word that starts at x of a row inside the volume: the mask's voxels, and which of them are candidates.
fn words_at(x: i32, row: vec3i) -> vec2u {
  let size = vec3i(params.task.volume_size);
  if (x < 0 || x >= size.x) { return vec2u(0u); }
  let p = vec3u(vec3i(x, row.yz));
  var valid = lanes_mask(u32(min(32, size.x - x)), BIT);
  if (WITHIN == 1u) { valid &= within[word_index(params.within, p, 5u)]; }
  return vec2u(src[word_index(params.src, p, 5u)] & valid, valid);
}

// 32 neighbours at an offset of one voxel or none along each axis.
fn neighbours(p: vec3i, offset: vec3i) -> vec2u {
  let row = p + offset;
  if (any(row.yz < vec2i(0)) || any(row.yz >= vec2i(params.task.volume_size.yz))) { return vec2u(0u); }
  let own = words_at(p.x, row);
  if (offset.x > 0) { return (own >> vec2u(1u)) | (words_at(p.x + 32, row) << vec2u(31u)); }
  if (offset.x < 0) { return (own << vec2u(1u)) | (words_at(p.x - 32, row) >> vec2u(31u)); }
  return own;
}

// An invocation owns 32 voxels of a row, which lie in as many cells as fit.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  if (word >= grid_words(params.task)) { return; }
  let p = word_position(params.task, word, 5u);
  let own = words_at(i32(p.x), vec3i(p)) & vec2u(lanes_mask(valid_lanes(params.task, p.x, 5u), BIT));
  let edge = 1u << LOG_EDGE;
  let parts = (valid_lanes(params.task, p.x, 5u) + edge - 1u) >> LOG_EDGE;
  var differ: array<u32, 16>;
  var pairs: array<u32, 16>;
  for (var k = 0u; k < DIRECTIONS; k++) {
    let other = neighbours(vec3i(p), directions[k].xyz);
    let valid = own.y & other.y;
    let unlike = (own.x ^ other.x) & valid;
    let weight = u32(directions[k].w);
    for (var part = 0u; part < parts; part++) {
      differ[part] += weight * countOneBits(extractBits(unlike, part << LOG_EDGE, edge));
      pairs[part] += weight * countOneBits(extractBits(valid, part << LOG_EDGE, edge));
    }
  }
  let cell = (p >> vec3u(LOG_EDGE)) - params.first;
  let at = 4u * ((cell.z * params.lattice.y + cell.y) * params.lattice.x + cell.x);
  for (var part = 0u; part < parts; part++) {
    atomicAdd(&cells[at + 4u * part], countOneBits(extractBits(own.x, part << LOG_EDGE, edge)));
    atomicAdd(&cells[at + 4u * part + 1u], countOneBits(extractBits(own.y, part << LOG_EDGE, edge)));
    atomicAdd(&cells[at + 4u * part + 2u], differ[part]);
    atomicAdd(&cells[at + 4u * part + 3u], pairs[part]);
  }
}
