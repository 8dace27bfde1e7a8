// Made by scripts/generate.mjs of the files of this folder. After a change: npm run generate
import { eraseOp, type AnyOp } from '../recipe/op.js';
import { anodeOverhang } from './anode_overhang.js';
import { can } from './can.js';
import { canSearch } from './can_search.js';
import { delaminations } from './delaminations.js';
import { maskRays } from './mask_rays.js';
import { collectorColumns } from './outgrowths/collector_columns.js';
import { columnRows } from './outgrowths/column_rows.js';
import { foilBlocks } from './outgrowths/foil_blocks.js';
import { foilTrack } from './outgrowths/foil_track.js';
import { findOutgrowths } from './outgrowths/found.js';
import { listedVoxels } from './outgrowths/listed_voxels.js';
import { outgrowthTable, outgrowthSummary } from './outgrowths/outgrowth_table.js';
import { placedInCell, delaminationTable } from './placed_tables.js';
import { centroidAxis } from './roll_axis.js';
import { sheetLayers, layerTable } from './sheet_layers.js';
import { placesInCell, placesOnSheet } from './sheet_places.js';
import { flatGrid, flatStretch } from './stack/flatten.js';
import { maskColumns } from './stack/mask_columns.js';
import { placedInStack, stackDelaminationTable } from './stack/placed_tables.js';
import { stackSheets } from './stack/sheets.js';
import { stackLayers, stackLayerTable, stackDelaminations } from './stack/stack_layers.js';
import { stackOverhang } from './stack/stack_overhang.js';
import { placesInStack, placesOnSheets } from './stack/stack_places.js';
import { statedSheets } from './stack/stated_sheets.js';
import { statedWindings } from './stated_windings.js';
import { unroll, stretch } from './unroll.js';
import { fittedAxis, windings } from './windings.js';

/** The ops of this folder, as they are declared. */
export const CELL: readonly AnyOp[] = [
  eraseOp(anodeOverhang),
  eraseOp(can),
  eraseOp(canSearch),
  eraseOp(delaminations),
  eraseOp(maskRays),
  eraseOp(collectorColumns),
  eraseOp(columnRows),
  eraseOp(foilBlocks),
  eraseOp(foilTrack),
  eraseOp(findOutgrowths),
  eraseOp(listedVoxels),
  eraseOp(outgrowthTable),
  eraseOp(outgrowthSummary),
  eraseOp(placedInCell),
  eraseOp(delaminationTable),
  eraseOp(centroidAxis),
  eraseOp(sheetLayers),
  eraseOp(layerTable),
  eraseOp(placesInCell),
  eraseOp(placesOnSheet),
  eraseOp(flatGrid),
  eraseOp(flatStretch),
  eraseOp(maskColumns),
  eraseOp(placedInStack),
  eraseOp(stackDelaminationTable),
  eraseOp(stackSheets),
  eraseOp(stackLayers),
  eraseOp(stackLayerTable),
  eraseOp(stackDelaminations),
  eraseOp(stackOverhang),
  eraseOp(placesInStack),
  eraseOp(placesOnSheets),
  eraseOp(statedSheets),
  eraseOp(statedWindings),
  eraseOp(unroll),
  eraseOp(stretch),
  eraseOp(fittedAxis),
  eraseOp(windings),
];
