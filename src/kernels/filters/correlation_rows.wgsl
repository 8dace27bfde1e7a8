// Phase correlations out of their columns: the inverse Fourier transform along x of the rows that are looked at, the
// first `head` pairs of rows and the last ones (shifts along −y). Two real rows are one complex line.
#import grid
#import fourier_lines
struct Params { size: vec3u, head: u32, pairs: u32 }
@group(0) @binding(0) var<storage, read>       twiddles: array<vec2f>;
@group(0) @binding(1) var<storage, read>       columns: array<vec2f>;
@group(0) @binding(2) var<storage, read_write> correlation: array<f32>; // write
@group(0) @binding(3) var<uniform>             params: Params;
// Length of a row, its log2, and pairs of rows that a workgroup owns; powers of two.
override LENGTH: u32;
override LOG_LENGTH: u32;
override LINES: u32;
// LENGTH · LINES.
override NUMBERS: u32;

const WIDTH = 64u;
const SIGN = -1.0;
const ACROSS = false;

// A slice, and the first pair of rows of a workgroup.
struct Place { slice: u32, first: u32 }

fn load_number(place: Place, line: u32, x: u32) -> vec2f {
  let pair = place.first + line;
  if (pair >= params.pairs) { return vec2f(); }
  let row = 2u * select(params.size.y / 2u + pair - params.pairs, pair, pair < params.head);
  // Frequencies that are not kept are the conjugates of opposite ones.
  let at = (place.slice * params.size.y + row) * params.size.x + min(x, LENGTH - x);
  let side = select(-1.0, 1.0, 2u * x <= LENGTH);
  let a = columns[at];
  let b = columns[at + params.size.x];
  return vec2f(a.x - side * b.y, side * a.y + b.x);
}

fn store_number(place: Place, line: u32, x: u32, number: vec2f) {
  let pair = place.first + line;
  if (pair >= params.pairs) { return; }
  let at = 2u * (place.slice * params.pairs + pair) * LENGTH + x;
  let scaled = 1.0 / (f32(LENGTH) * f32(params.size.y)) * number;
  correlation[at] = scaled.x;
  correlation[at + LENGTH] = scaled.y;
}

// A workgroup owns LINES pairs of rows of a correlation. `size` is that of the spectra: n/2 + 1 numbers a row.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let group = flat_index(wid, count, 0u, WIDTH) / WIDTH;
  let groups = (params.pairs + LINES - 1u) / LINES;
  let slice = group / groups;
  if (slice >= params.size.z) { return; }
  transform_lines(Place(slice, LINES * (group - slice * groups)), lid);
}
