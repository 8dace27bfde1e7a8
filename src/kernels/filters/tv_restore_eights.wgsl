// Total variation denoising: the primal volume as `tvRestore`, of any dtype, for tasks of a multiple of eight voxels
// along x, in rows of whole quads of words.
#import grid
#import total_variation
#import quad_field
#import stencil_eights
// `work`: the box that the dual fields hold, one voxel per word. `task`: the part of it to compute.
struct Params { src: Grid, work: Grid, task: Grid, dst: Grid, ratio: vec3f }
@group(0) @binding(0) var<storage, read>       src: array<vec4u>;
@group(0) @binding(1) var<storage, read>       px: array<vec4f>;
@group(0) @binding(2) var<storage, read>       py: array<vec4f>;
@group(0) @binding(3) var<storage, read>       pz: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> dst: array<vec4f>; // write
@group(0) @binding(5) var<uniform>             params: Params;
override SRC_DTYPE: u32;

fn along_y(quad: u32) -> Eight { return Eight(py[quad], py[quad + 1u]); }
fn along_z(quad: u32) -> Eight { return Eight(pz[quad], pz[quad + 1u]); }
fn or_nothing(face: bool, some: Eight) -> Eight {
  return Eight(select(some.low, vec4f(), face), select(some.high, vec4f(), face));
}

// The volume plus the divergence of the dual fields at four voxels; `x0`, `y0` and `z0` are those one voxel back.
fn restored(own: vec4f, x0: vec4f, x: vec4f, y0: vec4f, y: vec4f, z0: vec4f, z: vec4f) -> vec4f {
  let change = params.ratio.x * (x0 - x) + params.ratio.y * (y0 - y) + params.ratio.z * (z0 - z);
  return select(own, own + change, finite_quad(own));
}

// Writes an eight, of the volume's `own`, whose first voxel is the first of its row where `face`.
fn store(to: u32, own: Eight, quad: u32, face: bool, y0: Eight, y: Eight, z0: Eight, z: Eight) {
  let x = Eight(px[quad], px[quad + 1u]);
  let before = select(px[max(quad, 1u) - 1u].w, 0.0, face);
  dst[to] = restored(own.low, vec4f(before, x.low.xyz), x.low, y0.low, y.low, z0.low, z.low);
  dst[to + 1u] = restored(own.high, vec4f(x.low.w, x.high.xyz), x.high, y0.high, y.high, z0.high, z.high);
}

// As tv_restore, for tasks of a multiple of eight voxels along x, in rows of whole quads. An invocation owns eight
// voxels of a run of rows and marches along y.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  let size = params.task.size;
  let eights = size.x >> 3u;
  let blocks = (size.y + TV_ROWS - 1u) / TV_ROWS;
  let line = index / eights;
  let z = line / blocks;
  if (z >= size.z) { return; }
  let at = vec3u(8u * (index - line * eights), TV_ROWS * (line - z * blocks), z);
  let inside = at + params.task.origin - params.work.origin;
  let row = params.work.row_words >> 2u;
  let slice = params.work.slice_words >> 2u;

  var quad = word_index(params.work, at + params.task.origin, 0u) >> 2u;
  var to = word_index(params.dst, at + params.task.origin, 0u) >> 2u;
  let below = select(slice, 0u, inside.z == 0u);
  var before = or_nothing(inside.y == 0u, along_y(select(quad - row, quad, inside.y == 0u)));
  var word = word_index(params.src, at + params.task.origin, lane_shift(SRC_DTYPE));
  let last = min(at.y + TV_ROWS, size.y);
  for (var y = at.y; y < last; y++) {
    let own = along_y(quad);
    store(to, eight_at_word(word), quad, inside.x == 0u, before, own,
          or_nothing(inside.z == 0u, along_z(quad - below)), along_z(quad));
    before = own;
    quad += row;
    word += params.src.row_words;
    to += params.dst.row_words >> 2u;
  }
}
