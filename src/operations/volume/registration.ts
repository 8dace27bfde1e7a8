// Volumes and slices brought into one frame.
import { invalidArgument } from '../../recipe/errors.js';
import { gridMeta } from '../../recipe/op.js';
import { oneOf } from '../../recipe/params.js';
import { MODELS } from '../../registration/motion.js';
import { handle, operation, optionalHandle } from '../../recipe/operation.js';
import { registrationNode } from '../../registration/registration.js';
import { initialOf, registrationOptions } from '../../registration/registration_options.js';
import { RESULT } from '../gives.js';

/**
 * The transform that takes points of this volume, the fixed one, to the same points of another one,
 * the moving one, which may be of another method, grid and resolution. `moving.resampleTo(fixed,
 * transform)` then shows both on one grid. Images are volumes of depth 1.
 *
 * From coarse to fine: shifts are searched at the coarsest level, the best ones are climbed to the
 * top of the `metric` by Newton's method, and these are refined level by level, all of them. Turns
 * of some 10° and scales of some 20 % are in reach of a search; give `landmarks` or `initial` for
 * more. Samples lie off the voxels' grid, where mutual information is not falsely high, and the
 * joint histogram is counted in integers: metrics are the same on every GPU for the same levels of
 * grey. Literature: Maes et al., IEEE Trans. Med. Imaging 16 (1997) 187,
 * https://doi.org/10.1109/42.563664; Mattes et al., IEEE Trans. Med. Imaging 22 (2003) 120,
 * https://doi.org/10.1109/TMI.2003.809072.
 *
 * What would be a wrong number has no transform, and says why (`outcome`): 'ambiguous' where a
 * second pose, far from the best, is nearly as good (`rivalry` above 0.8), 'little-overlap' where
 * no pose has the `overlap` asked for, 'unrelated' where the best pose does not stand out among
 * those beside it (`distinctness` below 6 standard deviations, and less than 1 above them).
 * `covariance` is that of small motions before the transform, from the metric's curvature and how
 * 64 blocks of the volume pull at it (Huber's sandwich). Both volumes' levels are held whole: 12
 * B/voxel of each while a level is made; larger ones are refused (`limit`): `bin` both, whose
 * transform is the same. Elastic models are not here.
 *
 * @param moving - The other volume, in the same unit.
 * @param options - `model`: 'translation', 'rigid' (default), 'similarity' or 'affine'. `metric`:
 * 'mi' (default, for two methods), 'ncc' (greys that rise together) or 'ssd' (the same greys up to
 * a line). `mask`: where this volume counts. `landmarks`, `initial`: where to start, and `search`
 * (default true) whether shifts about it are tried. `levels`; `samples` (default 2¹⁸) at the finest
 * level; `overlap`: least part of them in the moving volume; `seed` of their places.
 * @returns A query of the outcome; where it is 'found', with `transform` (12 numbers, fixed to
 * moving), `metric`, `overlap`, `covariance` of `parameters` and `cornerError` (length).
 * @throws VoxmetryError `invalid-argument` for volumes of two units and fewer than three landmarks.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const image = (dx: number): Uint8Array<ArrayBuffer> =>
 *   new Uint8Array(4096).map((_, i) => {
 *     const [x, y] = [(i % 64) - dx, Math.floor(i / 64)];
 *     return 120 + 60 * Math.sin(x / 4 + (y / 9) ** 2) + 50 * Math.cos(y / 3 + (x / 17) ** 2);
 *   });
 * const fixed = await lab.open({ data: image(0), size: [64, 64, 1] });
 * const moving = await lab.open({ data: image(5), size: [64, 64, 1] });
 * const found = await fixed.register(moving, { model: 'translation' });
 * if (found.outcome !== 'found') throw new Error(found.outcome);
 * console.assert(Math.abs(found.transform[3]! - 5) < 0.1);
 * const same = moving.resampleTo(fixed, found.transform); // on the fixed image's voxels
 * await lab.dispose();
 * ```
 */
export const register = operation({
  name: 'register',
  of: 'volume',
  takes: ['moving'],
  options: {
    moving: handle('The volume that the transform leads to.', 'volume'),
    mask: optionalHandle('Only voxels of this mask count; all if left out.', 'mask'),
    ...registrationOptions,
  },
  gives: RESULT,
  node: (fixed, { moving, mask, landmarks, initial, ...options }) =>
    registrationNode(fixed, moving, mask, {
      ...options,
      initial: initialOf({ landmarks, initial, model: options.model }),
    }),
});

/**
 * Where in this volume a slice was cut, an image of another method with depth 1: the transform that
 * takes points of the slice to points of this volume, tilts and one factor of scale included.
 * `volume.resampleTo(slice, transform)` then shows the volume as the slice saw it. Shifts along all
 * three axes are searched; tilts of some 5° and scales of some 10 % are in reach, more of them from
 * `landmarks` or `initial`. All else is as in `register`, with the slice as the fixed image: so the
 * covariance is that of motions of the slice.
 *
 * By 'mi' the pose is then settled by interfaces: at a blurred edge a mixture of two greys looks
 * like one of two others, which the voxels around a pixel's place can tell. It is so where the
 * volume has materials of at least two greys. Variances are then twice what blocks of the slice
 * tell, and 2.5 times of mutual information.
 *
 * A slice without content across it tells nothing of its depth: then it is 'ambiguous' or
 * 'unrelated'.
 *
 * @param slice - A volume of depth 1, in the same unit.
 * @param options - As of `register`; `model` is 'similarity' by default.
 * @returns A query of the outcome, as of `register`, with the transform from the slice to this
 * volume.
 * @throws VoxmetryError `invalid-argument` where the slice is deeper than one voxel.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * import { syntheticField } from 'voxmetry/synthetic';
 * import { translation } from 'voxmetry/transform';
 * const lab = await openLab();
 * const size = [32, 32, 24] as const;
 * const data = syntheticField({ kind: 'gray', size, seed: 1 }).slab(0, 24);
 * const volume = await lab.open({ data, size });
 * const grid = { size: [24, 24, 1], spacing: [1, 1, 1], origin: [0, 0, 0] } as const;
 * const slice = volume.resampleTo(grid, translation([5, 3, 13]));
 * const found = await volume.locate(slice, { model: 'translation', metric: 'ncc' });
 * if (found.outcome !== 'found') throw new Error(found.outcome);
 * console.assert(Math.abs(found.transform[11]! - 13) < 0.2);
 * await lab.dispose();
 * ```
 */
export const locate = operation({
  name: 'locate',
  of: 'volume',
  takes: ['slice'],
  options: {
    slice: handle('The image that is found in the volume: a volume of depth 1.', 'volume'),
    mask: optionalHandle('Only pixels of this mask of the slice count; all if left out.', 'mask'),
    ...registrationOptions,
    model: oneOf(MODELS, 'similarity', 'What the transform may do: shift, turn, scale, shear.'),
  },
  gives: RESULT,
  node: (volume, { slice, mask, landmarks, initial, ...options }) => {
    const { size } = gridMeta(slice);
    if (size[2] !== 1)
      throw invalidArgument('locate', 'slice', `${String(size[2])} deep`, 'a volume of depth 1');
    return registrationNode(slice, volume, mask, {
      ...options,
      initial: initialOf({ landmarks, initial, model: options.model }),
    });
  },
});
