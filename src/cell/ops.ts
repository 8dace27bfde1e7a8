// Made by scripts/generate.mjs of the files of this folder. After a change: npm run generate
import { eraseOp, type AnyOp } from '../recipe/op.js';
import { collectorColumns } from './outgrowths/collector_columns.js';
import { columnRows } from './outgrowths/column_rows.js';
import { foilBlocks } from './outgrowths/foil_blocks.js';
import { foilTrack } from './outgrowths/foil_track.js';
import { findOutgrowths } from './outgrowths/found.js';
import { listedVoxels } from './outgrowths/listed_voxels.js';
import { outgrowthTable, outgrowthSummary } from './outgrowths/outgrowth_table.js';

/** The ops of this folder, as they are declared. */
export const CELL: readonly AnyOp[] = [
  eraseOp(collectorColumns),
  eraseOp(columnRows),
  eraseOp(foilBlocks),
  eraseOp(foilTrack),
  eraseOp(findOutgrowths),
  eraseOp(listedVoxels),
  eraseOp(outgrowthTable),
  eraseOp(outgrowthSummary),
];
