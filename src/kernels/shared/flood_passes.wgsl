// Lowest passes (minimum outgoing edges) out of lakes, by an atomic minimum. The kernel binds `levels`.

fn note_level(lake: u32, level: u32) {
  if (level < atomicLoad(&levels[lake])) { atomicMin(&levels[lake], level); }
}
