// Extrema of balls: WGSL of their rows and slices in registers.

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** The half-lengths along x of a ball's rows, by |z|, then |y|; rows beyond it are left out. */
export type BallHalves = readonly (readonly number[])[];

/**
 * WGSL of `march(at, p, count)` for the rows of one ball: the extrema of `count` quads along z from
 * the one at `at` of the region, at `p` of the volume, on. Of each slice every row is loaded once
 * and goes, with the one on the other side, into the extremum of each of the ball's discs; a disc
 * goes into the extrema of the slices that it is as far from as it is from the ball's middle. The
 * kernel gives `row_at(y, z)`, `greater(row, row)`, `windows(row, half)` and `store(at, keys)`.
 */
export function ballMarchWgsl(halves: BallHalves): string {
  const reach = halves.length - 1;
  const last = 2 * reach;
  const disc = (z: number): string => `d${String(z)}`;
  const held = (i: number): string => `h${String(i)}`;
  const row = (y: number): string => `row_at(p.y + ${String(y)}, z)`;
  const discs = halves[0]!.flatMap((_, y) => {
    const own = halves.flatMap((disc, z) => (y < disc.length ? [{ z, half: disc[y]! }] : []));
    return [
      '{',
      `let row = ${y === 0 ? row(0) : `greater(${row(-y)}, ${row(y)})`};`,
      ...[...new Set(own.map(({ half }) => half))].map(
        (half) => `let w${String(half)} = windows(row, ${String(half)}u);`,
      ),
      ...own.map(({ z, half }) => `${disc(z)} = max(${disc(z)}, w${String(half)});`),
      '}',
    ];
  });
  return [
    'fn march(at: vec3u, p: vec3i, count: u32) {',
    ...range(last).map((i) => `var ${held(i)} = vec4u();`),
    `for (var k = 0u; k < count + ${String(last)}u; k++) {`,
    `let z = p.z + i32(k) - ${String(reach)};`,
    ...halves.map((_, z) => `var ${disc(z)} = vec4u();`),
    ...discs,
    `if (k >= ${String(last)}u) {`,
    `store(at + vec3u(0u, 0u, k - ${String(last)}u), ${last === 0 ? disc(0) : `max(${held(0)}, ${disc(reach)})`});`,
    '}',
    // What slice i is to be next holds what slice i + 1 held.
    ...range(last).map((i) => {
      const own = disc(Math.abs(reach - i - 1));
      return `${held(i)} = ${i + 1 < last ? `max(${held(i + 1)}, ${own})` : own};`;
    }),
    '}',
    '}',
  ].join('\n');
}
