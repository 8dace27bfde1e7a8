// Medial axis (distance ridge) of local thickness: marks the balls that no ball about a neighbour holds, and says of
// each block how many there are and which is the largest.
#import grid
#import flood_blocks
#import balls
struct Params { grid: Grid, blocks: vec3u, weights: vec3u }
@group(0) @binding(0) var<storage, read>       diameters: array<u32>;
@group(0) @binding(1) var<storage, read_write> ridge: array<u32>; // write
@group(0) @binding(2) var<storage, read_write> counts: array<u32>; // write
@group(0) @binding(3) var<storage, read_write> tops: array<vec2u>; // write
@group(0) @binding(4) var<storage, read_write> state: array<atomic<u32>>;
@group(0) @binding(5) var<uniform>             params: Params;

const WORDS = 16u;
const LARGEST = 4u;
var<workgroup> near: array<u32, SHELL_VOXELS>;
var<workgroup> marks: array<atomic<u32>, WORDS>;
var<workgroup> count: atomic<u32>;
var<workgroup> greatest: atomic<u32>;
var<workgroup> place_of_greatest: atomic<u32>;

// Makes up for a square root that was rounded down.
const ROUNDED_UP = 1.000001;

// Steps along an axis that a ball of inner square m holds at most. A float that is a little too large is
// harmless: it only keeps a ball that is not needed.
fn steps(m: u32, weight: u32) -> u32 {
  return u32(sqrt(f32(m / weight)) * ROUNDED_UP);
}

// The larger of the balls about two opposite neighbours, and the largest about neighbours that differ in the sign of
// one more step.
fn pair(place: u32, step: u32) -> u32 { return max(near[place - step], near[place + step]); }
fn four(place: u32, step: u32, other: u32) -> u32 { return max(pair(place, step + other), pair(place, step - other)); }

// Whether the largest ball about neighbours at such offsets holds every voxel of this one. Of the voxels x of a ball,
// |x − δ|² = |x|² − 2 x·δ + |δ|² is at most m + 2 · (the largest x·δ) + |δ|².
fn holds(other: u32, diameter: u32, used: vec3u, along: vec3u, root: f32) -> bool {
  let square = dot(used, params.weights);
  let slope = min(dot(used, along), u32(ceil(root * sqrt(f32(square)))) + 1u);
  return other > diameter && inner_square(other) >= inner_square(diameter) + 2u * slope + square;
}

// Whether the ball about one of the 26 neighbours holds every voxel of this one.
fn is_held(place: u32, diameter: u32) -> bool {
  let m = inner_square(diameter);
  let w = params.weights;
  let along = vec3u(w.x * steps(m, w.x), w.y * steps(m, w.y), w.z * steps(m, w.z));
  let root = sqrt(f32(m)) * 1.000002;
  let y = SHELL;
  let z = SHELL * SHELL;
  return holds(pair(place, 1u), diameter, vec3u(1u, 0u, 0u), along, root)
    | holds(pair(place, y), diameter, vec3u(0u, 1u, 0u), along, root)
    | holds(pair(place, z), diameter, vec3u(0u, 0u, 1u), along, root)
    | holds(four(place, y, 1u), diameter, vec3u(1u, 1u, 0u), along, root)
    | holds(four(place, z, 1u), diameter, vec3u(1u, 0u, 1u), along, root)
    | holds(four(place, z, y), diameter, vec3u(0u, 1u, 1u), along, root)
    | holds(max(four(place, z + y, 1u), four(place, z - y, 1u)), diameter, vec3u(1u), along, root);
}

fn mark(index: u32) {
  let diameter = near[place_in_shell(index)];
  // A ball that holds its own voxel alone needs no entry, nor does one without end.
  let w = params.weights;
  if (diameter == 0u || diameter >= ENDLESS || inner_square(diameter) < min(w.x, min(w.y, w.z))) { return; }
  if (is_held(place_in_shell(index), diameter)) { return; }
  atomicOr(&marks[index >> 5u], 1u << (index & 31u));
  atomicAdd(&count, 1u);
  atomicMax(&greatest, diameter);
}

fn claim(index: u32) {
  let marked = (atomicLoad(&marks[index >> 5u]) >> (index & 31u)) & 1u;
  if (marked == 1u && near[place_in_shell(index)] == atomicLoad(&greatest)) {
    atomicMax(&place_of_greatest, index);
  }
}

// One workgroup owns a block of 8³ voxels.
@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) block: vec3u, @builtin(local_invocation_index) lid: u32) {
  for (var place = lid; place < SHELL_VOXELS; place += 256u) {
    let p = voxel_of_shell(block, place);
    var diameter = 0u;
    if (all(p >= vec3i(0)) && all(p < vec3i(params.grid.size))) {
      diameter = diameters[u32(p.z) * params.grid.slice_words + u32(p.y) * params.grid.row_words + u32(p.x)];
    }
    near[place] = diameter;
  }
  workgroupBarrier();
  mark(lid);
  mark(lid + 256u);
  workgroupBarrier();
  claim(lid);
  claim(lid + 256u);
  workgroupBarrier();
  let index = (block.z * params.blocks.y + block.y) * params.blocks.x + block.x;
  if (lid < WORDS) { ridge[index * WORDS + lid] = atomicLoad(&marks[lid]); }
  if (lid == 0u) {
    counts[index] = atomicLoad(&count);
    tops[index] = vec2u(atomicLoad(&greatest), atomicLoad(&place_of_greatest));
    atomicMax(&state[LARGEST], atomicLoad(&greatest));
  }
}
