import { expect } from 'vitest';
import { openSource } from '../../src/io/open.js';
import type { GridSource, OpenInput, OpenOptions } from '../../src/recipe/source.js';
import type { GridArray } from '../../src/recipe/dtype.js';
import type { ErrorCode } from '../../src/recipe/errors.js';
import { VoxmetryError } from '../../src/recipe/errors.js';
import type { Region, Vec3 } from '../../src/recipe/geometry.js';
import { wholeRegion } from '../../src/recipe/geometry.js';

/** Opens and reads all of an input. */
export async function readAll(
  input: OpenInput,
  options: OpenOptions = {},
): Promise<{ source: GridSource; values: GridArray }> {
  const source = await openSource(input, options);
  return { source, values: await source.read(wholeRegion(source.size)) };
}

/** The typed error that a promise rejects with; fails for anything else. */
export async function failure(work: Promise<unknown>): Promise<VoxmetryError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(VoxmetryError);
  return error as VoxmetryError;
}

/** Expects a typed rejection with a code and a message. */
export async function expectFailure(
  work: Promise<unknown>,
  code: ErrorCode,
  message: RegExp,
): Promise<void> {
  const error = await failure(work);
  expect(error.code).toBe(code);
  expect(error.message).toMatch(message);
}

/** A region cut out of a whole grid, voxel by voxel. */
export function cropOf(values: GridArray, size: Vec3, { origin, size: box }: Region): number[] {
  const out: number[] = [];
  for (let z = 0; z < box[2]; z++)
    for (let y = 0; y < box[1]; y++)
      for (let x = 0; x < box[0]; x++) {
        const index = ((origin[2] + z) * size[1] + origin[1] + y) * size[0] + origin[0] + x;
        out.push(values[index] ?? NaN);
      }
  return out;
}

/** Regions that reach every edge and none: whole, one voxel, a slab, a column, an inner box. */
export function regionsOf([nx, ny, nz]: Vec3): Region[] {
  return [
    { origin: [0, 0, 0], size: [nx, ny, nz] },
    { origin: [nx - 1, ny - 1, nz - 1], size: [1, 1, 1] },
    { origin: [0, 0, nz - 1], size: [nx, ny, 1] },
    { origin: [nx >> 1, 0, 0], size: [1, ny, nz] },
    { origin: [0, ny >> 1, 0], size: [nx, 1, nz] },
    { origin: [1, 1, 0], size: [nx - 2, ny - 1, nz] },
  ];
}

/** A small seeded generator (mulberry32), 0 ≤ x < 1. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
