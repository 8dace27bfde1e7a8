#import grid
#import voxel
#import runs
struct Params { src: Grid, bits: Grid }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       foreground: array<u32>;
@group(0) @binding(2) var<storage, read>       runs: array<vec2u>;
@group(0) @binding(3) var<storage, read>       tile_runs: array<u32>;
@group(0) @binding(4) var<storage, read_write> parents: array<atomic<u32>>;
@group(0) @binding(5) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override CONNECTIVITY: u32;

// Where a word's voxels have the same value as a neighbour in another row: straight across, one to the left
// and one to the right; and whether the voxel before the word has one straight across (bit 0).
struct Contacts { word: u32, straight: u32, before: u32, left: u32, right: u32 }

// The word that this invocation owns, its first voxel in the box, its foreground and where runs start.
struct Own { word: u32, position: vec3u, fore: u32, starts: u32, fore_before: u32 }

// Of a word: where runs start, and the index of the first run that does.
fn runs_of(word: u32) -> vec2u {
  let run = runs[word];
  return vec2u(run.x, tile_runs[word / TILE_WORDS] + run.y);
}

// The run of a bit of a word; of the bit before its first for 0.
fn run_at(found: vec2u, bit: u32) -> u32 {
  return found.y + select(runs_up_to(found.x, bit), 0u, bit == 0u) - 1u;
}

fn value_at(p: vec3u) -> u32 {
  let shift = lane_shift(SRC_DTYPE);
  return lane_raw(src[word_index(params.src, p + params.bits.origin, shift)], p.x & ((1u << shift) - 1u), SRC_DTYPE);
}

fn contacts(own: Own, dy: i32, dz: i32, diagonal: bool) -> Contacts {
  let q = vec3i(own.position) + vec3i(0, dy, dz);
  if (any(q < vec3i(0)) || q.y >= i32(params.bits.size.y)) { return Contacts(); }
  let word = u32(i32(own.word) + dy * i32(params.bits.row_words) + dz * i32(params.bits.slice_words));
  let x = own.position.x;
  let has_before = x > 0u;
  let has_after = x + 32u < params.bits.size.x;
  let across = foreground[word];
  var before = 0u;
  var after = 0u;
  if (has_before) { before = foreground[word - 1u] >> 31u; }
  if (diagonal && has_after) { after = foreground[word + 1u] << 31u; }
  var found = Contacts(word, own.fore & across, own.fore_before & before, 0u, 0u);
  if (diagonal) {
    found.left = own.fore & ((across << 1u) | before);
    found.right = own.fore & ((across >> 1u) | after);
  }
  if (SRC_DTYPE == BIT) { return found; }
  let p = own.position;
  let r = vec3u(q);
  for (var left = own.fore; left != 0u; left &= left - 1u) {
    let bit = lowest_bit(left);
    let d = firstTrailingBit(left);
    let value = value_at(p + vec3u(d, 0u, 0u));
    let there = r + vec3u(d, 0u, 0u);
    if ((found.straight & bit) != 0u && value_at(there) != value) { found.straight &= ~bit; }
    if ((found.left & bit) != 0u && value_at(there - vec3u(1u, 0u, 0u)) != value) { found.left &= ~bit; }
    if ((found.right & bit) != 0u && value_at(there + vec3u(1u, 0u, 0u)) != value) { found.right &= ~bit; }
  }
  if (found.before != 0u &&
      value_at(p - vec3u(1u, 0u, 0u)) != value_at(r - vec3u(1u, 0u, 0u))) { found.before = 0u; }
  return found;
}

// Unites two runs, without a lock (Rem's algorithm, with atomics): walks up from both, always from the one
// with the larger parent, until the parents are the same. On the way, runs are pointed at their
// grandparents. A root is lowered to the other's parent; if another invocation did that first, what the
// root was lowered to is united instead, so that no union is lost; nor is one by a store that overtakes
// another's minimum, since a run that is no root stays so and both parents are united by then.
fn unite(run: u32, other: u32) {
  var x = run;
  var y = other;
  var above_x = atomicLoad(&parents[x]);
  var above_y = atomicLoad(&parents[y]);
  while (above_x != above_y) {
    if (above_x < above_y) {
      let there = vec2u(x, above_x);
      x = y;
      above_x = above_y;
      y = there.x;
      above_y = there.y;
    }
    if (above_x == x) {
      let old = atomicMin(&parents[x], above_y);
      if (old == x) { return; }
      x = old;
      above_x = atomicLoad(&parents[x]);
    } else {
      let grand = atomicLoad(&parents[above_x]);
      if (grand != above_x) { atomicStore(&parents[x], grand); }
      x = above_x;
      above_x = grand;
    }
  }
}

// Unites along the stretches of straight contacts, each once where it starts, but not those that hold a
// bit of `known`: they are connected otherwise.
fn unite_straight(own: Own, at: Contacts, known: u32) {
  let starts = at.straight & (~((at.straight << 1u) | at.before) | own.starts);
  let done = flood_down(known & at.straight, (at.straight & ~starts) >> 1u);
  var bits = starts & ~done;
  if (bits == 0u) { return; }
  let mine = runs_of(own.word);
  let theirs = runs_of(at.word);
  for (; bits != 0u; bits &= bits - 1u) {
    let bit = lowest_bit(bits);
    unite(run_at(mine, bit), run_at(theirs, bit));
  }
}

// Unites contacts of voxels whose neighbours straight across and beside make no better contact.
fn unite_diagonal(own: Own, at: Contacts, left: u32, right: u32) {
  if ((left | right) == 0u) { return; }
  let mine = runs_of(own.word);
  let theirs = runs_of(at.word);
  for (var bits = left; bits != 0u; bits &= bits - 1u) {
    let bit = lowest_bit(bits);
    unite(run_at(mine, bit), run_at(theirs, bit >> 1u));
  }
  for (var bits = right; bits != 0u; bits &= bits - 1u) {
    let bit = lowest_bit(bits);
    var other = 0u;
    if (bit == 0x80000000u) { other = run_at(runs_of(at.word + 1u), 1u); } else { other = run_at(theirs, bit << 1u); }
    unite(run_at(mine, bit), other);
  }
}

// One invocation owns one word and unites its runs with those of the rows before it. A contact is left out
// where a square of four voxels, or a face contact, connects the same two runs: that is so along z
// where the voxels at y − 1 of both slices belong to them, too.
@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 256u);
  if (word >= grid_words(params.bits)) { return; }
  let fore = foreground[word];
  if (fore == 0u) { return; }
  let p = word_position(params.bits, word, 5u) - params.bits.origin;
  var before = 0u;
  if (p.x > 0u) { before = foreground[word - 1u] >> 31u; }
  var starts = fore & ~((fore << 1u) | before);
  if (SRC_DTYPE != BIT) { starts = runs[word].x; }
  let own = Own(word, p, fore, starts, before);
  let wide = CONNECTIVITY != 6u;
  let y = contacts(own, -1, 0, wide);
  let z = contacts(own, 0, -1, wide);
  let yz = contacts(own, -1, -1, CONNECTIVITY == 26u);
  // components_link has made the first contact of each run that starts here, along y before along z.
  let made = first_contacts(fore, own.starts, y.straight | z.straight);
  unite_straight(own, y, made);
  unite_straight(own, z, (made & ~y.straight) | (y.straight & z.straight & yz.straight));
  if (!wide) { return; }
  // Only ends of runs touch diagonally where they do not touch straight.
  var after = 0u;
  if (p.x + 32u < params.bits.size.x) { after = (foreground[word + 1u] & ~runs[word + 1u].x) << 31u; }
  let ends = own.fore & ~(((own.fore & ~own.starts) >> 1u) | after);
  unite_diagonal(own, y, y.left & own.starts & ~y.straight, y.right & ends & ~y.straight);
  unite_diagonal(own, z, z.left & own.starts & ~z.straight, z.right & ends & ~z.straight);
  let yz_back = contacts(own, 1, -1, CONNECTIVITY == 26u);
  unite_straight(own, yz, yz.straight & (y.straight | z.straight));
  unite_straight(own, yz_back, yz_back.straight & z.straight);
  if (CONNECTIVITY != 26u) { return; }
  let near = y.straight | z.straight;
  unite_diagonal(own, yz,
    yz.left & own.starts & ~(yz.straight | near | y.left | z.left),
    yz.right & ends & ~(yz.straight | near | y.right | z.right));
  unite_diagonal(own, yz_back,
    yz_back.left & own.starts & ~(yz_back.straight | z.straight | z.left),
    yz_back.right & ends & ~(yz_back.straight | z.straight | z.right));
}
