// Merges up to six masks to phase codes 0 to 5 (the first COUNT are read), and counts in `faults` how many voxels are
// in two of them and how many in none.
#import grid
#import voxel
struct Params { a: Grid, b: Grid, c: Grid, d: Grid, e: Grid, f: Grid, dst: Grid }
@group(0) @binding(0) var<storage, read>       a: array<u32>;
@group(0) @binding(1) var<storage, read>       b: array<u32>;
@group(0) @binding(2) var<storage, read>       c: array<u32>;
@group(0) @binding(3) var<storage, read>       d: array<u32>;
@group(0) @binding(4) var<storage, read>       e: array<u32>;
@group(0) @binding(5) var<storage, read>       f: array<u32>;
@group(0) @binding(6) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(7) var<storage, read_write> faults: array<atomic<u32>>;
@group(0) @binding(8) var<uniform>             params: Params;
override COUNT: u32;

fn mask_bits(which: u32, p: vec3u) -> u32 {
  switch which {
    case 0u: { return a[word_index(params.a, p, 5u)]; }
    case 1u: { return b[word_index(params.b, p, 5u)]; }
    case 2u: { return c[word_index(params.c, p, 5u)]; }
    case 3u: { return d[word_index(params.d, p, 5u)]; }
    case 4u: { return e[word_index(params.e, p, 5u)]; }
    default: { return f[word_index(params.f, p, 5u)]; }
  }
}

// The low four bits, one to a byte.
fn spread_bits(bits: u32) -> u32 {
  return (bits & 1u) | ((bits & 2u) << 7u) | ((bits & 4u) << 14u) | ((bits & 8u) << 21u);
}

// One invocation owns 32 voxels of one row: a word of each mask, up to eight words of codes.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  let across = (params.dst.size.x + 31u) / 32u;
  if (index >= across * params.dst.size.y * params.dst.size.z) { return; }
  let row = index / across;
  let z = row / params.dst.size.y;
  let p = params.dst.origin + vec3u((index - row * across) * 32u, row - z * params.dst.size.y, z);
  let lanes = valid_lanes(params.dst, p.x, 5u);
  var some = 0u;
  var twice = 0u;
  var code: array<u32, 3>;
  for (var k = 0u; k < COUNT; k++) {
    let bits = mask_bits(k, p);
    twice |= some & bits;
    some |= bits;
    for (var plane = 0u; plane < 3u; plane++) {
      if (((k >> plane) & 1u) != 0u) { code[plane] |= bits; }
    }
  }
  let none = ~some & lanes_mask(lanes, BIT);
  if (twice != 0u) { atomicAdd(&faults[0], countOneBits(twice)); }
  if (none != 0u) { atomicAdd(&faults[1], countOneBits(none)); }
  let first = word_index(params.dst, p, 2u);
  for (var w = 0u; w < (lanes + 3u) / 4u; w++) {
    dst[first + w] = spread_bits(code[0] >> (4u * w)) | (spread_bits(code[1] >> (4u * w)) << 1u) |
                     (spread_bits(code[2] >> (4u * w)) << 2u);
  }
}
