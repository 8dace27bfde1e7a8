// Connected-component labelling of values: the first union-find forest. Points every run at one that touches it, of the
// row or slice before it.
#import grid
#import voxel
#import runs
struct Params { src: Grid, bits: Grid }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       foreground: array<u32>;
@group(0) @binding(2) var<storage, read>       runs: array<vec2u>;
@group(0) @binding(3) var<storage, read>       tile_runs: array<u32>;
@group(0) @binding(4) var<storage, read_write> parents: array<u32>; // write
@group(0) @binding(5) var<uniform>             params: Params;
override SRC_DTYPE: u32;

// For a word: where runs start, and the index of the first run that starts there.
fn runs_of(word: u32) -> vec2u {
  let run = runs[word];
  return vec2u(run.x, tile_runs[word / TILE_WORDS] + run.y);
}

// Bits of the voxels of a word at p in the box whose neighbour in the word `other` at q has the same value.
fn contacts(fore: u32, p: vec3u, other: u32, q: vec3u) -> u32 {
  var same = fore & foreground[other];
  let shift = lane_shift(SRC_DTYPE);
  let last = (1u << shift) - 1u;
  let a = word_index(params.src, p + params.bits.origin, shift);
  let b = word_index(params.src, q + params.bits.origin, shift);
  for (var left = same; left != 0u; left &= left - 1u) {
    let lane = firstTrailingBit(left);
    if (lane_raw(src[a + (lane >> shift)], lane & last, SRC_DTYPE) !=
        lane_raw(src[b + (lane >> shift)], lane & last, SRC_DTYPE)) { same &= ~(1u << lane); }
  }
  return same;
}

// The first forest: every run points at the run that it touches first, of the row before it (y − 1) or else,
// at the same voxel, of the slice before it (z − 1); or at itself. Parents are always smaller, so there is no
// circle and no atomic is needed. Only the part of a run in the word where it starts is looked at: what this
// leaves out, components_unite unites. One invocation owns the runs that start in its word.
@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 256u);
  if (word >= grid_words(params.bits)) { return; }
  let mine = runs_of(word);
  if (mine.x == 0u) { return; }
  let p = word_position(params.bits, word, 5u) - params.bits.origin;
  let fore = foreground[word];
  let word_y = word - params.bits.row_words;
  let word_z = word - params.bits.slice_words;
  var along_y = 0u;
  var along_z = 0u;
  if (p.y > 0u) { along_y = contacts(fore, p, word_y, p - vec3u(0u, 1u, 0u)); }
  if (p.z > 0u) { along_z = contacts(fore, p, word_z, p - vec3u(0u, 0u, 1u)); }
  let first = first_contacts(fore, mine.x, along_y | along_z);
  var runs_y = vec2u(0u);
  var runs_z = vec2u(0u);
  if ((first & along_y) != 0u) { runs_y = runs_of(word_y); }
  if ((first & ~along_y) != 0u) { runs_z = runs_of(word_z); }
  var run = mine.y;
  for (var starts = mine.x; starts != 0u; starts &= starts - 1u) {
    let bit = segment(fore, mine.x, lowest_bit(starts)) & first;
    let other = select(runs_z, runs_y, (bit & along_y) != 0u);
    parents[run] = select(run, other.y + runs_up_to(other.x, bit) - 1u, bit != 0u);
    run++;
  }
}
