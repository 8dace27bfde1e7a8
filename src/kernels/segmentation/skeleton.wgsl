// Skeletonisation by thinning (removal of simple points), one pass, in place. `MARK` 1 notes the voxels that may go,
// seen from a direction (0 … 5: −z, +z, −y, +y, −x, +x). `MARK` 0 takes those of a subfield (bits x, y, z: parities)
// away that still may go. `progress[0]` is the last turn (from 1) in which anything went; two turns later nothing is
// done.
#import grid
#import simple_point
struct Params { grid: Grid, direction: u32, subfield: u32, turn: u32 }
@group(0) @binding(0) var<storage, read_write> bits: array<atomic<u32>>;
@group(0) @binding(1) var<storage, read_write> candidates: array<u32>;
@group(0) @binding(2) var<storage, read_write> progress: array<atomic<u32>>;
@group(0) @binding(3) var<uniform>             params: Params;
override MARK: u32;
override KEEP_ENDS: u32;

var<private> here: array<u32, 9>;
var<private> left: array<u32, 9>;
var<private> right: array<u32, 9>;

fn word(x: i32, row: u32) -> u32 {
  if (x < 0 || x >= i32(params.grid.row_words)) { return 0u; }
  return atomicLoad(&bits[row + u32(x)]);
}

// Nine rows around a word of voxels, and the same moved by one voxel to either side. Outside is background.
fn load_rows(p: vec3i) {
  for (var r = 0; r < 9; r++) {
    let q = p + vec3i(0, r % 3 - 1, r / 3 - 1);
    here[r] = 0u;
    left[r] = 0u;
    right[r] = 0u;
    if (any(q.yz < vec2i(0)) || any(q.yz >= vec2i(params.grid.size.yz))) { continue; }
    let row = u32(q.z) * params.grid.slice_words + u32(q.y) * params.grid.row_words;
    here[r] = word(q.x, row);
    left[r] = (here[r] << 1u) | (word(q.x - 1, row) >> 31u);
    right[r] = (here[r] >> 1u) | (word(q.x + 1, row) << 31u);
  }
}

fn neighbourhood(lane: u32) -> u32 {
  var found = 0u;
  for (var r = 0u; r < 9u; r++) {
    let three = ((left[r] >> lane) & 1u) | (((here[r] >> lane) & 1u) << 1u) | (((right[r] >> lane) & 1u) << 2u);
    found |= three << (3u * r);
  }
  return found;
}

// Which voxels of the word have background on the side of the direction: −z, +z, −y, +y, −x, +x.
fn border() -> u32 {
  var beyond = here[1];
  if (params.direction == 1u) { beyond = here[7]; }
  if (params.direction == 2u) { beyond = here[3]; }
  if (params.direction == 3u) { beyond = here[5]; }
  if (params.direction == 4u) { beyond = left[4]; }
  if (params.direction == 5u) { beyond = right[4]; }
  return here[4] & ~beyond;
}

fn may_go(lane: u32) -> bool {
  let around = neighbourhood(lane);
  if (KEEP_ENDS != 0u && countOneBits(around) == 2u) { return false; }
  return is_simple(around);
}

// One invocation owns a word of 32 voxels. With MARK it notes which may go, seen from one direction; without,
// it takes those away that still may, of one of eight subfields (the parity of x, y, z). No two voxels of a
// subfield are neighbours, so that all of them going at once is as good as one after the other.
@compute @workgroup_size(16, 4, 1)
fn main(@builtin(global_invocation_id) id: vec3u) {
  // Where the turn before took nothing away, there is nothing left to do.
  if (atomicLoad(&progress[0]) + 1u < params.turn) { return; }
  var p = vec3i(id);
  var open = 0xffffffffu;
  if (MARK == 0u) {
    p = vec3i(i32(id.x), i32(2u * id.y + ((params.subfield >> 1u) & 1u)), i32(2u * id.z + (params.subfield >> 2u)));
    open = 0x55555555u << (params.subfield & 1u);
  }
  if (p.x >= i32(params.grid.row_words) || any(p.yz >= vec2i(params.grid.size.yz))) { return; }
  let at = u32(p.z) * params.grid.slice_words + u32(p.y) * params.grid.row_words + id.x;
  if (MARK == 0u) {
    open &= candidates[at];
  } else {
    open &= atomicLoad(&bits[at]);
  }
  var found = 0u;
  if (open != 0u) {
    load_rows(p);
    if (MARK != 0u) { open &= border(); }
    while (open != 0u) {
      let lane = firstTrailingBit(open);
      open &= open - 1u;
      if (may_go(lane)) { found |= 1u << lane; }
    }
  }
  if (MARK != 0u) {
    candidates[at] = found;
  } else if (found != 0u) {
    atomicAnd(&bits[at], ~found);
    atomicMax(&progress[0], params.turn);
  }
}
