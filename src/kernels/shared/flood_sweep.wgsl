// Flooding of one block by raster sweeps (relaxation, as in fast sweeping): one workgroup brings the block to rest
// along lines of each axis, while the shell stays as it is. The kernel binds what rests (`resting`) and what falls
// (`falling`), and says how a value falls along a line (`sweep`) and from the neighbours across edges and corners
// (`value_across`). Values only fall, and blocks are visited until nothing falls any more: there is one such state,
// whatever the order.
#import flood_blocks

// Rounds of sweeps: few blocks need more, and those are visited again.
const ROUNDS = 8u;
const WIDTH = 64u;
// Bits of what fell; those of high faces are twice those of the low ones.
const LOW_X = 1u;
const LOW_Y = 4u;
const LOW_Z = 16u;
const IN_UNREST = 64u;
var<workgroup> ground: array<u32, SHELL_VOXELS>;
var<workgroup> near: array<u32, SHELL_VOXELS>;
var<workgroup> changed: atomic<u32>;
var<workgroup> go_on: u32;

// Puts the blocks that touch what fell into the queue of the next turn, each once: `fell` has bits for the faces of the
// block where something did, the low and the high one of each axis, and IN_UNREST where it is to be visited again
// itself.
fn wake_around(block: vec3u, index: u32, fell: u32) {
  if (index >= 27u) { return; }
  let offset = offset_of(index);
  let faces = dot(select(vec3u(), vec3u(LOW_X, LOW_Y, LOW_Z), offset < vec3i(0)) +
                  select(vec3u(), 2u * vec3u(LOW_X, LOW_Y, LOW_Z), offset > vec3i(0)), vec3u(1u));
  let wakes = select(touches(offset, REACH) && (fell & faces) == faces, (fell & IN_UNREST) != 0u, faces == 0u);
  let p = vec3i(block) + offset;
  if (!wakes || any(p < vec3i(0)) || any(p >= vec3i(params.blocks))) { return; }
  let other = (u32(p.z) * params.blocks.y + u32(p.y)) * params.blocks.x + u32(p.x);
  if (atomicMax(&stamps[other], params.turn + 1u) > params.turn) { return; }
  let next = 1u - params.half;
  queues[next * (arrayLength(&queues) / 2u) + atomicAdd(&counts[next], 1u)] = other;
}

fn ground_line(line: Line) -> Eight {
  let at = line.before + line.stride;
  let far = at + 4u * line.stride;
  return Eight(vec4u(ground[at], ground[at + line.stride], ground[at + 2u * line.stride], ground[at + 3u * line.stride]),
               vec4u(ground[far], ground[far + line.stride], ground[far + 2u * line.stride], ground[far + 3u * line.stride]));
}

fn near_line(line: Line) -> Eight {
  let at = line.before + line.stride;
  let far = at + 4u * line.stride;
  return Eight(vec4u(near[at], near[at + line.stride], near[at + 2u * line.stride], near[at + 3u * line.stride]),
               vec4u(near[far], near[far + line.stride], near[far + 2u * line.stride], near[far + 3u * line.stride]));
}

fn keep(line: Line, values: Eight) {
  let at = line.before + line.stride;
  let far = at + 4u * line.stride;
  near[at] = values.low.x; near[at + line.stride] = values.low.y;
  near[at + 2u * line.stride] = values.low.z; near[at + 3u * line.stride] = values.low.w;
  near[far] = values.high.x; near[far + line.stride] = values.high.y;
  near[far + 2u * line.stride] = values.high.z; near[far + 3u * line.stride] = values.high.w;
}

fn fell(was: Eight, now: Eight) -> bool {
  return any(now.low < was.low) || any(now.high < was.high);
}

// The values of a line along x after a step from the neighbours across edges and corners.
fn across(line: Line, values: Eight) -> Eight {
  var now = values;
  for (var i = 0u; i < 4u; i++) {
    now.low[i] = value_across(line.before + 1u + i, now.low[i]);
    now.high[i] = value_across(line.before + 5u + i, now.high[i]);
  }
  return now;
}

// Writes the block's voxels of a line along x back where they fell, and says at which faces.
fn store(p: vec3u, was: Eight, now: Eight) -> u32 {
  if (any(p.yz >= params.grid.size.yz)) { return 0u; }
  let at = p.z * params.grid.slice_words + p.y * params.grid.row_words + p.x;
  let room = params.grid.size.x - p.x;
  let fell = (now.low < was.low) & (vec4u(0u, 1u, 2u, 3u) < vec4u(room));
  let fell_high = (now.high < was.high) & (vec4u(4u, 5u, 6u, 7u) < vec4u(room));
  if (fell.x) { atomicStore(&falling[at], now.low.x); }
  if (fell.y) { atomicStore(&falling[at + 1u], now.low.y); }
  if (fell.z) { atomicStore(&falling[at + 2u], now.low.z); }
  if (fell.w) { atomicStore(&falling[at + 3u], now.low.w); }
  if (fell_high.x) { atomicStore(&falling[at + 4u], now.high.x); }
  if (fell_high.y) { atomicStore(&falling[at + 5u], now.high.y); }
  if (fell_high.z) { atomicStore(&falling[at + 6u], now.high.z); }
  if (fell_high.w) { atomicStore(&falling[at + 7u], now.high.w); }
  if (!any(fell) && !any(fell_high)) { return 0u; }
  let within = p & vec3u(BLOCK - 1u);
  return select(0u, LOW_X, fell.x) + select(0u, 2u * LOW_X, fell_high.w) +
    select(0u, LOW_Y, within.y == 0u) + select(0u, 2u * LOW_Y, within.y == BLOCK - 1u) +
    select(0u, LOW_Z, within.z == 0u) + select(0u, 2u * LOW_Z, within.z == BLOCK - 1u);
}

// Brings the block at a place in this turn's queue to rest, and wakes those around it where something fell.
fn visit(turn_of: u32, lid: u32) {
  if (turn_of >= awake[3]) { return; }
  let block = block_of(queues[params.half * (arrayLength(&queues) / 2u) + turn_of], params.blocks);
  for (var place = lid; place < SHELL_VOXELS; place += WIDTH) {
    let p = voxel_of_shell(block, place);
    var found = vec2u(DRY);
    if (all(p >= vec3i(0)) && all(p < vec3i(params.grid.size))) {
      let at = u32(p.z) * params.grid.slice_words + u32(p.y) * params.grid.row_words + u32(p.x);
      found = vec2u(resting[at], atomicLoad(&falling[at]));
    }
    ground[place] = found.x;
    near[place] = found.y;
  }
  workgroupBarrier();
  let own = line_of(0u, lid);
  let first = near_line(own);
  for (var round = 0u; round < ROUNDS; round++) {
    var falls = false;
    for (var axis = 0u; axis < 3u; axis++) {
      if (sweep(line_of(axis, lid))) { falls = true; }
      workgroupBarrier();
    }
    if (REACH > 1u) {
      let was = near_line(own);
      let now = across(own, was);
      workgroupBarrier();
      keep(own, now);
      if (fell(was, now)) { falls = true; }
    }
    if (falls) { atomicStore(&changed, 1u); }
    workgroupBarrier();
    if (lid == 0u) { go_on = atomicExchange(&changed, 0u); }
    if (workgroupUniformLoad(&go_on) == 0u) { break; }
  }
  var fallen = store(block * BLOCK + vec3u(0u, lid & 7u, lid >> 3u), first, near_line(own));
  if (workgroupUniformLoad(&go_on) != 0u) { fallen |= IN_UNREST; }
  if (fallen != 0u) { atomicOr(&changed, fallen); }
  workgroupBarrier();
  if (lid == 0u) {
    go_on = atomicLoad(&changed);
    atomicAdd(&counts[3], 1u);
    if (go_on != 0u) { atomicMax(&counts[2], params.turn); }
  }
  wake_around(block, lid, workgroupUniformLoad(&go_on));
}
