// Windowing (apodisation) and Fourier transform along x of slices, the first half of their spectra: levels less their
// slice's mean times a window, padded with zeros. Of real rows frequencies 0 … n/2 are kept; two rows make one complex
// line.
#import grid
#import source_voxel
#import levels
#import fourier_lines
struct Params { src: Grid, first: vec3u, size: vec3u, padded: vec3u, start: f32, gain: f32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       means: array<f32>;
@group(0) @binding(2) var<storage, read>       window: array<f32>;
@group(0) @binding(3) var<storage, read>       twiddles: array<vec2f>;
@group(0) @binding(4) var<storage, read_write> spectra: array<vec2f>; // write
@group(0) @binding(5) var<uniform>             params: Params;
override SRC_DTYPE: u32;
// Length of a padded row, its log2, and pairs of rows that a workgroup owns; powers of two.
override LENGTH: u32;
override LOG_LENGTH: u32;
override LINES: u32;
// LENGTH · LINES.
override NUMBERS: u32;

const WIDTH = 64u;
const SIGN = 1.0;
const ACROSS = false;

// The level of a voxel less the mean, by the window; 0 where there is none. `window` holds a factor for each x, then y.
fn windowed(x: u32, y: u32, slice: u32, mean: f32) -> f32 {
  if (x >= params.size.x || y >= params.size.y) { return 0.0; }
  let raw = raw_at(params.first + vec3u(x, y, slice));
  if (!is_level(raw, SRC_DTYPE)) { return 0.0; }
  let level = f32(level_of(raw, SRC_DTYPE, params.start, params.gain));
  return (level - mean) * (window[x] * window[params.size.x + y]);
}

// A slice and its mean, and the first row of a workgroup.
struct Place { slice: u32, first: u32, mean: f32 }

fn load_number(place: Place, line: u32, x: u32) -> vec2f {
  let y = place.first + 2u * line;
  return vec2f(windowed(x, y, place.slice, place.mean), windowed(x, y + 1u, place.slice, place.mean));
}

// Numbers are kept, since two of them make one of each row.
fn store_number(place: Place, line: u32, x: u32, number: vec2f) {
  numbers[word_of(line, x)] = number;
}

// Writes frequency i of both rows of a line: the sum and the difference of opposite frequencies are those of the real
// and the imaginary part.
fn part(place: Place, line: u32, i: u32) {
  let width = LENGTH / 2u + 1u;
  let z = numbers[word_of(line, i)];
  let opposite = numbers[word_of(line, (LENGTH - i) & (LENGTH - 1u))];
  let at = (place.slice * params.padded.y + place.first + 2u * line) * width + i;
  spectra[at] = 0.5 * vec2f(z.x + opposite.x, z.y - opposite.y);
  spectra[at + width] = 0.5 * vec2f(z.y + opposite.y, opposite.x - z.x);
}

// A workgroup owns LINES pairs of rows of a slice.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let group = flat_index(wid, count, 0u, WIDTH) / WIDTH;
  let groups = params.padded.y / 2u / LINES;
  let slice = group / groups;
  if (slice >= params.padded.z) { return; }
  let place = Place(slice, 2u * LINES * (group - slice * groups), means[slice]);
  transform_lines(place, lid);
  workgroupBarrier();
  for (var k = lid; k < NUMBERS / 2u; k += WIDTH) {
    part(place, k >> (LOG_LENGTH - 1u), k & (LENGTH / 2u - 1u));
  }
  for (var line = lid; line < LINES; line += WIDTH) { part(place, line, LENGTH / 2u); }
}
