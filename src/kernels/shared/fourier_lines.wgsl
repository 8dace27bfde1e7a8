// Fast Fourier transforms of lines of LENGTH = 2^LOG_LENGTH complex numbers in workgroup memory (J. W. Cooley, J. W.
// Tukey, Math. Comp. 19 (1965) 297): Σ a(j) exp(−2πi jk/n) where the kernel's constant SIGN is 1, its inverse times n
// where it is −1. Of the kernel it uses LENGTH, LOG_LENGTH, WIDTH (its invocations), NUMBERS (LENGTH times its lines)
// and `twiddles`, exp(−2πi k/n) for k < n/2.

// Line by line.
var<workgroup> numbers: array<vec2f, NUMBERS>;

// Where number i of a line is put: decimation in time starts from indices with their bits reversed.
fn place_of(line: u32, i: u32) -> u32 {
  return line * LENGTH + (reverseBits(i) >> (32u - LOG_LENGTH));
}

fn times(a: vec2f, b: vec2f) -> vec2f {
  return vec2f(a.x * b.x - a.y * b.y, a.x * b.y + a.y * b.x);
}

// Turned by a quarter: times exp(∓2πi/4).
fn quarter(a: vec2f) -> vec2f { return SIGN * vec2f(a.y, -a.x); }

// exp(∓2πi offset / size) of a butterfly over `size` numbers.
fn root(offset: u32, size: u32) -> vec2f {
  let w = twiddles[offset * (LENGTH / size)];
  return vec2f(w.x, SIGN * w.y);
}

// One stage: sums and differences of pairs.
fn one_stage(stage: u32, lid: u32) {
  let half = 1u << stage;
  for (var k = lid; k < NUMBERS / 2u; k += WIDTH) {
    let offset = k & (half - 1u);
    let first = ((k >> stage) << (stage + 1u)) + offset;
    let a = numbers[first];
    let b = times(numbers[first + half], root(offset, 2u * half));
    numbers[first] = a + b;
    numbers[first + half] = a - b;
  }
}

// Three stages at once, of eight numbers in registers: workgroup memory is what stages cost.
fn three_stages(stage: u32, lid: u32) {
  let step = 1u << stage;
  for (var k = lid; k < NUMBERS / 8u; k += WIDTH) {
    let offset = k & (step - 1u);
    let first = ((k >> stage) << (stage + 3u)) + offset;
    let w2 = root(offset, 2u * step);
    let w4 = root(offset, 4u * step);
    let w8 = root(offset, 8u * step);
    let x0 = numbers[first];
    let x1 = times(numbers[first + step], w2);
    let x2 = numbers[first + 2u * step];
    let x3 = times(numbers[first + 3u * step], w2);
    let x4 = numbers[first + 4u * step];
    let x5 = times(numbers[first + 5u * step], w2);
    let x6 = numbers[first + 6u * step];
    let x7 = times(numbers[first + 7u * step], w2);
    let w4_turned = quarter(w4);
    let y0 = x0 + x1;
    let y1 = x0 - x1;
    let y2 = times(x2 + x3, w4);
    let y3 = times(x2 - x3, w4_turned);
    let y4 = x4 + x5;
    let y5 = x4 - x5;
    let y6 = times(x6 + x7, w4);
    let y7 = times(x6 - x7, w4_turned);
    // An eighth of a turn more than w8.
    let w8_on = times(w8, vec2f(0.70710678, -SIGN * 0.70710678));
    let z4 = times(y4 + y6, w8);
    let z5 = times(y5 + y7, w8_on);
    let z6 = times(y4 - y6, quarter(w8));
    let z7 = times(y5 - y7, quarter(w8_on));
    let z0 = y0 + y2;
    let z1 = y1 + y3;
    let z2 = y0 - y2;
    let z3 = y1 - y3;
    numbers[first] = z0 + z4;
    numbers[first + step] = z1 + z5;
    numbers[first + 2u * step] = z2 + z6;
    numbers[first + 3u * step] = z3 + z7;
    numbers[first + 4u * step] = z0 - z4;
    numbers[first + 5u * step] = z1 - z5;
    numbers[first + 6u * step] = z2 - z6;
    numbers[first + 7u * step] = z3 - z7;
  }
}

// To be called by all once the numbers are in their places; they may be read when it returns.
fn transform_lines(lid: u32) {
  var stage = 0u;
  for (; stage < LOG_LENGTH % 3u; stage++) {
    workgroupBarrier();
    one_stage(stage, lid);
  }
  for (; stage < LOG_LENGTH; stage += 3u) {
    workgroupBarrier();
    three_stages(stage, lid);
  }
  workgroupBarrier();
}
