import { asVolume } from '../filters/as_volume.js';
import { invalidArgument } from '../recipe/errors.js';
import type { Node } from '../recipe/op.js';
import { components, type Connectivity } from '../segmentation/components.js';
import { distance } from '../segmentation/distance.js';
import { equals } from '../segmentation/equals.js';
import { Grid } from './grid.js';
import type { Labels } from './labels.js';
import type { DistanceOptions, Mask } from './mask.js';
import type { Query } from './query.js';
import type { Volume } from './volume.js';

/** A grid in which every voxel is of a named material. */
export class Phases<N extends string = string> extends Grid<Uint8Array<ArrayBuffer>, Phases<N>> {
  /** The code of each material. */
  get codes(): Readonly<Record<N, number>> {
    return this.meta.phases as Readonly<Record<N, number>>;
  }

  /** Names of the materials. */
  get names(): readonly N[] {
    return Object.keys(this.codes) as N[];
  }

  /** Mask of one material, or of several together. */
  phase(...names: readonly [N, ...N[]]): Mask {
    const values = names.map((name) => {
      if (typeof name !== 'string' || !Object.hasOwn(this.codes, name))
        throw invalidArgument('phase', 'name', name, this.names.map((n) => `'${n}'`).join(', '));
      return this.codes[name];
    });
    return this.context.mask(this.apply(equals, { grid: this.node }, { values }));
  }

  /** Connected components of equal material; every material counts. */
  components(options: { readonly connectivity?: Connectivity | undefined } = {}): Labels {
    return this.context.labels(this.apply(components, { grid: this.node }, options));
  }

  /** The exact Euclidean distance of every voxel to the nearest voxel of another material. */
  distance(options: DistanceOptions = {}): Volume<'f32'> {
    return this.context.volume(this.apply(distance, { objects: this.node }, options));
  }

  /** The thresholds that made these phases, rising, where `multiOtsu` chose them. */
  thresholds(): Query<number[]> {
    return this.askNode(
      () => {
        const thresholds = this.node.inputs['thresholds'];
        if (thresholds === undefined)
          throw invalidArgument(
            'thresholds',
            'phases',
            `made by ${this.node.op.name}`,
            'phases made by multiOtsu',
          );
        return thresholds;
      },
      (value) => Array.from(value as Float64Array),
    );
  }

  /** The codes as a u8 volume. */
  asVolume(): Volume<'u8'> {
    return this.context.volume(this.apply(asVolume, { grid: this.node }));
  }

  protected override wrap(node: Node): Phases<N> {
    return new Phases(this.context, node);
  }
}
