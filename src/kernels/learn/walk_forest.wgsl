// Walks a forest of decision trees for four voxels of a row at once, and adds up the votes of leaves: whole numbers.
// The voxels go together as long as they go the same way: a node is read once for all of them that come to it.
// `ranks` are those of rank_feature, feature after feature; nodes are as pack_forest.ts lays them out. RESULT says what
// becomes of the votes, as FOREST_RESULTS in walk_forest.gpu.ts; of classes alone the walk ends when they are decided.
// The ranks are of `slices` of the result from `first_slice` on.
#import grid
#import lanes
struct Params {
  dst: Grid,
  first_slice: u32,
  slices: u32,
  end: u32,
  all_votes: u32,
  first_row: u32,
  of_class: u32,
  scale: f32,
}
@group(0) @binding(0) var<storage, read>       ranks: array<u32>;
@group(0) @binding(1) var<storage, read>       forest: array<vec4u>;
@group(0) @binding(2) var<storage, read>       entropies: array<u32>;
@group(0) @binding(3) var<storage, read_write> dst: array<u32>;
@group(0) @binding(4) var<uniform>             params: Params;
override CLASSES: u32;
override FEATURES: u32;
override RANK_BITS: u32;
override RESULT: u32;

// Children from this one on are leaves; the bits of a place, of votes and of a leaf's number.
const LEAF = 0xff000000u;
const PLACE = 0x00ffffffu;
const LEAF_VOTES = 255u;
const MOST_CLASSES = 16u;
// Words of ranks that an invocation keeps; where there are more, it reads them each time.
const MOST_KEPT = 64u;
// After so many nodes each, a walk for classes looks whether they are decided.
const CHECKED = 12u;
// The four voxels, a byte each of which the highest bit counts.
const ALL = 0x80808080u;

const CLASS = 0u;
const PROBABILITY = 1u;
const LEAST = 2u;
const MARGIN = 3u;
const ENTROPY = 4u;

// Votes for each class, 16 bits a voxel: of the first and the third voxel, and of the second and the fourth.
var<private> even_votes: array<u32, MOST_CLASSES>;
var<private> odd_votes: array<u32, MOST_CLASSES>;
// Leaves that were counted, likewise.
var<private> even_leaves: u32;
var<private> odd_leaves: u32;
var<private> kept: array<u32, MOST_KEPT>;

fn are_kept() -> bool { return FEATURES * (RANK_BITS / 8u) <= MOST_KEPT; }

// Word of the ranks of a feature for the voxels of an invocation.
fn rank_word(feature: u32, word: u32, base: u32, stride: u32) -> u32 {
  if (are_kept()) { return kept[feature * (RANK_BITS / 8u) + word]; }
  return ranks[feature * stride + base + word];
}

// Of the parts of a word, whose highest bits are `high`, those that are at least as great as those of another: by
// differences of the lower bits, where the highest are the same.
fn at_least(a: u32, b: u32, high: u32) -> u32 {
  let lower = (a | high) - (b & ~high);
  return ((a & ~b) | (~(a ^ b) & lower)) & high;
}

// The voxels whose rank in a feature is at least a node's.
fn second_of(feature: u32, rank: u32, base: u32, stride: u32) -> u32 {
  let first = rank_word(feature, 0u, base, stride);
  if (RANK_BITS == 8u) { return at_least(first, rank, ALL); }
  let even = at_least(first, rank, 0x80008000u);
  let odd = at_least(rank_word(feature, 1u, base, stride), rank, 0x80008000u);
  return (even >> 8u) | odd;
}

// The classes that leaves have votes for; of up to four, those for the last are what is left.
fn told_classes() -> u32 { return select(CLASSES, CLASSES - 1u, CLASSES <= 4u); }

// Adds the votes of a child for some voxels, where it is a leaf. Of up to four classes its word holds them, of more the
// number of its row. Software adapters run both sides of a branch: what is no leaf is one without voxels.
fn count_leaf(child: u32, voxels: u32) {
  let counted = select(0u, voxels, child >= LEAF);
  let even = (counted >> 7u) & 0x00010001u;
  let odd = (counted >> 15u) & 0x00010001u;
  even_leaves += even;
  odd_leaves += odd;
  if (CLASSES <= 4u) {
    for (var c = 0u; c < CLASSES - 1u; c++) { add_votes(c, even, odd, extractBits(child, 8u * c, 8u)); }
  } else if (counted != 0u) {
    let row = params.first_row + (child & PLACE) * ((CLASSES + 15u) / 16u);
    for (var word = 0u; word < (CLASSES + 3u) / 4u; word++) {
      let four = forest[row + word / 4u][word % 4u];
      for (var c = 4u * word; c < min(CLASSES, 4u * word + 4u); c++) {
        add_votes(c, even, odd, extractBits(four, 8u * (c % 4u), 8u));
      }
    }
  }
}

fn add_votes(class_index: u32, even: u32, odd: u32, votes: u32) {
  even_votes[class_index] += even * votes;
  odd_votes[class_index] += odd * votes;
}

// Walks all trees. Voxels that go another way wait: there are four, so that at most three nodes have some.
fn walk(base: u32, stride: u32) {
  var at = 0u;
  var voxels = ALL;
  var waiting_at = vec3u();
  var waiting = vec3u();
  while (at < params.end) {
    for (var nodes = 0u; nodes < CHECKED && at < params.end; nodes++) {
      let node = forest[at];
      var second = voxels & second_of(node.w >> 24u, node.x, base, stride);
      var first = voxels ^ second;
      count_leaf(node.y, first);
      count_leaf(node.z, second);
      first = select(first, 0u, node.y >= LEAF);
      second = select(second, 0u, node.z >= LEAF);
      if (first != 0u && second != 0u) {
        waiting_at = vec3u(node.z, waiting_at.xy);
        waiting = vec3u(second, waiting.xy);
      }
      at = select(node.z, node.y, first != 0u);
      voxels = select(second, first, first != 0u);
      if (voxels == 0u) {
        let is_last = waiting.x == 0u;
        at = select(waiting_at.x, node.w & PLACE, is_last);
        voxels = select(waiting.x, ALL, is_last);
        waiting_at = vec3u(waiting_at.yz, 0u);
        waiting = vec3u(waiting.yz, 0u);
      }
    }
    if (RESULT == CLASS && are_decided()) { break; }
  }
}

fn of_voxels(even: u32, odd: u32) -> vec4u {
  return vec4u(even & 0xffffu, odd & 0xffffu, even >> 16u, odd >> 16u);
}

fn votes_for(class_index: u32) -> vec4u {
  if (class_index < told_classes()) { return of_voxels(even_votes[class_index], odd_votes[class_index]); }
  // No sum of a voxel is less than what is taken away from it.
  var even = even_leaves * LEAF_VOTES;
  var odd = odd_leaves * LEAF_VOTES;
  for (var c = 0u; c < told_classes(); c++) {
    even -= even_votes[c];
    odd -= odd_votes[c];
  }
  return of_voxels(even, odd);
}

// Whether the votes of the trees that are left can give no voxel another class.
fn are_decided() -> bool {
  var most = votes_for(0u);
  var next = vec4u();
  for (var c = 1u; c < CLASSES; c++) {
    let votes = votes_for(c);
    next = max(next, min(votes, most));
    most = max(most, votes);
  }
  return all(most - next > vec4u(params.all_votes) - LEAF_VOTES * of_voxels(even_leaves, odd_leaves));
}

fn entropy_of(votes: vec4u) -> vec4u {
  return vec4u(entropies[votes.x], entropies[votes.y], entropies[votes.z], entropies[votes.w]);
}

// One invocation owns four voxels of a row: of classes one word, of floats up to four. Neighbours have eight rows, so
// that what runs together lies in a square, where ways are much the same.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  let size = vec3u(params.dst.size.xy, params.slices);
  let quads = (size.x + 3u) / 4u;
  let eights = (size.y + 7u) / 8u;
  let tile = index / 8u;
  let y = 8u * ((tile / quads) % eights) + index % 8u;
  let z = tile / (quads * eights);
  if (y >= size.y || z >= size.z) { return; }
  let ranked_row = z * size.y + y;
  let rows = size.y * size.z;
  let quad = ranked_row * quads + tile % quads;
  let wide = RANK_BITS / 8u;
  let base = quad * wide;
  let stride = quads * rows * wide;
  if (are_kept()) {
    for (var feature = 0u; feature < FEATURES; feature++) {
      for (var word = 0u; word < wide; word++) { kept[feature * wide + word] = ranks[feature * stride + base + word]; }
    }
  }
  walk(base, stride);

  let x = 4u * (quad - ranked_row * quads);
  let row = params.first_slice * size.y + ranked_row;
  if (RESULT == PROBABILITY) {
    store(row, x, vec4f(votes_for(params.of_class)) * params.scale);
    return;
  }
  // The class of most votes, of equal ones the first, and the two greatest numbers of votes.
  var best = vec4u();
  var most = votes_for(0u);
  var next = vec4u();
  var entropy = vec4u();
  if (RESULT == ENTROPY) { entropy = entropy_of(most); }
  for (var c = 1u; c < CLASSES; c++) {
    let votes = votes_for(c);
    best = select(best, vec4u(c), votes > most);
    next = max(next, min(votes, most));
    most = max(most, votes);
    if (RESULT == ENTROPY) { entropy += entropy_of(votes); }
  }
  if (RESULT == CLASS) {
    let bytes = select(vec4u(), best, vec4u(0u, 1u, 2u, 3u) < vec4u(params.dst.size.x - x));
    dst[row * params.dst.row_words + (x >> 2u)] = joined_bits(bytes << vec4u(0u, 8u, 16u, 24u));
  } else if (RESULT == LEAST) {
    store(row, x, vec4f(vec4u(params.all_votes) - most) * params.scale);
  } else if (RESULT == MARGIN) {
    store(row, x, vec4f(vec4u(params.all_votes) - (most - next)) * params.scale);
  } else {
    // Rounded terms may add up to a little more than the greatest entropy, that of equal votes.
    store(row, x, min(vec4f(entropy) * params.scale, vec4f(1.0)));
  }
}

// Writes floats. Each is a whole number of up to 24 bits times a constant, which is rounded in one way alone.
fn store(row: u32, x: u32, values: vec4f) {
  let word = row * params.dst.row_words + x;
  let lanes = min(4u, params.dst.size.x - x);
  for (var lane = 0u; lane < lanes; lane++) { dst[word + lane] = bitcast<u32>(values[lane]); }
}
