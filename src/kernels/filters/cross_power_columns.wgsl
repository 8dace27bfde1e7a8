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
const ACROSS = true;

// A pair, and the first column of a workgroup.
struct Place { pair: u32, first: u32 }

fn load_number(place: Place, line: u32, y: u32) -> vec2f {
  let x = place.first + line;
  if (x >= params.size.x) { return vec2f(); }
  let at = ((params.first + place.pair) * LENGTH + y) * params.size.x + x;
  let own = spectra[at];
  let other = spectra[at - params.lag * LENGTH * params.size.x];
  return gaussian_at(x, y, params.width, LENGTH, params.sigma) *
    vec2f(own.x * other.x + own.y * other.y, own.y * other.x - own.x * other.y);
}

fn store_number(place: Place, line: u32, y: u32, number: vec2f) {
  let x = place.first + line;
  if (x < params.size.x) { columns[(place.pair * LENGTH + y) * params.size.x + x] = number; }
}

// A workgroup owns LINES columns of a pair: slice first + z against that of `lag` before. `width` is the length of a
// padded row.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let group = flat_index(wid, count, 0u, WIDTH) / WIDTH;
  let groups = (params.size.x + LINES - 1u) / LINES;
  let pair = group / groups;
  if (pair >= params.size.z) { return; }
  transform_lines(Place(pair, LINES * (group - pair * groups)), lid);
}
