import { asVolume } from '../filters/as_volume.js';
import { combine } from '../filters/combine.js';
import { invert } from '../filters/invert.js';
import type { Length } from '../recipe/length.js';
import type { Node } from '../recipe/op.js';
import { components, type Connectivity } from '../segmentation/components.js';
import { distance } from '../segmentation/distance.js';
import { separateNode } from '../segmentation/separate.js';
import { skeleton } from '../segmentation/skeleton.js';
import { count } from '../stats/count.js';
import { fraction } from '../stats/fraction.js';
import { invalidArgument } from '../recipe/errors.js';
import { optionsOf } from '../recipe/params.js';
import { MaskTransport } from './methods/mask_transport.js';
import type { Labels } from './labels.js';
import { Query } from './query.js';
import { withProvenance, type Fraction } from './results.js';
import type { Volume } from './volume.js';

/** How a distance is measured. */
export interface DistanceOptions {
  /** 'open': the volume's border is no background (as SciPy; default); 'background': all outside is. */
  readonly border?: 'open' | 'background' | undefined;
  /** 'physical': in the grid's unit (default); 'index': in voxels, spacing ignored. */
  readonly units?: 'physical' | 'index' | undefined;
}

/** What is too small to stay. */
export interface SmallOptions {
  /** Objects of fewer voxels go. */
  readonly minVoxels?: number | undefined;
  /** Objects of less volume (unit³) go. */
  readonly minVolume?: number | undefined;
}

/** Which places of a mask are centres of particles. */
export interface SeparateOptions {
  /** Least drop of the distance from a centre to the neck. Default voxels(0.5). */
  readonly minContrast?: Length | undefined;
  /** Two centres closer than this times the lesser radius are one. Default 0.5. */
  readonly minDistance?: number | undefined;
  /** Nothing within this radius of a centre is farther from the surface; at most 16 voxels. Default: no radius. */
  readonly peakRadius?: Length | undefined;
  /** Standard deviation of a Gaussian that smooths the distance first. Default: none does. */
  readonly sigma?: Length | undefined;
}

/** A grid of booleans, one bit per voxel. */
export class Mask extends MaskTransport {
  /**
   * The voxels that are not in the mask.
   * One pass: 1/4 B/voxel.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([0, 1, 1]), size: [3, 1, 1] });
   * console.assert((await scan.threshold({ lo: 1 }).invert().read()).data.join() === '1,0,0');
   * await lab.dispose();
   * ```
   */
  invert(): Mask {
    return this.wrap(this.apply(invert, { mask: this.node }));
  }

  /**
   * Voxels in both masks.
   * One pass: 3/8 B/voxel.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 2, 3, 4]), size: [4, 1, 1] });
   * const { data } = await scan.threshold({ lo: 2 }).and(scan.threshold({ hi: 3 })).read();
   * console.assert(data.join() === '0,1,1,0');
   * await lab.dispose();
   * ```
   */
  and(other: Mask): Mask {
    return this.#combine('and', other);
  }

  /**
   * Voxels in either mask.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 2, 3, 4]), size: [4, 1, 1] });
   * const { data } = await scan.equals(1).or(scan.equals(4)).read();
   * console.assert(data.join() === '1,0,0,1');
   * await lab.dispose();
   * ```
   */
  or(other: Mask): Mask {
    return this.#combine('or', other);
  }

  /**
   * Voxels in exactly one of the masks.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 2, 3, 4]), size: [4, 1, 1] });
   * const { data } = await scan.threshold({ lo: 2 }).xor(scan.threshold({ hi: 3 })).read();
   * console.assert(data.join() === '1,0,0,1');
   * await lab.dispose();
   * ```
   */
  xor(other: Mask): Mask {
    return this.#combine('xor', other);
  }

  /**
   * Voxels in this mask and not in the other.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 2, 3, 4]), size: [4, 1, 1] });
   * const { data } = await scan.threshold({ lo: 2 }).subtract(scan.equals(3)).read();
   * console.assert(data.join() === '0,1,0,1');
   * await lab.dispose();
   * ```
   */
  subtract(other: Mask): Mask {
    return this.#combine('subtract', other);
  }

  /**
   * Connected components as labels 1…N in raster order of their first voxel.
   * Exact. Some 6 to 12 B/voxel.
   *
   * @param options - `connectivity`: 6 (faces; default), 18 (and edges) or 26 (and corners).
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 0, 0, 0, 1, 0, 0, 0, 1]), size: [3, 3, 1] });
   * const diagonal = scan.threshold({ lo: 1 });
   * console.assert((await diagonal.components().count()) === 3);
   * console.assert((await diagonal.components({ connectivity: 18 }).count()) === 1); // across edges
   * await lab.dispose();
   * ```
   */
  components(options: { readonly connectivity?: Connectivity | undefined } = {}): Labels {
    return this.context.labels(this.apply(components, { grid: this.node }, options));
  }

  /**
   * The exact Euclidean distance of every voxel in the mask to the nearest voxel centre outside it;
   * 0 outside, infinite where nothing is outside.
   * 10 to 14 B/voxel. Literature: Saito and Toriwaki, Pattern Recognit. 27 (1994) 1551.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const data = new Uint8Array([0, 1, 1, 1, 1]);
   * const scan = await lab.open({ data, size: [5, 1, 1] }, { spacing: [0.5, 0.5, 0.5], unit: 'µm' });
   * const mask = scan.threshold({ lo: 1 });
   * console.assert((await mask.distance().read()).data.join() === '0,0.5,1,1.5,2'); // µm
   * console.assert((await mask.distance({ border: 'background' }).read()).data.join() === '0,0.5,1,1,0.5');
   * await lab.dispose();
   * ```
   */
  distance(options: DistanceOptions = {}): Volume<'f32'> {
    return this.context.volume(this.apply(distance, { objects: this.node }, options));
  }

  /**
   * Splits touching particles: watershed of the distance to the surface, and neighbours merged whose
   * neck is less than `minContrast` narrower than the smaller of them.
   * 36 B/voxel and more.
   *
   * @param options - `minContrast`: least drop of the distance from a particle's centre to the neck, as a
   * length (default voxels(0.5)); `minDistance`: two centres closer than this times the lesser radius are one (default 0.5);
   * `peakRadius`: a centre is the highest place of a ball of this radius (at most 16 voxels; none by default);
   * `sigma`: the distance is smoothed by this Gaussian first (none by default). The recipe of SNOW (Gostick, Phys. Rev. E
   * 96, 2017, 023307) is `{ sigma: voxels(0.4), peakRadius: voxels(4), minContrast: 0, minDistance: 1 }`.
   * @throws VoxmetryError `limit` where the volume does not fit the GPU whole.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const data = new Uint8Array(27 * 13).map((_, i) => {
   *   const [x, y] = [i % 27, Math.floor(i / 27)];
   *   return Math.min(Math.hypot(x - 7, y - 6), Math.hypot(x - 19, y - 6)) < 6.5 ? 1 : 0;
   * });
   * const discs = (await lab.open({ data, size: [27, 13, 1] })).threshold({ lo: 1 });
   * console.assert((await discs.components().count()) === 1 && (await discs.separate().count()) === 2);
   * await lab.dispose();
   * ```
   */
  separate(options: SeparateOptions = {}): Labels {
    return this.context.labels(separateNode(this.node, { ...optionsOf('separate', options) }));
  }

  /**
   * The skeleton: voxels are taken away layer by layer while components, tunnels and cavities stay what
   * they are (26-connected mask, 6-connected background; the outside is background). Exact.
   * Literature: Lee, Kashyap and Chu, CVGIP 56 (1994) 462; Bertrand and Malandain, Pattern Recognit. Lett. 15 (1994) 169.
   * 10.5 B/voxel per turn; turns number about half the thickness in voxels.
   *
   * @param options - `keepEnds`: ends of lines stay, which gives the branches (default true); without, what has no
   * tunnel or cavity becomes a point.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const data = new Uint8Array(9 * 9).map((_, i) => (i % 9 > 0 && i % 9 < 8 && i > 26 && i < 54 ? 1 : 0));
   * const bar = (await lab.open({ data, size: [9, 9, 1] })).threshold({ lo: 1 }); // 7 × 3 voxels
   * console.assert((await bar.skeleton({ keepEnds: false }).count()) === 1);
   * const { data: line } = await bar.skeleton().read();
   * console.assert(line.every((v, i) => v === 0 || Math.floor(i / 9) === 4)); // along the middle row
   * await lab.dispose();
   * ```
   */
  skeleton(options: { readonly keepEnds?: boolean | undefined } = {}): Mask {
    return this.wrap(this.apply(skeleton, { mask: this.node }, options));
  }

  /**
   * Number of voxels in the mask.
   * Exact. One pass over 1/8 B/voxel.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 5, 9]), size: [3, 1, 1] });
   * console.assert((await scan.threshold({ lo: 5 }).count()) === 2);
   * await lab.dispose();
   * ```
   */
  count(): Query<number> {
    return this.ask(
      count,
      () => ({ mask: this.node }),
      {},
      (value) => value as number,
    );
  }

  /**
   * The volume fraction with its 95 % interval: the porosity, if this is the pore space. The interval
   * covers sampling (that the volume is a part of the whole), not segmentation.
   * `interval` is null, and `reason` says why, where the volume holds too few independent samples.
   * Literature: Lantuéjoul, J. Microsc. 161 (1991) 387.
   *
   * @param options - `within`: the fraction of these voxels, instead of all.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([0, 1, 1, 9]), size: [4, 1, 1] });
   * const solid = scan.threshold({ lo: 1 });
   * const { value, interval } = await scan.equals(9).fraction({ within: solid });
   * console.assert(value === 1 / 3 && interval === null); // of three voxels nothing can be said
   * await lab.dispose();
   * ```
   */
  fraction(options: { readonly within?: Mask | undefined } = {}): Query<Fraction> {
    return this.ask(
      fraction,
      () => ({
        mask: this.node,
        within: this.within('fraction', options),
      }),
      {},
      withProvenance<Fraction>(),
    );
  }

  /**
   * The thresholds that made this mask, computed where a method such as Otsu chose them.
   *
   * @throws VoxmetryError `invalid-argument` for a mask that no threshold made.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([10, 11, 12, 90, 92]), size: [5, 1, 1] });
   * console.assert((await scan.otsu().thresholds()).join() === '12');
   * console.assert((await scan.threshold({ lo: 5, hi: 11 }).thresholds()).join() === '5,11');
   * await lab.dispose();
   * ```
   */
  thresholds(): Query<number[]> {
    const scalar = this.node.op.name === 'threshold' ? this.node.inputs['above'] : undefined;
    const { lo, hi } = this.node.params;
    const given = [lo, hi].filter((bound) => typeof bound === 'number');
    return Query.of(() => {
      if (scalar === undefined && given.length === 0)
        throw invalidArgument(
          'thresholds',
          'mask',
          `made by ${this.node.op.name}`,
          'a mask made by a threshold',
        );
      return {
        backend: this.context.backend,
        node: scalar ?? this.apply(count, { mask: this.node }),
        decode: (output) =>
          scalar === undefined || output.type !== 'value' ? given : [output.value as number],
      };
    });
  }

  /**
   * The mask as a u8 volume of 0 and 1.
   * One pass: 1.125 B/voxel.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 5, 9]), size: [3, 1, 1] });
   * const { data } = await scan.threshold({ lo: 5 }).asVolume().multiply(100).read();
   * console.assert(data.join() === '0,100,100');
   * await lab.dispose();
   * ```
   */
  asVolume(): Volume<'u8'> {
    return this.context.volume(this.apply(asVolume, { grid: this.node }));
  }

  protected override wrap(node: Node): Mask {
    return new Mask(this.context, node);
  }

  #combine(operator: 'and' | 'or' | 'xor' | 'subtract', other: Mask): Mask {
    return this.wrap(
      this.apply(combine, { a: this.node, b: this.other(operator, 'other', other) }, { operator }),
    );
  }
}
