// Hash table with open addressing, keyed by pairs of ids. Unlike most shared modules this one reads and writes what its
// kernels bind: `pairs`, of `params.slots` slots (a power of two) of SLOT_WORDS words each, 0 where empty, that begin
// with the lower and the higher id; and `full`.

const MAX_PROBES = 256u;
const NO_SLOT = 0xffffffffu;

// Word where the slot of the ids a < b begins; NO_SLOT, and full[0] becomes 1, where the table is too small. A slot
// gets its a from one invocation and its b from the first that comes with the same a, perhaps another, so that nobody
// waits and a pair never takes two slots.
fn slot_of_pair(a: u32, b: u32) -> u32 {
  var hash = a * 0x9e3779b1u + b * 0x85ebca77u;
  hash = (hash ^ (hash >> 15u)) * 0xc2b2ae3du;
  hash ^= hash >> 13u;
  for (var probe = 0u; probe < MAX_PROBES; probe++) {
    let slot = SLOT_WORDS * ((hash + probe) & (params.slots - 1u));
    var known = atomicLoad(&pairs[slot]);
    while (known == 0u) {
      let claim = atomicCompareExchangeWeak(&pairs[slot], 0u, a);
      known = select(claim.old_value, a, claim.exchanged);
    }
    if (known != a) { continue; }
    known = atomicLoad(&pairs[slot + 1u]);
    while (known == 0u) {
      let claim = atomicCompareExchangeWeak(&pairs[slot + 1u], 0u, b);
      known = select(claim.old_value, b, claim.exchanged);
    }
    if (known == b) { return slot; }
  }
  atomicStore(&full[0], 1u);
  return NO_SLOT;
}
