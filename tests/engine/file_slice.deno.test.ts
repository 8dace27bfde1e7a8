import { mkdtempSync, rmSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import { gaussianRadius, gaussianWeights } from '../../src/filters/gaussian_weights.js';
import type { ByteSource } from '../../src/io/byte_source.js';
import { openRaw } from '../../src/io/raw_reader.js';
import { voxels } from '../../src/recipe/length.js';
import type { Lab } from '../../src/volume/lab.js';

// 4 GiB on disk, 1.07 × 2^30 voxels whose byte offsets pass 2^32; all but a few slices is a hole
// that takes no room.
const N = 1024;
const SLICE = 4 * N * N;
const folder = mkdtempSync(join(tmpdir(), 'voxmetry-slice-'));
let file: FileHandle;
let lab: Lab;
let bytesRead = 0;

/** The file, read by range, with a count of what was read. */
function counted(size: number): ByteSource {
  return {
    name: 'scan.raw',
    size,
    read: async (offset, length) => {
      bytesRead += length;
      const bytes = new Uint8Array(length);
      await file.read(bytes, 0, length, offset);
      return bytes;
    },
    close: () => undefined,
  };
}

const value = (z: number): number => (z % 3 === 0 ? 90 : 10);

beforeAll(async () => {
  file = await open(join(folder, 'scan.raw'), 'w+');
  await file.truncate(SLICE * N);
  for (let z = 1000; z < N; z++) {
    const slice = new Float32Array(N * N).fill(value(z));
    await file.write(new Uint8Array(slice.buffer), 0, SLICE, SLICE * z);
  }
  lab = await openEngine();
});
afterAll(async () => {
  await lab.dispose();
  await file.close();
  rmSync(folder, { recursive: true });
});

test('a slice through gaussian and threshold of 1024³ f32 on disk reads what it needs', async () => {
  const scan = await lab.open(openRaw(counted(SLICE * N), { size: [N, N, N], dtype: 'f32' }));
  expect(bytesRead).toBe(0);
  const sigma = voxels(1);
  const reach = gaussianRadius(sigma, 4, [1, 1, 1])[2];
  const weights = gaussianWeights(1, reach);
  const smooth = (z: number): number => {
    let sum = weights[0]! * value(z);
    for (let i = 1; i <= reach; i++) {
      const above = z + i < N ? z + i : 2 * N - 1 - z - i;
      sum += weights[i]! * (value(z - i) + value(above));
    }
    return sum;
  };
  for (const index of [1015, 1022]) {
    bytesRead = 0;
    const { data } = await scan.gaussian({ sigma }).threshold({ lo: 40 }).slice({ index });
    const expected = smooth(index) >= 40 ? 1 : 0;
    expect(Math.abs(smooth(index) - 40)).toBeGreaterThan(1);
    expect(data.every((v) => v === expected)).toBe(true);
    expect(bytesRead).toBeLessThanOrEqual((2 * reach + 1) * SLICE);
  }
});
