// Fast Fourier transform (radix 2) of every line along an axis, in place: Σ a(j) exp(−2πi jk/n), or its inverse.
// `twiddles` holds exp(−2πi k/n) for k < n/2; n is a power of two.
struct Params { size: vec3u }
@group(0) @binding(0) var<storage, read>       twiddles: array<vec2f>;
@group(0) @binding(1) var<storage, read_write> data: array<vec2f>;
@group(0) @binding(2) var<uniform>             params: Params;
// Along x (0) or y (1) of `size` complex numbers.
override AXIS: u32;
// 1: with the other sign, and divided by the length.
override INVERSE: u32;
// Length of a line, its log2, and how many neighbouring lines a workgroup owns; powers of two.
override LENGTH: u32;
override LOG_LENGTH: u32;
override LINES: u32;

const WIDTH = 64u;
// Line by line; LENGTH · LINES.
override NUMBERS: u32;
var<workgroup> numbers: array<vec2f, NUMBERS>;

// Where number i of a workgroup's line lies in `data`.
fn place(group: u32, line: u32, i: u32) -> u32 {
  let groups = params.size[1u - AXIS] / LINES;
  let slice = group / groups;
  let across = (group - slice * groups) * LINES + line;
  let start = slice * params.size.x * params.size.y;
  return start + select(i * params.size.x + across, across * params.size.x + i, AXIS == 0u);
}

// The fastest index is that of the axis x, so that neighbours read neighbours.
fn line_of(k: u32) -> u32 { return select(k % LINES, k >> LOG_LENGTH, AXIS == 0u); }
fn number_of(k: u32) -> u32 { return select(k / LINES, k & (LENGTH - 1u), AXIS == 0u); }

// Cooley and Tukey's transform of base 2 in workgroup memory, decimated in time.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let group = wid.y * count.x + wid.x;
  // Workgroups behind the last line work on the first one and store nothing, so that barriers stay uniform.
  let inside = group < params.size[1u - AXIS] / LINES * params.size.z;
  let own = select(0u, group, inside);
  for (var k = lid; k < NUMBERS; k += WIDTH) {
    let i = number_of(k);
    let reversed = select(reverseBits(i) >> ((32u - LOG_LENGTH) & 31u), 0u, LOG_LENGTH == 0u);
    numbers[line_of(k) * LENGTH + reversed] = data[place(own, line_of(k), i)];
  }
  for (var stage = 0u; stage < LOG_LENGTH; stage++) {
    workgroupBarrier();
    let half = 1u << stage;
    for (var k = lid; k < NUMBERS / 2u; k += WIDTH) {
      let offset = k & (half - 1u);
      let first = ((k >> stage) << (stage + 1u)) + offset;
      var w = twiddles[offset * ((LENGTH / 2u) >> stage)];
      if (INVERSE == 1u) { w.y = -w.y; }
      let a = numbers[first];
      let b = numbers[first + half];
      let turned = vec2f(b.x * w.x - b.y * w.y, b.x * w.y + b.y * w.x);
      numbers[first] = a + turned;
      numbers[first + half] = a - turned;
    }
  }
  workgroupBarrier();
  if (!inside) { return; }
  let scale = select(1.0, 1.0 / f32(LENGTH), INVERSE == 1u);
  for (var k = lid; k < NUMBERS; k += WIDTH) {
    data[place(own, line_of(k), number_of(k))] = numbers[line_of(k) * LENGTH + number_of(k)] * scale;
  }
}
