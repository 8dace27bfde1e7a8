// Euclidean distance transform, third pass (Saito and Toriwaki), for rows of whole quads: from squared distances within
// planes to distances (f32), squared distances (f32) or the words of squared distances, of the slices of dst, which
// begin `lead` slices behind those of src. `found[1]` becomes 1 where one is `none` or more.
#import grid
#import eight_lines
struct Params { src: Grid, dst: Grid, lead: u32, weight: u32, outside: u32, none: u32, scale: f32 }
@group(0) @binding(0) var<storage, read>       src: array<vec2u>;
@group(0) @binding(1) var<storage, read_write> dst: array<vec4u>; // write
@group(0) @binding(2) var<storage, read_write> found: array<atomic<u32>>;
@group(0) @binding(3) var<uniform>             params: Params;
override RESULT: u32;
// 1 where the weight is 1.
override UNIT_WEIGHTS: u32;

// Squared distances within the plane of four neighbours along x.
fn squares(z: u32, column: u32) -> vec4u {
  let words = src[z * (params.src.slice_words >> 1u) + column];
  return vec4u(words.x & 0xffffu, words.x >> 16u, words.y & 0xffffu, words.y >> 16u);
}

fn note_none() {
  if (atomicLoad(&found[1]) == 0u) { atomicStore(&found[1], 1u); }
}

fn write_slice(z: u32, at: u32, d: vec4u) {
  if (z >= params.dst.size.z) { return; }
  // At `none` and beyond, the earlier passes may have missed something nearer, or it lies in no slice of src.
  if (largest(d) >= params.none) { note_none(); }
  dst[z * (params.dst.slice_words >> 2u) + at] = vec4u(
    finished(d.x, params.none, params.scale, 0u, RESULT), finished(d.y, params.none, params.scale, 0u, RESULT),
    finished(d.z, params.none, params.scale, 0u, RESULT), finished(d.w, params.none, params.scale, 0u, RESULT));
}

// As distance_volume, for integers of 16 bits in rows of whole quads: one invocation owns four neighbours along x in
// each of eight slices, and reads and writes them at once.
@compute @workgroup_size(16, 4, 1)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let size = params.src.size;
  if (4u * id.x >= size.x || id.y >= size.y) { return; }
  let z0 = id.z << 3u;
  let l = nearest(params.lead + z0, size.z, id.y * (params.src.row_words >> 1u) + id.x);
  let at = id.y * (params.dst.row_words >> 2u) + id.x;
  write_slice(z0, at, l.a); write_slice(z0 + 1u, at, l.b); write_slice(z0 + 2u, at, l.c); write_slice(z0 + 3u, at, l.d);
  write_slice(z0 + 4u, at, l.e); write_slice(z0 + 5u, at, l.f); write_slice(z0 + 6u, at, l.g); write_slice(z0 + 7u, at, l.h);
}
