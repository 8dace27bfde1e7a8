// Fixed points slab by slab: what flows from slab to slab through their faces, until nothing
// changes.
import type { Spill } from '../implement/index.js';

/** Slices of the slabs below and above; undefined where there is none, or not yet. */
export interface FacesAround {
  readonly below: Uint32Array<ArrayBuffer> | undefined;
  readonly above: Uint32Array<ArrayBuffer> | undefined;
}

/** First and last slice of a slab. */
export interface OwnFaces {
  readonly first: Uint32Array<ArrayBuffer>;
  readonly last: Uint32Array<ArrayBuffer>;
}

/**
 * Brings slabs to rest with their neighbours. `visit` brings one to rest with the last slice of the
 * slab below and the first of the one above. A slab is visited again where one of these has changed
 * since. Sweeps go upwards and downwards in turns, so that what flows one way through all slabs
 * takes one sweep. What is computed must only fall (or only rise) by what flows in: then the end
 * does not depend on the order, and is that of the whole.
 *
 * Holds a few slices in the heap, and two of every slab in a spill.
 */
export async function settleSlabs(
  { openSpill }: { readonly openSpill: (bytes: number) => Promise<Spill> },
  slabs: number,
  words: number,
  visit: (index: number, faces: FacesAround) => Promise<OwnFaces>,
): Promise<void> {
  const faces = await openSpill(8 * words * slabs);
  const read = async (face: number): Promise<Uint32Array<ArrayBuffer>> =>
    new Uint32Array((await faces.read(4 * words * face, 4 * words)).slice().buffer);
  const visited = new Set<number>();
  const restless = new Set(Array.from({ length: slabs }, (_, index) => index));
  /** Keeps a face; whether it is another than before. */
  const keep = async (index: number, face: number, slice: Uint32Array<ArrayBuffer>) => {
    if (visited.has(index) && equal(await read(face), slice)) return false;
    await faces.write(4 * words * face, new Uint8Array(slice.buffer));
    return true;
  };
  try {
    for (let upwards = true; restless.size > 0; upwards = !upwards)
      for (let i = 0; i < slabs; i++) {
        const index = upwards ? i : slabs - 1 - i;
        if (!restless.delete(index)) continue;
        const { first, last } = await visit(index, {
          below: visited.has(index - 1) ? await read(2 * index - 1) : undefined,
          above: visited.has(index + 1) ? await read(2 * index + 2) : undefined,
        });
        if ((await keep(index, 2 * index, first)) && index > 0) restless.add(index - 1);
        if ((await keep(index, 2 * index + 1, last)) && index < slabs - 1) restless.add(index + 1);
        visited.add(index);
      }
  } finally {
    await faces.close();
  }
}

function equal(a: Uint32Array, b: Uint32Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
