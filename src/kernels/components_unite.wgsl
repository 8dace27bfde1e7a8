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

fn run_at(word: u32, bit: u32) -> u32 {
  let run = runs[word];
  return tile_runs[word / TILE_WORDS] + run.y + runs_up_to(run.x, bit) - 1u;
}

// The run that holds the voxel before a word's first.
fn run_before(word: u32) -> u32 {
  return tile_runs[word / TILE_WORDS] + runs[word].y - 1u;
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

// The root of a run; points what it passes at its grandparent. A store that is overtaken by another's union
// loses nothing: who lowers the parent of a run that is no root goes on to unite the old parent.
fn find(run: u32) -> u32 {
  var x = run;
  var parent = atomicLoad(&parents[x]);
  while (parent != x) {
    let grand = atomicLoad(&parents[parent]);
    if (grand == parent) { break; }
    atomicStore(&parents[x], grand);
    x = grand;
    parent = atomicLoad(&parents[x]);
  }
  return parent;
}

// Unites two runs, without a lock: the larger root is lowered to the smaller, and if another did that
// first, its parent is united instead.
fn unite(run: u32, other: u32) {
  var a = find(run);
  var b = find(other);
  loop {
    if (a == b) { return; }
    let high = max(a, b);
    let low = min(a, b);
    let old = atomicMin(&parents[high], low);
    if (old == high) { return; }
    a = find(old);
    b = find(low);
  }
}

// Unites along the stretches of straight contacts, each once where it starts, but not those that hold a
// bit of `known`: they are connected otherwise.
fn unite_straight(own: Own, at: Contacts, known: u32) {
  let starts = at.straight & (~((at.straight << 1u) | at.before) | own.starts);
  let done = flood_down(known & at.straight, (at.straight & ~starts) >> 1u);
  for (var bits = starts & ~done; bits != 0u; bits &= bits - 1u) {
    let bit = lowest_bit(bits);
    unite(run_at(own.word, bit), run_at(at.word, bit));
  }
}

// Unites contacts of voxels whose neighbours straight across and beside make no better contact.
fn unite_diagonal(own: Own, at: Contacts, left: u32, right: u32) {
  for (var bits = left; bits != 0u; bits &= bits - 1u) {
    let bit = lowest_bit(bits);
    var other = 0u;
    if (bit == 1u) { other = run_before(at.word); } else { other = run_at(at.word, bit >> 1u); }
    unite(run_at(own.word, bit), other);
  }
  for (var bits = right; bits != 0u; bits &= bits - 1u) {
    let bit = lowest_bit(bits);
    var other = 0u;
    if (bit == 0x80000000u) { other = run_at(at.word + 1u, 1u); } else { other = run_at(at.word, bit << 1u); }
    unite(run_at(own.word, bit), other);
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
