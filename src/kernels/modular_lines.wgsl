#import wide
#import modular
struct Params { size: vec3u, prime: u32, lines: vec3u, inverse: u32, log_length: u32, log_lines: u32, axis: u32, reversed_input: u32 }
@group(0) @binding(0) var<storage, read>       twiddles: array<u32>;
@group(0) @binding(1) var<storage, read_write> data: array<u32>;
@group(0) @binding(2) var<uniform>             params: Params;

const WIDTH = 256u;
// Line by line.
var<workgroup> numbers: array<u32, 4096>;

// The line and the place on it of number k, so that neighbouring invocations read neighbouring words.
fn line_of(k: u32) -> u32 {
  return select(k & ((1u << params.log_lines) - 1u), k >> params.log_length, params.axis == 0u);
}
fn place_of(k: u32) -> u32 {
  return select(k >> params.log_lines, k & ((1u << params.log_length) - 1u), params.axis == 0u);
}

// Neighbouring lines lie along y of lines along x, and along x of others.
fn word_of(first: vec3u, k: u32) -> u32 {
  var p = first;
  p[select(0u, 1u, params.axis == 0u)] += line_of(k);
  p[params.axis] = place_of(k);
  return (p.z * params.size.y + p.y) * params.size.x + p.x;
}

// Gentleman and Sande's butterflies from far to near, or Cooley and Tukey's from near to far.
@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let group = wid.y * count.x + wid.x;
  let across = select(0u, 1u, params.axis == 0u);
  let other = select(2u, 1u, params.axis == 2u);
  let width = 1u << params.log_lines;
  let groups = (params.lines[across] + width - 1u) / width;
  let total = 1u << (params.log_length + params.log_lines);
  // Workgroups behind the last line work on nothing and store nothing, so that barriers stay uniform.
  let inside = group < groups * params.lines[other];
  var first = vec3u();
  first[across] = (group % groups) * width;
  first[other] = group / groups;
  let present = select(0u, min(width, params.lines[across] - first[across]), inside);
  for (var k = lid; k < total; k += WIDTH) {
    var n = 0u;
    if (line_of(k) < present) { n = data[word_of(first, k)]; }
    numbers[(line_of(k) << params.log_length) + place_of(k)] = n;
  }
  for (var stage = 0u; stage < params.log_length; stage++) {
    workgroupBarrier();
    let log_half = select(params.log_length - 1u - stage, stage, params.reversed_input == 1u);
    let half = 1u << log_half;
    for (var k = lid; k < total / 2u; k += WIDTH) {
      let offset = k & (half - 1u);
      let low = ((k >> log_half) << (log_half + 1u)) + offset;
      let w = twiddles[offset << (params.log_length - 1u - log_half)];
      let a = numbers[low];
      var b = numbers[low + half];
      if (params.reversed_input == 1u) {
        b = multiply_modular(b, w, params.prime, params.inverse);
        numbers[low + half] = subtract_modular(a, b, params.prime);
      } else {
        let difference = subtract_modular(a, b, params.prime);
        numbers[low + half] = multiply_modular(difference, w, params.prime, params.inverse);
      }
      numbers[low] = add_modular(a, b, params.prime);
    }
  }
  workgroupBarrier();
  for (var k = lid; k < total; k += WIDTH) {
    if (line_of(k) < present) { data[word_of(first, k)] = numbers[(line_of(k) << params.log_length) + place_of(k)]; }
  }
}
