import { declareOp, input, makeNode, type Node } from '../recipe/op.js';
import { fraction } from './fraction.js';

/** How the fraction of sub-volumes spreads with their size. */
export interface RepresentativeVolumeValue {
  /** Fraction of the whole. */
  readonly fraction: number;
  /** Cubes that fill the volume side by side, by their edge in voxels. */
  readonly windows: readonly {
    readonly size: number;
    readonly count: number;
    /** Standard deviation of the cubes' fractions, and over the fraction. */
    readonly spread: number;
    readonly relative: number;
  }[];
  /** Integral range in voxels: the volume worth one independent sample; null where unknown. */
  readonly integralRange: number | null;
  /** For each relative error the volume whose fraction has it as its standard deviation. */
  readonly needed: readonly {
    readonly relativeError: number;
    /** In voxels, and the edge of a cube of it. */
    readonly voxels: number;
    readonly edge: number;
    /** Whether this volume is as large. */
    readonly reached: boolean;
  }[];
  readonly estimator: string;
}

/**
 * {@link RepresentativeVolumeValue} from a fraction and its block variances, on the host. A volume V spreads by
 * √(φ(1 − φ) A / V), with A the integral range: Lantuéjoul 1991; Kanit et al., Int. J. Solids Struct. 40 (2003) 3647.
 */
export const representativeVolume = declareOp({
  name: 'representativeVolume',
  kind: 'reduce',
  inputs: { fraction: input('value') },
  params: {},
  exactness: 'exact',
  result: () => ({ kind: 'value' }),
});

/** The node of {@link representativeVolume} of a mask. */
export function representativeVolumeNode(mask: Node, within?: Node): Node {
  return makeNode(representativeVolume, { fraction: makeNode(fraction, { mask, within }) });
}
