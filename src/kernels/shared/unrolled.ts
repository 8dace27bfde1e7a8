// Unrolled convolution: WGSL of a window in registers.

/** The largest radius that filters are unrolled for: twice as many registers hold the window. */
export const MOST_UNROLLED = 16;

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

const weightLines = (radius: number): string[] =>
  range(radius + 1).map((i) => `let w${String(i)} = weights[${String(i)}];`);

/** The sum over a window, from the centre outwards in pairs; `at` names the voxel at an offset. */
function windowSum(radius: number, at: (offset: number) => string): string {
  return range(radius).reduce(
    (sum, i) => {
      const k = i + 1;
      return `(${sum} + w${String(k)} * pair(${at(-k)}, ${at(k)}))`;
    },
    `w0 * ${at(0)}`,
  );
}

/**
 * WGSL of `march(line, first, to, stride, count)` for kernels of one radius: filters `count` quads
 * along a line from index `first` on, and writes them `stride` apart from `to` on. The window goes
 * round a ring of registers, unrolled by its length, so that nothing is moved. The kernel gives
 * `quad_at` and `pair`.
 */
export function marchWgsl(radius: number): string {
  const length = 2 * radius + 1;
  const slot = (i: number): string => `r${String(((i % length) + length) % length)}`;
  const steps = range(length).flatMap((u) => [
    `${slot(2 * radius + u)} = quad_at(line, first + i32(k) + ${String(u + radius)});`,
    `if (k + ${String(u)}u < count) {`,
    `  dst[to + (k + ${String(u)}u) * stride] = ${windowSum(radius, (o) => slot(radius + u + o))};`,
    '}',
  ]);
  return [
    'fn march(line: Line, first: i32, to: u32, stride: u32, count: u32) {',
    ...weightLines(radius),
    ...range(2 * radius).map(
      (i) => `var r${String(i)} = quad_at(line, first + ${String(i - radius)});`,
    ),
    `var r${String(2 * radius)} = vec4f();`,
    `for (var k = 0u; k < count; k += ${String(length)}u) {`,
    ...steps,
    '}',
    '}',
  ].join('\n');
}

/** Voxels of an {@link rowWgsl} step. */
const STEP = 8;

/**
 * WGSL of `filter_row(row, first, to, count)` for kernels of one radius: filters `count` times
 * eight voxels of a row from the eight of index `first` on, and writes them as pairs of quads from
 * quad `to` on. The kernel gives `eight_at` and `pair`.
 */
export function rowWgsl(radius: number): string {
  const reach = Math.ceil(radius / STEP);
  const last = 2 * reach;
  const quad = (i: number): string => `e${String(i >> 1)}.${i % 2 === 0 ? 'low' : 'high'}`;
  // Four voxels from voxel i of the window on.
  const four = (i: number): string => {
    const [a, b] = [quad(i >> 2), quad((i >> 2) + 1)];
    return [a, `vec4f(${a}.yzw, ${b}.x)`, `vec4f(${a}.zw, ${b}.xy)`, `vec4f(${a}.w, ${b}.xyz)`][
      i & 3
    ]!;
  };
  const sum = (from: number): string => windowSum(radius, (o) => four(STEP * reach + from + o));
  return [
    'fn filter_row(row: Row, first: i32, to: u32, count: u32) {',
    ...weightLines(radius),
    ...range(last).map((i) => `var e${String(i)} = eight_at(row, first + ${String(i - reach)});`),
    'for (var k = 0u; k < count; k++) {',
    `let e${String(last)} = eight_at(row, first + i32(k) + ${String(reach)});`,
    `dst[to + 2u * k] = ${sum(0)};`,
    `dst[to + 2u * k + 1u] = ${sum(4)};`,
    ...range(last).map((i) => `e${String(i)} = e${String(i + 1)};`),
    '}',
    '}',
  ].join('\n');
}
