// Total variation denoising: one step of Chambolle's dual projection on the dual fields; four voxels per invocation.
#import grid
#import quad_field
struct Params { work: Grid, ratio: vec3f, step: f32, strength: f32 }
@group(0) @binding(0) var<storage, read>       u: array<f32>;
@group(0) @binding(1) var<storage, read_write> px: array<f32>;
@group(0) @binding(2) var<storage, read_write> py: array<f32>;
@group(0) @binding(3) var<storage, read_write> pz: array<f32>;
@group(0) @binding(4) var<uniform>             params: Params;

fn four(word: u32) -> vec4f {
  return vec4f(u[word], u[word + 1u], u[word + 2u], u[word + 3u]);
}

// Forward differences; 0 to and from what is not finite.
fn difference(next: vec4f, own: vec4f) -> vec4f {
  let apart = next - own;
  return select(vec4f(), apart, finite_quad(apart));
}

// One step of the dual fields; four voxels in a row per invocation.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let size = params.work.size;
  let at = quad_place(flat_index(wid, count, lid, 64u), size);
  if (at.z >= size.z) { return; }
  let word = at.z * params.work.slice_words + at.y * params.work.row_words + at.x;
  let left = size - at;
  let own = four(word);
  // Beyond the last voxel lies that voxel, so that the difference is 0.
  let last = select(own.w, u[word + 4u], left.x > 4u);
  var ahead = vec4f(own.yzw, last);
  if (left.x < 4u) { ahead = select(ahead, own, vec4u(1u, 2u, 3u, 4u) >= vec4u(left.x)); }
  let x = params.ratio.x * difference(ahead, own);
  var y = vec4f();
  var z = vec4f();
  if (left.y > 1u) { y = params.ratio.y * difference(four(word + params.work.row_words), own); }
  if (left.z > 1u) { z = params.ratio.z * difference(four(word + params.work.slice_words), own); }
  let norm = sqrt(x * x + y * y + z * z);
  let divisor = 1.0 / (1.0 + params.strength * norm);
  for (var i = 0u; i < min(4u, left.x); i++) {
    px[word + i] = (px[word + i] - params.step * x[i]) * divisor[i];
    py[word + i] = (py[word + i] - params.step * y[i]) * divisor[i];
    pz[word + i] = (pz[word + i] - params.step * z[i]) * divisor[i];
  }
}
