import { invalidArgument, throwIfAborted } from '../recipe/errors.js';
import { map3, type Vec3 } from '../recipe/geometry.js';
import { runOptionsOf } from '../recipe/options.js';
import type { VoxelGrid } from '../synthetic/voxelise.js';
import { Mask } from '../volume/handles.js';
import { curvesOf, type StructureCurves } from './curves.js';
import { curvesOfMask } from './curves_of_mask.js';
import { BOX } from './estimate_imaging.js';
import { fitGenerator, PILOTS, ROUNDS, seedOf } from './fit_generator.js';
import { GENERATORS, type GeneratorParameters, type TwinGenerator } from './generators.js';
import { matchOf, type CurveMatch } from './match.js';

/** Options of {@link generateLike}. */
export interface GenerateLikeOptions {
  /** What is fitted. Default `packedSpheres` and `levelCutFields`. */
  readonly generators?: readonly TwinGenerator[] | undefined;
  /** Voxels of a piece along x, y, z. Default the mask's, up to 128. */
  readonly size?: Vec3 | undefined;
  /** Pieces of each generator whose curves are compared, 4 to 100. Default 6. */
  readonly n?: number | undefined;
  /** Integer 0 … 2^31 − 1. Default 1. */
  readonly seed?: number | undefined;
  /** Cancels. */
  readonly signal?: AbortSignal | undefined;
  /** Called with the fraction done, 0 to 1. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

/** A generator that was fitted to a mask. */
export interface GeneratedLike extends CurveMatch {
  readonly generator: string;
  readonly parameters: GeneratorParameters;
  /** The curves of the mask. */
  readonly measured: StructureCurves;
  /** Makes a piece of the structure: a byte per voxel of `size`, 1 where it is set. */
  readonly make: (seed: number) => Uint8Array<ArrayBuffer>;
  /** Voxels of a piece along x, y, z. */
  readonly size: Vec3;
}

const OP = 'generateLike';
const OPTIONS = ['generators', 'size', 'n', 'seed'] as const;

/**
 * Structures like a mask: each generator is fitted to its fraction, to the faces along lines (the
 * slope of the two-point probability) and, where it has sizes, to the spread of chords; then the
 * fraction, two-point probability, lineal path, chords and distances from the other phase of `n`
 * pieces are compared with the mask's. `misfit` says of each curve how far they lie apart, in
 * deviations from piece to piece; those above `limit` do not match. Of the mask as it is: what
 * imaging did to it is what `twin` is for. On the host: some 2 µs per voxel and piece.
 *
 * @param mask - Of two materials. Its set phase is what the generators make.
 * @returns The generators, that of the least greatest misfit first.
 * @throws VoxmetryError `invalid-argument` for options out of range; `empty-phase` for a mask of
 * one material; `cancelled`; what making the mask throws.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * import { levelCutField } from 'voxmetry/synthetic';
 * import { generateLike } from 'voxmetry/twin';
 * const lab = await openLab();
 * const grid = { size: [48, 48, 48], spacing: [1, 1, 1] } as const;
 * const data = levelCutField({ ...grid, seed: 1, fraction: 0.4, length: [2, 2, 2] });
 * const mask = (await lab.open({ data, size: grid.size })).threshold({ lo: 1 });
 * const [best] = await generateLike(mask, { n: 4 });
 * console.assert(best!.generator === 'levelCutFields' && best!.matches);
 * const another = best!.make(7);
 * console.assert(another.length === 48 ** 3);
 * await lab.dispose();
 * ```
 */
export async function generateLike(
  mask: Mask,
  options: GenerateLikeOptions = {},
): Promise<readonly GeneratedLike[]> {
  const given: unknown = mask;
  if (!(given instanceof Mask)) throw invalidArgument(OP, 'mask', given, 'a mask');
  const { signal, onProgress, ...rest } = runOptionsOf(OP, options, OPTIONS);
  const { generators = GENERATORS, n = 6, seed = 1 } = rest;
  const { size = map3((axis) => Math.min(mask.size[axis], BOX)) } = rest;
  checkPieces(OP, mask.size, { size, n, seed });
  const grid: VoxelGrid = { size, spacing: mask.spacing };
  const measured = await curvesOfMask(OP, mask, size, signal);
  const steps = generators.length * (ROUNDS * PILOTS + n);
  let done = 0;
  const curvesOfPiece = async (data: Uint8Array): Promise<StructureCurves> => {
    // A turn of the event loop, in which a signal is heard.
    await new Promise((resolve) => setTimeout(resolve));
    throwIfAborted(signal, OP);
    const curves = curvesOf({ data, ...grid });
    done += 1;
    onProgress?.(done / steps);
    return curves;
  };
  const fitted: GeneratedLike[] = [];
  for (const generator of generators) {
    const { parameters, draw } = await fitGenerator(generator, measured, grid, seed, curvesOfPiece);
    const pieces: StructureCurves[] = [];
    const pieceOf = (i: number): Uint8Array => {
      const of = seedOf(seed, i);
      return generator.make(draw(of), grid, of);
    };
    for (let i = 0; i < n; i += 1) pieces.push(await curvesOfPiece(pieceOf(i)));
    fitted.push({
      ...matchOf(measured, pieces),
      ...{ generator: generator.name, parameters, measured, size },
      make: (of) => generator.make(parameters, grid, of),
    });
  }
  const worst = ({ misfit }: GeneratedLike): number => Math.max(...Object.values(misfit));
  return fitted.sort((a, b) => worst(a) - worst(b));
}

/** Refuses sizes, numbers and seeds of pieces that are none. */
export function checkPieces(
  op: string,
  of: Vec3,
  { size, n, seed }: { readonly size: Vec3; readonly n: number; readonly seed: number },
): void {
  if (!(Number.isSafeInteger(n) && n >= 4 && n <= 100))
    throw invalidArgument(op, 'n', n, 'an integer 4 … 100');
  if (!(Number.isSafeInteger(seed) && seed >= 0 && seed < 2 ** 31))
    throw invalidArgument(op, 'seed', seed, 'an integer 0 … 2^31 − 1');
  if (!size.every((length, i) => Number.isSafeInteger(length) && length >= 16 && length <= of[i]!))
    throw invalidArgument(op, 'size', size, `16 voxels to those of the mask, ${of.join('×')}`);
}
