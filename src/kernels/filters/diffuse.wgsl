// Anisotropic diffusion (Perona and Malik): one explicit step on an f32 field; four voxels per invocation.
#import grid
#import quad_field
// `task`: the box to fill.
struct Params { src: Grid, task: Grid, dst: Grid, gain: vec3f, scale: vec3f }
@group(0) @binding(0) var<storage, read>       src: array<f32>;
// The same buffer, for wider loads.
@group(0) @binding(1) var<storage, read>       quads: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> dst: array<f32>; // write
@group(0) @binding(3) var<uniform>             params: Params;
// 1 where rows of the source are whole quads, and the task begins at one.
override WIDE: u32;
// 0: exp(−s²), 1: 1/(1 + s²).
override CONDUCTANCE: u32;

fn four(word: u32) -> vec4f {
  if (WIDE == 1u) { return quads[word >> 2u]; }
  return vec4f(src[word], src[word + 1u], src[word + 2u], src[word + 3u]);
}

// What flows in for differences to neighbours. Nothing does to or from what is not finite.
fn flux(apart: vec4f, scale: f32) -> vec4f {
  let s = apart * scale;
  var g = vec4f();
  if (CONDUCTANCE == 0u) { g = exp(-s * s); } else { g = 1.0 / (1.0 + s * s); }
  return select(vec4f(), g * apart, finite_quad(apart));
}

// One invocation owns four voxels in a row. Nothing flows through the faces of the volume; where the
// box that is held ends before the volume does, voxels are not used afterwards.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let size = params.task.size;
  let at = quad_place(flat_index(wid, count, lid, 64u), size);
  if (at.z >= size.z) { return; }
  let inside = at + params.task.origin - params.src.origin;
  let room = params.src.size - inside;
  let row = params.src.row_words;
  let slice = params.src.slice_words;
  let word = inside.z * slice + inside.y * row + inside.x;
  let own = four(word);

  // Beyond a face lies the voxel itself, to which nothing flows.
  let before = select(own.x, src[max(word, 1u) - 1u], inside.x > 0u);
  let last = select(own.w, src[word + 4u], room.x > 4u);
  var ahead = vec4f(own.yzw, last);
  if (room.x < 4u) { ahead = select(ahead, own, vec4u(1u, 2u, 3u, 4u) >= vec4u(room.x)); }
  var change = params.gain.x * (flux(ahead - own, params.scale.x)
             + flux(vec4f(before, own.xyz) - own, params.scale.x));
  var flow = vec4f();
  if (room.y > 1u) { flow += flux(four(word + row) - own, params.scale.y); }
  if (inside.y > 0u) { flow += flux(four(word - row) - own, params.scale.y); }
  change += params.gain.y * flow;
  flow = vec4f();
  if (room.z > 1u) { flow += flux(four(word + slice) - own, params.scale.z); }
  if (inside.z > 0u) { flow += flux(four(word - slice) - own, params.scale.z); }
  change += params.gain.z * flow;

  let out = select(own, own + change, finite_quad(own));
  let to = word_index(params.dst, at + params.task.origin, 0u);
  let stored = size.x - at.x;
  dst[to] = out.x;
  if (stored > 1u) { dst[to + 1u] = out.y; }
  if (stored > 2u) { dst[to + 2u] = out.z; }
  if (stored > 3u) { dst[to + 3u] = out.w; }
}
