// Local thickness (Hildebrand and Rüegsegger): the diameter of the largest listed ball that holds each voxel, for
// blocks from `first` on.
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
@group(0) @binding(4) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(5) var<uniform>             params: Params;

const WIDTH = 32u;
const ROOM = 768u;
const SLICES = vec4i(0, 1, 2, 3);
const EDGE = 8;
// A voxel outside the mask needs no ball.
const CONTENT = 0xffffffffu;
const INFINITE = 0x7f800000u;

// Balls that may be the largest of a voxel of this block: centre and squared diameter.
var<workgroup> near: array<vec4i, ROOM>;
var<workgroup> staged: atomic<u32>;
// Blocks whose balls are still to be looked at.
var<workgroup> queue: array<u32, 128>;
var<workgroup> queued: atomic<u32>;
// The smallest diameter that a voxel of each eighth of the block has so far, the lower four eighths first.
var<workgroup> least: array<atomic<u32>, 8>;
var<workgroup> settled: Eighths;
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

fn own_four(p: vec3u) -> vec4u {
  let up = vec3u(0u, 0u, 1u);
  return vec4u(own(p), own(p + up), own(p + 2u * up), own(p + 3u * up));
}

fn write(p: vec3u, best: u32) {
  if (any(p >= params.dst.size)) { return; }
  var value = bitcast<u32>(params.scale * sqrt(f32(best)));
  if (best >= ENDLESS) { value = INFINITE; }
  if (best == CONTENT) { value = 0u; }
  dst[p.z * params.dst.slice_words + p.y * params.dst.row_words + p.x] = value;
}

// A number for each eighth of a block, 4³ voxels: at x, y of 0, 0; 1, 0; 0, 1; 1, 1 below, and above.
struct Eighths { low: vec4u, high: vec4u }

const UP = vec3u(0u, 0u, 4u);

// What two columns of eight voxels along z have so far, four voxels apart along y: the lower four and the upper four of
// each.
struct Columns { low: vec4u, high: vec4u, far_low: vec4u, far_high: vec4u }

fn least_of(four: vec4u) -> u32 { return min(min(four.x, four.y), min(four.z, four.w)); }

fn write_four(p: vec3u, best: vec4u) {
  let up = vec3u(0u, 0u, 1u);
  write(p, best.x);
  write(p + up, best.y);
  write(p + 2u * up, best.z);
  write(p + 3u * up, best.w);
}

// What balls have to exceed to be of use, for each eighth. Uniform.
fn smallest(lid: u32, best: Columns) -> Eighths {
  if (lid < 8u) { atomicStore(&least[lid], CONTENT); }
  workgroupBarrier();
  let half = (lid >> 2u) & 1u;
  atomicMin(&least[half], least_of(best.low));
  atomicMin(&least[half + 2u], least_of(best.far_low));
  atomicMin(&least[half + 4u], least_of(best.high));
  atomicMin(&least[half + 6u], least_of(best.far_high));
  workgroupBarrier();
  if (lid == 0u) {
    settled.low = vec4u(atomicLoad(&least[0]), atomicLoad(&least[1]), atomicLoad(&least[2]), atomicLoad(&least[3]));
    settled.high = vec4u(atomicLoad(&least[4]), atomicLoad(&least[5]), atomicLoad(&least[6]), atomicLoad(&least[7]));
  }
  return workgroupUniformLoad(&settled);
}

// The smallest of these bounds: smaller balls are of no use.
fn smallest_of(worth: Eighths) -> u32 {
  return least_of(min(worth.low, worth.high));
}

// Four times the squared distances along an axis from a voxel to the lower and the upper half of a block.
fn halves(corner: i32, centre: i32, weight: u32) -> vec2u {
  let first = vec2i(corner, corner + 4);
  let d = vec2u(max(vec2i(0), max(first - centre, centre - first - 3)));
  return 4u * weight * d * d;
}

// Stages a ball if in some eighth of the block that it reaches it is larger than what some voxel has.
fn stage(corner: vec3i, centre: vec3i, diameter: u32, worth: Eighths) {
  let x = halves(corner.x, centre.x, params.weights.x);
  let y = halves(corner.y, centre.y, params.weights.y);
  let z = halves(corner.z, centre.z, params.weights.z);
  let flat = x.xyxy + y.xxyy;
  let missed = min(max(worth.low, flat + z.x), max(worth.high, flat + z.y));
  if (diameter > least_of(missed)) {
    near[atomicAdd(&staged, 1u)] = vec4i(centre, i32(diameter));
  }
}

// Which balls are staged so far. Uniform.
fn stages(lid: u32) -> u32 {
  workgroupBarrier();
  if (lid == 0u) { word = atomicLoad(&staged); }
  return workgroupUniformLoad(&word);
}

fn larger(best: vec4u, diameter: u32, squares: vec4u) -> vec4u {
  return max(best, select(vec4u(0u), vec4u(diameter), squares < vec4u(diameter)));
}

// The best of two columns after `count` staged balls; then nothing is staged.
fn tried(lid: u32, foot: vec3i, before: Columns, count: u32) -> Columns {
  var best = before;
  let w = 4u * params.weights;
  for (var i = 0u; i < count; i++) {
    let ball = near[i];
    let diameter = u32(ball.w);
    let d = foot - ball.xyz;
    let across = w.x * u32(d.x * d.x);
    let flat = across + w.y * u32(d.y * d.y);
    let far_flat = across + w.y * u32((d.y + 4) * (d.y + 4));
    let low = d.z + SLICES;
    let high = low + 4;
    let squares_low = w.z * vec4u(low * low);
    let squares_high = w.z * vec4u(high * high);
    best.low = larger(best.low, diameter, flat + squares_low);
    best.high = larger(best.high, diameter, flat + squares_high);
    best.far_low = larger(best.far_low, diameter, far_flat + squares_low);
    best.far_high = larger(best.far_high, diameter, far_flat + squares_high);
  }
  workgroupBarrier();
  if (lid == 0u) { atomicStore(&staged, 0u); }
  workgroupBarrier();
  return best;
}

// One workgroup owns a block of 8³ voxels: an invocation two columns of eight. First the largest ball of each block in
// reach is tried, which mostly settles it; then all balls of those blocks that could still do better.
@compute @workgroup_size(32)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(local_invocation_index) lid: u32) {
  let block = block_at(params.first + wid.x);
  let corner = vec3i(block * BLOCK);
  let foot = voxel_of_block(block, lid);
  let far = foot + vec3u(0u, 4u, 0u);
  var best = Columns(own_four(foot), own_four(foot + UP), own_four(far), own_four(far + UP));
  var worth = smallest(lid, best);

  let lowest = block - min(block, params.reach);
  let extent = min(block + params.reach, params.blocks - 1u) - lowest + 1u;
  let window = select(extent.x * extent.y * extent.z, 0u, smallest_of(worth) >= ENDLESS);
  for (var base = 0u; base < window; base += WIDTH) {
    let i = base + lid;
    if (i < window) {
      let other = lowest + vec3u(i % extent.x, i / extent.x % extent.y, i / (extent.x * extent.y));
      let top = tops[(other.z * params.blocks.y + other.y) * params.blocks.x + other.x];
      stage(corner, vec3i(voxel_of_block(other, top.y)), top.x, worth);
    }
    let count = stages(lid);
    if (count > 0u) {
      best = tried(lid, vec3i(foot), best, count);
      worth = smallest(lid, best);
    }
  }

  for (var base = 0u; base < window; base += WIDTH) {
    let i = base + lid;
    if (i < window) {
      let other = lowest + vec3u(i % extent.x, i / extent.x % extent.y, i / (extent.x * extent.y));
      let index = (other.z * params.blocks.y + other.y) * params.blocks.x + other.x;
      let distant = four_squares(apart(corner, EDGE, vec3i(other * BLOCK), EDGE), params.weights);
      if (tops[index].x > smallest_of(worth) && distant < tops[index].x) { queue[atomicAdd(&queued, 1u)] = index; }
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
        best = tried(lid, vec3i(foot), best, count);
        worth = smallest(lid, best);
      }
    }
    workgroupBarrier();
    if (lid == 0u) { atomicStore(&queued, 0u); }
    workgroupBarrier();
  }
  write_four(foot, best.low);
  write_four(foot + UP, best.high);
  write_four(far, best.far_low);
  write_four(far + UP, best.far_high);
}
