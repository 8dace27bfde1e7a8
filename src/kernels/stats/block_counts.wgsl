// Block counts for the integral range (variance of block fractions): voxels of a mask per block. For whole blocks of 2
// and 4 voxels along each axis: how many blocks, Σ c, Σ n, Σ c², Σ c n, Σ n² (c voxels of the mask among n candidates);
// for blocks of 8, `map` collects c + n · 2^16 of each.
#import grid
struct Params {
  src: Grid, within: Grid,
  // Words of a row, and blocks of 4 along y and z, that this brick owns; and the first voxel of them.
  tasks: vec3u,
  first: vec3u,
  // The lattice of blocks of 8 that `map` holds: its first block and its size.
  map_first: vec3u,
  map_size: vec3u,
}
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       within: array<u32>;
@group(0) @binding(2) var<storage, read_write> map: array<atomic<u32>>;
@group(0) @binding(3) var<storage, read_write> partials: array<u32>; // write
@group(0) @binding(4) var<uniform>             params: Params;
override HAS_WITHIN: u32;

const WIDTH = 64u;
// Words that a workgroup writes: six sums for blocks of 2, six of 4.
const ROW = 12u; // export BLOCK_COUNTS_ROW
// For blocks of 2, then of 4: how many, Σ c, Σ n, Σ c², Σ c n, Σ n².
var<workgroup> group: array<atomic<u32>, 12>;

struct Sums { blocks: u32, c: u32, n: u32, cc: u32, cn: u32, nn: u32 }

// Adds the block whose counts are the bits at `at`, of which there are `width`.
fn with_block(sums: Sums, counts: u32, sizes: u32, at: u32, width: u32) -> Sums {
  let c = extractBits(counts, at, width);
  let n = extractBits(sizes, at, width);
  return Sums(sums.blocks + 1u, sums.c + c, sums.n + n, sums.cc + c * c, sums.cn + c * n, sums.nn + n * n);
}

fn hits_of(p: vec3u) -> u32 {
  var word = src[word_index(params.src, p, 5u)];
  if (HAS_WITHIN == 1u) { word &= within[word_index(params.within, p, 5u)]; }
  return word;
}

fn candidates_of(p: vec3u, lanes: u32) -> u32 {
  if (HAS_WITHIN == 1u) { return within[word_index(params.within, p, 5u)]; }
  return select((1u << (lanes & 31u)) - 1u, 0xffffffffu, lanes == 32u);
}

// Ones in each pair of bits.
fn pair_counts(word: u32) -> u32 {
  return word - ((word >> 1u) & 0x55555555u);
}

fn add_sums(sums: Sums, at: u32) {
  atomicAdd(&group[at], sums.blocks);
  atomicAdd(&group[at + 1u], sums.c);
  atomicAdd(&group[at + 2u], sums.n);
  atomicAdd(&group[at + 3u], sums.cc);
  atomicAdd(&group[at + 4u], sums.cn);
  atomicAdd(&group[at + 5u], sums.nn);
}

// An invocation owns 32 × 4 × 4 voxels: 16 words, read once. Blocks of 2 are nibbles of sums of pair
// counts, blocks of 4 are bytes. A volume one voxel thin along z or y has blocks one voxel thin there.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let stride = count.x * count.y * WIDTH;
  let total = params.tasks.x * params.tasks.y * params.tasks.z;
  let size = params.src.volume_size;
  var twos = Sums();
  var fours = Sums();
  for (var task = flat_index(wid, count, lid, WIDTH); task < total; task += stride) {
    let row = task / params.tasks.x;
    let block = vec3u(task - row * params.tasks.x, row % params.tasks.y, row / params.tasks.y);
    let corner = params.first + block * vec3u(32u, 4u, 4u);
    let lanes = min(32u, size.x - corner.x);
    // Bytes of blocks of 4: those at x = 0, 8, 16, 24 and those at x = 4, 12, 20, 28.
    var c_even = 0u;
    var c_odd = 0u;
    var n_even = 0u;
    var n_odd = 0u;
    for (var quad = 0u; quad < 4u; quad++) {
      let q = corner + vec3u(0u, (quad & 1u) * 2u, (quad >> 1u) * 2u);
      if (q.y >= size.y || q.z >= size.z) { continue; }
      var c_low = 0u;
      var c_high = 0u;
      var n_low = 0u;
      var n_high = 0u;
      for (var part = 0u; part < 4u; part++) {
        let p = q + vec3u(0u, part & 1u, part >> 1u);
        if (p.y >= size.y || p.z >= size.z) { continue; }
        let c = pair_counts(hits_of(p));
        let n = pair_counts(candidates_of(p, lanes));
        c_low += c & 0x33333333u;
        c_high += (c >> 2u) & 0x33333333u;
        n_low += n & 0x33333333u;
        n_high += (n >> 2u) & 0x33333333u;
      }
      c_even += (c_low & 0x0f0f0f0fu) + (c_high & 0x0f0f0f0fu);
      c_odd += ((c_low >> 4u) & 0x0f0f0f0fu) + ((c_high >> 4u) & 0x0f0f0f0fu);
      n_even += (n_low & 0x0f0f0f0fu) + (n_high & 0x0f0f0f0fu);
      n_odd += ((n_low >> 4u) & 0x0f0f0f0fu) + ((n_high >> 4u) & 0x0f0f0f0fu);
      // Only whole blocks count.
      if ((q.y + 1u < size.y || size.y == 1u) && (q.z + 1u < size.z || size.z == 1u)) {
        for (var k = 0u; k < 8u; k++) {
          if (4u * k + 2u <= lanes) { twos = with_block(twos, c_low, n_low, 4u * k, 4u); }
          if (4u * k + 4u <= lanes) { twos = with_block(twos, c_high, n_high, 4u * k, 4u); }
        }
      }
    }
    if ((corner.y + 3u < size.y || size.y == 1u) && (corner.z + 3u < size.z || size.z == 1u)) {
      for (var k = 0u; k < 4u; k++) {
        if (8u * k + 4u <= lanes) { fours = with_block(fours, c_even, n_even, 8u * k, 8u); }
        if (8u * k + 8u <= lanes) { fours = with_block(fours, c_odd, n_odd, 8u * k, 8u); }
      }
    }
    let cell = corner / vec3u(8u) - params.map_first;
    let at = (cell.z * params.map_size.y + cell.y) * params.map_size.x + cell.x;
    for (var k = 0u; k < 4u && 8u * k < lanes; k++) {
      let c = extractBits(c_even, 8u * k, 8u) + extractBits(c_odd, 8u * k, 8u);
      let n = extractBits(n_even, 8u * k, 8u) + extractBits(n_odd, 8u * k, 8u);
      // Hits in the low half, candidates in the high half: 512 of each at most.
      atomicAdd(&map[at + k], c | (n << 16u));
    }
  }
  add_sums(twos, 0u);
  add_sums(fours, 6u);
  workgroupBarrier();
  let row = flat_index(wid, count, 0u, 1u) * ROW;
  if (lid < ROW) { partials[row + lid] = atomicLoad(&group[lid]); }
}
