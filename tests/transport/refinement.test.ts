import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import type { Lab, Phases, VoxmetryError } from '../../src/index.js';
import { Stall, unreachable } from '../../src/transport/refinement.gpu.js';

// Layers across the current. A layer's voxels are all alike, so that what their potential is
// rounded by is the same in all of a plane, and does not average out: of the potential alone, the
// currents of planes would differ by some 10⁻⁴.

let lab: Lab;
beforeAll(async () => {
  lab = await openEngine();
});
afterAll(() => lab.dispose());

/** Two layers of n/2 voxels each. */
async function layers(n: number): Promise<Phases> {
  const data = new Uint8Array(16 * n).map((_, i) => (i < 8 * n ? 1 : 2));
  const scan = await lab.open({ data, size: [4, 4, n] });
  return scan.toPhases({ a: 1, b: 2 });
}

describe('layers in series', () => {
  test.each([
    [256, 0.1],
    [1024, 0.1],
    [2048, 0.1],
    [1024, 1e-3],
  ])('%i voxels, coefficients 1 and %f, reach a tolerance of 10⁻⁴', async (n, ratio) => {
    const phases = await layers(n);
    const coefficients = { a: 1, b: ratio };
    const options = { axis: 'z', coefficients, tolerance: 1e-4 } as const;
    const { relative, fluxSpread, iterations } = await phases.conductivity(options);
    const exact = (2 * ratio) / (1 + ratio);
    expect(Math.abs(relative / exact - 1)).toBeLessThan(1e-4);
    expect(fluxSpread).toBeLessThan(1e-4);
    expect(iterations).toBeLessThan(60);
  });

  test('the potential is the sum of its parts', async () => {
    const n = 1024;
    const phases = await layers(n);
    const coefficients = { a: 1, b: 0.1 };
    const options = { axis: 'z', coefficients, tolerance: 1e-4 } as const;
    const { data } = await phases.concentration(options).read();
    for (let z = 0; z < n; z += 37) {
      // Resistance in half voxels up to the centre of a voxel, over all of it.
      const before = z < n / 2 ? 2 * z + 1 : n + 10 * (2 * (z - n / 2) + 1);
      expect(data[16 * z]).toBeCloseTo(1 - before / (11 * n), 5);
    }
  });

  const failure = async (phases: Phases, ratio: number): Promise<unknown> => {
    const coefficients = { a: 1, b: ratio };
    try {
      return await phases.conductivity({ axis: 'z', coefficients, tolerance: 1e-4 });
    } catch (error) {
      return error;
    }
  };

  test('where a tolerance cannot be reached, the one that is offered can', async () => {
    const phases = await layers(512);
    const error = await failure(phases, 1e-6);
    expect(error).toMatchObject({
      code: 'limit',
      message: expect.stringMatching(/all of it rounding in f32, .*A tolerance of 0\.00/) as string,
    });
    const { reachable: tolerance } = (error as VoxmetryError).details as { reachable: number };
    expect(tolerance).toBeLessThan(0.02);
    const coefficients = { a: 1, b: 1e-6 };
    const { relative } = await phases.conductivity({ axis: 'z', coefficients, tolerance });
    expect(Math.abs(relative / (2e-6 / (1 + 1e-6)) - 1)).toBeLessThan(tolerance);
  });

  test('where none can be reached, it says so instead of asking for iterations', async () => {
    expect(await failure(await layers(1024), 1e-13)).toMatchObject({
      code: 'limit',
      message: expect.stringMatching(/No tolerance that is allowed can be reached/) as string,
      details: { reachable: undefined },
    });
  });
});

test('a stall is told from slow convergence', () => {
  const state = (energy: number, fluxSpread: number) => ({ energy, seen: { energy, fluxSpread } });
  const stall = new Stall(1e-4);
  let energy = 1;
  let spread = 0.5;
  // The spread falls with the root of the energy.
  for (let i = 0; i < 12; i += 1) {
    stall.note(i, state(energy, spread));
    expect([stall.isRounding, stall.isIdle]).toEqual([false, false]);
    energy /= 4;
    spread /= 2;
  }
  // It stays, while the energy falls on.
  const least = spread;
  for (let i = 12; i < 20; i += 1) {
    stall.note(i, state(energy, least * (1 + 0.1 * (i % 2))));
    energy /= 4;
  }
  expect(stall.isRounding).toBe(true);
  expect(stall.best).toBe(least);
  // Within the tolerance, nothing is to be done about the currents.
  const fine = new Stall(1);
  fine.note(0, state(1, 0.5));
  fine.note(1, state(1e-9, 0.5));
  expect(fine.isRounding).toBe(false);
  // The energy stays.
  stall.restart(20);
  for (let i = 20; i < 45; i += 1) stall.note(i, state(1, 0.5));
  expect([stall.isRounding, stall.isIdle]).toEqual([false, true]);
});

test('the error offers a tolerance above the spread, or other coefficients', () => {
  const message = (best: number): string =>
    unreachable('conductivity', { iterations: 30, tolerance: 1e-4, best }).message;
  expect(message(1.34e-4)).toBe(
    'conductivity: after 30 iterations the currents of planes spread by 0.000134, all of it rounding in f32, more than the tolerance, 0.0001. A tolerance of 0.00041 can be reached; more iterations change nothing.',
  );
  expect(message(0.2)).toMatch(/No tolerance that is allowed can be reached; coefficients/);
});
