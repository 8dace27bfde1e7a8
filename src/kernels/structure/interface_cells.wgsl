// Cell sums of interfaces (Crofton crossings): for every cell of `edge` voxels along each axis and pair of phases
// a < b, number b (b − 1) / 2 + a, the pairs of neighbours of these phases whose first voxel it holds, weighted by
// their direction (`classes` turns codes into 0 … n − 1).
#import grid
#import voxel
struct Params { task: Grid, src: Grid, lattice: vec3u, edge: u32, pairs: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       classes: array<u32>;
@group(0) @binding(2) var<storage, read>       weights: array<u32>;
@group(0) @binding(3) var<storage, read_write> cells: array<atomic<u32>>;
@group(0) @binding(4) var<uniform>             params: Params;

const DIRECTIONS = 13u;

// Four codes of a row from x on; 0 beyond the volume.
fn codes_at(x: i32, y: u32, z: u32) -> u32 {
  if (x < 0 || x >= i32(params.src.volume_size.x)) { return 0u; }
  return src[word_index(params.src, vec3u(u32(x), y, z), 2u)];
}

// Which of four voxels have a partner dx further inside the volume: all bits of each one's byte.
fn inside(x: i32, dx: i32, lanes: u32) -> u32 {
  var mask = 0u;
  for (var lane = 0u; lane < lanes; lane++) {
    let at = x + i32(lane) + dx;
    if (at >= 0 && at < i32(params.src.volume_size.x)) { mask |= 0xffu << (8u * lane); }
  }
  return mask;
}

// An invocation owns four voxels, with their 13 later neighbours in raster order. Most lie in one cell, and of those
// that differ most are of one pair, so that sums are added where they change.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  if (word >= grid_words(params.task)) { return; }
  let p = word_position(params.task, word, 2u);
  let x = i32(p.x);
  let lanes = valid_lanes(params.task, p.x, 2u);
  let own = codes_at(x, p.y, p.z);
  let size = params.src.volume_size;
  let kept = array<u32, 3>(inside(x, -1, lanes), inside(x, 0, lanes), inside(x, 1, lanes));
  var differ: array<u32, 13>;
  var others: array<u32, 13>;
  var any_differ = 0u;
  for (var r = 0u; r < 5u; r++) {
    // Rows at (y, z) offsets (0, 0), (1, 0), (−1, 1), (0, 1), (1, 1).
    let y = i32(p.y) + select(i32(r) - 3, i32(r), r < 2u);
    let z = p.z + select(1u, 0u, r < 2u);
    if (y < 0 || y >= i32(size.y) || z >= size.z) { continue; }
    let here = codes_at(x, u32(y), z);
    let around = array<u32, 3>(
      (here << 8u) | (codes_at(x - 4, u32(y), z) >> 24u), here, (here >> 8u) | (codes_at(x + 4, u32(y), z) << 24u));
    for (var i = select(0u, 2u, r == 0u); i < 3u; i++) {
      let k = select(3u * r - 2u + i, 0u, r == 0u);
      others[k] = around[i];
      differ[k] = (own ^ around[i]) & kept[i];
      any_differ |= differ[k];
    }
  }
  if (any_differ == 0u) { return; }
  let row = ((p.z / params.edge) * params.lattice.y + p.y / params.edge) * params.lattice.x;
  var at = 0u;
  var sum = 0u;
  for (var lane = 0u; lane < lanes; lane++) {
    let cell = params.pairs * (row + (p.x + lane) / params.edge);
    for (var k = 0u; k < DIRECTIONS; k++) {
      if (extractBits(differ[k], 8u * lane, 8u) == 0u) { continue; }
      let a = classes[extractBits(own, 8u * lane, 8u)];
      let b = classes[extractBits(others[k], 8u * lane, 8u)];
      let high = max(a, b);
      let index = cell + high * (high - 1u) / 2u + min(a, b);
      if (index != at && sum > 0u) {
        atomicAdd(&cells[at], sum);
        sum = 0u;
      }
      at = index;
      sum += weights[k];
    }
  }
  if (sum > 0u) { atomicAdd(&cells[at], sum); }
}
