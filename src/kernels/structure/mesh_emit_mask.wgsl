// Marching cubes of a mask, second pass: writes vertices and triangles where the first pass counted them. A vertex is
// the word chunk · 256 + axis · 32 + lane; with HAS_VALUES another word holds where on its edge it lies: where the
// volume, from one voxel to the next, takes the value `level`. No vertex is nearer to a voxel than 1/1024 of the
// edge; where a voxel lies outside or is not finite, it lies midway.
#import cell_rows
#import mesh_numbers
#import voxel
struct Params {
  src: Grid, values: Grid,
  first: vec3i, extent: vec3u, own: vec3i, vertex_end: vec3i, cell_end: vec3i, reach: vec3i,
  level: f32,
}
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       values: array<u32>;
@group(0) @binding(2) var<storage, read>       triangles: array<u32>;
@group(0) @binding(3) var<storage, read>       records: array<u32>;
@group(0) @binding(4) var<storage, read>       tile_vertices: array<u32>;
@group(0) @binding(5) var<storage, read>       tile_triangles: array<u32>;
@group(0) @binding(6) var<storage, read_write> vertices: array<u32>; // write
@group(0) @binding(7) var<storage, read_write> indices: array<u32>; // write
@group(0) @binding(8) var<uniform>             params: Params;
override HAS_VALUES: u32;
override DTYPE: u32;

const SIDES = 1u;
const LEAST = 1.0 / 1024.0;

// The bits of a voxel's value; of NaN outside of the volume.
fn value_bits(p: vec3i) -> u32 {
  if (any(p < vec3i(0)) || any(p >= vec3i(params.values.volume_size))) { return 0x7fc00000u; }
  let shift = lane_shift(DTYPE);
  let lane = (u32(p.x) - params.values.origin.x) & ((1u << shift) - 1u);
  let raw = lane_raw(values[word_index(params.values, vec3u(p), shift)], lane, DTYPE);
  return select(bitcast<u32>(raw_to_f32(raw, DTYPE)), raw, DTYPE == F32);
}

fn is_finite(bits: u32) -> bool { return (bits & 0x7f800000u) != 0x7f800000u; }

// Where on the edge from a voxel along an axis the level lies.
fn part_of_edge(p: vec3i, axis: u32) -> f32 {
  let a = value_bits(p);
  let b = value_bits(p + select(vec3i(0), vec3i(1), vec3u(0u, 1u, 2u) == vec3u(axis)));
  if (!is_finite(a) || !is_finite(b)) { return 0.5; }
  let from_a = params.level - bitcast<f32>(a);
  let whole = bitcast<f32>(b) - bitcast<f32>(a);
  // Of halves, so that a difference of the largest floats is no infinity.
  if (!is_finite(bitcast<u32>(whole)) || !is_finite(bitcast<u32>(from_a))) {
    let halves = 0.5 * bitcast<f32>(b) - 0.5 * bitcast<f32>(a);
    return clamp((0.5 * params.level - 0.5 * bitcast<f32>(a)) / halves, LEAST, 1.0 - LEAST);
  }
  // Integers beyond 2^24 are rounded, perhaps to the same float.
  if (whole == 0.0) { return 0.5; }
  return clamp(from_a / whole, LEAST, 1.0 - LEAST);
}

// An invocation owns a chunk.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let chunk = flat_index(wid, count, lid, TILE);
  if (chunk >= chunk_count()) { return; }
  let record = chunk * RECORD;
  let crossed = vec3u(records[record], records[record + 1u], records[record + 2u]);
  let mixed = records[record + 3u];
  if (all(crossed == vec3u(0u)) && mixed == 0u) { return; }
  let p = place_of(chunk);
  let before = counts_before(chunk);
  var vertex = before.x;
  for (var rest = crossed.x | crossed.y | crossed.z; rest != 0u; rest &= rest - 1u) {
    let lane = countTrailingZeros(rest);
    for (var axis = 0u; axis < 3u; axis++) {
      if (((crossed[axis] >> lane) & 1u) == 0u) { continue; }
      let word = (chunk << 8u) | (axis << 5u) | lane;
      if (HAS_VALUES == 1u) {
        vertices[2u * vertex] = word;
        vertices[2u * vertex + 1u] = bitcast<u32>(part_of_edge(p + vec3i(i32(lane), 0, 0), axis));
      } else {
        vertices[vertex] = word;
      }
      vertex++;
    }
  }
  if (mixed == 0u) { return; }
  let cells = cells_at(p.x, p.y, p.z);
  var triangle = before.y;
  for (var rest = mixed; rest != 0u; rest &= rest - 1u) {
    let lane = countTrailingZeros(rest);
    triangle += put_triangles(chunk, lane, cell_code(cells, lane), triangle);
  }
}
