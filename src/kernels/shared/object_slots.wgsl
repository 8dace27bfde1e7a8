// Hash table with open addressing in workgroup memory: the objects that a workgroup of 64 invocations has met.
const SLOTS = 64u;
const PROBES = 8u;
const NONE = 0xffffffffu;

var<workgroup> slot_ids: array<atomic<u32>, 64>;
// Slots that are taken, in the order in which they were.
var<workgroup> taken: array<u32, 64>;
var<workgroup> taken_slots: atomic<u32>;

// The slot of an id in this workgroup's hash table; NONE where the table is crowded.
fn slot_of(id: u32) -> u32 {
  var slot = (id * 2654435761u) >> 26u;
  for (var probe = 0u; probe < PROBES; ) {
    let swap = atomicCompareExchangeWeak(&slot_ids[slot], 0u, id);
    if (swap.exchanged) { taken[atomicAdd(&taken_slots, 1u)] = slot; }
    if (swap.exchanged || swap.old_value == id) { return slot; }
    // A weak exchange may fail for no reason: look again.
    if (swap.old_value != 0u) {
      slot = (slot + 1u) & (SLOTS - 1u);
      probe++;
    }
  }
  return NONE;
}
