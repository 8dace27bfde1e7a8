import {
  outgrowthOptions,
  outgrowthsNode,
  outgrowthSummaryNode,
} from '../../cell/outgrowths/outgrowths.js';
import { OUTGROWTH_COLUMNS } from '../../cell/outgrowths/outgrowth_table.js';
import { operation } from '../../recipe/operation.js';
import { RESULT, tableOf } from '../gives.js';

/**
 * What grew from a flat metal foil, which is brighter than the coating about it: a table with one
 * row per outgrowth, the highest first, then one per particle that touches no foil. The faces of
 * the foil are found between voxels, column by column along `normal`, and compared with a base
 * face, windowed medians that pass beneath what covers less than half of a window. A foil of less
 * than 3 voxels does not show its faces: there the integral of a column over its coating is
 * compared with its base, and what grew has a thickness of copper, a volume and a mass, but no
 * height. Estimators, limits and rates are in docs/cell.md. Two passes over the volume, and one
 * over the voxels of what was found; 13 B per column on the host, and 21 where faces are not seen.
 * A volume that is computed is held for these passes: in a spill where it does not fit.
 *
 * @param options - `copper`, `coating`, `foil`: measured if left out; of a foil that is not
 * resolved `copper` or `foil` must be stated. `regime`: by the thickness of the foil. `gap` and
 * `coatingThickness`: what lies beyond the face, for the distances left; `nextCollector` in place
 * of `gap` where the thickness of the foil is not known before. `minHeight` and `minThickness`:
 * what is listed of a foil that is resolved, and of one that is not. `separatorLevel`: measures
 * where the separator begins.
 * @returns A query of a table. No unit: `rank`, `kind` (0 outgrowth, 1 particle), `side` (−1, 1),
 * `aspect`, `bridged`, `significance`, `tab`, `weld`, `fold`, `atEdge`, `foretold`. In the unit of
 * length: `x`, `y`, `z` (the peak), `height` and its 95 % interval `heightLow`, `heightHigh`,
 * `thickness`, `baseDiameter`, `toCollector`, `toSeparator`. `footprint` is an area, `volume`,
 * `volumeLow`, `volumeHigh` are volumes; `mass` is in g, `meanIntensity` in intensity. NaN where
 * not known.
 * @throws VoxmetryError `invalid-argument` where there is no single foil or no coating about it,
 * where the regime or the grey level of copper is not known, and the option that helps is named,
 * where the level does not lie between them, and for a window of less than 24 columns.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * import { syntheticFoil } from 'voxmetry/synthetic';
 * const { data, truth } = syntheticFoil({ size: [96, 64, 96], outgrowths: 1, noise: 2000 });
 * const lab = await openLab();
 * const scan = await lab.open({ data, size: [96, 64, 96] });
 * const table = await scan.outgrowths({ gap: 40 });
 * const left = 40 - truth.outgrowths[0]!.height;
 * console.assert(table.length === 1 && Math.abs(table.column('toCollector')[0]! - left) < 1);
 * await lab.dispose();
 * ```
 */
export const outgrowths = operation({
  name: 'outgrowths',
  of: 'volume',
  options: outgrowthOptions,
  gives: tableOf(OUTGROWTH_COLUMNS),
  node: (volume, options) => outgrowthsNode(volume, options),
});

/**
 * What a search for `outgrowths` gave in all: the regime, counts, volume and mass, the greatest
 * height and part of the gap, and how well the foil is known: noise of its faces, blur, levels,
 * coverage. With the same options it shares the work of the table.
 *
 * @returns A query of numbers: lengths in `unit`, `volume` in its cube, `mass` in g; `coverage` and
 * `strayed` from 0 to 1; null where there is none.
 * @throws VoxmetryError `invalid-argument` as `outgrowths`.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * import { syntheticFoil } from 'voxmetry/synthetic';
 * const { data } = syntheticFoil({ size: [96, 64, 96], outgrowths: 0 });
 * const lab = await openLab();
 * const scan = await lab.open({ data, size: [96, 64, 96] });
 * const { regime, outgrowths, blur } = await scan.outgrowthSummary();
 * console.assert(regime === 'resolved' && outgrowths === 0 && Math.abs(blur - 0.8) < 0.2);
 * await lab.dispose();
 * ```
 */
export const outgrowthSummary = operation({
  name: 'outgrowthSummary',
  of: 'volume',
  options: outgrowthOptions,
  gives: RESULT,
  node: (volume, options) => outgrowthSummaryNode(volume, options),
});
