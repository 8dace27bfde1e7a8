import { describe, expect, test } from 'vitest';
import {
  alongAxis,
  boxOf,
  cameraFrame,
  checkCamera,
  cornersOf,
  fitCamera,
  flyTo,
  pan,
  projectPosition,
  rayOfPixel,
  trackball,
  unitsPerPixel,
  viewProjection,
  zoom,
  type Box,
} from '../../src/recipe/view/camera.js';
import { VoxmetryError } from '../../src/recipe/errors.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import type { Camera } from '../../src/recipe/view/state.js';

const BOX: Box = { lo: [-1, 2, 3], hi: [7, 8, 5] };
const SIZE = [640, 400] as const;
const CAMERAS: readonly Camera[] = [
  fitCamera(BOX, { aspect: 1.6 }),
  fitCamera(BOX, { aspect: 1.6, perspective: 35 }),
  { target: [1, -2, 0.5], rotation: [0.1, -0.4, 0.3, 0.6], height: 12 },
  { target: [1, -2, 0.5], rotation: [0.1, -0.4, 0.3, 0.6], height: 12, perspective: 50 },
];

const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const near = (a: readonly number[], b: readonly number[], digits = 9): void => {
  a.forEach((v, i) => {
    expect(v).toBeCloseTo(b[i]!, digits);
  });
};

test('a box reaches half a voxel beyond the outermost centres', () => {
  const box = boxOf({ origin: [1, 2, 3], size: [4, 5, 6], spacing: [0.5, 1, 2] });
  expect(box).toEqual({ lo: [0.75, 1.5, 2], hi: [2.75, 6.5, 14] });
});

describe.each(CAMERAS)('the camera %#', (camera) => {
  test('has axes at right angles, x to the right, y down', () => {
    const { right, down, forward } = cameraFrame(camera);
    for (const axis of [right, down, forward]) expect(dot(axis, axis)).toBeCloseTo(1, 12);
    expect(dot(right, down)).toBeCloseTo(0, 12);
    near(
      [
        right[1] * down[2] - right[2] * down[1],
        right[2] * down[0] - right[0] * down[2],
        right[0] * down[1] - right[1] * down[0],
      ],
      forward,
    );
  });

  test('sees along the ray of a pixel what it projects there', () => {
    for (const [x, y] of [
      [0, 0],
      [320, 200],
      [13.5, 377.25],
    ] as const) {
      const { origin, direction } = rayOfPixel(camera, SIZE, x, y);
      const at = (t: number): Vec3 => [0, 1, 2].map((i) => origin[i]! + t * direction[i]!) as never;
      for (const t of [0.5, 3, 40]) near(projectPosition(camera, SIZE, at(t))!, [x, y], 7);
    }
  });

  test('shows a length at the target in as many pixels as it states', () => {
    const { right } = cameraFrame(camera);
    const beside = camera.target.map((v, i) => v + 0.5 * right[i]!) as unknown as Vec3;
    const [x, y] = projectPosition(camera, SIZE, beside)!;
    near([x - 320, y - 200], [0.5 / unitsPerPixel(camera, SIZE), 0]);
  });

  test('its matrix projects as it does', () => {
    const matrix = viewProjection(camera, SIZE, 0.5, 60);
    for (const p of cornersOf(BOX)) {
      const at = (row: number): number =>
        [...p, 1].reduce((sum, v, i) => sum + v * matrix[4 * i + row]!, 0);
      const clip = [at(0) / at(3), at(1) / at(3)] as const;
      const pixel = projectPosition(camera, SIZE, p);
      if (pixel !== undefined) near([(clip[0] + 1) * 320, (1 - clip[1]) * 200], pixel, 6);
    }
  });

  test('keeps what is under the pointer when it zooms, and moves it when it pans', () => {
    const { origin, direction } = rayOfPixel(camera, SIZE, 100, 50);
    // The point of the ray in the plane of the target.
    const { forward } = cameraFrame(camera);
    const from = camera.target.map((v, i) => v - origin[i]!) as unknown as Vec3;
    const t = dot(from, forward) / dot(direction, forward);
    const point = [0, 1, 2].map((i) => origin[i]! + t * direction[i]!) as unknown as Vec3;
    near(projectPosition(zoom(camera, SIZE, 3, 100, 50), SIZE, point)!, [100, 50], 6);
    near(projectPosition(pan(camera, SIZE, 7, -3), SIZE, point)!, [107, 47], 6);
    expect(zoom(camera, SIZE, 4).height).toBeCloseTo(camera.height / 4, 12);
  });

  test('turns as a ball: what lies in front follows the pointer', () => {
    const { forward } = cameraFrame(camera);
    const front = camera.target.map((v, i) => v - 0.3 * camera.height * forward[i]!) as never;
    const right = projectPosition(trackball(camera, SIZE, 20, 0), SIZE, front)!;
    expect(right[0]).toBeGreaterThan(325);
    expect(right[1]).toBeCloseTo(200, 6);
    const down = projectPosition(trackball(camera, SIZE, 0, 20), SIZE, front)!;
    expect(down[1]).toBeGreaterThan(205);
    expect(down[0]).toBeCloseTo(320, 6);
    // Half a turn for the height of the picture: twice that is the same again.
    near(cameraFrame(trackball(camera, SIZE, 800, 0)).forward, forward, 6);
  });
});

test('a fitted camera shows all corners, and not much more', () => {
  for (const perspective of [undefined, 20, 60])
    for (const aspect of [0.5, 1, 3]) {
      const size = [400 * aspect, 400] as const;
      const camera = fitCamera(BOX, { aspect, perspective });
      const corners = cornersOf(BOX).map((p) => projectPosition(camera, size, p)!);
      const reach = Math.max(
        ...corners.map(([x, y]) => Math.max(Math.abs(x / size[0] - 0.5), Math.abs(y / 400 - 0.5))),
      );
      expect(reach).toBeLessThan(0.5);
      expect(reach).toBeGreaterThan(0.4);
    }
});

test('looks along axes as slices do', () => {
  const shown = { x: [1, 2], y: [0, 2], z: [0, 1] } as const;
  for (const axis of ['x', 'y', 'z'] as const) {
    const { right, down } = cameraFrame({
      target: [0, 0, 0],
      rotation: alongAxis(axis),
      height: 1,
    });
    expect(right[shown[axis][0]]).toBeCloseTo(1, 12);
    expect(down[shown[axis][1]]).toBeCloseTo(1, 12);
    const behind = cameraFrame({ target: [0, 0, 0], rotation: alongAxis(axis, true), height: 1 });
    expect(behind.right[shown[axis][0]]).toBeCloseTo(-1, 12);
  }
});

test('a flight begins and ends where it should, and zooms evenly', () => {
  const [from, to] = [CAMERAS[0]!, CAMERAS[3]!];
  expect(flyTo(from, to, 0)).toBe(from);
  expect(flyTo(from, to, 1)).toBe(to);
  const middle = flyTo(from, to, 0.5);
  expect(middle.height ** 2).toBeCloseTo(from.height * to.height, 6);
  expect(middle.perspective).toBe(25);
  expect(flyTo(from, to, 0.01).perspective).toBeUndefined();
});

test('a camera that sees nothing is refused', () => {
  const camera = CAMERAS[0]!;
  for (const wrong of [
    { ...camera, height: 0 },
    { ...camera, rotation: [0, 0, 0, 0] as const },
    { ...camera, target: [0, NaN, 0] as const },
    { ...camera, perspective: 180 },
  ])
    expect(() => {
      checkCamera(wrong);
    }).toThrow(VoxmetryError);
  expect(() => zoom(camera, SIZE, 0)).toThrow(VoxmetryError);
  checkCamera(camera);
});
