import { invalidArgument } from '../../recipe/errors.js';
import type { Axis } from '../../recipe/geometry.js';
import type { Length } from '../../recipe/length.js';
import { optionsOf } from '../../recipe/params.js';
import type { Face } from '../../segmentation/choose_labels.js';
import type { Objects } from '../../segmentation/chosen_objects.js';
import { chordLengths, linealPath } from '../../stats/chords.js';
import { percolationNode, porosityNode } from '../../stats/connectivity.js';
import { gradientAreaNode } from '../../stats/gradient_area.js';
import { profile } from '../../stats/profile.js';
import { representativeVolumeNode } from '../../stats/representative_volume.js';
import {
  eulerNumber,
  meanBreadth,
  surfaceArea,
  type AreaEstimator,
} from '../../stats/surface_area.js';
import { twoPoint, type TwoPointAlong } from '../../stats/two_point.js';
import type { Mask } from '../mask.js';
import type { Query } from '../query.js';
import {
  withProvenance,
  type ChordLengths,
  type EulerNumber,
  type LinealPath,
  type MeanBreadth,
  type Percolation,
  type Porosity,
  type Profile,
  type RepresentativeVolume,
  type SurfaceArea,
  type TwoPoint,
} from '../results.js';
import { MaskMorphology } from './mask_morphology.js';

/** How a surface is measured. */
export interface SurfaceAreaOptions {
  /** Default 'crofton13'. */
  readonly estimator?: AreaEstimator | 'gradient' | undefined;
  /** 'open' (default): the volume's border is no surface; 'closed': beyond it is background. */
  readonly border?: 'open' | 'closed' | undefined;
  /** 'gradient': standard deviation of the Gaussian. Default voxels(1). */
  readonly sigma?: Length | undefined;
  /** Only the surface inside this mask, per its volume. */
  readonly within?: Mask | undefined;
}

/** How a two-point correlation is taken. */
export interface TwoPointOptions {
  /** An axis, or all orientations. Default 'radial'. */
  readonly along?: TwoPointAlong | undefined;
  /** Largest distance. Default half the volume, at most 128 voxels along an axis and 32 radial. */
  readonly maxDistance?: Length | undefined;
  /** Radial: a sample of so many offsets per shell at most, 6 to 4096. Default: all pairs. */
  readonly directions?: number | undefined;
  /** Takes the volume as repeated. Default false. */
  readonly periodic?: boolean | undefined;
  /** Where the second point lies, for the cross-correlation of two phases. */
  readonly other?: Mask | undefined;
}

/** Statistics of a phase. */
export abstract class MaskStatistics extends MaskMorphology {
  /**
   * The area of the surface, absolute, per volume and per volume of the mask, with its estimator named: by Crofton's
   * formula in 13 directions (default) or 3, by faces of voxels, by marching cubes, or by the gradient of the smoothed indicator.
   * The volume's border is no surface; for whole objects say `border: 'closed'`.
   *
   * Errors on balls of radius 5 to 40 voxels centred on a voxel (elsewhere: `docs/objects.md`): crofton13 within 1 %,
   * crofton3 1.5 %, faces +49 to +53 %, marchingCubes +8 to +10 %, gradient −4 to +0.5 %. At a spacing of 1:1:3: within 5 % by Crofton, +45 to +53 %, +12 to +19 %, −11 to +1.5 %.
   *
   * @throws VoxmetryError `invalid-argument`: an open border of a volume one voxel thin; `within` with a closed border or marching
   * cubes; `sigma` without 'gradient'.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const data = new Uint8Array(64).map((_, i) => (i % 4 < 2 ? 1 : 0));
   * const scan = await lab.open({ data, size: [4, 4, 4] }, { spacing: [0.5, 0.5, 0.5], unit: 'µm' });
   * const { area } = await scan.threshold({ lo: 1 }).surfaceArea({ estimator: 'faces' });
   * console.assert(area === 4); // one face of 2 µm × 2 µm; the volume's border is none
   * await lab.dispose();
   * ```
   */
  surfaceArea(options: SurfaceAreaOptions = {}): Query<SurfaceArea> {
    return this.askNode(() => {
      const { within: given, sigma, ...params } = optionsOf('surfaceArea', options);
      const within = this.within('surfaceArea', { within: given });
      if (params.estimator === 'gradient')
        return gradientAreaNode(this.node, { sigma, border: params.border }, within);
      if (sigma !== undefined)
        throw invalidArgument('surfaceArea', 'sigma', sigma, "none, but for 'gradient'");
      return this.apply(surfaceArea, { mask: this.node, within }, params);
    }, withProvenance<SurfaceArea>());
  }

  /**
   * Objects − tunnels + cavities, at `connectivity` 6 (default) or 26; the outside is background. Exact.
   * One pass over 1/8 B/voxel. Literature: Odgaard and Gundersen, Bone 14 (1993) 173.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const data = new Uint8Array(27).fill(1).fill(0, 13, 14); // a hollow cube
   * const mask = (await lab.open({ data, size: [3, 3, 3] })).threshold({ lo: 1 });
   * console.assert((await mask.eulerNumber()).value === 2); // one object, one cavity
   * await lab.dispose();
   * ```
   */
  eulerNumber(options: { readonly connectivity?: 6 | 26 | undefined } = {}): Query<EulerNumber> {
    const inputs = () => ({ mask: this.node });
    return this.ask(eulerNumber, inputs, options, withProvenance<EulerNumber>());
  }

  /**
   * The mean breadth: of a ball its diameter (within 8 % from radius 5 on), of many objects their sum; proportional to the integral
   * of mean curvature.
   * In the unit of length. One pass over 1/8 B/voxel. Literature: Ohser and Mücklich, Statistical Analysis of
   * Microstructures (2000).
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const data = new Uint8Array(23 ** 3).map((_, i) => {
   *   const [x, y, z] = [i % 23, Math.floor(i / 23) % 23, Math.floor(i / 529)];
   *   return Math.hypot(x - 11, y - 11, z - 11) < 10 ? 1 : 0;
   * });
   * const scan = await lab.open({ data, size: [23, 23, 23] }, { spacing: [0.5, 0.5, 0.5], unit: 'µm' });
   * const { value } = await scan.threshold({ lo: 1 }).meanBreadth();
   * console.assert(Math.abs(value - 10) < 0.8); // a ball of 10 µm
   * await lab.dispose();
   * ```
   */
  meanBreadth(): Query<MeanBreadth> {
    const inputs = () => ({ mask: this.node });
    return this.ask(meanBreadth, inputs, {}, withProvenance<MeanBreadth>());
  }

  /**
   * The fraction of every slice across an axis (default 'z'), of the volume or `within` a mask. Exact.
   * One pass over 1/8 B/voxel.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 1, 0, 1, 0, 0]), size: [2, 3, 1] });
   * const { fraction } = await scan.threshold({ lo: 1 }).profile({ axis: 'y' });
   * console.assert(fraction.join() === '1,0.5,0');
   * await lab.dispose();
   * ```
   */
  profile(
    options: { readonly axis?: Axis | undefined; readonly within?: Mask | undefined } = {},
  ): Query<Profile> {
    return this.askNode(() => {
      const { within, ...params } = optionsOf('profile', options);
      const inputs = { mask: this.node, within: this.within('profile', { within }) };
      return this.apply(profile, inputs, params);
    }, withProvenance<Profile>());
  }

  /**
   * How the mask is connected along each axis: the parts of it in components that go through, that touch one end alone, and that
   * touch none. `connectivity` 6 (default), 18 or 26. Exact.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 1, 1, 1, 0, 1]), size: [3, 2, 1] });
   * const { x, components } = await scan.threshold({ lo: 1 }).percolation();
   * console.assert(components === 1 && x?.through === 1 && x.isolated === 0);
   * await lab.dispose();
   * ```
   */
  percolation(options: Objects = {}): Query<Percolation> {
    return this.askNode(
      () => percolationNode(this.node, optionsOf('percolation', options).connectivity),
      withProvenance<Percolation>(),
    );
  }

  /**
   * Porosity in its kinds, if this is the pore space: total with its interval, open (reaches one of `faces`), through
   * (spans `axis`) and closed, as fractions of the volume or of `within`. Binder is no pore: leave it out of the mask.
   *
   * @param options - `faces` that count as open (default all six); `axis` (default 'z'); `connectivity` of pores (default 6).
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const data = new Uint8Array(125).fill(1).fill(0, 62, 63).fill(0, 0, 1); // two pores in a block
   * const pores = (await lab.open({ data, size: [5, 5, 5] })).equals(0);
   * const { total, open, through, closed } = await pores.porosity();
   * console.assert(total.voxels === 2 && through === 0 && open === 1 / 125 && closed === 1 / 125);
   * await lab.dispose();
   * ```
   */
  porosity(
    options: Objects & {
      readonly faces?: readonly Face[] | undefined;
      readonly axis?: Axis | undefined;
      readonly within?: Mask | undefined;
    } = {},
  ): Query<Porosity> {
    return this.askNode(() => {
      const { within, ...params } = optionsOf('porosity', options);
      return porosityNode(this.node, params, this.within('porosity', { within }));
    }, withProvenance<Porosity>());
  }

  /**
   * How the fraction and the surface per volume of cubes spread with their size, side by side and at random places, and the
   * volume needed for a relative error of 1, 5 and 10 %; sizes in voxels.
   *
   * @param options - `within`: of this mask's voxels; `windows`: random ones per size (default 200), of a `seed` (default 1).
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const data = new Uint8Array(32 ** 3).map((_, i) => (i % 3 === 0 || i % 7 === 0 ? 1 : 0));
   * const scan = await lab.open({ data, size: [32, 32, 32] });
   * const { windows, needed } = await scan.threshold({ lo: 1 }).representativeVolume();
   * console.assert(windows[0]?.size === 2 && windows[0].placement === 'side by side');
   * console.assert(needed[2]?.relativeError === 0.1 && needed[2].reached);
   * await lab.dispose();
   * ```
   */
  representativeVolume(
    options: {
      readonly within?: Mask | undefined;
      readonly windows?: number | undefined;
      readonly seed?: number | undefined;
    } = {},
  ): Query<RepresentativeVolume> {
    return this.askNode(() => {
      const { within, ...params } = optionsOf('representativeVolume', options);
      return representativeVolumeNode(
        this.node,
        this.within('representativeVolume', { within }),
        params,
      );
    }, withProvenance<RepresentativeVolume>());
  }

  /**
   * Lengths of chords along an axis (default 'z'); those cut off by the border are left out unless `edges` is 'include'.
   * In the unit of length. Exact. One pass over 1/8 B/voxel.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 0, 1, 1, 0, 1, 1, 1, 1, 0, 1]), size: [11, 1, 1] });
   * const { counts, mean } = await scan.threshold({ lo: 1 }).chordLengths({ axis: 'x' });
   * console.assert(counts[1] === 1 && counts[3] === 1 && counts[0] === 0 && mean === 3); // one of 2, one of 4; the ends are cut off
   * await lab.dispose();
   * ```
   */
  chordLengths(
    options: {
      readonly axis?: Axis | undefined;
      readonly edges?: 'exclude' | 'include' | undefined;
    } = {},
  ): Query<ChordLengths> {
    const inputs = () => ({ mask: this.node });
    return this.ask(chordLengths, inputs, options, withProvenance<ChordLengths>());
  }

  /**
   * Lineal path function along an axis (default 'z'): how likely a segment lies in the mask, by its length. Exact.
   * Literature: Lu and Torquato, Phys. Rev. A 45 (1992) 922.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 1, 0, 1]), size: [4, 1, 1] });
   * const { probability } = await scan.threshold({ lo: 1 }).linealPath({ axis: 'x' });
   * console.assert(Math.abs(probability[0]! - 3 / 4) < 1e-9 && Math.abs(probability[1]! - 1 / 3) < 1e-9);
   * await lab.dispose();
   * ```
   */
  linealPath(options: { readonly axis?: Axis | undefined } = {}): Query<LinealPath> {
    const inputs = () => ({ mask: this.node });
    return this.ask(linealPath, inputs, options, withProvenance<LinealPath>());
  }

  /**
   * Two-point correlation and covariance: how likely two points at a distance are both in the mask, or the first in it and the
   * second in `other`. Over all orientations (the half sphere, not an octant), or along an axis; of pairs inside the volume, or of
   * the volume repeated (`periodic`). Exact counts of pairs of voxels: all of them, or a sample with `directions`, which the
   * estimator then says. With the surface per volume from the slope at the origin: of balls and of rough phases as
   * `surfaceArea()` by Crofton, within 3 %.
   *
   * Some 60 B/voxel and 256 MiB for all radial pairs; `limit` beyond about 120 voxels. 1/4 B/voxel per offset otherwise.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const data = new Uint8Array(64).map((_, i) => (i % 4 < 2 ? 1 : 0));
   * const planks = (await lab.open({ data, size: [4, 4, 4] })).threshold({ lo: 1 });
   * const { probability } = await planks.twoPoint({ along: 'x', maxDistance: 2, periodic: true });
   * console.assert(probability.join() === '0.5,0.25,0'); // of planks 2 wide, 2 apart
   * await lab.dispose();
   * ```
   */
  twoPoint(options: TwoPointOptions = {}): Query<TwoPoint> {
    return this.askNode(() => {
      const { other, ...params } = optionsOf('twoPoint', options);
      const second = other === undefined ? undefined : this.other('twoPoint', 'other', other);
      return this.apply(twoPoint, { mask: this.node, other: second }, params);
    }, withProvenance<TwoPoint>());
  }
}
