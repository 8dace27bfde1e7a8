// Two-level histogram, first level: 32-bit values by the upper halves of their order-preserving keys. Of every half it
// holds, added to from zero in columns of 65,536 words: 0 count, 1 the sum of lower halves (low word, then high), 3 the
// complement of the least lower half, 4 the greatest; then two words: NaN, and infinities. −0 is 0.
#import grid
#import voxel
#import chunks
struct Params { task: Grid, src: Grid, within: Grid }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       within: array<u32>;
@group(0) @binding(2) var<storage, read_write> bins: array<atomic<u32>>;
@group(0) @binding(3) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override HAS_WITHIN: u32;
// Slots of the workgroup's table, their log2, and four times as many.
override SLOTS: u32;
override SLOT_BITS: u32;
override SUMS: u32;

const WIDTH = 256u;
// Chunks of 32 voxels that an invocation takes: a workgroup's sums of lower halves fit a word.
const CHUNKS = 8u; // export KEY_CHUNKS
// Halves of keys.
const HALVES = 65536u;
const PROBES = 8u;
const NONE = 0xffffffffu;

// A hash table with open addressing of the halves that the workgroup meets, each plus one.
var<workgroup> slot_bins: array<atomic<u32>, SLOTS>;
// Count, sum, complement of the least, greatest.
var<workgroup> slots: array<atomic<u32>, SUMS>;

struct Run { bin: u32, count: u32, sum: u32, least: u32, greatest: u32 }

// The slot of a half; NONE where the table is crowded. Most are there already, and a load costs less than an exchange.
fn slot_of(bin: u32) -> u32 {
  var slot = (bin * 2654435761u) >> (32u - SLOT_BITS);
  for (var probe = 0u; probe < PROBES; ) {
    var there = atomicLoad(&slot_bins[slot]);
    if (there == 0u) {
      let swap = atomicCompareExchangeWeak(&slot_bins[slot], 0u, bin + 1u);
      there = select(swap.old_value, bin + 1u, swap.exchanged);
    }
    if (there == bin + 1u) { return slot; }
    // A weak exchange may fail for no reason: look again.
    if (there != 0u) {
      slot = (slot + 1u) & (SLOTS - 1u);
      probe++;
    }
  }
  return NONE;
}

fn add_to_bins(run: Run) {
  atomicAdd(&bins[run.bin], run.count);
  let before = atomicAdd(&bins[HALVES + run.bin], run.sum);
  if (before + run.sum < before) { atomicAdd(&bins[2u * HALVES + run.bin], 1u); }
  atomicMax(&bins[3u * HALVES + run.bin], run.least);
  atomicMax(&bins[4u * HALVES + run.bin], run.greatest);
}

fn raise(at: u32, value: u32) {
  if (atomicLoad(&slots[at]) < value) { atomicMax(&slots[at], value); }
}

// Adds a run to the workgroup's table, and says whether there was room.
fn pass_on(run: Run) -> bool {
  if (run.count == 0u) { return true; }
  let slot = slot_of(run.bin);
  if (slot == NONE) { return false; }
  atomicAdd(&slots[4u * slot], run.count);
  atomicAdd(&slots[4u * slot + 1u], run.sum);
  raise(4u * slot + 2u, run.least);
  raise(4u * slot + 3u, run.greatest);
  return true;
}

// Neighbours of one half are added at once. A run that finds the table crowded leaves the loop over voxels and is added
// in memory, since what stands within that loop is executed for every voxel.
@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let first = flat_index(wid, count, 0u, WIDTH) * CHUNKS + lid;
  let chunks = grid_words(params.task);
  var nans = 0u;
  var infinite = 0u;
  var run = Run();
  var turn = 0u;
  var lane = 0u;
  loop {
    var crowded = false;
    while (!crowded && turn < CHUNKS && first + turn * WIDTH < chunks) {
      let chunk = chunk_at(first + turn * WIDTH, 0u);
      for (; lane < chunk.lanes; lane++) {
        if (((chunk.wanted >> lane) & 1u) == 0u) { continue; }
        var raw = src[chunk.first + lane];
        if (SRC_DTYPE == F32) {
          if (raw_is_nan(raw, F32)) { nans++; continue; }
          if ((raw & 0x7fffffffu) == 0x7f800000u) { infinite++; continue; }
          if (raw == 0x80000000u) { raw = 0u; }
        }
        let key = raw_to_key(raw, SRC_DTYPE);
        if ((key >> 16u) != run.bin) {
          crowded = !pass_on(run);
          if (crowded) { break; }
          run = Run(key >> 16u, 0u, 0u, 0u, 0u);
        }
        let low = key & 0xffffu;
        run.count++;
        run.sum += low;
        run.least = max(run.least, low ^ 0xffffu);
        run.greatest = max(run.greatest, low);
      }
      if (!crowded) {
        turn++;
        lane = 0u;
      }
    }
    if (!crowded) { crowded = !pass_on(run); }
    if (!crowded) { break; }
    add_to_bins(run);
    run = Run();
  }
  if (nans > 0u) { atomicAdd(&bins[5u * HALVES], nans); }
  if (infinite > 0u) { atomicAdd(&bins[5u * HALVES + 1u], infinite); }
  workgroupBarrier();
  for (var slot = lid; slot < SLOTS; slot += WIDTH) {
    let bin = atomicLoad(&slot_bins[slot]);
    if (bin != 0u) {
      add_to_bins(Run(bin - 1u, atomicLoad(&slots[4u * slot]), atomicLoad(&slots[4u * slot + 1u]),
        atomicLoad(&slots[4u * slot + 2u]), atomicLoad(&slots[4u * slot + 3u])));
    }
  }
}
