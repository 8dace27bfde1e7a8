// Walks a forest of decision trees for four voxels of a row at once, and adds up the votes of leaves: whole numbers.
// `ranks` are those of rank_feature, feature after feature; nodes are as pack_forest.ts lays them out. RESULT says what
// becomes of the votes, as FOREST_RESULTS in walk_forest.gpu.ts; of classes alone the walk ends when they are decided.
#import grid
#import lanes
struct Params {
  dst: Grid,
  trees: u32,
  all_votes: u32,
  feature_bits: u32,
  child_shift: u32,
  first_row: u32,
  of_class: u32,
  scale: f32,
}
@group(0) @binding(0) var<storage, read>       ranks: array<u32>;
@group(0) @binding(1) var<storage, read>       forest: array<u32>;
@group(0) @binding(2) var<storage, read>       entropies: array<u32>;
@group(0) @binding(3) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(4) var<uniform>             params: Params;
override CLASSES: u32;
override FEATURES: u32;
override RANK_BITS: u32;
override RESULT: u32;

const LEAF = 0x80000000u;
const MOST_FOURS = 4u;
// Words of ranks that an invocation keeps; where there are more, it reads them each time.
const MOST_KEPT = 64u;
const LEAF_VOTES = 255u;
// After so many trees each, a walk for classes looks whether they are decided.
const CHECKED = 8u;

const CLASS = 0u;
const PROBABILITY = 1u;
const LEAST = 2u;
const MARGIN = 3u;
const ENTROPY = 4u;

// Votes of the four voxels, two classes to a word: of each four classes the first and the third, and the others.
var<private> even_votes: array<vec4u, MOST_FOURS>;
var<private> odd_votes: array<vec4u, MOST_FOURS>;
// Votes of each voxel that were counted, for all classes together.
var<private> counted: u32;
var<private> kept: array<u32, MOST_KEPT>;

fn are_kept() -> bool { return FEATURES * (RANK_BITS / 8u) <= MOST_KEPT; }

// Word of the ranks of a feature for the voxels of an invocation.
fn rank_word(word: u32, base: u32, stride: u32) -> u32 {
  if (are_kept()) { return kept[word]; }
  let wide = RANK_BITS / 8u;
  let feature = word / wide;
  return ranks[feature * stride + base + (word - feature * wide)];
}

// The rank of each voxel in a feature of its own.
fn ranks_of(feature: vec4u, base: u32, stride: u32) -> vec4u {
  let bit = vec4u(0u, 1u, 2u, 3u) * RANK_BITS;
  let word = feature * (RANK_BITS / 8u) + (bit >> vec4u(5u));
  let words = vec4u(rank_word(word.x, base, stride), rank_word(word.y, base, stride),
                    rank_word(word.z, base, stride), rank_word(word.w, base, stride));
  return (words >> (bit & vec4u(31u))) & vec4u((1u << RANK_BITS) - 1u);
}

// Where the four voxels come out of a tree: its leaves.
fn leaves_of(tree: u32, base: u32, stride: u32) -> vec4u {
  let features = vec4u((1u << params.feature_bits) - 1u);
  let feature_bits = vec4u(params.feature_bits);
  let child_shift = vec4u(params.child_shift);
  let rank_mask = vec4u((1u << (params.child_shift - params.feature_bits)) - 1u);
  // The root and its children are the same for all voxels.
  let root = forest[tree];
  let top = forest[root];
  var at = vec4u(root);
  var node = vec4u(top);
  if (top < LEAF) {
    let child = root + (top >> params.child_shift);
    let second = ranks_of(node & features, base, stride) > ((node >> feature_bits) & rank_mask);
    at = vec4u(child) + select(vec4u(), vec4u(1u), second);
    node = select(vec4u(forest[child]), vec4u(forest[child + 1u]), second);
  }
  loop {
    let ends = node >= vec4u(LEAF);
    if (all(ends)) { break; }
    // Those that have arrived wait, and read what they do not need.
    let asked = select(node & features, vec4u(), ends);
    let second = ranks_of(asked, base, stride) > ((node >> feature_bits) & rank_mask);
    let next = at + (node >> child_shift) + select(vec4u(), vec4u(1u), second);
    at = select(next, at, ends);
    node = vec4u(forest[at.x], forest[at.y], forest[at.z], forest[at.w]);
  }
  return node;
}

fn add_votes(four: u32, packed: vec4u) {
  even_votes[four] += packed & vec4u(0x00ff00ffu);
  odd_votes[four] += (packed >> vec4u(8u)) & vec4u(0x00ff00ffu);
}

// Of up to four classes, a leaf holds the votes for the first three; of more, the number of its row of votes.
fn count_leaves(leaves: vec4u) {
  if (CLASSES <= 4u) { add_votes(0u, leaves & vec4u(0x00ffffffu)); return; }
  let fours = (CLASSES + 3u) / 4u;
  let row = params.first_row + (leaves & vec4u(~LEAF)) * fours;
  for (var four = 0u; four < fours; four++) {
    add_votes(four, vec4u(forest[row.x + four], forest[row.y + four], forest[row.z + four], forest[row.w + four]));
  }
}

fn votes_for(class_index: u32) -> vec4u {
  if (CLASSES == 4u && class_index == 3u) { return vec4u(counted) - votes_of(0u) - votes_of(1u) - votes_of(2u); }
  return votes_of(class_index);
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
  return all(most - next > vec4u(params.all_votes - counted));
}

fn votes_of(class_index: u32) -> vec4u {
  let four = class_index >> 2u;
  let pair = select(even_votes[four], odd_votes[four], (class_index & 1u) == 1u);
  return extractBits(pair, 8u * (class_index & 2u), 16u);
}

fn entropy_of(votes: vec4u) -> vec4u {
  return vec4u(entropies[votes.x], entropies[votes.y], entropies[votes.z], entropies[votes.w]);
}

// One invocation owns four voxels of a row: of classes one word, of floats up to four.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let quad = flat_index(wid, count, lid, 64u);
  let quads = (params.dst.size.x + 3u) / 4u;
  let rows = params.dst.size.y * params.dst.size.z;
  let row = quad / quads;
  if (row >= rows) { return; }
  let wide = RANK_BITS / 8u;
  let base = quad * wide;
  let stride = quads * rows * wide;
  if (are_kept()) {
    for (var feature = 0u; feature < FEATURES; feature++) {
      for (var word = 0u; word < wide; word++) { kept[feature * wide + word] = ranks[feature * stride + base + word]; }
    }
  }
  for (var tree = 0u; tree < params.trees; tree++) {
    count_leaves(leaves_of(tree, base, stride));
    counted += LEAF_VOTES;
    if (RESULT == CLASS && tree % CHECKED == CHECKED - 1u && are_decided()) { break; }
  }

  let x = 4u * (quad - row * quads);
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
