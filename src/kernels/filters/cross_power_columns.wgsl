// Cross-power spectra of a phase correlation, and their inverse Fourier transform along y: half-whitened spectra times
// the conjugates of those `lag` slices before, weighted by the transform of a Gaussian.
#import grid
#import fourier_lines
#import gaussian_spectrum
struct Params { size: vec3u, width: u32, lag: u32, first: u32, sigma: f32 }
@group(0) @binding(0) var<storage, read>       twiddles: array<vec2f>;
@group(0) @binding(1) var<storage, read>       spectra: array<vec2f>;
@group(0) @binding(2) var<storage, read_write> columns: array<vec2f>; // write
@group(0) @binding(3) var<uniform>             params: Params;
// Length of a column, its log2, and neighbouring columns that a workgroup owns; powers of two.
override LENGTH: u32;
override LOG_LENGTH: u32;
override LINES: u32;
// LENGTH · LINES.
override NUMBERS: u32;

const WIDTH = 64u;
const SIGN = -1.0;

// A workgroup owns LINES columns of a pair: slice first + z against that of `lag` before. `width` is the length of a
// padded row.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let group = flat_index(wid, count, 0u, WIDTH) / WIDTH;
  let groups = (params.size.x + LINES - 1u) / LINES;
  let pair = group / groups;
  if (pair >= params.size.z) { return; }
  let first = LINES * (group - pair * groups);
  let slice_numbers = LENGTH * params.size.x;
  let own_start = (params.first + pair) * slice_numbers;
  let other_start = own_start - params.lag * slice_numbers;
  for (var k = lid; k < NUMBERS; k += WIDTH) {
    let x = first + k % LINES;
    let y = k / LINES;
    var power = vec2f();
    if (x < params.size.x) {
      let own = spectra[own_start + y * params.size.x + x];
      let other = spectra[other_start + y * params.size.x + x];
      power = gaussian_at(x, y, params.width, LENGTH, params.sigma) *
        vec2f(own.x * other.x + own.y * other.y, own.y * other.x - own.x * other.y);
    }
    numbers[place_of(k % LINES, y)] = power;
  }
  transform_lines(lid);
  for (var k = lid; k < NUMBERS; k += WIDTH) {
    let x = first + k % LINES;
    if (x < params.size.x) {
      columns[pair * slice_numbers + k / LINES * params.size.x + x] =
        numbers[k % LINES * LENGTH + k / LINES];
    }
  }
}
