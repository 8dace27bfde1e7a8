// Grids in temporary storage (out of core).
import type { PooledBuffer, Run } from '../gpu/index.js';
import { lanesOf, type Storage } from '../recipe/dtype.js';
import type { Region, Vec3 } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { allocGrid, type GpuGrid } from './grid.js';
import type { Spill } from './implement.js';

/** A whole grid in a spill: rows padded to words as on the GPU, slice after slice. */
export class SpilledGrid {
  readonly #spill: Spill;
  readonly #size: Vec3;
  readonly #rowBytes: number;

  constructor(spill: Spill, storage: Storage, size: Vec3) {
    this.#spill = spill;
    this.#size = size;
    this.#rowBytes = 4 * Math.ceil(size[0] / lanesOf(storage));
  }

  /** A grid in a spill of its own. */
  static async open(
    { openSpill }: { readonly openSpill: (bytes: number) => Promise<Spill> },
    storage: Storage,
    size: Vec3,
  ): Promise<SpilledGrid> {
    return new SpilledGrid(await openSpill(SpilledGrid.bytes(storage, size)), storage, size);
  }

  /** A grid in a spill of its own, which is closed where filling it fails. */
  static async filled(
    opening: { readonly openSpill: (bytes: number) => Promise<Spill> },
    storage: Storage,
    size: Vec3,
    fill: (grid: SpilledGrid) => Promise<void>,
  ): Promise<SpilledGrid> {
    const grid = await SpilledGrid.open(opening, storage, size);
    try {
      await fill(grid);
      return grid;
    } catch (error) {
      await grid.close();
      throw error;
    }
  }

  /** Bytes that a grid takes in a spill. */
  static bytes(storage: Storage, [nx, ny, nz]: Vec3): number {
    return 4 * Math.ceil(nx / lanesOf(storage)) * ny * nz;
  }

  /** Keeps a box of whole rows that a buffer holds, from a byte on. */
  async write(run: Run, buffer: PooledBuffer, region: Region, from = 0): Promise<void> {
    await this.store(region, new Uint8Array(await run.read(buffer, from, this.#bytes(region))));
  }

  /** Brings a box of whole rows back to the GPU. */
  async read(run: Run, region: Region): Promise<PooledBuffer> {
    const bytes = await this.load(region);
    const buffer = run.alloc(bytes.length, 'from the spill');
    run.upload(buffer, bytes);
    return buffer;
  }

  /** Keeps the bytes of a box of whole rows. */
  async store(region: Region, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    for (const { at, from, length } of this.#pieces(region))
      await this.#spill.write(at, bytes.subarray(from, from + length));
  }

  /** The bytes of a box of whole rows. */
  async load(region: Region): Promise<Uint8Array<ArrayBuffer>> {
    const pieces = [...this.#pieces(region)];
    if (pieces.length === 1) return this.#spill.read(pieces[0]!.at, pieces[0]!.length);
    const bytes = new Uint8Array(this.#bytes(region));
    for (const { at, from, length } of pieces) bytes.set(await this.#spill.read(at, length), from);
    return bytes;
  }

  /** Brings any box that begins with a word back to the GPU as a grid. */
  async grid(run: Run, meta: GridMeta, region: Region): Promise<GpuGrid> {
    const [, ny, nz] = region.size;
    const out = allocGrid(run, meta, region);
    const { lanes, rowWords } = out.layout;
    if (4 * rowWords === this.#rowBytes) {
      run.upload(out.buffer, await this.load(region));
      return out;
    }
    const first = region.origin[0] / lanes;
    const words = new Uint32Array(rowWords * ny * nz);
    const stored = this.#rowBytes / 4;
    for (const { at, from, length } of this.#pieces({
      origin: [0, ...tail(region.origin)],
      size: [this.#size[0], ny, nz],
    })) {
      const rows = await this.#spill.read(at, length);
      const source = new Uint32Array(rows.buffer, rows.byteOffset, rows.length / 4);
      const firstRow = from / this.#rowBytes;
      for (let row = 0; row < length / this.#rowBytes; row++)
        words.set(
          source.subarray(row * stored + first, row * stored + first + rowWords),
          (firstRow + row) * rowWords,
        );
    }
    run.upload(out.buffer, words);
    return out;
  }

  /** The words of every slice, for the host. */
  async *slices(): AsyncGenerator<Uint32Array<ArrayBuffer>> {
    const bytes = this.#rowBytes * this.#size[1];
    for (let z = 0; z < this.#size[2]; z++)
      yield new Uint32Array((await this.#spill.read(bytes * z, bytes)).slice().buffer);
  }

  async close(): Promise<void> {
    await this.#spill.close();
  }

  #bytes({ size }: Region): number {
    return this.#rowBytes * size[1] * size[2];
  }

  /**
   * The runs of bytes that a box of whole rows takes: one where its slices are whole, else one per
   * slice.
   */
  *#pieces({ origin, size }: Region): Generator<{ at: number; from: number; length: number }> {
    const slice = this.#rowBytes * this.#size[1];
    const part = this.#rowBytes * size[1];
    const first = slice * origin[2] + this.#rowBytes * origin[1];
    if (part === slice) yield { at: first, from: 0, length: part * size[2] };
    else
      for (let z = 0; z < size[2]; z++)
        yield { at: first + slice * z, from: part * z, length: part };
  }
}

function tail(v: Vec3): readonly [number, number] {
  return [v[1], v[2]];
}
