// Tables of what was found along the sheets of a stack, with its places in the cell.
import type { TableData } from '../../recipe/table_data.js';
import { yields } from '../../recipe/meta.js';
import { declareOp, valueInput } from '../../recipe/op.js';
import { flattenedParams } from './flatten.js';
import type { SheetsData } from './sheets_data.js';
import type { StackDelaminationsValue } from './stack_layers.js';

/**
 * A table whose `x`, `y` and `z` are places u, h, v of a grid along a sheet, as one whose `x`, `y`
 * and `z` are where these lie in the cell; with `sheet`, `u`, `h` and `v` in front. On the host.
 */
export const placedInStack = declareOp({
  name: 'placedInStack',
  kind: 'host',
  inputs: { sheets: valueInput<SheetsData>(), table: valueInput<TableData>() },
  params: { sheet: flattenedParams.sheet, smooth: flattenedParams.smooth },
  exactness: 'float-dependent',
  result: () => yields.table(),
});

/**
 * A row for each place where a sheet and the next have come apart: the `sheet` below the gap, `u`
 * and `v`, `x`, `y` and `z` in the cell, half a pitch above that sheet, `cells`, `area`,
 * `openingMax` and `openingMean`, the largest first. On the host.
 */
export const stackDelaminationTable = declareOp({
  name: 'stackDelaminationTable',
  kind: 'host',
  inputs: { sheets: valueInput<SheetsData>(), found: valueInput<StackDelaminationsValue>() },
  params: { smooth: flattenedParams.smooth },
  exactness: 'float-dependent',
  result: () => yields.table(),
});
