// Total variation denoising: the primal volume that belongs to the dual fields; four voxels per invocation.
#import grid
#import quad_field
// `work`: the box that the volume and the dual fields hold, one voxel per word. `task`: the part of it
// to compute.
struct Params { work: Grid, task: Grid, dst: Grid, ratio: vec3f }
@group(0) @binding(0) var<storage, read>       src: array<f32>;
@group(0) @binding(1) var<storage, read>       px: array<f32>;
@group(0) @binding(2) var<storage, read>       py: array<f32>;
@group(0) @binding(3) var<storage, read>       pz: array<f32>;
@group(0) @binding(4) var<storage, read_write> dst: array<f32>; // write
@group(0) @binding(5) var<uniform>             params: Params;

// The volume plus the divergence of the dual fields, backward differences; four voxels per invocation.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let size = params.task.size;
  let at = quad_place(flat_index(wid, count, lid, 64u), size);
  if (at.z >= size.z) { return; }
  let inside = at + params.task.origin - params.work.origin;
  let row = params.work.row_words;
  let slice = params.work.slice_words;
  let word = inside.z * slice + inside.y * row + inside.x;
  let own = vec4f(src[word], src[word + 1u], src[word + 2u], src[word + 3u]);

  let x = vec4f(px[word], px[word + 1u], px[word + 2u], px[word + 3u]);
  let before = select(0.0, px[max(word, 1u) - 1u], inside.x > 0u);
  var change = params.ratio.x * (vec4f(before, x.xyz) - x);
  var along = -vec4f(py[word], py[word + 1u], py[word + 2u], py[word + 3u]);
  if (inside.y > 0u) {
    let other = word - row;
    along += vec4f(py[other], py[other + 1u], py[other + 2u], py[other + 3u]);
  }
  change += params.ratio.y * along;
  along = -vec4f(pz[word], pz[word + 1u], pz[word + 2u], pz[word + 3u]);
  if (inside.z > 0u) {
    let other = word - slice;
    along += vec4f(pz[other], pz[other + 1u], pz[other + 2u], pz[other + 3u]);
  }
  change += params.ratio.z * along;

  let out = select(own, own + change, finite_quad(own));
  let p = at + params.task.origin;
  let to = word_index(params.dst, p, 0u);
  let stored = size.x - at.x;
  dst[to] = out.x;
  if (stored > 1u) { dst[to + 1u] = out.y; }
  if (stored > 2u) { dst[to + 2u] = out.z; }
  if (stored > 3u) { dst[to + 3u] = out.w; }
}
