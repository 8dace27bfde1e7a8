import type { Axis, Vec3 } from '../../src/recipe/geometry.js';

type Direction = readonly [number, number, number];

/** The 18 directions to neighbours at faces and edges, and rest. */
const DIRECTIONS: readonly Direction[] = [-1, 0, 1]
  .flatMap((z) => [-1, 0, 1].flatMap((y) => [-1, 0, 1].map((x): Direction => [x, y, z])))
  .filter((c) => Math.abs(c[0]) + Math.abs(c[1]) + Math.abs(c[2]) < 3);

/**
 * The permeability in squares of voxels, by the same lattice Boltzmann method in f64, with two
 * arrays and whole neighbours' tables: a mirror is made by looking up the mirrored voxel. `pores`
 * must lead through; the fluid is that of a viscosity of 1/6.
 */
export function permeabilityTwin(
  pores: ArrayLike<number>,
  size: Vec3,
  axis: Axis,
  sides: 'mirrored' | 'periodic' | 'wall',
  viscosity = 1 / 6,
): number {
  const along = { x: 0, y: 1, z: 2 }[axis];
  const voxels = pores.length;
  const weights = DIRECTIONS.map(
    (c) => [1 / 3, 1 / 18, 1 / 36][(Math.hypot(...c) ** 2 + 0.1) | 0]!,
  );
  const find = (c: readonly number[]): number =>
    DIRECTIONS.findIndex((other) => other.every((v, k) => v === c[k]));
  const opposite = DIRECTIONS.map((c) => find(c.map((v) => (v === 0 ? 0 : -v))));
  /** Where one arrives from a voxel: the voxel, how it then goes, its sign; undefined at a wall. */
  const arrival = (i: number, c: readonly number[]) => {
    const p = [i % size[0], Math.floor(i / size[0]) % size[1], Math.floor(i / size[0] / size[1])];
    const [q, after] = [p.map((v, k) => v + c[k]!), [...c]];
    let sign = 1;
    for (let k = 0; k < 3; k++) {
      if (q[k]! >= 0 && q[k]! < size[k]!) continue;
      if (k !== along && sides === 'wall') return undefined;
      if (k !== along && sides === 'periodic') q[k] = (q[k]! + size[k]!) % size[k]!;
      else {
        q[k] = p[k]!;
        after[k] = c[k] === 0 ? 0 : -c[k]!;
        if (k === along) sign = -sign;
      }
    }
    const to = (q[2]! * size[1] + q[1]!) * size[0] + q[0]!;
    return pores[to] ? { to, d: find(after), sign } : undefined;
  };
  const tables = Array.from({ length: voxels }, (_, i) =>
    DIRECTIONS.map((c, d) => {
      const back = { to: i, d: opposite[d]!, sign: 1 };
      // Not between voxels that meet at an edge alone.
      const parts = [0, 1, 2].filter((k) => c[k] !== 0);
      const beside = parts.some(
        (k) =>
          arrival(
            i,
            c.map((v, j) => (j === k ? v : 0)),
          ) !== undefined,
      );
      return parts.length === 2 && !beside ? back : (arrival(i, c) ?? back);
    }),
  );
  const [even, odd] = [1 / (3 * viscosity + 0.5), 1 / (3 / 16 / (3 * viscosity) + 0.5)];
  let f = Float64Array.from({ length: voxels * 19 }, () => 0);
  for (let step = 1, last = 0; step < 100_000; step++) {
    const next = new Float64Array(f.length);
    let flow = 0;
    for (let i = 0; i < voxels; i++) {
      if (!pores[i]) continue;
      const own = f.subarray(19 * i, 19 * i + 19);
      const density = own.reduce((sum, v) => sum + v, 0);
      const u = [0, 1, 2].map((k) => own.reduce((sum, v, d) => sum + v * DIRECTIONS[d]![k]!, 0));
      u[along]! += 0.5;
      flow += u[along]!;
      DIRECTIONS.forEach((c, d) => {
        const [a, b, w] = [own[d]!, own[opposite[d]!]!, weights[d]!];
        const speed = c[0] * u[0]! + c[1] * u[1]! + c[2] * u[2]!;
        const moved =
          a -
          even * ((a + b) / 2 - w * density) -
          odd * ((a - b) / 2 - 3 * w * speed) +
          3 * w * c[along]! * (1 - odd / 2);
        const { to, d: after, sign } = tables[i]![d]!;
        next[19 * to + after] = sign * moved;
      });
    }
    f = next;
    if (step % 50 === 0) {
      if (Math.abs(flow - last) < 1e-9 * flow) return (viscosity * flow) / voxels;
      last = flow;
    }
  }
  throw new Error('The flow does not become steady.');
}
