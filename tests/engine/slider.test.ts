import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import type { GridSource } from '../../src/recipe/source.js';
import type { Region, Vec3 } from '../../src/recipe/geometry.js';
import { volumeOf } from '../../src/recipe/geometry.js';
import type { Lab } from '../../src/volume/lab.js';

const SIZE: Vec3 = [512, 512, 512];
/** Bytes that a modest GPU moves in 16 ms at 100 GB/s: one frame. */
const FRAME_BYTES = 1.6e9;

/** A volume that is made as it is read, so that none of it takes memory. */
class Ramp implements GridSource {
  readonly name = 'ramp';
  readonly format = 'array';
  readonly dtype = 'u8';
  readonly size = SIZE;
  readonly spacing: Vec3 = [1, 1, 1];
  readonly unit = 'px';
  readonly origin: Vec3 = [0, 0, 0];
  readonly warnings = [];
  voxels = 0;
  read({ origin, size }: Region): Promise<Uint8Array<ArrayBuffer>> {
    this.voxels += volumeOf(size);
    const data = new Uint8Array(volumeOf(size));
    for (let i = 0; i < data.length; i++) data[i] = (origin[0] + (i % size[0])) & 255;
    return Promise.resolve(data);
  }
  close(): void {
    // Nothing is held.
  }
}

let lab: Lab;
const source = new Ramp();
beforeAll(async () => {
  lab = await openEngine();
});
afterAll(() => lab.dispose());

test('a threshold slider redraws a slice of 512³ voxels within a frame, and reads the slice once', async () => {
  const scan = await lab.open(source);
  for (const lo of [100, 101, 102]) {
    const query = scan.threshold({ lo }).slice({ axis: 'z', index: 200 });
    const { data } = await query;
    expect(data.reduce((sum, v) => sum + v, 0)).toBe(512 * 2 * (256 - lo));
    const bytes = query.timings.reduce((sum, { read, write }) => sum + read + write, 0);
    expect(bytes).toBeLessThan(FRAME_BYTES);
    // A slice in, and its bits out.
    expect(bytes).toBeLessThanOrEqual(1.2 * 512 * 512 + 512 * 512);
  }
  expect(source.voxels).toBe(512 * 512);
});
