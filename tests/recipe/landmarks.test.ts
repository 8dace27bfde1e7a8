import { describe, expect, test } from 'vitest';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { landmarks, type LandmarkPair } from '../../src/recipe/landmarks.js';
import { rigid, similarity } from '../../src/recipe/simple_transforms.js';
import { apply, isRigid, type Transform } from '../../src/recipe/transform.js';
import { Random } from '../../src/synthetic/random.js';

/** Points in a box of 100, and where a transform takes them, off by a normal error. */
function pairsOf(truth: Transform, count: number, error: number, seed = 1): LandmarkPair[] {
  const random = new Random(seed);
  return Array.from({ length: count }, () => {
    const fixed: Vec3 = [100 * random.uniform(), 100 * random.uniform(), 100 * random.uniform()];
    const [x, y, z] = apply(truth, fixed);
    return {
      fixed,
      moving: [
        x + error * random.normal(),
        y + error * random.normal(),
        z + error * random.normal(),
      ] as const,
    };
  });
}

const TURN = { axis: [1, -2, 3], angle: 2.9 } as const;
const RIGID = rigid({ rotation: TURN, translation: [300, -20, 7] });
const SIMILAR = similarity({ scale: 0.125, rotation: TURN, translation: [300, -20, 7] });

describe('landmarks', () => {
  test('give back the transform that moved them', () => {
    const fit = landmarks(pairsOf(RIGID, 4, 0));
    fit.transform.matrix.forEach((n, i) => {
      expect(n).toBeCloseTo(RIGID.matrix[i]!, 9);
    });
    expect(isRigid(fit.transform)).toBe(true);
    expect(fit.rms).toBeLessThan(1e-10);
    expect(fit.leaveOneOut).toBeLessThan(1e-10);
  });

  test('give back the scale', () => {
    const { transform } = landmarks(pairsOf(SIMILAR, 3, 0), { model: 'similarity' });
    transform.matrix.forEach((n, i) => {
      expect(n).toBeCloseTo(SIMILAR.matrix[i]!, 9);
    });
  });

  test('in a plane and mirrored give no mirror image', () => {
    const flat: LandmarkPair[] = [
      { fixed: [0, 0, 0], moving: [0, 0, 0] },
      { fixed: [4, 0, 0], moving: [-4, 0, 0] },
      { fixed: [0, 3, 0], moving: [0, 3, 0] },
      { fixed: [0, 0, 2], moving: [0, 0, 2] },
    ];
    const { transform, rms } = landmarks(flat);
    expect(isRigid(transform)).toBe(true);
    expect(rms).toBeGreaterThan(0.5);
  });

  test('have residuals of the size of their error, and larger ones where they are left out', () => {
    const square = (of: (fit: ReturnType<typeof landmarks>) => number): number => {
      const fits = Array.from({ length: 40 }, (_, i) => landmarks(pairsOf(RIGID, 6, 0.5, i + 1)));
      return fits.reduce((sum, fit) => sum + of(fit) ** 2, 0) / fits.length;
    };
    // 18 numbers less 6 parameters: σ² · 3 · (1 − 6 / 18).
    expect(square(({ rms }) => rms)).toBeGreaterThan(0.4);
    expect(square(({ rms }) => rms)).toBeLessThan(0.6);
    expect(square(({ leaveOneOut }) => leaveOneOut!)).toBeGreaterThan(0.9);
    expect(landmarks(pairsOf(RIGID, 3, 0.5)).leaveOneOut).toBe(null);
  });

  test('on a line, too few, or no numbers are refused', () => {
    const line = [0, 1, 5].map((i) => ({ fixed: [i, i, 0], moving: [i, 0, 0] }) as const);
    expect(() => landmarks(line)).toThrow(/do not lie on one line/);
    expect(() => landmarks(line.slice(1))).toThrow(/at least 3/);
    expect(() => landmarks([...line, { fixed: [NaN, 0, 0], moving: [0, 0, 0] }])).toThrow(
      /finite numbers/,
    );
  });
});
