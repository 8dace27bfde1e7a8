// Fourier transform along y of slices, the second half of their spectra, in place; magnitudes are replaced by their
// square roots, halfway to phases alone (half whitened).
#import grid
#import fourier_lines
struct Params { size: vec3u }
@group(0) @binding(0) var<storage, read>       twiddles: array<vec2f>;
@group(0) @binding(1) var<storage, read_write> spectra: array<vec2f>;
@group(0) @binding(2) var<uniform>             params: Params;
// Length of a column, its log2, and neighbouring columns that a workgroup owns; powers of two.
override LENGTH: u32;
override LOG_LENGTH: u32;
override LINES: u32;
// LENGTH · LINES.
override NUMBERS: u32;

const WIDTH = 64u;
const SIGN = 1.0;
const ACROSS = true;

// A number whose magnitude is the square root of what it was; 0 stays 0.
fn halfway_white(a: vec2f) -> vec2f {
  let magnitude = length(a);
  if (magnitude < 1e-20) { return vec2f(); }
  return a * inverseSqrt(magnitude);
}

// Where a slice begins in the spectra, and the first column of a workgroup.
struct Place { start: u32, first: u32 }

fn load_number(place: Place, line: u32, y: u32) -> vec2f {
  let column = place.first + line;
  if (column >= params.size.x) { return vec2f(); }
  return spectra[place.start + y * params.size.x + column];
}

fn store_number(place: Place, line: u32, y: u32, number: vec2f) {
  let column = place.first + line;
  if (column < params.size.x) { spectra[place.start + y * params.size.x + column] = halfway_white(number); }
}

// A workgroup owns LINES columns of a slice; neighbours read neighbours.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let group = flat_index(wid, count, 0u, WIDTH) / WIDTH;
  let groups = (params.size.x + LINES - 1u) / LINES;
  let slice = group / groups;
  if (slice >= params.size.z) { return; }
  transform_lines(Place(slice * LENGTH * params.size.x, LINES * (group - slice * groups)), lid);
}
