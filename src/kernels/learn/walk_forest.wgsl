// Walks a forest of decision trees for four voxels of a row at once, and adds up the votes of its leaves: whole numbers.
// Features are planes of floats, each over the box of `dst`. Nodes are as `packForest` lays them out. RESULT says what
// becomes of the votes, as FOREST_RESULTS in walk_forest.gpu.ts.
#import grid
#import lanes
struct Params { dst: Grid, voxels: u32, trees: u32, nodes: u32, all_votes: u32, of_class: u32, scale: f32 }
@group(0) @binding(0) var<storage, read>       planes: array<u32>;
@group(0) @binding(1) var<storage, read>       forest: array<vec2u>;
@group(0) @binding(2) var<storage, read>       entropies: array<u32>;
@group(0) @binding(3) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(4) var<uniform>             params: Params;
override CLASSES: u32;
override RESULT: u32;

const LEAF = 255u;
const MOST_FOURS = 4u;

const CLASS = 0u;
const PROBABILITY = 1u;
const LEAST = 2u;
const MARGIN = 3u;
const ENTROPY = 4u;

// Votes of the four voxels, two classes to a word: of each four classes the first and the third, and the others.
var<private> even_votes: array<vec4u, MOST_FOURS>;
var<private> odd_votes: array<vec4u, MOST_FOURS>;

// A float by the whole number that orders it, so that no adapter's way with small numbers matters. NaN is the greatest.
fn ordered(bits: vec4u) -> vec4i {
  let key = bitcast<vec4i>(bits) ^ ((bitcast<vec4i>(bits) >> vec4u(31u)) & vec4i(0x7fffffff));
  return select(key, vec4i(0x7fffffff), (bits & vec4u(0x7fffffffu)) > vec4u(0x7f800000u));
}

fn add_votes(four: u32, packed: vec4u) {
  even_votes[four] += packed & vec4u(0x00ff00ffu);
  odd_votes[four] += (packed >> vec4u(8u)) & vec4u(0x00ff00ffu);
}

// One word of the votes that a leaf has for the classes beyond four.
fn further(leaf: u32, four: u32) -> u32 {
  let word = leaf * ((CLASSES + 3u) / 4u - 1u) + four - 1u;
  return forest[params.nodes + (word >> 1u)][word & 1u];
}

// Where the four voxels come out of a tree, and its votes are added.
fn walk(tree: u32, places: vec4u) {
  var at = vec4u(tree);
  var asked = vec4u();
  var told = vec4u();
  loop {
    let a = forest[at.x];
    let b = forest[at.y];
    let c = forest[at.z];
    let d = forest[at.w];
    asked = vec4u(a.x, b.x, c.x, d.x);
    told = vec4u(a.y, b.y, c.y, d.y);
    let feature = asked & vec4u(255u);
    let ends = feature == vec4u(LEAF);
    if (all(ends)) { break; }
    // Those that have arrived wait, and read what they do not need.
    let word = select(feature, vec4u(), ends) * params.voxels + places;
    let values = ordered(vec4u(planes[word.x], planes[word.y], planes[word.z], planes[word.w]));
    let second = select(vec4u(), vec4u(1u), values > bitcast<vec4i>(told));
    at = select((asked >> vec4u(8u)) + second, at, ends);
  }
  add_votes(0u, told);
  let leaves = asked >> vec4u(8u);
  for (var four = 1u; four * 4u < CLASSES; four++) {
    add_votes(four, vec4u(further(leaves.x, four), further(leaves.y, four), further(leaves.z, four),
                          further(leaves.w, four)));
  }
}

fn votes_for(class_index: u32) -> vec4u {
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
  let row = quad / quads;
  if (row >= params.dst.size.y * params.dst.size.z) { return; }
  let x = 4u * (quad - row * quads);
  let lanes = min(4u, params.dst.size.x - x);
  let places = vec4u(row * params.dst.size.x + x) + min(vec4u(0u, 1u, 2u, 3u), vec4u(lanes - 1u));
  for (var tree = 0u; tree < params.trees; tree++) { walk(tree, places); }

  if (RESULT == PROBABILITY) {
    store(row, x, lanes, vec4f(votes_for(params.of_class)) * params.scale);
    return;
  }
  // The class of most votes, of equal ones the first, and the two greatest numbers of votes.
  var best = vec4u();
  var most = votes_for(0u);
  var next = vec4u();
  var entropy = entropy_of(most) * u32(RESULT == ENTROPY);
  for (var c = 1u; c < CLASSES; c++) {
    let votes = votes_for(c);
    best = select(best, vec4u(c), votes > most);
    next = max(next, min(votes, most));
    most = max(most, votes);
    if (RESULT == ENTROPY) { entropy += entropy_of(votes); }
  }
  if (RESULT == CLASS) {
    let bytes = select(vec4u(), best, vec4u(0u, 1u, 2u, 3u) < vec4u(lanes));
    dst[row * params.dst.row_words + (x >> 2u)] = joined_bits(bytes << vec4u(0u, 8u, 16u, 24u));
  } else if (RESULT == LEAST) {
    store(row, x, lanes, vec4f(vec4u(params.all_votes) - most) * params.scale);
  } else if (RESULT == MARGIN) {
    store(row, x, lanes, vec4f(vec4u(params.all_votes) - (most - next)) * params.scale);
  } else {
    // Rounded terms may add up to a little more than the greatest entropy, that of equal votes.
    store(row, x, lanes, min(vec4f(entropy) * params.scale, vec4f(1.0)));
  }
}

// Writes floats. Each is a whole number below 2²⁴ times a constant, which is rounded in one way alone.
fn store(row: u32, x: u32, lanes: u32, values: vec4f) {
  let word = row * params.dst.row_words + x;
  for (var lane = 0u; lane < lanes; lane++) { dst[word + lane] = bitcast<u32>(values[lane]); }
}
