import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Axis } from 'voxmetry';
import { nearestVoxel, voxelCentre, type Place } from '../../ui/views/axes.js';
import {
  fittingUnits,
  middleOf,
  panned,
  pixelIn,
  positionIn,
  zoomed,
  type Framed,
} from '../../ui/views/framing.js';
import { Latest } from '../../ui/views/latest.js';
import { scaleBar } from '../../ui/views/scale_bar.js';
import { draggedWindow, stepped, WheelSteps } from '../../ui/views/slice_motion.js';

const place: Place = {
  size: [40, 30, 20],
  spacing: [0.5, 0.25, 2],
  origin: [10, -3, 0.7],
  unit: 'µm',
};
const axes = fc.constantFrom<Axis>('x', 'y', 'z');
const part = fc.double({ min: 0, max: 1, noNaN: true });

function framed(axis: Axis): Framed {
  const area = [320, 200] as const;
  return {
    ...{ axis, place, area, index: 4, centre: middleOf(place) },
    unitsPerPixel: fittingUnits(place, axis, area),
  };
}

describe('framing', () => {
  test('pixels and positions are each other’s inverse', () => {
    fc.assert(
      fc.property(axes, part, part, (axis, u, v) => {
        const at = [u * 320, v * 200] as const;
        const back = pixelIn(framed(axis), positionIn(framed(axis), at));
        expect(back[0]).toBeCloseTo(at[0], 9);
        expect(back[1]).toBeCloseTo(at[1], 9);
      }),
    );
  });

  test('what fits shows the outer faces of the outermost voxels', () => {
    for (const axis of ['x', 'y', 'z'] as const) {
      const [first, last] = [
        voxelCentre(place, [0, 0, 0]).map((n, i) => n - place.spacing[i]! / 2),
        voxelCentre(place, [39, 29, 19]).map((n, i) => n + place.spacing[i]! / 2),
      ] as unknown as [[number, number, number], [number, number, number]];
      const [a, b] = [pixelIn(framed(axis), first), pixelIn(framed(axis), last)];
      expect(Math.max((b[0] - a[0]) / 320, (b[1] - a[1]) / 200)).toBeCloseTo(1, 9);
    }
  });

  test('zoom keeps the position at its point, however far it is limited', () => {
    fc.assert(
      fc.property(
        axes,
        part,
        part,
        fc.double({ min: 1e-4, max: 1e4, noNaN: true }),
        (axis, u, v, by) => {
          const before = framed(axis);
          const at = [u * 320, v * 200] as const;
          const after = { ...before, ...zoomed(before, by, at) };
          const [p, q] = [positionIn(before, at), positionIn(after, at)];
          p.forEach((n, i) => {
            expect(q[i]).toBeCloseTo(n, 7);
          });
          expect(after.unitsPerPixel).toBeGreaterThan(0.25 / 129);
        },
      ),
    );
  });

  test('pan moves the picture by as many pixels', () => {
    const before = framed('y');
    const after = { ...before, ...panned(before, [13, -7]) };
    const seen = positionIn(before, [50, 60]);
    expect(pixelIn(after, seen)[0]).toBeCloseTo(63, 9);
    expect(pixelIn(after, seen)[1]).toBeCloseTo(53, 9);
  });
});

test('scale bars are 1, 2 or 5 times a power of ten, the longest that has room', () => {
  fc.assert(
    fc.property(fc.double({ min: -9, max: 9, noNaN: true }), (power) => {
      const unitsPerPixel = 10 ** power;
      const { length, pixels } = scaleBar(unitsPerPixel, 150);
      expect(pixels).toBeLessThanOrEqual(150 + 1e-9);
      expect(pixels * unitsPerPixel).toBeCloseTo(length, 9);
      expect(String(length).replaceAll(/e.*|[0.]/g, '')).toMatch(/^[125]$/);
      // The next longer one has none: it is at most 2.5 times as long.
      expect(pixels * 2.5).toBeGreaterThan(150 * (1 - 1e-9));
    }),
  );
  expect(scaleBar(0.002, 100).length).toBe(0.2);
});

test('a notch is a slice, and a touch pad makes one of 30 pixels', () => {
  const wheel = new WheelSteps();
  const turn = (deltaY: number, deltaMode = 0, deltaX = 0): number =>
    wheel.steps({ deltaX, deltaY, deltaMode });
  expect([turn(120), turn(-53), turn(3, 1), turn(0, 0, 100)]).toEqual([1, -1, 1, 1]);
  expect([turn(12), turn(12), turn(12), turn(-6)]).toEqual([0, 0, 1, 0]);
});

test('a drag makes the window wider and moves it', () => {
  expect(draggedWindow([100, 200], 160, 0)).toEqual([50, 250]);
  const [lo, hi] = draggedWindow([100, 200], 0, -32);
  expect([lo, hi]).toEqual([90, 190]);
});

test('the crosshair steps in the plane and stays inside', () => {
  expect(stepped(place, [5, 5, 5], 'y', 1, -3)).toEqual([6, 5, 2]);
  expect(stepped(place, [39, 5, 0], 'y', 10, -1)).toEqual([39, 5, 0]);
  expect(nearestVoxel(place, voxelCentre(place, [7, 8, 9]))).toEqual([7, 8, 9]);
  expect(nearestVoxel(place, [1e9, -1e9, 0.7])).toEqual([39, 0, 0]);
});

test('of what waits, only the latest is done', async () => {
  const done: number[] = [];
  const gates: (() => void)[] = [];
  const latest = new Latest<number>(async (n) => {
    await new Promise<void>((resolve) => gates.push(resolve));
    done.push(n);
  });
  latest.ask(1);
  latest.ask(2);
  latest.ask(3);
  gates.shift()!();
  await Promise.resolve();
  await Promise.resolve();
  gates.shift()!();
  await new Promise((resolve) => setTimeout(resolve));
  expect(done).toEqual([1, 3]);
});
