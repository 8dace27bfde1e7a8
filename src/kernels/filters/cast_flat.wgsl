// Type conversion as `cast`, of volumes whose rows have no pads, where what is cast follows in both buffers without a
// gap: `units` times sixteen voxels where one of the dtypes has 8 bits or one, else eight; from bits to 8 bits 32.
// `first` is the first quad of words of the source.
#import grid
#import quad
#import conversion
struct Params { first: u32, units: u32 }
@group(0) @binding(0) var<storage, read>       src: array<vec4u>;
@group(0) @binding(1) var<storage, read_write> dst: array<vec4u>; // write
@group(0) @binding(2) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override DST_DTYPE: u32;

// The bits of sixteen voxels, or of eight in a and b.
struct Unit { a: vec4u, b: vec4u, c: vec4u, d: vec4u }

// log2 of the voxels of a unit: a quad of words holds at least as many of the narrower dtype.
fn unit_shift() -> u32 {
  return select(3u, 4u, max(lane_shift(SRC_DTYPE), lane_shift(DST_DTYPE)) >= 2u);
}

fn bits_of(half: u32, first: u32) -> vec4u {
  return (vec4u(half) >> (vec4u(first) + vec4u(0u, 1u, 2u, 3u))) & vec4u(1u);
}

fn load(unit: u32) -> Unit {
  if (SRC_DTYPE == BIT) {
    let word = 4u * params.first + (unit >> 1u);
    let half = src[word >> 2u][word & 3u] >> ((unit & 1u) << 4u);
    return Unit(bits_of(half, 0u), bits_of(half, 4u), bits_of(half, 8u), bits_of(half, 12u));
  }
  let at = params.first + ((unit << (unit_shift() - 2u)) >> lane_shift(SRC_DTYPE));
  let w = src[at];
  if (lane_shift(SRC_DTYPE) == 2u) {
    return Unit(unpack_quad(w.xxxx, SRC_DTYPE), unpack_quad(w.yyyy, SRC_DTYPE),
                unpack_quad(w.zzzz, SRC_DTYPE), unpack_quad(w.wwww, SRC_DTYPE));
  }
  let a = unpack_quad(w, SRC_DTYPE);
  if (lane_shift(SRC_DTYPE) == 1u) {
    let b = unpack_quad(w.zwzw, SRC_DTYPE);
    if (unit_shift() == 3u) { return Unit(a, b, vec4u(), vec4u()); }
    let more = src[at + 1u];
    return Unit(a, b, unpack_quad(more, SRC_DTYPE), unpack_quad(more.zwzw, SRC_DTYPE));
  }
  if (unit_shift() == 3u) { return Unit(a, src[at + 1u], vec4u(), vec4u()); }
  return Unit(a, src[at + 1u], src[at + 2u], src[at + 3u]);
}

fn store(at: u32, unit: Unit) {
  let a = pack_quad(convert_quad(unit.a), DST_DTYPE);
  let b = pack_quad(convert_quad(unit.b), DST_DTYPE);
  let c = pack_quad(convert_quad(unit.c), DST_DTYPE);
  let d = pack_quad(convert_quad(unit.d), DST_DTYPE);
  if (lane_shift(DST_DTYPE) == 2u) {
    dst[at] = vec4u(a.x, b.x, c.x, d.x);
    return;
  }
  if (lane_shift(DST_DTYPE) == 1u) {
    dst[at] = vec4u(a.xy, b.xy);
    if (unit_shift() == 4u) { dst[at + 1u] = vec4u(c.xy, d.xy); }
    return;
  }
  dst[at] = a;
  dst[at + 1u] = b;
  if (unit_shift() == 4u) {
    dst[at + 2u] = c;
    dst[at + 3u] = d;
  }
}

// Four bits as bytes of 0 and 1.
fn bytes_of(bits: vec4u) -> vec4u {
  return ((bits & vec4u(15u)) * vec4u(0x204081u)) & vec4u(0x1010101u);
}

// One invocation owns one unit, of bits to bytes a word: words follow each other in both buffers, and are read and
// written four at a time.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  if (index >= params.units) { return; }
  if (SRC_DTYPE == BIT && lane_shift(DST_DTYPE) == 2u) {
    let word = src[params.first + (index >> 2u)][index & 3u];
    let low = vec4u(0u, 4u, 8u, 12u);
    dst[2u * index] = bytes_of(vec4u(word) >> low);
    dst[2u * index + 1u] = bytes_of(vec4u(word) >> (low + 16u));
    return;
  }
  store((index << (unit_shift() - 2u)) >> lane_shift(DST_DTYPE), load(index));
}
