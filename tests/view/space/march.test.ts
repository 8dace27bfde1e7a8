import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Vec3 } from '../../../src/recipe/geometry.js';
import type { Node } from '../../../src/recipe/op.js';
import { alongAxis, cameraFrame, projectPosition } from '../../../src/recipe/view/camera.js';
import type { Camera } from '../../../src/recipe/view/state.js';
import { makeNode } from '../../../src/recipe/op.js';
import { threshold } from '../../../src/segmentation/threshold.js';
import { toLabels } from '../../../src/segmentation/to_labels.js';
import { openTestEngine, type TestEngine } from '../../harness.js';
import { fieldOf, litTwin, marchTwin, unit, type TwinLight } from '../../reference/march.js';
import { openTestSpace, type TestSpace } from './pictures.js';

let engine: TestEngine;
let space: TestSpace;
beforeAll(async () => {
  engine = await openTestEngine();
  space = openTestSpace(engine, { frame: false });
});
afterAll(() => {
  space.scene.dispose();
  return engine.close();
});

const N = 112;
const MIDDLE = (N - 1) / 2;
const RADIUS = 50;

/** A ball: 128 at its surface, 40 levels per voxel. */
function ball(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: N ** 3 }, (_, i) => {
    const at = [i % N, Math.floor(i / N) % N, Math.floor(i / N / N)];
    const distance = Math.hypot(...at.map((v) => v - MIDDLE));
    return Math.min(255, Math.max(0, Math.round(128 + 40 * (RADIUS - distance))));
  });
}

function random(length: number): Uint8Array<ArrayBuffer> {
  let state = 1;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
}

/** The light of march.wgsl, of a camera with parallel rays. */
function lightOf(camera: Camera): TwinLight {
  const { right, down, forward } = cameraFrame(camera);
  const lamp = [0, 1, 2].map((i) => -forward[i]! - 0.45 * right[i]! - 0.65 * down[i]!);
  return { toward: forward, down, lamp: unit(lamp as never) };
}

const BALL_CAMERA: Camera = {
  target: [MIDDLE, MIDDLE, MIDDLE],
  rotation: [0.2, -0.3, 0.1, 0.9],
  height: N,
};

describe('a ball', () => {
  const PIXELS = 224;
  test.each(['surface of a volume', 'mask'])('has the outline of a circle: %s', async (kind) => {
    const volume = await engine.source(ball(), [N, N, N]);
    const mask = makeNode(threshold, { volume }, { lo: 128 });
    const data = await space.picture(
      {
        layers: [
          kind === 'mask'
            ? [mask, { kind: 'mask' }]
            : [volume, { kind: 'volume', mode: 'surface', window: [0, 256], level: 128 }],
        ],
        camera: BALL_CAMERA,
      },
      PIXELS,
      PIXELS,
    );
    let covered = 0;
    for (let i = 0; i < PIXELS ** 2; i++) if (data[4 * i]! + data[4 * i + 1]! > 0) covered += 1;
    const area = covered * (N / PIXELS) ** 2;
    expect(Math.abs(area / (Math.PI * RADIUS ** 2) - 1)).toBeLessThan(0.01);
  });

  test('is lit as its normals say', async () => {
    const volume = await engine.source(ball(), [N, N, N]);
    const data = await space.picture(
      {
        layers: [[volume, { kind: 'volume', mode: 'surface', window: [0, 256], color: '#a0a0a0' }]],
        camera: BALL_CAMERA,
      },
      PIXELS,
      PIXELS,
    );
    const light = lightOf(BALL_CAMERA);
    const { right, down, forward } = cameraFrame(BALL_CAMERA);
    for (const [x, y] of [
      [112, 112],
      [112, 50],
      [60, 130],
      [150, 150],
    ] as const) {
      const [dx, dy] = [x, y].map((at) => (at + 0.5 - PIXELS / 2) / 2 / RADIUS) as [number, number];
      const dz = -Math.sqrt(1 - dx * dx - dy * dy);
      const normal = [0, 1, 2].map((i) => dx * right[i]! + dy * down[i]! + dz * forward[i]!);
      const wanted = litTwin(160 / 255, normal as never, 1, light);
      expect(Math.abs(data[4 * (y * PIXELS + x)]! - wanted)).toBeLessThan(4);
    }
  });
});

test('a surface is what plain loops march', async () => {
  const size: Vec3 = [30, 26, 22];
  // Steep, since some adapters interpolate bytes as bytes: of flat fields, that shades the noise.
  const smooth = Uint8Array.from({ length: 30 * 26 * 22 }, (_, i) => {
    const [x, y, z] = [i % 30, Math.floor(i / 30) % 26, Math.floor(i / 780)];
    const wave = Math.sin(x / 3.1) + Math.cos(y / 2.7 + z / 9) + Math.sin(z / 3.7);
    return Math.min(255, Math.max(0, Math.round(128 + 160 * wave)));
  });
  const volume = await engine.source(smooth, size);
  const camera: Camera = { target: [14, 12, 11], rotation: [0.3, -0.2, 0.1, 0.9], height: 40 };
  const pixels = 48;
  const data = await space.picture(
    {
      layers: [
        [
          volume,
          { kind: 'volume', mode: 'surface', window: [0, 255], level: 140, color: '#d0d0d0' },
        ],
      ],
      camera,
    },
    pixels,
    pixels,
  );
  const light = lightOf(camera);
  const { right, down, forward } = cameraFrame(camera);
  const field = fieldOf(smooth, size);
  let different = 0;
  let shown = 0;
  for (let i = 0; i < pixels ** 2; i++) {
    const [x, y] = [(i % pixels) + 0.5, Math.floor(i / pixels) + 0.5];
    const length = camera.height / pixels;
    const origin = [0, 1, 2].map(
      (a) =>
        camera.target[a]! +
        0.5 +
        (x - pixels / 2) * length * right[a]! +
        (y - pixels / 2) * length * down[a]! -
        100 * forward[a]!,
    ) as never as Vec3;
    const wanted = marchTwin(field, size, 140 / 255, 208 / 255, origin, light) ?? 0;
    if (wanted > 0) shown += 1;
    if (Math.abs(data[4 * i]! - wanted) > 3) different += 1;
  }
  expect(shown).toBeGreaterThan(pixels ** 2 / 3);
  expect(different).toBeLessThanOrEqual(pixels ** 2 / 100);
});

describe('a picture across an axis, a pixel for each voxel', () => {
  const size: Vec3 = [40, 24, 17];
  const data = random(40 * 24 * 17);
  const planes = { x: [1, 2], y: [0, 2], z: [0, 1] } as const;
  const at = (p: readonly number[]): number => data[(p[2]! * size[1] + p[1]!) * size[0] + p[0]!]!;

  const look = async (
    axis: 'x' | 'y' | 'z',
    mode: 'maximum' | 'surface',
    cut?: number,
  ): Promise<{ grey: (column: number, row: number) => number; w: number; h: number }> => {
    const volume = await engine.source(data, size, { spacing: [1, 1, 1], origin: [5, 6, 7] });
    const [w, h] = planes[axis].map((i) => size[i]) as [number, number];
    const target = [0, 1, 2].map((i) => 5 + i + (size[i]! - 1) / 2) as never as Vec3;
    // The box keeps what lies behind the cut, seen along the axis (y: against it).
    const across = { x: 0, y: 1, z: 2 }[axis];
    const origin = [4.5, 5.5, 6.5] as [number, number, number];
    const kept = [...size] as [number, number, number];
    if (cut !== undefined) {
      if (axis !== 'y') origin[across] = origin[across]! + cut;
      kept[across] = axis === 'y' ? cut + 1 : size[across]! - cut;
    }
    const picture = await space.picture(
      {
        layers: [[volume, { kind: 'volume', mode, window: [0, 255] }]],
        camera: { target, rotation: alongAxis(axis), height: h },
        ...(cut === undefined ? {} : { clip: { box: { origin, size: kept } } }),
      },
      w,
      h,
    );
    return { grey: (column, row) => picture[4 * (row * w + column)]!, w, h };
  };

  test.each(['x', 'y', 'z'] as const)('shows the maximum along %s', async (axis) => {
    const { grey, w, h } = await look(axis, 'maximum');
    const across = { x: 0, y: 1, z: 2 }[axis];
    for (let row = 0; row < h; row++)
      for (let column = 0; column < w; column++) {
        let most = 0;
        for (let k = 0; k < size[across]!; k++) {
          const p = [0, 0, 0];
          p[planes[axis][0]] = column;
          p[planes[axis][1]] = row;
          p[across] = k;
          most = Math.max(most, at(p));
        }
        expect(grey(column, row), `${String(column)}, ${String(row)}`).toBe(most);
      }
  });

  test.each(['x', 'y', 'z'] as const)('shows the slice where it is cut across %s', async (axis) => {
    const cut = 9;
    const { grey, w, h } = await look(axis, 'surface', cut);
    const across = { x: 0, y: 1, z: 2 }[axis];
    for (let row = 0; row < h; row++)
      for (let column = 0; column < w; column++) {
        const p = [0, 0, 0];
        p[planes[axis][0]] = column;
        p[planes[axis][1]] = row;
        p[across] = cut;
        expect(grey(column, row), `${String(column)}, ${String(row)}`).toBe(at(p));
      }
  });
});

describe('density', () => {
  test('dims what lies behind by its optical depth', async () => {
    // Of 32 voxels of full density, an eighth of the volume's length: optical depth 40 / 8.
    const size: Vec3 = [64, 8, 8];
    const data = new Uint8Array(64 * 64).fill(0);
    for (let i = 0; i < data.length; i++) if (i % 64 >= 20 && i % 64 < 28) data[i] = 255;
    const volume = await engine.source(data, size);
    const opacity = 0.2;
    const picture = await space.picture(
      {
        layers: [[volume, { kind: 'volume', mode: 'density', window: [0, 255], opacity }]],
        camera: { target: [32, 3.5, 3.5], rotation: alongAxis('x'), height: 8 },
      },
      8,
      8,
    );
    // The slope at the ends: levels go from 0 to 1 over a voxel; their squares add up to 2/3.
    const depth = ((40 * opacity) / 64) * (7 + 2 / 3);
    expect(Math.abs(picture[4 * 27]! - 255 * (1 - Math.exp(-depth)))).toBeLessThan(4);
  });
});

describe('labels', () => {
  const size: Vec3 = [40, 30, 20];
  const spacing: Vec3 = [0.5, 0.5, 2];
  /** Ids of boxes: 7 before 70,000, seen along z; 9 beside. */
  const idAt = (x: number, y: number, z: number): number => {
    if (x >= 4 && x < 16 && y >= 5 && y < 25) return z >= 3 && z < 8 ? 7 : z >= 11 ? 70_000 : 0;
    return x >= 22 && x < 36 && y >= 5 && y < 25 && z >= 6 && z < 15 ? 9 : 0;
  };
  const ids = (): Uint32Array<ArrayBuffer> =>
    Uint32Array.from({ length: 40 * 30 * 20 }, (_, i) =>
      idAt(i % 40, Math.floor(i / 40) % 30, Math.floor(i / 1200)),
    );
  const camera: Camera = { target: [10, 7.5, 19], rotation: alongAxis('z'), height: 16 };
  const labelled = async (): Promise<Node> => {
    const source = await engine.source(ids(), size, { spacing });
    return makeNode(toLabels, { volume: source });
  };
  const SIZE = [320, 240] as const;

  test.each([256, 16])('are picked at the voxel itself, proxies of %d', async (most) => {
    const node = await labelled();
    const own = openTestSpace(engine, { most, frame: false });
    const at = (index: Vec3): readonly [number, number] =>
      projectPosition(camera, SIZE, index.map((n, i) => n * spacing[i]!) as never)!;
    const pick = async (index: Vec3, hidden: number[] = []): Promise<unknown> => {
      const bits = new Uint32Array(70_001 / 32 + 1);
      hidden.forEach((id) => (bits[id >> 5]! |= 1 << (id & 31)));
      const shown = own.shown({ layers: [[node, { kind: 'labels', hidden: bits }]], camera });
      return own.scene.pick(shown, SIZE, at(index), own.context());
    };
    expect(await pick([8, 12, 0])).toMatchObject({ index: [8, 12, 3], values: [7] });
    expect(await pick([30, 20, 0])).toMatchObject({ index: [30, 20, 6], values: [9] });
    expect(await pick([8, 12, 0], [7])).toMatchObject({ index: [8, 12, 11], values: [70_000] });
    expect(await pick([19, 2, 0])).toBeUndefined();
    const front = (await pick([8, 12, 0])) as { position: Vec3 };
    // The face of the box lies half a voxel before the centres of its first.
    expect(Math.abs(front.position[2] - 2.5 * 2)).toBeLessThan(most === 256 ? 0.1 : 0.6);
    own.scene.dispose();
  });

  test('have the colours of slices, in the light', async () => {
    const node = await labelled();
    const { labelColors, hueOfId } = await import('../../../src/recipe/view/label_colors.js');
    const data = await space.picture({ layers: [[node, { kind: 'labels' }]], camera }, ...SIZE);
    const word = labelColors()[hueOfId(9)]!;
    const [x, y] = projectPosition(camera, SIZE, [15, 7.5, 0])!;
    const pixel = 4 * (Math.floor(y) * SIZE[0] + Math.floor(x));
    const light = lightOf(camera);
    const wanted = [0, 8, 16].map((shift) =>
      litTwin(((word >>> shift) & 255) / 255, [0, 0, -1], 1, light),
    );
    wanted.forEach((level, i) => {
      expect(Math.abs(data[pixel + i]! - level)).toBeLessThan(4);
    });
  });
});
