// Voxel-wise combination of up to three f32 fields of one layout into one, whose words begin at word `first` of `dst`.
#import grid
#import far_floats
struct Params { src: Grid, dst: Grid, first: u32, terms: u32 }
@group(0) @binding(0) var<storage, read>       a: array<f32>;
@group(0) @binding(1) var<storage, read>       b: array<f32>;
@group(0) @binding(2) var<storage, read>       c: array<f32>;
@group(0) @binding(3) var<storage, read_write> dst: array<f32>; // write
@group(0) @binding(4) var<uniform>             params: Params;
// 0: root of the sum of squares, 1: sum, of the first `terms` fields; 2: a · b; 3: a − b.
override MODE: u32;

// Fields lie alike, one voxel per word; one invocation owns one voxel.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  if (word >= grid_words(params.src)) { return; }
  var fields = vec3f(a[word], 0.0, 0.0);
  if (params.terms > 1u) { fields.y = b[word]; }
  if (params.terms > 2u) { fields.z = c[word]; }
  var out = (fields.x + fields.y) + fields.z;
  if (MODE == 0u) { out = far_length(vec4f(fields, 0.0)); }
  if (MODE == 2u) { out = fields.x * fields.y; }
  if (MODE == 3u) { out = fields.x - fields.y; }
  dst[params.first + word_index(params.dst, word_position(params.src, word, 0u), 0u)] = out;
}
