#import grid
#import shifts
// `task`: the box to fill. The field is that box, its rows rounded up to four voxels, with a margin of
// reach + patch voxels on every side. Weights of a shift lie in a box of `box` voxels.
struct Params {
  task: Grid, field_size: vec3u, first: u32, box: vec3u, shifts: u32, reach: vec3u, inverse: f32,
  patch_radius: vec3u, offset: f32
}
@group(0) @binding(0) var<storage, read>       field: array<f32>;
@group(0) @binding(1) var<storage, read_write> weights: array<f32>;
@group(0) @binding(2) var<uniform>             params: Params;
// Patch radius along z, 0 … 3.
override DEPTH: u32;

// Slices that one invocation owns.
const RUN = 8u;

fn four(word: u32) -> vec4f {
  return vec4f(field[word], field[word + 1u], field[word + 2u], field[word + 3u]);
}

// Sums of squared differences over the part of four voxels' patches that lies in one slice. `word` is
// the corner of the first voxel's patch.
fn slice_sum(word: u32, shifted: u32) -> vec4f {
  var total = vec4f();
  for (var j = 0u; j <= 2u * params.patch_radius.y; j++) {
    let own = word + j * params.field_size.x;
    let other = shifted + j * params.field_size.x;
    var apart = four(own) - four(other);
    var squares = apart * apart;
    var sum = squares;
    for (var i = 1u; i <= 2u * params.patch_radius.x; i++) {
      let last = field[own + i + 3u] - field[other + i + 3u];
      squares = vec4f(squares.yzw, last * last);
      sum += squares;
    }
    total += sum;
  }
  return total;
}

// One invocation owns four voxels in a row of RUN slices, of one shift. Every sum over a patch is made
// anew from those of its slices.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  let quads = params.box.x / 4u;
  let runs = (params.box.z + RUN - 1u) / RUN;
  let each = quads * params.box.y * runs;
  let number = index / each;
  if (number >= params.shifts) { return; }
  let rest = index - number * each;
  let row = rest / quads;
  let block = row / params.box.y;
  let at = vec3u(4u * (rest - row * quads), row - block * params.box.y, block * RUN);
  let t = shift_of(params.first + number, params.reach);
  // Of the box, a shift uses the task's size and as much more as it shifts.
  let used = params.task.size + vec3u(abs(t));
  if (any(at >= used)) { return; }

  let slice = params.field_size.x * params.field_size.y;
  let corner = at + params.reach - box_lead(t);
  var own = corner.z * slice + corner.y * params.field_size.x + corner.x;
  let apart = t.z * i32(slice) + t.y * i32(params.field_size.x) + t.x;
  var out = (number * params.box.z + at.z) * params.box.y * params.box.x + at.y * params.box.x + at.x;
  let last = min(RUN, used.z - at.z);

  var a0 = vec4f(); var a1 = vec4f(); var a2 = vec4f(); var a3 = vec4f();
  var a4 = vec4f(); var a5 = vec4f(); var a6 = vec4f();
  for (var k = 0u; k < last + 2u * DEPTH; k++) {
    a6 = a5; a5 = a4; a4 = a3; a3 = a2; a2 = a1; a1 = a0;
    a0 = slice_sum(own, u32(i32(own) + apart));
    own += slice;
    if (k < 2u * DEPTH) { continue; }
    var distance = a0;
    if (DEPTH >= 1u) { distance += a1 + a2; }
    if (DEPTH >= 2u) { distance += a3 + a4; }
    if (DEPTH >= 3u) { distance += a5 + a6; }
    let weight = exp(-max(distance * params.inverse - params.offset, vec4f()));
    // Patches that hold NaN or ±Inf are like no other.
    let counts = (bitcast<vec4u>(distance) & vec4u(0x7f800000u)) != vec4u(0x7f800000u);
    let kept = select(vec4f(), weight, counts);
    weights[out] = kept.x;
    weights[out + 1u] = kept.y;
    weights[out + 2u] = kept.z;
    weights[out + 3u] = kept.w;
    out += params.box.x * params.box.y;
  }
}
