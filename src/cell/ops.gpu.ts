// Made by scripts/generate.mjs of the files of this folder. After a change: npm run generate
import type { Implementation } from '../implement/index.js';
import { collectorColumnsOnGpu } from './outgrowths/collector_columns.gpu.js';
import { columnRowsOnGpu } from './outgrowths/column_rows.gpu.js';
import { foilBlocksOnGpu } from './outgrowths/foil_blocks.gpu.js';
import { foilTrackOnHost } from './outgrowths/foil_track.gpu.js';
import { findOutgrowthsOnHost } from './outgrowths/found.gpu.js';
import { listedVoxelsOnGpu } from './outgrowths/listed_voxels.gpu.js';
import { outgrowthTableOnHost, outgrowthSummaryOnHost } from './outgrowths/outgrowth_table.gpu.js';

/** How the ops of this folder are computed. Loaded when a recipe first needs one of them. */
export const CELL_ON_GPU: readonly Implementation[] = [
  collectorColumnsOnGpu,
  columnRowsOnGpu,
  foilBlocksOnGpu,
  foilTrackOnHost,
  findOutgrowthsOnHost,
  listedVoxelsOnGpu,
  outgrowthTableOnHost,
  outgrowthSummaryOnHost,
];
