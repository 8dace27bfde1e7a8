#import grid
#import flood_blocks
struct Params { grid: Grid, blocks: vec3u, turn: u32, half: u32 }
@group(0) @binding(0) var<storage, read>       levels: array<u32>;
@group(0) @binding(1) var<storage, read_write> steps: array<atomic<u32>>;
// The last turn for which each block was woken.
@group(0) @binding(2) var<storage, read_write> stamps: array<atomic<u32>>;
// Two queues of blocks: those of this turn and those of the next.
@group(0) @binding(3) var<storage, read_write> queues: array<u32>;
// Their lengths, the last turn that changed anything, and visits.
@group(0) @binding(4) var<storage, read_write> counts: array<atomic<u32>>;
@group(0) @binding(5) var<storage, read>       awake: array<u32>;
@group(0) @binding(6) var<uniform>             params: Params;
override REACH: u32;

const ROUNDS = 24u;
var<workgroup> level: array<u32, SHELL_VOXELS>;
var<workgroup> near: array<u32, SHELL_VOXELS>;
var<workgroup> changed: atomic<u32>;
var<workgroup> go_on: u32;

// Puts the blocks around one that changed, itself included, into the queue of the next turn, each once.
fn wake_around(block: vec3u, index: u32) {
  if (index >= 27u) { return; }
  let p = vec3i(block) + vec3i(i32(index % 3u), i32(index / 3u % 3u), i32(index / 9u)) - 1;
  if (any(p < vec3i(0)) || any(p >= vec3i(params.blocks))) { return; }
  let other = (u32(p.z) * params.blocks.y + u32(p.y)) * params.blocks.x + u32(p.x);
  if (atomicMax(&stamps[other], params.turn + 1u) > params.turn) { return; }
  let next = 1u - params.half;
  queues[next * (arrayLength(&queues) / 2u) + atomicAdd(&counts[next], 1u)] = other;
}

fn one_behind(own: u32, there: u32, best: u32) -> u32 {
  if (level[there] < own) { return 1u; }
  if (level[there] == own && near[there] != DRY) { return min(best, near[there] + 1u); }
  return best;
}

// Steps that water took on the level of this voxel: one if it comes from a lower level, none at a marker.
fn walked(place: u32) -> u32 {
  let own = level[place];
  var best = near[place];
  if (own == DRY || best <= 1u) { return best; }
  best = one_behind(own, place - 1u, best);
  best = one_behind(own, place + 1u, best);
  best = one_behind(own, place - SHELL, best);
  best = one_behind(own, place + SHELL, best);
  best = one_behind(own, place - 100u, best);
  best = one_behind(own, place + 100u, best);
  if (REACH > 1u) {
    for (var k = 0u; k < 27u; k++) {
      let offset = vec3i(i32(k % 3u), i32(k / 3u % 3u), i32(k / 9u)) - 1;
      if (!touches(offset, REACH)) { continue; }
      best = one_behind(own, u32(i32(place) + offset.z * 100 + offset.y * i32(SHELL) + offset.x), best);
    }
  }
  return best;
}

// Keeps what is lower, and says whether it is.
fn settle(place: u32, value: u32) -> bool {
  if (value >= near[place]) { return false; }
  near[place] = value;
  return true;
}

// Writes a voxel of the block back where it was lowered.
fn store(block: vec3u, index: u32) -> bool {
  let p = voxel_of_block(block, index);
  if (any(p >= params.grid.size)) { return false; }
  let value = near[place_in_shell(index)];
  return value < atomicMin(&steps[p.z * params.grid.slice_words + p.y * params.grid.row_words + p.x], value);
}

// One workgroup owns a block. As watershed_levels: steps only fall, to one state.
@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let turn_of = flat_index(wid, count, 0u, 1u);
  if (turn_of >= awake[3]) { return; }
  let block = block_of(queues[params.half * (arrayLength(&queues) / 2u) + turn_of], params.blocks);
  for (var place = lid; place < SHELL_VOXELS; place += 256u) {
    let p = voxel_of_shell(block, place);
    var found = vec2u(DRY);
    if (all(p >= vec3i(0)) && all(p < vec3i(params.grid.size))) {
      let at = u32(p.z) * params.grid.slice_words + u32(p.y) * params.grid.row_words + u32(p.x);
      found = vec2u(levels[at], atomicLoad(&steps[at]));
    }
    level[place] = found.x;
    near[place] = found.y;
  }
  workgroupBarrier();
  for (var round = 0u; round < ROUNDS; round++) {
    let a = walked(place_in_shell(lid));
    let b = walked(place_in_shell(lid + 256u));
    workgroupBarrier();
    let fell_a = settle(place_in_shell(lid), a);
    let fell_b = settle(place_in_shell(lid + 256u), b);
    if (fell_a || fell_b) { atomicStore(&changed, 1u); }
    workgroupBarrier();
    if (lid == 0u) { go_on = atomicExchange(&changed, 0u); }
    if (workgroupUniformLoad(&go_on) == 0u) { break; }
  }
  let wrote_a = store(block, lid);
  let wrote_b = store(block, lid + 256u);
  if (wrote_a || wrote_b) { atomicStore(&changed, 1u); }
  workgroupBarrier();
  if (lid == 0u) {
    go_on = atomicLoad(&changed);
    atomicAdd(&counts[3], 1u);
    if (go_on != 0u) { atomicMax(&counts[2], params.turn); }
  }
  if (workgroupUniformLoad(&go_on) != 0u) { wake_around(block, lid); }
}
