import { implementOnHost } from '../implement/index.js';
import { extentOf } from './sheet_length.js';
import { spiralAxis } from './spiral_axis.js';
import { faultsOf } from './winding_faults.js';
import { fittedAxis, windings, type WindingsValue } from './windings.js';
import { woundSheet } from './wound_sheet.js';

/** {@link fittedAxis}, on the host. */
export const fittedAxisOnHost = implementOnHost(fittedAxis, ({ inputs: { rays } }) =>
  spiralAxis(rays, woundSheet(rays, 'windings')),
);

/** {@link windings}, on the host. */
export const windingsOnHost = implementOnHost(windings, ({ inputs: { rays } }): WindingsValue => {
  const { runs, linked, placed, begin, sheet, medians, fitted } = woundSheet(rays, 'windings');
  const total = runs.start.length;
  return {
    ...sheet,
    fit: { ...fitted.fit, ...extentOf(sheet, medians, fitted, rays.voxel) },
    tracing: {
      runs: total,
      pieces: placed.pieces,
      placedByRadius: placed.pieceRuns / total,
      inContact: linked.contacts / total,
      strays: placed.strays / total,
      torn: linked.torn.length / 2 / Math.max(1, linked.pairs),
    },
    faults: faultsOf(rays, runs, linked, placed, begin),
  };
});
