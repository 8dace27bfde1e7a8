import {
  outgrowthOptions,
  outgrowthsNode,
  outgrowthSummaryNode,
} from '../../cell/outgrowths/outgrowths.js';
import { OUTGROWTH_COLUMNS } from '../../cell/outgrowths/outgrowth_table.js';
import { operation } from '../../recipe/operation.js';
import { RESULT, tableOf } from '../gives.js';

/** Draft. */
export const outgrowths = operation({
  name: 'outgrowths',
  of: 'volume',
  options: outgrowthOptions,
  gives: tableOf(OUTGROWTH_COLUMNS),
  node: (volume, options) => outgrowthsNode(volume, options),
});

/** Draft. */
export const outgrowthSummary = operation({
  name: 'outgrowthSummary',
  of: 'volume',
  options: outgrowthOptions,
  gives: RESULT,
  node: (volume, options) => outgrowthSummaryNode(volume, options),
});
