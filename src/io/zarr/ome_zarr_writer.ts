import type { GridArray } from '../../recipe/dtype.js';
import { DTYPES, makeArray } from '../../recipe/dtype.js';
import type { Vec3 } from '../../recipe/geometry.js';
import { volumeOf } from '../../recipe/geometry.js';
import { Pace } from '../pace.js';
import type { PlacedFacts, Slabs } from '../slab_stream.js';
import { checkedSlabs } from '../slab_stream.js';
import { arrayJson, groupJson, imageLabelJson, multiscalesJson } from './ome_metadata.js';
import type { HalvedBy, PyramidLevel } from './pyramid.js';
import { halved, pyramidOf } from './pyramid.js';
import { shardOf } from './shard.js';

type Bytes = Uint8Array<ArrayBuffer>;

/** A file of a store. */
export interface StoreFile {
  readonly path: string;
  readonly bytes: Bytes;
}

/** A grid that is written, slab by slab. */
export interface StoredGrid {
  readonly facts: PlacedFacts;
  readonly slabs: Slabs;
}

/** How a store is written. */
export interface StoreOptions {
  /** What the image is called. */
  readonly name: string;
  readonly gzip: boolean;
  /** Whether the file that makes a store of all comes first, or last: without it there is none. */
  readonly root: 'first' | 'last';
}

/** Chunks of a shard along x and y. */
const CHUNKS = 8;

/**
 * The files of an OME-Zarr 0.5 image (Zarr 3) with its pyramid, and of labels beside it: shards of
 * 8 × 8 chunks of 64³ voxels, which are made as the slabs come, all levels in one pass. Grey values
 * are halved by their mean, masks, phases and labels by their mode.
 */
export async function* omeZarrFiles(
  image: StoredGrid,
  labels: Readonly<Record<string, StoredGrid>>,
  options: StoreOptions,
): AsyncGenerator<StoreFile, void> {
  const root = imageRoot(options.name, image.facts);
  const rootFile = jsonFile('zarr.json', groupJson(root));
  if (options.root === 'first') yield rootFile;
  yield* imageFiles('', image, levelsOf(image.facts), options.gzip);
  const names = Object.keys(labels);
  if (names.length > 0) yield jsonFile('labels/zarr.json', groupJson({ labels: names }));
  for (const [name, grid] of Object.entries(labels)) {
    const path = `labels/${name}/`;
    const ome = { ...imageRoot(name, grid.facts), ...imageLabelJson(grid.facts) };
    yield jsonFile(`${path}zarr.json`, groupJson(ome));
    yield* imageFiles(path, grid, levelsOf(grid.facts), options.gzip);
  }
  if (options.root === 'last') yield rootFile;
}

function halvedBy({ kind }: PlacedFacts): HalvedBy {
  return kind === 'volume' ? 'mean' : 'mode';
}

function levelsOf({ size, dtype }: PlacedFacts): readonly PyramidLevel[] {
  return pyramidOf(size, DTYPES[dtype].bits / 8);
}

function imageRoot(name: string, facts: PlacedFacts): Readonly<Record<string, unknown>> {
  return multiscalesJson(name, facts, levelsOf(facts), halvedBy(facts));
}

function jsonFile(path: string, json: unknown): StoreFile {
  return { path, bytes: new TextEncoder().encode(JSON.stringify(json, undefined, 2)) };
}

/** The arrays of a grid at all its levels, whose paths begin with `path`. */
export async function* imageFiles(
  path: string,
  { facts, slabs }: StoredGrid,
  levels: readonly PyramidLevel[],
  gzip: boolean,
): AsyncGenerator<StoreFile, void> {
  for (const [i, level] of levels.entries())
    yield jsonFile(`${path}${i}/zarr.json`, arrayJson(level, shardShape(level), facts.dtype, gzip));
  let writer: LevelWriter | undefined;
  for (const [i, level] of [...levels.entries()].reverse())
    writer = new LevelWriter(`${path}${i}/c/`, level, facts, gzip, writer);
  for await (const slab of checkedSlabs('writeOmeZarr', facts, slabs)) yield* writer!.append(slab);
  yield* writer!.end();
}

function shardShape({ size, chunk }: PyramidLevel): Vec3 {
  const across = (i: 0 | 1): number => chunk[i] * Math.min(CHUNKS, Math.ceil(size[i] / chunk[i]));
  return [across(0), across(1), chunk[2]];
}

/**
 * The shards of a level that some slices fill, which begin with a row of chunks; without bytes
 * where all are zeros, which are not stored.
 */
export async function* shardsOf(
  level: PyramidLevel,
  slices: GridArray,
  row: number,
  gzip: boolean,
): AsyncGenerator<{ readonly path: string; readonly bytes: Bytes | undefined }, void> {
  const { size, chunk } = level;
  const shard = shardShape(level);
  const box: Vec3 = [size[0], size[1], slices.length / (size[0] * size[1])];
  for (let y = 0; y * shard[1] < size[1]; y++)
    for (let x = 0; x * shard[0] < size[0]; x++) {
      const region = { origin: [x * shard[0], y * shard[1], 0] as Vec3, size: shard };
      const bytes = await shardOf(slices, box, region, chunk, gzip);
      yield { path: `${String(row)}/${String(y)}/${String(x)}`, bytes };
    }
}

/** The files that describe an image of some levels: its root, and the arrays. */
export function imageDescriptions(
  name: string,
  facts: PlacedFacts,
  levels: readonly PyramidLevel[],
  gzip: boolean,
): StoreFile[] {
  return [
    ...levels.map((level, i) =>
      jsonFile(`${i}/zarr.json`, arrayJson(level, shardShape(level), facts.dtype, gzip)),
    ),
    jsonFile('zarr.json', groupJson(multiscalesJson(name, facts, levels, halvedBy(facts)))),
  ];
}

/** Writes one level: gathers the slices of a row of chunks, and hands their halves on. */
class LevelWriter {
  readonly #path: string;
  readonly #level: PyramidLevel;
  readonly #by: HalvedBy;
  readonly #gzip: boolean;
  readonly #next: LevelWriter | undefined;
  readonly #slices: GridArray;
  readonly #pace = new Pace();
  #filled = 0;
  #row = 0;

  constructor(
    path: string,
    level: PyramidLevel,
    facts: PlacedFacts,
    gzip: boolean,
    next: LevelWriter | undefined,
  ) {
    const { size, chunk } = level;
    this.#path = path;
    this.#level = level;
    this.#by = halvedBy(facts);
    this.#gzip = gzip;
    this.#next = next;
    this.#slices = makeArray(facts.dtype, size[0] * size[1] * chunk[2]);
  }

  async *append(slab: GridArray): AsyncGenerator<StoreFile, void> {
    const slice = this.#level.size[0] * this.#level.size[1];
    for (let from = 0; from < slab.length;) {
      const part = slab.subarray(from, from + this.#slices.length - this.#filled * slice);
      this.#slices.set(part, this.#filled * slice);
      this.#filled += part.length / slice;
      from += part.length;
      if (this.#filled === this.#level.chunk[2]) yield* this.#flush();
    }
  }

  async *end(): AsyncGenerator<StoreFile, void> {
    if (this.#filled > 0) yield* this.#flush();
    if (this.#next !== undefined) yield* this.#next.end();
  }

  async *#flush(): AsyncGenerator<StoreFile, void> {
    const { size } = this.#level;
    const slices = this.#slices.subarray(0, size[0] * size[1] * this.#filled);
    for await (const { path, bytes } of shardsOf(this.#level, slices, this.#row, this.#gzip))
      if (bytes !== undefined) yield { path: `${this.#path}${path}`, bytes };
    this.#row++;
    this.#filled = 0;
    if (this.#next !== undefined) yield* this.#hand(slices, this.#next);
  }

  /** Hands the halves of slices on, pair by pair, so that the thread has turns between. */
  async *#hand(slices: GridArray, next: LevelWriter): AsyncGenerator<StoreFile, void> {
    const { size, step } = this.#level;
    const pair: Vec3 = [size[0], size[1], step[2]];
    const length = volumeOf(pair);
    for (let at = 0; at + length <= slices.length; at += length) {
      await this.#pace.step(0);
      yield* next.append(halved(slices.subarray(at, at + length), pair, step, this.#by));
    }
  }
}
