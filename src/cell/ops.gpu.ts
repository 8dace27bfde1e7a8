// Made by scripts/generate.mjs of the files of this folder. After a change: npm run generate
import type { Implementation } from '../implement/index.js';
import { anodeOverhangOnHost } from './anode_overhang.gpu.js';
import { canOnGpu } from './can.gpu.js';
import { canSearchOnGpu } from './can_search.gpu.js';
import { delaminationsOnHost } from './delaminations.gpu.js';
import { maskRaysOnGpu } from './mask_rays.gpu.js';
import { collectorColumnsOnGpu } from './outgrowths/collector_columns.gpu.js';
import { columnRowsOnGpu } from './outgrowths/column_rows.gpu.js';
import { foilBlocksOnGpu } from './outgrowths/foil_blocks.gpu.js';
import { foilTrackOnHost } from './outgrowths/foil_track.gpu.js';
import { findOutgrowthsOnHost } from './outgrowths/found.gpu.js';
import { listedVoxelsOnGpu } from './outgrowths/listed_voxels.gpu.js';
import { outgrowthTableOnHost, outgrowthSummaryOnHost } from './outgrowths/outgrowth_table.gpu.js';
import { placedInCellOnHost, delaminationTableOnHost } from './placed_tables.gpu.js';
import { centroidAxisOnGpu } from './roll_axis.gpu.js';
import { sheetLayersOnHost, layerTableOnHost } from './sheet_layers.gpu.js';
import { placesInCellOnHost, placesOnSheetOnHost } from './sheet_places.gpu.js';
import { flatGridOnGpu, flatStretchOnGpu } from './stack/flatten.gpu.js';
import { maskColumnsOnGpu } from './stack/mask_columns.gpu.js';
import { placedInStackOnHost, stackDelaminationTableOnHost } from './stack/placed_tables.gpu.js';
import { stackSheetsOnHost } from './stack/sheets.gpu.js';
import {
  stackLayersOnHost,
  stackLayerTableOnHost,
  stackDelaminationsOnHost,
} from './stack/stack_layers.gpu.js';
import { stackOverhangOnHost } from './stack/stack_overhang.gpu.js';
import { placesInStackOnHost, placesOnSheetsOnHost } from './stack/stack_places.gpu.js';
import { statedSheetsOnHost } from './stack/stated_sheets.gpu.js';
import { statedWindingsOnHost } from './stated_windings.gpu.js';
import { unrollOnGpu, stretchOnGpu } from './unroll.gpu.js';
import { fittedAxisOnHost, windingsOnHost } from './windings.gpu.js';

/** How the ops of this folder are computed. Loaded when a recipe first needs one of them. */
export const CELL_ON_GPU: readonly Implementation[] = [
  anodeOverhangOnHost,
  canOnGpu,
  canSearchOnGpu,
  delaminationsOnHost,
  maskRaysOnGpu,
  collectorColumnsOnGpu,
  columnRowsOnGpu,
  foilBlocksOnGpu,
  foilTrackOnHost,
  findOutgrowthsOnHost,
  listedVoxelsOnGpu,
  outgrowthTableOnHost,
  outgrowthSummaryOnHost,
  placedInCellOnHost,
  delaminationTableOnHost,
  centroidAxisOnGpu,
  sheetLayersOnHost,
  layerTableOnHost,
  placesInCellOnHost,
  placesOnSheetOnHost,
  flatGridOnGpu,
  flatStretchOnGpu,
  maskColumnsOnGpu,
  placedInStackOnHost,
  stackDelaminationTableOnHost,
  stackSheetsOnHost,
  stackLayersOnHost,
  stackLayerTableOnHost,
  stackDelaminationsOnHost,
  stackOverhangOnHost,
  placesInStackOnHost,
  placesOnSheetsOnHost,
  statedSheetsOnHost,
  statedWindingsOnHost,
  unrollOnGpu,
  stretchOnGpu,
  fittedAxisOnHost,
  windingsOnHost,
];
