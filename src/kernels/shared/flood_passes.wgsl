// Lowest passes out of lakes. The kernel binds `levels`.

fn note_level(lake: u32, level: u32) {
  if (level < atomicLoad(&levels[lake])) { atomicMin(&levels[lake], level); }
}
