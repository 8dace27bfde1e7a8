// Number-theoretic transform along x of rows of a mask, as numbers 0 and 1: of the voxels of `size` from `first` on,
// which may lie outside of the volume, where there is nothing or, with PERIODIC 1, the volume repeated. Written to the
// rows of a box of `padded` numbers; what lies beyond `size` along y and z is left as it is.
#import grid
#import plan
#import modular
#import passes
struct Params { src: Grid, first: vec3i, size: vec3u, padded: vec3u }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       twiddles: array<vec4u>;
@group(0) @binding(2) var<storage, read_write> dst: array<vec4u>;
@group(0) @binding(3) var<uniform>             params: Params;
override PERIODIC: u32;

const WORDS = (LENGTH + 31u) / 32u;
var<workgroup> words: array<Numbers, VECTORS * WORDS>;
var<private> first_vector: u32;

fn lowest(n: i32) -> u32 { return select((1u << u32(clamp(n, 0, 31))) - 1u, 0xffffffffu, n >= 32); }

// A word of a row of the mask, 0 where there is none.
fn whole_word(row: u32, i: i32) -> u32 {
  let valid = i32(params.src.size.x) - 32 * i;
  if (i < 0 || valid <= 0) { return 0u; }
  return src[row + u32(i)] & lowest(valid);
}

// 32 voxels of a row from x on, which counts from the volume's first.
fn voxels_from(x: i32, y: i32, z: i32) -> u32 {
  let p = vec2i(y, z) - vec2i(params.src.origin.yz);
  if (any(p < vec2i()) || any(p >= vec2i(params.src.size.yz))) { return 0u; }
  let row = u32(p.y) * params.src.slice_words + u32(p.x) * params.src.row_words;
  let at = x - i32(params.src.origin.x);
  let shift = u32(at & 31);
  let high = whole_word(row, (at >> 5u) + 1);
  return (whole_word(row, at >> 5u) >> shift) | select(high << (32u - shift), 0u, shift == 0u);
}

fn wrapped(i: i32, n: u32) -> i32 { return ((i % i32(n)) + i32(n)) % i32(n); }

fn repeated_from(x: i32, y: i32, z: i32) -> u32 {
  let size = params.src.volume_size;
  var found = 0u;
  for (var k = 0; k < 32;) {
    let at = wrapped(x + k, size.x);
    let count = min(32 - k, i32(size.x) - at);
    found |= (voxels_from(at, wrapped(y, size.y), wrapped(z, size.z)) & lowest(count)) << u32(k);
    k += count;
  }
  return found;
}

// Vectors hold neighbouring rows of a slice.
fn row_of(line: u32) -> vec2u {
  let across = (params.size.y + LANES - 1u) / LANES;
  let vector = first_vector + line;
  return vec2u(vector % across * LANES, vector / across);
}

fn load_bits(line: u32, word: u32, bit: u32) -> Numbers {
  return (words[line * WORDS + word] >> Numbers(bit)) & Numbers(1u);
}

fn store_row(row: vec2u, place: u32, numbers: vec4u) {
  if (all(row < params.size.yz)) {
    dst[((row.y * params.padded.y + row.x) * LENGTH + place) / 4u] = numbers;
  }
}

fn store_four(line: u32, place: u32, f: Four) {
  let row = row_of(line);
  store_row(row, place, vec4u(f.a.x, f.b.x, f.c.x, f.d.x));
  store_row(row + vec2u(1u, 0u), place, vec4u(f.a.y, f.b.y, f.c.y, f.d.y));
  if (LANES == 4u) {
    store_row(row + vec2u(2u, 0u), place, vec4u(f.a[LANES - 2u], f.b[LANES - 2u], f.c[LANES - 2u], f.d[LANES - 2u]));
    store_row(row + vec2u(3u, 0u), place, vec4u(f.a[LANES - 1u], f.b[LANES - 1u], f.c[LANES - 1u], f.d[LANES - 1u]));
  }
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  first_vector = (wid.y * count.x + wid.x) * VECTORS;
  for (var w = lid; w < VECTORS * WORDS; w += 64u) {
    let row = row_of(w / WORDS);
    let x = 32u * (w % WORDS);
    var found: Numbers;
    for (var lane = 0u; lane < LANES; lane++) {
      if (row.x + lane >= params.size.y || row.y >= params.size.z) { continue; }
      let p = params.first + vec3i(vec3u(x, row.x + lane, row.y));
      if (PERIODIC == 1u) { found[lane] = repeated_from(p.x, p.y, p.z); } else { found[lane] = voxels_from(p.x, p.y, p.z); }
    }
    words[w] = found & Numbers(lowest(i32(params.size.x) - i32(x)));
  }
  workgroupBarrier();
  transform(lid);
}
