// Number-theoretic transform: WGSL of its mixed-radix passes (butterflies), written for a length.
import { fraction, powersOfRoot, type Factor, PRIME } from './modular_numbers.js';
import {
  digitsOf,
  factorsOf,
  passesOf,
  type ModularPass,
  type ModularPlan,
} from './modular_plan.js';

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const u = (n: number): string => `${String(n)}u`;
const v = (i: number): string => `v${String(i)}`;

const multiply = (value: string, [factor, quotient]: Factor): string =>
  factor === 1 ? value : `multiply_by(${value}, ${u(factor)}, ${u(quotient)})`;

const plus = (a: Factor, b: Factor, sign: 1 | -1, divisor: number): Factor =>
  fraction((a[0] + sign * b[0]) % PRIME, divisor);

/** Sums of three numbers with the powers of a cube root of unity: w² = −1 − w. */
function three(x: readonly number[], root: Factor): string[] {
  const [a, b, c] = x.map(v);
  return [
    '{',
    `let turned = ${multiply(`subtract_loosely(${b!}, ${c!})`, root)};`,
    `let first = subtract_modular(${a!}, ${c!});`,
    `let second = subtract_modular(${a!}, ${b!});`,
    `${a!} = add_modular(add_modular(${a!}, ${b!}), ${c!});`,
    `${b!} = add_modular(first, turned);`,
    `${c!} = subtract_modular(second, turned);`,
    '}',
  ];
}

/**
 * Sums of five numbers with the powers of a fifth root of unity, from sums and differences of
 * opposite ones (Winograd).
 */
function five(x: readonly number[], powers: readonly Factor[]): string[] {
  const [a, b, c, d, e] = x.map(v) as [string, string, string, string, string];
  const even = [plus(powers[1]!, powers[4]!, 1, 2), plus(powers[2]!, powers[3]!, 1, 2)] as const;
  const odd = [plus(powers[1]!, powers[4]!, -1, 2), plus(powers[2]!, powers[3]!, -1, 2)] as const;
  return [
    '{',
    `let s1 = add_modular(${b}, ${e});`,
    `let s2 = add_modular(${c}, ${d});`,
    `let d1 = subtract_modular(${b}, ${e});`,
    `let d2 = subtract_modular(${c}, ${d});`,
    `let sum = add_modular(s1, s2);`,
    `let middle = add_modular(${a}, ${multiply('sum', fraction(-1, 4))});`,
    `let apart = ${multiply('subtract_loosely(s1, s2)', plus(even[0], even[1], -1, 2))};`,
    `let near = add_modular(middle, apart);`,
    `let far = subtract_modular(middle, apart);`,
    `let both = ${multiply('add_modular(d1, d2)', odd[0])};`,
    `let t1 = subtract_modular(both, ${multiply('d2', plus(odd[0], odd[1], -1, 1))});`,
    `let t2 = subtract_modular(${multiply('d1', plus(odd[1], odd[0], 1, 1))}, both);`,
    `${a} = add_modular(${a}, sum);`,
    `${b} = add_modular(near, t1);`,
    `${e} = subtract_modular(near, t1);`,
    `${c} = add_modular(far, t2);`,
    `${d} = subtract_modular(far, t2);`,
    '}',
  ];
}

/**
 * Transforms the numbers v0, v1, … in registers; the inverse takes the order that the forward one
 * leaves.
 */
function butterflies(radix: number, inverse: boolean): string[] {
  let span = radix;
  const stages = factorsOf(radix).map((factor) => {
    const [size, stride] = [span, span / factor];
    span = stride;
    const powers = powersOfRoot(size, inverse);
    const own = powersOfRoot(factor, inverse);
    return range(radix / size).flatMap((group) =>
      range(stride).flatMap((place) => {
        const x = range(factor).map((i) => group * size + place + stride * i);
        const turn = (j: number): Factor => powers[(j * place) % size]!;
        if (factor === 2) {
          const [a, b] = [v(x[0]!), v(x[1]!)];
          const trivial = place === 0;
          if (inverse)
            return [
              '{',
              `let other = ${multiply(b, turn(1))};`,
              `${b} = subtract_modular(${a}, other);`,
              `${a} = add_modular(${a}, other);`,
              '}',
            ];
          const difference = `${trivial ? 'subtract_modular' : 'subtract_loosely'}(${a}, ${b})`;
          return [
            '{',
            `let other = ${multiply(difference, turn(1))};`,
            `${a} = add_modular(${a}, ${b});`,
            `${b} = other;`,
            '}',
          ];
        }
        const sums = factor === 3 ? three(x, own[1]!) : five(x, own);
        const turns = x.flatMap((at, j) =>
          turn(j)[0] === 1 ? [] : [`${v(at)} = ${multiply(v(at), turn(j))};`],
        );
        return inverse ? [...turns, ...sums] : [...sums, ...turns];
      }),
    );
  });
  return (inverse ? stages.reverse() : stages).flat();
}

/** Multiplies by the roots between a pass and the next: two in a vector of the table. */
function twiddles({ radix, stride, roots }: ModularPass): string[] {
  if (stride === 1) return [];
  return range(Math.ceil((radix - 1) / 2)).flatMap((i) => {
    const w = `w${String(i)}`;
    return [
      `let ${w} = twiddles[${u(roots + i * stride)} + inner];`,
      ...[1, 2].flatMap((k) => {
        const at = 2 * i + k;
        const pair = k === 1 ? `${w}.x, ${w}.y` : `${w}.z, ${w}.w`;
        return at < radix ? [`${v(at)} = multiply_by(${v(at)}, ${pair});`] : [];
      }),
    ];
  });
}

/** The roots between passes of a plan, as `twiddles` reads them. */
export function modularRoots(plan: ModularPlan, inverse: boolean): Uint32Array<ArrayBuffer> {
  const words: number[] = [];
  for (const { radix, stride } of passesOf(plan)) {
    if (stride === 1) continue;
    const powers = powersOfRoot(radix * stride, inverse);
    const digits = digitsOf(radix);
    for (let i = 1; i < radix; i += 2)
      for (let inner = 0; inner < stride; inner += 1)
        for (const at of [i, i + 1])
          words.push(...powers[((digits[at] ?? 0) * inner) % powers.length]!);
  }
  // A binding is never empty.
  return Uint32Array.from(words.length === 0 ? [0, 0, 0, 0] : words);
}

/** How a kernel of {@link modularPasses} reads and writes. */
export interface PassAccess {
  /**
   * Whether neighbouring invocations work on neighbouring lines, or on neighbouring places of a
   * line.
   */
  readonly neighbours: 'lines' | 'places';
  /**
   * Whether places are read, and written, by fours that begin at a multiple of four, in the pass
   * that has them together.
   */
  readonly fours: boolean;
  /** Whether what is read are bits of a word: `load_bits(line, word, bit)`. */
  readonly bits?: boolean;
}

/**
 * WGSL of `transform(lid)`, for 64 invocations: the transform of `VECTORS` vectors of lines, an
 * invocation taking as many numbers of a line as the radix of a pass, all in registers. Between
 * passes they lie in memory of the workgroup. The forward transform leaves frequencies in an order
 * that the inverse takes: digit by digit, those of the odd factor first, then bits reversed. The
 * kernel gives `twiddles`, `load(line, place)` or `load_four` or `load_bits`, and
 * `store(line, place, numbers)` or `store_four`.
 */
export function modularPasses(plan: ModularPlan, inverse: boolean, access: PassAccess): string {
  const { length, vectors } = plan;
  const passes = inverse ? passesOf(plan).reverse() : passesOf(plan);
  const last = passes.length - 1;
  const slot = (place: string): string =>
    access.neighbours === 'lines'
      ? `(${place}) * ${u(vectors)} + line`
      : `line * ${u(length)} + ${place}`;
  const input = ({ stride, radix }: ModularPass, step: number): string[] => {
    const place = (i: number): string => `place + ${u(i * stride)}`;
    if (step > 0) return range(radix).map((i) => `var ${v(i)} = numbers[${slot(place(i))}];`);
    if (access.bits === true)
      return range(radix).map((i) => {
        const at = i * stride;
        const [word, bit] =
          stride < 32
            ? [u(at >> 5), `place + ${u(at & 31)}`]
            : [`(place >> 5u) + ${u(at >> 5)}`, 'place & 31u'];
        return `var ${v(i)} = load_bits(line, ${word}, ${bit});`;
      });
    if (access.fours && inverse)
      return range(radix / 4).flatMap((i) => [
        `let four${String(i)} = load_four(line, place + ${u(4 * i)});`,
        ...['a', 'b', 'c', 'd'].map(
          (field, k) => `var ${v(4 * i + k)} = four${String(i)}.${field};`,
        ),
      ]);
    return range(radix).map((i) => `var ${v(i)} = load(line, ${place(i)});`);
  };
  const output = ({ stride, radix }: ModularPass, step: number): string[] => {
    const place = (i: number): string => `place + ${u(i * stride)}`;
    if (step < last) return range(radix).map((i) => `numbers[${slot(place(i))}] = ${v(i)};`);
    if (access.fours && !inverse)
      return range(radix / 4).map(
        (i) =>
          `store_four(line, place + ${u(4 * i)}, Four(${range(4)
            .map((k) => v(4 * i + k))
            .join(', ')}));`,
      );
    return range(radix).map((i) => `store(line, ${place(i)}, ${v(i)});`);
  };
  const body = passes.flatMap((pass, step) => {
    const { radix, stride } = pass;
    const turns = twiddles(pass);
    const tasks = length / radix;
    const [line, task] =
      access.neighbours === 'lines'
        ? [`t % ${u(vectors)}`, `t / ${u(vectors)}`]
        : [`t / ${u(tasks)}`, `t % ${u(tasks)}`];
    return [
      ...(step > 0 ? ['workgroupBarrier();'] : []),
      `for (var t = lid; t < ${u(tasks * vectors)}; t += 64u) {`,
      `let line = ${line};`,
      `let task = ${task};`,
      `let inner = task % ${u(stride)};`,
      `let place = task / ${u(stride)} * ${u(radix * stride)} + inner;`,
      ...input(pass, step),
      ...(inverse ? turns : []),
      ...butterflies(radix, inverse),
      ...(inverse ? [] : turns),
      ...output(pass, step),
      '}',
    ];
  });
  return [
    ...(last > 0 ? [`var<workgroup> numbers: array<Numbers, ${u(length * vectors)}>;`] : []),
    'fn transform(lid: u32) {',
    ...body,
    '}',
  ].join('\n');
}

/**
 * WGSL of a plan: its constants, vectors of `Numbers` of as many lines, and four of these from four
 * numbers of each line.
 */
export function planWgsl({ length, block, lanes, vectors }: ModularPlan): string {
  const rows = ['p', 'q', 'r', 's'].slice(0, lanes);
  const across = ['x', 'y', 'z', 'w'].map(
    (at) => `Numbers(${rows.map((row) => `${row}.${at}`).join(', ')})`,
  );
  return [
    `alias Numbers = vec${String(lanes)}u;`,
    `const LENGTH = ${u(length)};`,
    `const BLOCK = ${u(block)};`,
    `const LANES = ${u(lanes)};`,
    `const VECTORS = ${u(vectors)};`,
    'struct Four { a: Numbers, b: Numbers, c: Numbers, d: Numbers }',
    'fn four_across(p: vec4u, q: vec4u, r: vec4u, s: vec4u) -> Four {',
    `return Four(${across.join(', ')});`,
    '}',
  ].join('\n');
}
