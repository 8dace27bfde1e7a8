// Fast Fourier transforms of lines of LENGTH = 2^LOG_LENGTH complex numbers in workgroup memory (J. W. Cooley, J. W.
// Tukey, Math. Comp. 19 (1965) 297): Σ a(j) exp(−2πi jk/n) where the kernel's constant SIGN is 1, its inverse times n
// where it is −1. Of the kernel it uses LENGTH, LOG_LENGTH, LINES, NUMBERS (LENGTH times LINES), WIDTH (its
// invocations), `twiddles`, exp(−2πi k/n) for k < n/2, and ACROSS: whether neighbouring lines lie side by side in
// memory. The first stages take their numbers from `load_number`, and the last ones give them to `store_number`, by the
// kernel's `Place`, a line and an index: what passes through workgroup memory is what stages cost.

var<workgroup> numbers: array<vec2f, NUMBERS>;

struct Eight { a: vec2f, b: vec2f, c: vec2f, d: vec2f, e: vec2f, f: vec2f, g: vec2f, h: vec2f }

// Where number i of a line is kept: invocations that are neighbours have neighbours.
fn word_of(line: u32, i: u32) -> u32 {
  if (ACROSS) { return i * LINES + line; }
  return line * LENGTH + i;
}

// The line of butterfly k, and its number there, of `count` in a line.
fn butterfly_of(k: u32, count: u32) -> vec2u {
  if (ACROSS) { return vec2u(k % LINES, k / LINES); }
  return vec2u(k / count, k % count);
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

// Three stages: eight numbers in the order of their reversed bits, with the root of the last of the stages. Squares of
// a root cost less than to load them.
fn eight_points(x: Eight, w8: vec2f) -> Eight {
  let w4 = times(w8, w8);
  let w2 = times(w4, w4);
  let b = times(x.b, w2);
  let d = times(x.d, w2);
  let f = times(x.f, w2);
  let h = times(x.h, w2);
  let w4_turned = quarter(w4);
  let y0 = x.a + b;
  let y1 = x.a - b;
  let y2 = times(x.c + d, w4);
  let y3 = times(x.c - d, w4_turned);
  let y4 = x.e + f;
  let y5 = x.e - f;
  let y6 = times(x.g + h, w4);
  let y7 = times(x.g - h, w4_turned);
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
  return Eight(z0 + z4, z1 + z5, z2 + z6, z3 + z7, z0 - z4, z1 - z5, z2 - z6, z3 - z7);
}

// A number after the first stages: where there are no others it is a result.
fn put_first(place: Place, line: u32, i: u32, number: vec2f) {
  if (LOG_LENGTH <= 3u) { store_number(place, line, i, number); } else { numbers[word_of(line, i)] = number; }
}

// The first stages of butterfly q: numbers that are n apart, four or two at a time where the stages are no multiple of
// three. They go where decimation in time starts from, indices with their bits reversed.
fn first_stages(place: Place, lid: u32) {
  let stages = (LOG_LENGTH + 2u) % 3u + 1u;
  let n = LENGTH >> stages;
  for (var k = lid; k < (NUMBERS >> stages); k += WIDTH) {
    let own = butterfly_of(k, n);
    let line = own.x;
    let q = own.y;
    let to = ((reverseBits(q) >> (31u - (LOG_LENGTH - stages))) >> 1u) << stages;
    let a = load_number(place, line, q);
    if (stages == 1u) {
      let b = load_number(place, line, q + n);
      put_first(place, line, to, a + b);
      put_first(place, line, to + 1u, a - b);
      continue;
    }
    if (stages == 2u) {
      let b = load_number(place, line, q + 2u * n);
      let c = load_number(place, line, q + n);
      let d = load_number(place, line, q + 3u * n);
      put_first(place, line, to, (a + b) + (c + d));
      put_first(place, line, to + 1u, (a - b) + quarter(c - d));
      put_first(place, line, to + 2u, (a + b) - (c + d));
      put_first(place, line, to + 3u, (a - b) - quarter(c - d));
      continue;
    }
    let x = Eight(a, load_number(place, line, q + 4u * n), load_number(place, line, q + 2u * n),
      load_number(place, line, q + 6u * n), load_number(place, line, q + n), load_number(place, line, q + 5u * n),
      load_number(place, line, q + 3u * n), load_number(place, line, q + 7u * n));
    let z = eight_points(x, vec2f(1.0, 0.0));
    put_first(place, line, to, z.a);
    put_first(place, line, to + 1u, z.b);
    put_first(place, line, to + 2u, z.c);
    put_first(place, line, to + 3u, z.d);
    put_first(place, line, to + 4u, z.e);
    put_first(place, line, to + 5u, z.f);
    put_first(place, line, to + 6u, z.g);
    put_first(place, line, to + 7u, z.h);
  }
}

// Eight numbers of a line, `step` apart, after three stages more.
fn three_stages(line: u32, first: u32, offset: u32, step: u32) -> Eight {
  let x = Eight(numbers[word_of(line, first)], numbers[word_of(line, first + step)],
    numbers[word_of(line, first + 2u * step)], numbers[word_of(line, first + 3u * step)],
    numbers[word_of(line, first + 4u * step)], numbers[word_of(line, first + 5u * step)],
    numbers[word_of(line, first + 6u * step)], numbers[word_of(line, first + 7u * step)]);
  return eight_points(x, root(offset, 8u * step));
}

fn inner_stages(stage: u32, lid: u32) {
  let step = 1u << stage;
  for (var k = lid; k < NUMBERS / 8u; k += WIDTH) {
    let own = butterfly_of(k, LENGTH / 8u);
    let line = own.x;
    let offset = own.y & (step - 1u);
    let first = ((own.y >> stage) << (stage + 3u)) + offset;
    let z = three_stages(line, first, offset, step);
    numbers[word_of(line, first)] = z.a;
    numbers[word_of(line, first + step)] = z.b;
    numbers[word_of(line, first + 2u * step)] = z.c;
    numbers[word_of(line, first + 3u * step)] = z.d;
    numbers[word_of(line, first + 4u * step)] = z.e;
    numbers[word_of(line, first + 5u * step)] = z.f;
    numbers[word_of(line, first + 6u * step)] = z.g;
    numbers[word_of(line, first + 7u * step)] = z.h;
  }
}

fn last_stages(place: Place, lid: u32) {
  let step = LENGTH / 8u;
  for (var k = lid; k < NUMBERS / 8u; k += WIDTH) {
    let own = butterfly_of(k, step);
    let z = three_stages(own.x, own.y, own.y, step);
    store_number(place, own.x, own.y, z.a);
    store_number(place, own.x, own.y + step, z.b);
    store_number(place, own.x, own.y + 2u * step, z.c);
    store_number(place, own.x, own.y + 3u * step, z.d);
    store_number(place, own.x, own.y + 4u * step, z.e);
    store_number(place, own.x, own.y + 5u * step, z.f);
    store_number(place, own.x, own.y + 6u * step, z.g);
    store_number(place, own.x, own.y + 7u * step, z.h);
  }
}

// To be called by all. Every number is loaded once and stored once. Where it is stored, `numbers` may be written in its
// place: its invocation has read all that it stores to. Who reads them afterwards waits at a barrier first.
fn transform_lines(place: Place, lid: u32) {
  first_stages(place, lid);
  if (LOG_LENGTH <= 3u) { return; }
  if (LOG_LENGTH > 6u) {
    for (var stage = (LOG_LENGTH + 2u) % 3u + 1u; stage + 3u < LOG_LENGTH; stage += 3u) {
      workgroupBarrier();
      inner_stages(stage, lid);
    }
  }
  workgroupBarrier();
  last_stages(place, lid);
}
