// Ends of paths that run through the faces of slabs, for what is followed from voxel to voxel out
// of core.
import type { Spill } from '../implement/index.js';
import { SLAB_LEAVES, SLAB_UPWARDS } from '../kernels/shared/index.js';

const PIXEL = SLAB_UPWARDS - 1;

/** What the paths of a slab's neighbours come to, by pixel. */
export interface Neighbours {
  /** Of the last slice of the slab below; zeros where there is none. */
  readonly below: Uint32Array<ArrayBuffer>;
  /** Of the first slice of the slab above. */
  readonly above: Uint32Array<ArrayBuffer>;
}

/**
 * Follows paths through slabs. A path ends at a number, or leaves its slab for a pixel of the slice
 * beyond, whose own path goes on from there. Slabs are taken in upwards (`push`), by their first
 * and last slices: then every path that went down has come to a number, or goes up. On the way
 * back (`pop`, from the last slab to the first) those that go up come to theirs. No path may
 * come back to where it was.
 *
 * Holds a few slices in the heap, and two of every slab in a spill.
 */
export class SlabExits {
  readonly #spill: Spill;
  readonly #pixels: number;
  #slabs = 0;
  /** Faces of the slabs that were taken in. */
  #slices = 0;
  /** What the last slice of the slab before comes to, on the way up. */
  #last: Uint32Array;
  /** What the first slice of the slab behind comes to, on the way back. */
  #above: Uint32Array<ArrayBuffer>;

  private constructor(spill: Spill, pixels: number) {
    this.#spill = spill;
    this.#pixels = pixels;
    this.#last = new Uint32Array(pixels);
    this.#above = new Uint32Array(pixels);
  }

  /** @param pixels of a slice @param slabs how many there will be, at most */
  static async open(
    { openSpill }: { readonly openSpill: (bytes: number) => Promise<Spill> },
    pixels: number,
    slabs: number,
  ): Promise<SlabExits> {
    return new SlabExits(await openSpill(8 * pixels * slabs), pixels);
  }

  /** Takes in the next slab upwards, by what the paths of its first and last slices end in. */
  async push(first: Uint32Array<ArrayBuffer>, last: Uint32Array<ArrayBuffer>): Promise<void> {
    const before = this.#last;
    const end = (from: number): number => {
      let path = from;
      while (path >= SLAB_LEAVES && (path & SLAB_UPWARDS) === 0) {
        path = before[path & PIXEL]!;
        if (path >= SLAB_LEAVES) path = first[path & PIXEL]!;
      }
      return path;
    };
    for (const slice of [first, last])
      for (let i = 0; i < slice.length; i++)
        if (slice[i]! >= SLAB_LEAVES) slice[i] = end(slice[i]!);
    await this.#keep(2 * this.#slabs, first);
    await this.#keep(2 * this.#slabs + 1, last);
    this.#last = last;
    this.#slabs += 1;
    this.#slices = 2 * this.#slabs;
  }

  /** What lies around the last slab that was not yet given. */
  async pop(): Promise<Neighbours> {
    this.#slabs -= 1;
    const above = this.#above;
    const first = await this.#settle(2 * this.#slabs, above);
    const below =
      this.#slabs === 0
        ? new Uint32Array(this.#pixels)
        : await this.#settle(2 * this.#slabs - 1, first);
    this.#above = first;
    return { below, above };
  }

  /** What lies around any slab, once all were given. */
  async around(slab: number): Promise<Neighbours> {
    const [below, above] = [2 * slab - 1, 2 * slab + 2];
    const slice = (index: number): Promise<Uint32Array<ArrayBuffer>> | Uint32Array<ArrayBuffer> =>
      index < 0 || index >= this.#slices ? new Uint32Array(this.#pixels) : this.#slice(index);
    return { below: await slice(below), above: await slice(above) };
  }

  close(): Promise<void> {
    return this.#spill.close();
  }

  /** A slice with what lies above in the place of paths that go up, which is kept. */
  async #settle(index: number, above: Uint32Array): Promise<Uint32Array<ArrayBuffer>> {
    const slice = await this.#slice(index);
    for (let i = 0; i < slice.length; i++)
      if (slice[i]! >= SLAB_LEAVES) slice[i] = above[slice[i]! & PIXEL]!;
    await this.#keep(index, slice);
    return slice;
  }

  async #keep(index: number, slice: Uint32Array<ArrayBuffer>): Promise<void> {
    await this.#spill.write(4 * this.#pixels * index, new Uint8Array(slice.buffer));
  }

  async #slice(index: number): Promise<Uint32Array<ArrayBuffer>> {
    const bytes = await this.#spill.read(4 * this.#pixels * index, 4 * this.#pixels);
    return new Uint32Array(bytes.slice().buffer);
  }
}
