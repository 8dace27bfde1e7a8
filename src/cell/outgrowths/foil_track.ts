// What is known of a foil before its faces are: where it lies, how thick and how bright it is.
import { yields } from '../../recipe/meta.js';
import { declareOp, valueInput } from '../../recipe/op.js';
import { nullable, number, oneOf } from '../../recipe/params.js';
import type { ColumnRows } from './column_rows.js';

/** How a foil was followed. */
export interface FoilTrack {
  /** Blocks along the two axes across the columns. */
  readonly size: readonly [number, number];
  /** The foil's row in each block. */
  readonly places: Uint32Array<ArrayBuffer>;
  /** Part of the blocks whose brightest row was not that of their neighbourhood. */
  readonly strayed: number;
  readonly regime: 'resolved' | 'unresolved';
  /** Grey levels: of copper and of coating, and the one between them at which faces are taken. */
  readonly copper: number;
  readonly coating: number;
  readonly level: number;
  /** Stated thickness that has told the grey level of copper, in voxels; null where none has. */
  readonly foil: number | null;
  /** Width of the foil's mean profile at half of its height, in voxels. */
  readonly width: number;
  /** Sum of a column over the coating, the median of blocks, in grey levels times voxels. */
  readonly excess: number;
  /** Standard deviation of the blur, in voxels, by the outer half of the profile's flanks. */
  readonly blur: number;
  /** How many rows from the foil's place a column may begin. */
  readonly snap: number;
  /** Rows on each side over which the coating reaches, for line integrals. */
  readonly sumReach: number;
}

/** Rows beyond a foil on each side in which coating and blur are looked for, from its middle. */
export const levelReach = (foil: number | null): number => 12 + Math.ceil((foil ?? 4) / 2);

/**
 * Follows a foil through its blocks: the median of 5 × 5 blocks stands for one that strays. The
 * median profile of the blocks gives the copper (its peak, and what a blur takes from that of a
 * foil of few voxels), the coating (where the flank beside it
 * has flattened out) and the width at half height. A foil is resolved from 3 voxels on, as stated
 * or by that width; of one that is not, whose peak is no copper, the thickness tells it. On the
 * host.
 */
export const foilTrack = declareOp({
  name: 'foilTrack',
  kind: 'host',
  inputs: { blocks: valueInput<ColumnRows>() },
  params: {
    regime: oneOf(['resolved', 'unresolved', 'auto'], 'auto', 'How the foil is measured.'),
    level: nullable(number({}, 'Grey level between coating and copper.')),
    copper: nullable(number({}, 'Grey level of copper.')),
    coating: nullable(number({}, 'Grey level of the coating.')),
    foil: nullable(number({ above: 0 }, 'Thickness of the foil, in voxels.')),
  },
  exactness: 'float-dependent',
  result: () => yields.plain<FoilTrack>(),
});
