import { afterAll, beforeAll, expect, test } from 'vitest';
import { Gpu, Run } from '../../src/gpu/index.js';
import { eigenvaluePlanes } from '../../src/kernels/learn/index.js';
import { Random } from '../../src/synthetic/random.js';

let gpu: Gpu;
beforeAll(async () => {
  gpu = await Gpu.open();
});
afterAll(() => {
  gpu.destroy();
});

/** Rows of a rotation: two random vectors, made perpendicular, and what is across them. */
function rotation(random: Random): number[][] {
  const draw = () => [random.normal(), random.normal(), random.normal()];
  const dot = (a: number[], b: number[]) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
  const unit = (a: number[]) => a.map((x) => x / Math.sqrt(dot(a, a)));
  const a = unit(draw());
  const other = draw();
  const b = unit(other.map((x, i) => x - dot(other, a) * a[i]!));
  const at = (i: number) => a[(i + 1) % 3]! * b[(i + 2) % 3]! - a[(i + 2) % 3]! * b[(i + 1) % 3]!;
  return [a, b, [0, 1, 2].map(at)];
}

/** Apart, twice and three times the same, nearly so, of either sign, and next to nothing. */
const SPECTRA = [
  [3, 2, 1],
  [1, 1, 0],
  [1, 0, 0],
  [1, 1, 1],
  [1, 1, 1 - 1e-7],
  [2, 1 + 1e-6, 1],
  [1, 1e-3, 1e-6],
  [1, 0, -1],
  [1, 1, -1],
  [0, 0, -1],
  [1, 1 - 1e-4, -2],
  [0, 0, 0],
] as const;

test.each([1, 1e-30, 1e30])(
  'eigenvalues of all kinds are right to six digits, times %s',
  async (size) => {
    const random = new Random(1);
    const matrices = Array.from({ length: 50 }, () => SPECTRA)
      .flat()
      .map((spectrum) => {
        const axes = rotation(random);
        const entry = (i: number, j: number) =>
          spectrum.reduce((sum, value, k) => sum + size * value * axes[k]![i]! * axes[k]![j]!, 0);
        return { spectrum, entry };
      });
    const run = new Run(gpu);
    const count = matrices.length;
    const field = (i: number, j: number) => {
      const buffer = run.alloc(4 * count, 'entries');
      run.upload(
        buffer,
        Float32Array.from(matrices, ({ entry }) => entry(i, j)),
      );
      return buffer;
    };
    const planes = run.alloc(12 * count, 'eigenvalues');
    run.dispatch(eigenvaluePlanes, {
      grids: {},
      buffers: {
        ...{ xx: field(0, 0), xy: field(0, 1), xz: field(0, 2) },
        ...{ yy: field(1, 1), yz: field(1, 2), zz: field(2, 2) },
        planes,
      },
      params: { count },
      constants: { FLAT: 0 },
      size: { invocations: count },
    });
    const found = new Float32Array(await run.read(planes));
    await run.end();
    matrices.forEach(({ spectrum }, m) => {
      const most = size * Math.max(...spectrum.map(Math.abs));
      spectrum.forEach((value, k) => {
        const error = Math.abs(found[k * count + m]! - size * value);
        expect(error, `${spectrum.join()}, ${String(k)}`).toBeLessThanOrEqual(1e-6 * most);
      });
    });
  },
);
