// Connected-component labelling of values: unites all runs that touch, by lock-free union-find (Rem's algorithm with
// atomics).
#import grid
#import voxel
#import runs
#import lanes
#import unions
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

// The index of the first run that starts in a word.
fn first_run_of(word: u32) -> u32 {
  return tile_runs[word / TILE_WORDS] + runs[word].y;
}

// The run of a bit of a word where runs start and whose first index are given; of the bit before its first for 0.
fn run_at(starts: u32, first: u32, bit: u32) -> u32 {
  return first + select(runs_up_to(starts, bit), 0u, bit == 0u) - 1u;
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

// Unions to be made with the words of the rows (y − 1, z), (y, z − 1), (y − 1, z − 1) and (y + 1, z − 1): bits of the
// own runs, and where the other voxel is, straight across or beside. `starts` and `first` tell the runs of these words.
struct Unions { starts: vec4u, first: vec4u, straight: vec4u, left: vec4u, right: vec4u }

// The stretches of straight contacts, each once, at its start, without those that contain a bit of `known`: these are
// connected in another way.
fn straight_unions(own: Own, at: Contacts, known: u32) -> u32 {
  let starts = at.straight & (~((at.straight << 1u) | at.before) | own.starts);
  return starts & ~flood_down(known & at.straight, (at.straight & ~starts) >> 1u);
}

// Takes one union off the list, which must not be empty.
fn take(list: ptr<function, Unions>, mine: vec2u) -> Pair {
  let open = (*list).straight | (*list).left | (*list).right;
  let row = select(select(select(3u, 2u, open.z != 0u), 1u, open.y != 0u), 0u, open.x != 0u);
  let chosen = select(vec4u(), vec4u(0xffffffffu), vec4u(row) == vec4u(0u, 1u, 2u, 3u));
  let starts = joined_bits((*list).starts & chosen);
  let first = joined_bits((*list).first & chosen);
  var bit = lowest_bit(joined_bits((*list).straight & chosen));
  (*list).straight &= ~(chosen & vec4u(bit));
  var other = run_at(starts, first, bit);
  if (CONNECTIVITY != 6u) {
    let left = select(0u, lowest_bit(joined_bits((*list).left & chosen)), bit == 0u);
    (*list).left &= ~(chosen & vec4u(left));
    let right = select(0u, lowest_bit(joined_bits((*list).right & chosen)), (bit | left) == 0u);
    (*list).right &= ~(chosen & vec4u(right));
    other = run_at(starts, first, bit | (left >> 1u) | (right << 1u));
    // To the right of a word a run starts, or the voxels would touch straight across.
    if (right == 0x80000000u) { other = first + countOneBits(starts); }
    bit |= left | right;
  }
  let x = run_at(mine.x, mine.y, bit);
  return Pair(x, atomicLoad(&parents[x]), other, atomicLoad(&parents[other]));
}

// One invocation owns one word and unites its runs with those of the rows before it. A contact is left out where a
// square of four voxels, or a face contact, connects the same two runs: that is so along z where the voxels at y − 1 of
// both slices belong to them, too. Unions of all rows are one loop, a step of one union a turn: so invocations wait for
// the one with the most steps in all, not for the longest way of each union.
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
  let own = Own(word, p, fore, runs[word].x, before);
  let wide = CONNECTIVITY != 6u;
  let y = contacts(own, -1, 0, wide);
  let z = contacts(own, 0, -1, wide);
  let yz = contacts(own, -1, -1, CONNECTIVITY == 26u);
  // components_link has made the first contact of each run that starts here, along y before along z.
  let made = first_contacts(fore, own.starts, y.straight | z.straight);
  var list = Unions();
  var back = Contacts();
  list.straight.x = straight_unions(own, y, made);
  list.straight.y = straight_unions(own, z, (made & ~y.straight) | (y.straight & z.straight & yz.straight));
  if (wide) {
    // Only ends of runs touch diagonally where they do not touch straight.
    var after = 0u;
    if (p.x + 32u < params.bits.size.x) { after = (foreground[word + 1u] & ~runs[word + 1u].x) << 31u; }
    let ends = own.fore & ~(((own.fore & ~own.starts) >> 1u) | after);
    back = contacts(own, 1, -1, CONNECTIVITY == 26u);
    let near = y.straight | z.straight;
    list.straight.z = straight_unions(own, yz, yz.straight & near);
    list.straight.w = straight_unions(own, back, back.straight & z.straight);
    list.left = vec4u(y.left & ~y.straight, z.left & ~z.straight, 0u, 0u) & vec4u(own.starts);
    list.right = vec4u(y.right & ~y.straight, z.right & ~z.straight, 0u, 0u) & vec4u(ends);
    if (CONNECTIVITY == 26u) {
      list.left.z = yz.left & own.starts & ~(yz.straight | near | y.left | z.left);
      list.left.w = back.left & own.starts & ~(back.straight | z.straight | z.left);
      list.right.z = yz.right & ends & ~(yz.straight | near | y.right | z.right);
      list.right.w = back.right & ends & ~(back.straight | z.straight | z.right);
    }
  }
  let open = list.straight | list.left | list.right;
  if (joined_bits(open) == 0u) { return; }
  // What tells the runs of a row is loaded once, however many unions there are with it.
  let mine = vec2u(own.starts, first_run_of(word));
  if (open.x != 0u) {
    list.starts.x = runs[y.word].x;
    list.first.x = first_run_of(y.word);
  }
  if (open.y != 0u) {
    list.starts.y = runs[z.word].x;
    list.first.y = first_run_of(z.word);
  }
  if (wide && open.z != 0u) {
    list.starts.z = runs[yz.word].x;
    list.first.z = first_run_of(yz.word);
  }
  if (wide && open.w != 0u) {
    list.starts.w = runs[back.word].x;
    list.first.w = first_run_of(back.word);
  }
  var pair = Pair();
  loop {
    if (pair.above_x == pair.above_y) {
      if (joined_bits(list.straight | list.left | list.right) == 0u) { break; }
      pair = take(&list, mine);
    }
    if (pair.above_x != pair.above_y) { pair = climb(pair); }
  }
}
