#import grid
#import flood_blocks
#import balls
struct Params {
  src: Grid, dst: Grid,
  blocks: vec3u, first: u32,
  weights: vec3u, scale: f32,
  // Blocks along each axis that the largest ball reaches.
  reach: vec3u,
}
@group(0) @binding(0) var<storage, read>       diameters: array<u32>;
@group(0) @binding(1) var<storage, read>       tops: array<vec2u>;
@group(0) @binding(2) var<storage, read>       starts: array<u32>;
@group(0) @binding(3) var<storage, read>       balls: array<vec2u>;
@group(0) @binding(4) var<storage, read_write> dst: array<u32>;
@group(0) @binding(5) var<uniform>             params: Params;

const WIDTH = 256u;
const ROOM = 768u;
const BLOCK_VOXELS = 512u;
const EDGE = 8;
// What is not in the mask wants no ball.
const CONTENT = 0xffffffffu;
const INFINITE = 0x7f800000u;

// Balls that may be the largest of a voxel of this block: centre and squared diameter.
var<workgroup> near: array<vec4i, ROOM>;
var<workgroup> staged: atomic<u32>;
// Blocks whose balls are still to be looked at.
var<workgroup> queue: array<u32, BLOCK_VOXELS>;
var<workgroup> queued: atomic<u32>;
var<workgroup> least: atomic<u32>;
var<workgroup> word: u32;

fn block_at(index: u32) -> vec3u {
  let z = index / (params.blocks.x * params.blocks.y);
  let rest = index - z * params.blocks.x * params.blocks.y;
  let y = rest / params.blocks.x;
  return vec3u(rest - y * params.blocks.x, y, z);
}

fn own(p: vec3u) -> u32 {
  if (any(p >= params.src.size)) { return CONTENT; }
  let at = p.z * params.src.slice_words + p.y * params.src.row_words + p.x;
  return select(CONTENT, diameters[at], diameters[at] > 0u);
}

fn write(p: vec3u, best: u32) {
  if (any(p >= params.dst.size)) { return; }
  var value = bitcast<u32>(params.scale * sqrt(f32(best)));
  if (best >= ENDLESS) { value = INFINITE; }
  if (best == CONTENT) { value = 0u; }
  dst[p.z * params.dst.slice_words + p.y * params.dst.row_words + p.x] = value;
}

// The smallest diameter that a voxel of the block has so far: smaller balls are of no use. Uniform.
fn smallest(lid: u32, best: vec2u) -> u32 {
  if (lid == 0u) { atomicStore(&least, CONTENT); }
  workgroupBarrier();
  atomicMin(&least, min(best.x, best.y));
  workgroupBarrier();
  if (lid == 0u) { word = atomicLoad(&least); }
  return workgroupUniformLoad(&word);
}

// Stages a ball if it is larger than what some voxel has and reaches the block.
fn stage(corner: vec3i, centre: vec3i, diameter: u32, worth: u32) {
  if (diameter <= worth) { return; }
  if (four_squares(apart(corner, EDGE, centre, 1), params.weights) >= diameter) { return; }
  near[atomicAdd(&staged, 1u)] = vec4i(centre, i32(diameter));
}

// What is staged so far. Uniform.
fn stages(lid: u32) -> u32 {
  workgroupBarrier();
  if (lid == 0u) { word = atomicLoad(&staged); }
  return workgroupUniformLoad(&word);
}

// The best of two voxels, four slices apart, after `count` staged balls; then nothing is staged.
fn tried(lid: u32, voxel: vec3i, before: vec2u, count: u32) -> vec2u {
  var best = before;
  let w = params.weights;
  for (var i = 0u; i < count; i++) {
    let ball = near[i];
    let diameter = u32(ball.w);
    let d = vec3u(abs(voxel - ball.xyz));
    let e = u32(abs(voxel.z + 4 - ball.z));
    let flat = w.x * d.x * d.x + w.y * d.y * d.y;
    if (4u * (flat + w.z * d.z * d.z) < diameter) { best.x = max(best.x, diameter); }
    if (4u * (flat + w.z * e * e) < diameter) { best.y = max(best.y, diameter); }
  }
  workgroupBarrier();
  if (lid == 0u) { atomicStore(&staged, 0u); }
  workgroupBarrier();
  return best;
}

// One workgroup owns a block of 8³ voxels: an invocation two of them. First the largest ball of each block in
// reach is tried, which mostly settles it; then all balls of those blocks that could still do better.
@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(local_invocation_index) lid: u32) {
  let block = block_at(params.first + wid.x);
  let corner = vec3i(block * BLOCK);
  let voxel = voxel_of_block(block, lid);
  let second = voxel + vec3u(0u, 0u, 4u);
  var best = vec2u(own(voxel), own(second));
  var worth = smallest(lid, best);

  let lowest = block - min(block, params.reach);
  let extent = min(block + params.reach, params.blocks - 1u) - lowest + 1u;
  let window = select(extent.x * extent.y * extent.z, 0u, worth >= ENDLESS);
  for (var base = 0u; base < window; base += WIDTH) {
    let i = base + lid;
    if (i < window) {
      let other = lowest + vec3u(i % extent.x, i / extent.x % extent.y, i / (extent.x * extent.y));
      let top = tops[(other.z * params.blocks.y + other.y) * params.blocks.x + other.x];
      stage(corner, vec3i(voxel_of_block(other, top.y)), top.x, worth);
    }
    let count = stages(lid);
    if (count > 0u) {
      best = tried(lid, vec3i(voxel), best, count);
      worth = smallest(lid, best);
    }
  }

  for (var base = 0u; base < window; base += WIDTH) {
    let i = base + lid;
    if (i < window) {
      let other = lowest + vec3u(i % extent.x, i / extent.x % extent.y, i / (extent.x * extent.y));
      let index = (other.z * params.blocks.y + other.y) * params.blocks.x + other.x;
      let far = four_squares(apart(corner, EDGE, vec3i(other * BLOCK), EDGE), params.weights);
      if (tops[index].x > worth && far < tops[index].x) { queue[atomicAdd(&queued, 1u)] = index; }
    }
    workgroupBarrier();
    if (lid == 0u) { word = atomicLoad(&queued); }
    let waiting = workgroupUniformLoad(&word);
    if (waiting < WIDTH && base + WIDTH < window) { continue; }
    for (var turn = 0u; turn < waiting; turn++) {
      let index = queue[turn];
      let other = block_at(index);
      for (var i = starts[index] + lid; i < starts[index + 1u]; i += WIDTH) {
        let ball = balls[i];
        stage(corner, vec3i(voxel_of_block(other, ball.y)), ball.x, worth);
      }
      let count = stages(lid);
      if (count > ROOM - BLOCK_VOXELS || (count > 0u && turn + 1u == waiting)) {
        best = tried(lid, vec3i(voxel), best, count);
        worth = smallest(lid, best);
      }
    }
    workgroupBarrier();
    if (lid == 0u) { atomicStore(&queued, 0u); }
    workgroupBarrier();
  }
  write(voxel, best.x);
  write(second, best.y);
}
