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
  /** The voxels that are not in the mask. */
  invert(): Mask {
    return this.wrap(this.apply(invert, { mask: this.node }));
  }

  /** Voxels in both masks. */
  and(other: Mask): Mask {
    return this.#combine('and', other);
  }

  /** Voxels in either mask. */
  or(other: Mask): Mask {
    return this.#combine('or', other);
  }

  /** Voxels in exactly one of the masks. */
  xor(other: Mask): Mask {
    return this.#combine('xor', other);
  }

  /** Voxels in this mask and not in the other. */
  subtract(other: Mask): Mask {
    return this.#combine('subtract', other);
  }

  /**
   * Connected components as labels 1…N in raster order of their first voxel.
   *
   * @param options - `connectivity`: 6 (faces; default), 18 (and edges) or 26 (and corners).
   */
  components(options: { readonly connectivity?: Connectivity | undefined } = {}): Labels {
    return this.context.labels(this.apply(components, { grid: this.node }, options));
  }

  /**
   * The exact Euclidean distance of every voxel in the mask to the nearest voxel centre outside it;
   * 0 outside, infinite where nothing is outside.
   */
  distance(options: DistanceOptions = {}): Volume<'f32'> {
    return this.context.volume(this.apply(distance, { objects: this.node }, options));
  }

  /**
   * Splits touching particles: watershed of the distance to the surface, and neighbours merged whose
   * neck is less than `minContrast` narrower than the smaller of them.
   *
   * @param options - `minContrast`: least drop of the distance from a particle's centre to the neck, as a
   * length (default voxels(0.5)); `minDistance`: two centres closer than this times the lesser radius are one (default 0.5);
   * `peakRadius`: a centre is the highest place of a ball of this radius (at most 16 voxels; none by default);
   * `sigma`: the distance is smoothed by this Gaussian first (none by default). The recipe of SNOW (Gostick, Phys. Rev. E
   * 96, 2017, 023307) is `{ sigma: voxels(0.4), peakRadius: voxels(4), minContrast: 0, minDistance: 1 }`.
   */
  separate(options: SeparateOptions = {}): Labels {
    return this.context.labels(separateNode(this.node, { ...optionsOf('separate', options) }));
  }

  /**
   * The skeleton: voxels are taken away layer by layer while components, tunnels and cavities stay what
   * they are (26-connected mask, 6-connected background; the outside is background). Exact.
   *
   * @param options - `keepEnds`: ends of lines stay, which gives the branches (default true); without, what has no
   * tunnel or cavity becomes a point.
   */
  skeleton(options: { readonly keepEnds?: boolean | undefined } = {}): Mask {
    return this.wrap(this.apply(skeleton, { mask: this.node }, options));
  }

  /** Number of voxels in the mask. */
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
   *
   * @param options - `within`: the fraction of these voxels, instead of all.
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

  /** The thresholds that made this mask, computed where a method such as Otsu chose them. */
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

  /** The mask as a u8 volume of 0 and 1. */
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
