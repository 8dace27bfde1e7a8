// Non-local means, first step: weights, the likeness of patches, for some shifts.
#import grid
#import shifts
#import shifted_field
// `task`: the box to fill. The field is that box with a margin of `lead` + patch voxels on every side, `lead` being the
// reach of the search, along x in whole quads. Weights of a shift lie in a box of `box` voxels, a multiple of eight
// along x.
struct Params {
  task: Grid, field_size: vec3u, first: u32, box: vec3u, shifts: u32, reach: vec3u, inverse: f32,
  lead: vec3u, offset: f32, stride: u32, unit: f32
}
@group(0) @binding(0) var<storage, read>       field: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> weights: array<vec4f>; // write
@group(0) @binding(2) var<uniform>             params: Params;
// The axis along which invocations march, 1 or 2; the other one is `ACROSS`.
override ALONG: u32;
// Patch radii, 0 … 3.
override PATCH_X: u32;
override PATCH_ALONG: u32;
override PATCH_ACROSS: u32;

// Lines of eights that one invocation owns, and their length.
const LINES = 4u; // export NLM_LINES
const LENGTH = 16u; // export NLM_LENGTH

struct Eight { low: vec4f, high: vec4f }
struct Lines { a: Eight, b: Eight, c: Eight, d: Eight }

fn sum(a: Eight, b: Eight) -> Eight {
  return Eight(a.low + b.low, a.high + b.high);
}

fn sum_lines(a: Lines, b: Lines) -> Lines {
  return Lines(sum(a.a, b.a), sum(a.b, b.b), sum(a.c, b.c), sum(a.d, b.d));
}

fn squares(own: u32, other: u32) -> vec4f {
  let apart = four(own) - four(other);
  return apart * apart;
}

// Sums over the windows of four voxels along x, which begin with those of `a` and go on to `b` and `c`.
fn windows(a: vec4f, b: vec4f, c: vec4f) -> vec4f {
  var total = a;
  if (PATCH_X >= 1u) { total = (total + vec4f(a.yzw, b.x)) + vec4f(a.zw, b.xy); }
  if (PATCH_X >= 2u) { total = (total + vec4f(a.w, b.xyz)) + b; }
  if (PATCH_X >= 3u) { total = (total + vec4f(b.yzw, c.x)) + vec4f(b.zw, c.xy); }
  return total;
}

// Sums of squared differences over the rows of eight voxels' patches. `own` is where the first one's begins.
fn row_sum(own: u32, other: u32) -> Eight {
  let a = squares(own, other);
  let b = squares(own + 4u, other + 4u);
  var c = vec4f();
  var d = vec4f();
  if (PATCH_X >= 1u) { c = squares(own + 8u, other + 8u); }
  if (PATCH_X >= 3u) { d = squares(own + 12u, other + 12u); }
  return Eight(windows(a, b, c), windows(b, c, d));
}

// Adds row j across the lines to the patches of line i if they hold it.
fn with_row(total: Eight, row: Eight, j: u32, i: u32) -> Eight {
  let held = j >= i && j <= i + 2u * PATCH_ACROSS;
  return Eight(total.low + select(vec4f(), row.low, held), total.high + select(vec4f(), row.high, held));
}

// Sums of squared differences over what the patches of all lines hold at one place along them.
fn layer_sum(own: u32, other: u32, across: u32) -> Lines {
  var total: Lines;
  for (var j = 0u; j < LINES + 2u * PATCH_ACROSS; j++) {
    let row = row_sum(own + j * across, other + j * across);
    total.a = with_row(total.a, row, j, 0u);
    total.b = with_row(total.b, row, j, 1u);
    total.c = with_row(total.c, row, j, 2u);
    total.d = with_row(total.d, row, j, 3u);
  }
  return total;
}

fn weight(distance: vec4f) -> vec4f {
  let found = exp(-max(distance * params.inverse - params.offset, vec4f()));
  // Patches that hold NaN or ±Inf are like no other.
  return select(vec4f(), found, (bitcast<vec4u>(distance) & vec4u(0x7f800000u)) != vec4u(0x7f800000u));
}

fn store(to: u32, distance: Eight) {
  weights[to] = params.unit * weight(distance.low);
  weights[to + 1u] = params.unit * weight(distance.high);
}

// One invocation owns LINES lines of LENGTH eights, of one shift. Every sum over a patch is made anew from those of its
// layers.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  let block = select(vec3u(8u, LENGTH, LINES), vec3u(8u, LINES, LENGTH), ALONG == 2u);
  let blocks = (params.box + block - 1u) / block;
  let each = blocks.x * blocks.y * blocks.z;
  let number = index / each;
  if (number >= params.shifts) { return; }
  let rest = index - number * each;
  let row = rest / blocks.x;
  let run = row / blocks.y;
  let at = block * vec3u(rest - row * blocks.x, row - run * blocks.y, run);
  let t = shift_of(params.first + number, params.reach);
  // A shift uses as much of the box as the task's size plus the shift itself, along x rounded up to whole quads.
  let used = params.task.size + vec3u((u32(abs(t.x)) + 3u) & ~3u, vec2u(abs(t.yz)));
  if (any(at >= used)) { return; }

  let across = 3u - ALONG;
  let steps = vec3u(1u, params.field_size.x, params.field_size.x * params.field_size.y);
  let corner = at + params.lead - box_lead(t);
  var own = corner.z * steps.z + corner.y * steps.y + corner.x;
  let apart = u32(t.z * i32(steps.z) + t.y * i32(steps.y) + t.x);
  let quads = vec3u(1u, params.box.x / 4u, params.box.x / 4u * params.box.y);
  var to = (number * params.box.z + at.z) * quads.z + at.y * quads.y + at.x / 4u;
  let room = used[across] - at[across];
  let last = min(LENGTH, used[ALONG] - at[ALONG]);
  let line = quads[across];

  var s0: Lines; var s1: Lines; var s2: Lines; var s3: Lines; var s4: Lines; var s5: Lines; var s6: Lines;
  for (var k = 0u; k < last + 2u * PATCH_ALONG; k++) {
    s6 = s5; s5 = s4; s4 = s3; s3 = s2; s2 = s1; s1 = s0;
    s0 = layer_sum(own, own + apart, steps[across]);
    own += steps[ALONG];
    if (k < 2u * PATCH_ALONG) { continue; }
    var distance = s0;
    if (PATCH_ALONG >= 1u) { distance = sum_lines(distance, sum_lines(s1, s2)); }
    if (PATCH_ALONG >= 2u) { distance = sum_lines(distance, sum_lines(s3, s4)); }
    if (PATCH_ALONG >= 3u) { distance = sum_lines(distance, sum_lines(s5, s6)); }
    store(to, distance.a);
    if (room > 1u) { store(to + line, distance.b); }
    if (room > 2u) { store(to + 2u * line, distance.c); }
    if (room > 3u) { store(to + 3u * line, distance.d); }
    to += quads[ALONG];
  }
}
