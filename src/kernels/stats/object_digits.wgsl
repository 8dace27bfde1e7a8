// Radix selection of per-object percentiles, one digit: counts, for every object of a box, the values of a digit of
// four bits of the keys of a volume's voxels in it, of those keys alone whose digits above it are the object's prefix
// (of all with `known` 0). NaN and the infinities are left out. 16 words per id, from zero.
#import grid
#import voxel
struct Params {
  task: Grid, labels: Grid, volume: Grid,
  // Rows of the tables: ids from 0 on.
  ids: u32,
  // Lowest bit of the digit, and bits of the digits above it that are known.
  shift: u32, known: u32,
}
@group(0) @binding(0) var<storage, read>       labels: array<u32>;
@group(0) @binding(1) var<storage, read>       volume: array<u32>;
@group(0) @binding(2) var<storage, read>       prefixes: array<u32>;
@group(0) @binding(3) var<storage, read_write> counts: array<atomic<u32>>;
@group(0) @binding(4) var<uniform>             params: Params;
override VOLUME_DTYPE: u32;

// Values of a digit.
const DIGITS = 16u; // export DIGITS
const NONE = 0xffffffffu;

// Where in the table a voxel counts: that of its object and its key's digit, where the digits above are those that are
// looked for.
fn place_of(id: u32, word: u32, lane: u32) -> u32 {
  if (id == 0u || id >= params.ids) { return NONE; }
  var raw = lane_raw(word, lane, VOLUME_DTYPE);
  if (VOLUME_DTYPE == F32) {
    if ((raw & 0x7f800000u) == 0x7f800000u) { return NONE; }
    // −0 is 0.
    if (raw == 0x80000000u) { raw = 0u; }
  }
  let key = raw_to_key(raw, VOLUME_DTYPE);
  if (params.known > 0u && (key >> (params.shift + 4u)) != prefixes[id]) { return NONE; }
  return id * DIGITS + ((key >> params.shift) & 15u);
}

// One invocation owns 32 voxels of a row and passes runs on that count at one place.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  if (index >= grid_words(params.task)) { return; }
  let p = word_position(params.task, index, 5u);
  let lanes = valid_lanes(params.task, p.x, 5u);
  let at = word_index(params.labels, p, 0u);
  let shift = lane_shift(VOLUME_DTYPE);
  let at_volume = word_index(params.volume, p, shift);
  var held = NONE;
  var run = 0u;
  for (var x = 0u; x < lanes; x++) {
    let place = place_of(labels[at + x], volume[at_volume + (x >> shift)], x & ((1u << shift) - 1u));
    if (place != held) {
      if (held != NONE) { atomicAdd(&counts[held], run); }
      held = place;
      run = 0u;
    }
    run++;
  }
  if (held != NONE) { atomicAdd(&counts[held], run); }
}
