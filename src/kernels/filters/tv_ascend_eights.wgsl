// Total variation denoising: a step of the dual projection as `tvAscend`, for boxes whose rows are a multiple of eight
// voxels.
#import grid
#import total_variation
#import quad_field
#import stencil_eights
// `src`: the box of the volume that belongs to the dual fields, which lie as it does; what is outside of the box
// counts as its nearest voxel.
struct Params { src: Grid, ratio: vec3f, step: f32, strength: f32 }
@group(0) @binding(0) var<storage, read>       src: array<vec4u>;
@group(0) @binding(1) var<storage, read_write> px: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> py: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> pz: array<vec4f>;
@group(0) @binding(4) var<uniform>             params: Params;
const SRC_DTYPE = F32;

// Forward differences; 0 to and from what is not finite.
fn difference(next: vec4f, own: vec4f) -> vec4f {
  let apart = next - own;
  return select(vec4f(), apart, finite_quad(apart));
}

// Takes four voxels of the dual fields a step on, of a volume with the neighbours ahead x, y, z.
fn ascend(quad: u32, own: vec4f, x: vec4f, y: vec4f, z: vec4f) {
  let dx = params.ratio.x * difference(x, own);
  let dy = params.ratio.y * difference(y, own);
  let dz = params.ratio.z * difference(z, own);
  let divisor = 1.0 / (1.0 + params.strength * sqrt(dx * dx + dy * dy + dz * dz));
  px[quad] = (px[quad] - params.step * dx) * divisor;
  py[quad] = (py[quad] - params.step * dy) * divisor;
  pz[quad] = (pz[quad] - params.step * dz) * divisor;
}

fn ascend_eight(quad: u32, own: Eight, ends: Ends, y: Eight, z: Eight) {
  let x = ahead_of(own, ends);
  ascend(quad, own.low, x.low, y.low, z.low);
  ascend(quad + 1u, own.high, x.high, y.high, z.high);
}

// As tv_ascend, for boxes whose rows are a multiple of eight voxels. An invocation owns eight voxels of a run of rows
// and marches along y.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  let size = params.src.size;
  let eights = size.x >> 3u;
  let blocks = (size.y + TV_ROWS - 1u) / TV_ROWS;
  let line = index / eights;
  let z = line / blocks;
  if (z >= size.z) { return; }
  let x = 8u * (index - line * eights);
  let first = TV_ROWS * (line - z * blocks);

  var own = eight_of(i32(first), i32(z), x);
  var quad = (z * params.src.slice_words + first * params.src.row_words + x) >> 2u;
  let last = min(first + TV_ROWS, size.y);
  for (var k = first; k < last; k++) {
    let y = i32(k);
    let behind = eight_of(y + 1, i32(z), x);
    ascend_eight(quad, own, ends_of(y, i32(z), x), behind, eight_of(y, i32(z) + 1, x));
    own = behind;
    quad += params.src.row_words >> 2u;
  }
}
