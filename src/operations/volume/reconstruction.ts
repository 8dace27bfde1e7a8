import { makeNode } from '../../recipe/op.js';
import { handle, ofSameDtype, operation, optionalHandle } from '../../recipe/operation.js';
import { number } from '../../recipe/params.js';
import { touchingNode } from '../../segmentation/chosen_objects.js';
import { extremaNode } from '../../segmentation/extrema.js';
import { reconstruct as reconstructOp } from '../../segmentation/reconstruct.js';
import { threshold } from '../../segmentation/threshold.js';
import { typedBand } from '../../segmentation/typed_bound.js';
import { MASK, SAME } from '../gives.js';
import { objectsOption } from '../options.js';

const depthOption = {
  h: number({ above: 0, unit: 'intensity' }, 'By how much an extremum must stand out.'),
};
const bandOptions = {
  lo: number(
    { default: -Infinity, infinite: true, unit: 'intensity' },
    'The least value of the region.',
  ),
  hi: number(
    { default: Infinity, infinite: true, unit: 'intensity' },
    'The greatest value of the region.',
  ),
};

/**
 * Grey-scale reconstruction of this volume from a seed: by 'dilation' (default) the seed grows
 * under the volume, by 'erosion' it sinks onto it, until nothing changes. As scikit-image's
 * `reconstruction`. Exact. scikit-image's default is every neighbour (26). Literature: Vincent,
 * IEEE Trans. Image Process. 2 (1993) 176, https://doi.org/10.1109/83.217222.
 *
 * @param options - `seed`: a volume of the same dtype; what is beyond this volume counts as it.
 * `by`; `connectivity`.
 * @returns A volume of the same dtype and size, in intensity.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 5, 5, 1, 7, 1]), size: [6, 1, 1] });
 * const seed = await lab.open({ data: new Uint8Array([0, 5, 0, 0, 0, 0]), size: [6, 1, 1] });
 * const { data } = await scan.reconstruct({ seed }).read();
 * console.assert(data.join() === '1,5,5,1,1,1'); // the peak without a seed is cut down
 * await lab.dispose();
 * ```
 */
export const reconstruct = operation({
  name: 'reconstruct',
  of: 'volume',
  options: {
    seed: ofSameDtype(handle('What grows under the volume, or shrinks above it.', 'volume')),
    ...reconstructOp.params,
  },
  gives: SAME,
  node: (volume, { seed, ...params }) => makeNode(reconstructOp, { volume, seed }, params),
});

/**
 * Mask of the regional maxima: plateaus whose neighbours are all lower. As scikit-image's
 * `local_maxima`. Exact. Cost: that of `reconstruct`, and a pass for the range.
 *
 * @returns A mask of the same size.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 3, 3, 1, 2]), size: [5, 1, 1] });
 * const { data } = await scan.regionalMaxima().read();
 * console.assert(data.join() === '0,1,1,0,1');
 * await lab.dispose();
 * ```
 */
export const regionalMaxima = operation({
  name: 'regionalMaxima',
  of: 'volume',
  options: objectsOption,
  gives: MASK,
  node: (volume, options) => extremaNode(volume, { ...options, of: 'maxima' }),
});

/**
 * Mask of the regional minima: plateaus whose neighbours are all higher. As scikit-image's
 * `local_minima`. Exact.
 *
 * @returns A mask of the same size.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([2, 1, 1, 3, 0]), size: [5, 1, 1] });
 * const { data } = await scan.regionalMinima().read();
 * console.assert(data.join() === '0,1,1,0,1');
 * await lab.dispose();
 * ```
 */
export const regionalMinima = operation({
  name: 'regionalMinima',
  of: 'volume',
  options: objectsOption,
  gives: MASK,
  node: (volume, options) => extremaNode(volume, { ...options, of: 'minima' }),
});

/**
 * Mask of the tops that stand out by `h` (in intensity) or more: from which one must go down by `h`
 * to reach higher ground. As scikit-image's `h_maxima`. Literature: Soille, Morphological Image
 * Analysis (2nd ed. 2003), 6.3.
 *
 * @returns A mask of the same size.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([0, 5, 4, 6, 0, 3]), size: [6, 1, 1] });
 * const { data } = await scan.hMaxima({ h: 2 }).read();
 * console.assert(data.join() === '0,0,0,1,0,1'); // the 5 stands out by 1 alone
 * await lab.dispose();
 * ```
 */
export const hMaxima = operation({
  name: 'hMaxima',
  of: 'volume',
  options: { ...depthOption, ...objectsOption },
  gives: MASK,
  node: (volume, options) => extremaNode(volume, { ...options, of: 'maxima' }),
});

/**
 * Mask of the bottoms of depth `h` (in intensity) or more. As scikit-image's `h_minima`.
 *
 * @returns A mask of the same size.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([9, 4, 5, 3, 9, 6]), size: [6, 1, 1] });
 * const { data } = await scan.hMinima({ h: 2 }).read();
 * console.assert(data.join() === '0,0,0,1,0,1');
 * await lab.dispose();
 * ```
 */
export const hMinima = operation({
  name: 'hMinima',
  of: 'volume',
  options: { ...depthOption, ...objectsOption },
  gives: MASK,
  node: (volume, options) => extremaNode(volume, { ...options, of: 'minima' }),
});

/**
 * Region grown from seeds: the voxels with lo ≤ v ≤ hi that are connected to a seed in the band. It
 * is hysteresis with seeds of any origin. Bounds on f32 are the nearest f32, as in `threshold`.
 * Cost: that of `components`, and a pass or two of 1 to 4 B/voxel.
 *
 * @returns A mask of the same size.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([5, 5, 1, 5, 9]), size: [5, 1, 1] });
 * const { data } = await scan.growRegion({ seeds: scan.equals(9), lo: 5 }).read();
 * console.assert(data.join() === '0,0,0,1,1');
 * await lab.dispose();
 * ```
 */
export const growRegion = operation({
  name: 'growRegion',
  of: 'volume',
  options: {
    seeds: handle('Where the region grows from.', 'mask'),
    ...bandOptions,
    of: ofSameDtype(
      optionalHandle('The volume whose values count; the one itself if left out.', 'volume'),
    ),
    ...objectsOption,
  },
  gives: MASK,
  node: (volume, { seeds, lo, hi, of, ...objects }) =>
    touchingNode(
      makeNode(threshold, { volume: of ?? volume }, typedBand(of ?? volume, { lo, hi })),
      seeds,
      objects,
    ),
});
