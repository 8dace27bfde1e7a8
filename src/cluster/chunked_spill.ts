// Grids between stages: Zarr arrays of raw chunks, read and written by rows.
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { SpilledGrid, type Spill, type StagedGrid } from '../implement/index.js';
import { NUMPY_NAMES } from '../io/numpy_names.js';
import { bitsOf } from '../recipe/dtype.js';
import { VoxmetryError } from '../recipe/errors.js';
import { writeAtomically } from './atomic_file.js';
import type { WrittenFile } from './work_folder.js';

/** Files of chunks that are held open at a time. */
const KEPT_OPEN = 64;

/** A piece of a chunk, and where it is in what is read or written. */
interface Piece {
  readonly key: string;
  /** Rows of the grid in the chunk. */
  readonly rows: number;
  readonly at: number;
  readonly from: number;
  length: number;
}

/** Where the files of a grid lie, and whose they are. */
export interface GridPlace {
  readonly root: string;
  /** The folder of the array, from `root`. */
  readonly folder: string;
  readonly grid: StagedGrid;
  /** Who writes a chunk, by its first row and its first slice, for an error to name. */
  readonly writer: (row: number, slice: number) => string;
}

/**
 * A grid in an array of Zarr, as rows padded to words on the GPU; bits are stored eight to a byte.
 * A chunk is whole rows, so that any box of whole rows is read by ranges. It is written at once,
 * when all of it is there. One that is missing is an error, never zeros.
 */
export class ChunkedSpill implements Spill {
  /** The chunks that were written. */
  readonly written: WrittenFile[] = [];
  readonly #place: GridPlace;
  readonly #rowBytes: number;
  readonly #open = new Map<string, Promise<FileHandle>>();
  readonly #unfinished = new Map<string, { bytes: Uint8Array<ArrayBuffer>; left: number }>();

  constructor(place: GridPlace) {
    this.#place = place;
    this.#rowBytes = SpilledGrid.bytes(place.grid.storage, [place.grid.size[0], 1, 1]);
  }

  async write(offset: number, data: Uint8Array<ArrayBuffer>): Promise<void> {
    const [rows, slices] = this.#place.grid.chunk;
    for (const piece of this.#pieces(offset, data.length)) {
      let chunk = this.#unfinished.get(piece.key);
      if (chunk === undefined) {
        const bytes = new Uint8Array(this.#rowBytes * rows * slices);
        chunk = { bytes, left: this.#rowBytes * piece.rows };
        this.#unfinished.set(piece.key, chunk);
      }
      chunk.bytes.set(data.subarray(piece.from, piece.from + piece.length), piece.at);
      chunk.left -= piece.length;
      if (chunk.left > 0) continue;
      this.#unfinished.delete(piece.key);
      await this.#describe();
      const path = `${this.#place.folder}/${piece.key}`;
      await writeAtomically(join(this.#place.root, path), [chunk.bytes]);
      this.written.push({ path, bytes: chunk.bytes.length });
    }
  }

  async read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const data = new Uint8Array(length);
    for (const piece of this.#pieces(offset, length)) {
      const file = await this.#file(piece.key);
      for (let done = 0; done < piece.length;) {
        const { bytesRead } = await file.read(
          data,
          piece.from + done,
          piece.length - done,
          piece.at + done,
        );
        if (bytesRead === 0) throw this.#lost(piece.key, 'is cut off');
        done += bytesRead;
      }
    }
    return data;
  }

  /** Lets go of files. Rejects where chunks were begun and not finished. */
  async close(): Promise<void> {
    const files = [...this.#open.values()];
    this.#open.clear();
    for (const file of files) await (await file.catch(() => undefined))?.close();
    const [key] = this.#unfinished.keys();
    if (key !== undefined)
      throw new VoxmetryError('internal', `Chunk ${key} is not whole. Please report it.`);
  }

  /** The runs of bytes in chunks that a run of bytes of the grid takes. */
  #pieces(offset: number, length: number): Piece[] {
    const { size, chunk } = this.#place.grid;
    const [, ny, nz] = size;
    const [rows, slices] = chunk;
    const pieces: Piece[] = [];
    let last: Piece | undefined;
    for (let row = offset / this.#rowBytes, from = 0; from < length;) {
      const [y, z] = [row % ny, Math.floor(row / ny)];
      const [cy, cz] = [Math.floor(y / rows), Math.floor(z / slices)];
      const key = `c/${String(cz)}/${String(cy)}/0`;
      const end = Math.min((cy + 1) * rows, ny);
      const count = Math.min(end - y, (length - from) / this.#rowBytes);
      const at = this.#rowBytes * ((z - cz * slices) * rows + (y - cy * rows));
      if (last?.key === key && last.at + last.length === at) last.length += count * this.#rowBytes;
      else {
        const depth = Math.min((cz + 1) * slices, nz) - cz * slices;
        last = {
          key,
          rows: (end - cy * rows) * depth,
          at,
          from,
          length: count * this.#rowBytes,
        };
        pieces.push(last);
      }
      row += count;
      from += count * this.#rowBytes;
    }
    return pieces;
  }

  #file(key: string): Promise<FileHandle> {
    const known = this.#open.get(key);
    if (known !== undefined) return known;
    const opening = open(join(this.#place.root, this.#place.folder, key), 'r').catch(() => {
      this.#open.delete(key);
      throw this.#lost(key, 'is missing');
    });
    this.#open.set(key, opening);
    if (this.#open.size > KEPT_OPEN) {
      const [oldest, file] = [...this.#open][0]!;
      this.#open.delete(oldest);
      void file.then((handle) => handle.close()).catch(() => undefined);
    }
    return opening;
  }

  #lost(key: string, how: string): VoxmetryError {
    const [, cz = 0, cy = 0] = key.split('/').map(Number);
    const { folder, grid, writer } = this.#place;
    const path = `${folder}/${key}`;
    return new VoxmetryError(
      'corrupt-file',
      `Chunk ${path} ${how}: run ${writer(cy * grid.chunk[0], cz * grid.chunk[1])} again.`,
      { details: { path } },
    );
  }

  /** Writes what makes the folder an array of Zarr: the same, whoever does. */
  async #describe(): Promise<void> {
    if (this.written.length > 0) return;
    const { root, folder, grid } = this.#place;
    const type = grid.storage === 'bit' ? 'u8' : grid.storage;
    const width = (8 * this.#rowBytes) / bitsOf(type);
    const json = {
      zarr_format: 3,
      node_type: 'array',
      shape: [grid.size[2], grid.size[1], width],
      data_type: NUMPY_NAMES[type],
      chunk_grid: {
        name: 'regular',
        configuration: { chunk_shape: [grid.chunk[1], grid.chunk[0], width] },
      },
      chunk_key_encoding: { name: 'default', configuration: { separator: '/' } },
      fill_value: 0,
      codecs: [{ name: 'bytes', configuration: { endian: 'little' } }],
      attributes: grid.storage === 'bit' ? { bits: grid.size[0] } : {},
      dimension_names: ['z', 'y', 'x'],
    };
    const text = new TextEncoder().encode(JSON.stringify(json, undefined, 2));
    await writeAtomically(join(root, folder, 'zarr.json'), [text]);
  }
}
