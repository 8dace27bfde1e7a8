import { expect, test } from 'vitest';
import { kernel, type BoundGrid, type Kernel } from '../../src/gpu/index.js';
import { countedTraffic } from '../../src/gpu/dispatch.js';
import type { PooledBuffer } from '../../src/gpu/pool.js';
import { layoutOf, wordsOf } from '../../src/implement/index.js';
import type { Storage } from '../../src/recipe/dtype.js';
import type { Vec3 } from '../../src/recipe/geometry.js';

const bufferOf = (bytes: number): PooledBuffer => ({
  buffer: {} as GPUBuffer,
  bytes,
  fresh: false,
});

function gridOf(storage: Storage, origin: Vec3, size: Vec3): BoundGrid {
  const layout = layoutOf(storage, { origin, size }, [64, 64, 64]);
  return { buffer: bufferOf(4 * wordsOf(layout)), layout };
}

const some = kernel({
  name: 'some',
  wgsl: '',
  buffers: { src: 'read', other: 'read', table: 'read', sums: 'read_write', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid' },
  constants: [],
  workgroup: [64, 1, 1],
}) as unknown as Kernel;

const size = { invocations: 1 };
const src = gridOf('u8', [0, 0, 0], [64, 8, 8]);
const dst = gridOf('bit', [32, 2, 2], [32, 4, 4]);
const [table, sums, other] = [bufferOf(40), bufferOf(16), bufferOf(100)];

test('all of every buffer counts once, and of an input what the output holds', () => {
  const traffic = countedTraffic(some, { grids: { src, dst }, size }, [
    ...[src.buffer, other, table, sums, dst.buffer],
  ]);
  expect(traffic).toEqual({ read: 32 * 4 * 4 + 100 + 40 + 16, write: 16 + 4 * 4 * 4 });
});

test('a buffer that is bound twice counts once', () => {
  const traffic = countedTraffic(some, { grids: { src, other: src, dst }, size }, [
    ...[src.buffer, src.buffer, table, sums, dst.buffer],
  ]);
  expect(traffic.read).toBe(32 * 4 * 4 + 40 + 16);
});

test('a task says what is read, where nothing that is written is a grid', () => {
  const task = layoutOf('bit', { origin: [0, 0, 4], size: [64, 8, 1] }, [64, 64, 64]);
  const reduced = { ...some, params: { task: 'Grid', src: 'Grid' } } as unknown as Kernel;
  const args = { grids: { src }, params: { task }, size };
  const traffic = countedTraffic(reduced, args, [src.buffer, other, table, sums, dst.buffer]);
  expect(traffic.read).toBe(64 * 8 + 100 + 40 + 16);
});
