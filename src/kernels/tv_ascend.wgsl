#import grid
struct Params { work: Grid, ratio: vec3f, step: f32, strength: f32 }
@group(0) @binding(0) var<storage, read>       u: array<f32>;
@group(0) @binding(1) var<storage, read_write> px: array<f32>;
@group(0) @binding(2) var<storage, read_write> py: array<f32>;
@group(0) @binding(3) var<storage, read_write> pz: array<f32>;
@group(0) @binding(4) var<uniform>             params: Params;

// A forward difference; 0 to and from what is not finite.
fn difference(next: f32, own: f32) -> f32 {
  let apart = next - own;
  return select(0.0, apart, (bitcast<u32>(apart) & 0x7f800000u) != 0x7f800000u);
}

// One step of the dual fields; one voxel per invocation.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  if (word >= grid_words(params.work)) { return; }
  let p = word_position(params.work, word, 0u);
  let left = params.work.origin + params.work.size - p;
  let own = u[word];
  var slope = vec3f();
  if (left.x > 1u) { slope.x = difference(u[word + 1u], own); }
  if (left.y > 1u) { slope.y = difference(u[word + params.work.row_words], own); }
  if (left.z > 1u) { slope.z = difference(u[word + params.work.slice_words], own); }
  slope *= params.ratio;
  // step/weight, scaled so that squares do not overflow before it.
  let divisor = 1.0 + length(slope * params.strength);
  px[word] = (px[word] - params.step * slope.x) / divisor;
  py[word] = (py[word] - params.step * slope.y) / divisor;
  pz[word] = (pz[word] - params.step * slope.z) / divisor;
}
