// Inverse number-theoretic transform along x, scaled by a factor: from rows of `fours`, `rows` of them in a slice, to a
// box of lags of `size`. With EVEN 1 rows hold selected fours alone, and lags are moved by `centre`.
#import plan
#import modular
#import modular_order
#import passes
struct Params { size: vec3u, fours: u32, centre: vec3u, rows: u32, factor: u32, quotient: u32 }
@group(0) @binding(0) var<storage, read>       twiddles: array<vec4u>;
@group(0) @binding(1) var<storage, read>       src: array<vec4u>;
@group(0) @binding(2) var<storage, read_write> counts: array<u32>; // write
@group(0) @binding(3) var<uniform>             params: Params;
// 1 where opposite lags are the same: of frequencies only the selected ones, of lags those from slice centre.z on.
override EVEN: u32;

var<private> first_vector: u32;

// Vectors hold neighbouring rows of a slice.
fn row_of(line: u32) -> vec2u {
  let across = (params.size.y + LANES - 1u) / LANES;
  let vector = first_vector + line;
  return vec2u(vector % across * LANES, vector / across);
}

fn four_of(row: vec2u, four: u32) -> vec4u {
  let at = min(row, params.size.yz - 1u);
  // The other half of frequencies is that of the opposite row.
  let far = opposite(four, LENGTH / 4u, BLOCK / 4u);
  let mirrored = EVEN == 1u && four > far;
  let y = select(at.x, 2u * params.centre.y - at.x, mirrored);
  let z = select(at.y, select(params.centre.z + at.y, params.centre.z - at.y, mirrored), EVEN == 1u);
  let x = select(four, selection_of(min(four, far), BLOCK), EVEN == 1u);
  let numbers = src[(z * params.rows + y) * params.fours + x];
  return select(numbers, numbers.wzyx, mirrored);
}

fn load_four(line: u32, place: u32) -> Four {
  let row = row_of(line);
  let four = place / 4u;
  let p = four_of(row, four);
  let q = four_of(row + vec2u(1u, 0u), four);
  var r = p;
  var s = q;
  if (LANES == 4u) {
    r = four_of(row + vec2u(2u, 0u), four);
    s = four_of(row + vec2u(3u, 0u), four);
  }
  return four_across(p, q, r, s);
}

fn store(line: u32, place: u32, numbers: Numbers) {
  let row = row_of(line);
  let to = (place + select(0u, params.centre.x, EVEN == 1u)) % LENGTH;
  let scaled = multiply_by(numbers, params.factor, params.quotient);
  let at = (row.y * params.size.y + row.x) * params.size.x + to;
  if (to < params.size.x && row.y < params.size.z) {
    if (row.x < params.size.y) { counts[at] = scaled.x; }
    if (row.x + 1u < params.size.y) { counts[at + params.size.x] = scaled.y; }
    if (LANES == 4u && row.x + 2u < params.size.y) { counts[at + 2u * params.size.x] = scaled[LANES - 2u]; }
    if (LANES == 4u && row.x + 3u < params.size.y) { counts[at + 3u * params.size.x] = scaled[LANES - 1u]; }
  }
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  first_vector = (wid.y * count.x + wid.x) * VECTORS;
  transform(lid);
}
