// Outgrowths of a collector: the nodes behind the operations.
import { held } from '../../filters/held.js';
import { invalidArgument } from '../../recipe/errors.js';
import { AXIS_INDEX, type Axis } from '../../recipe/geometry.js';
import type { Length } from '../../recipe/length.js';
import { gridMeta, makeNode, type Node } from '../../recipe/op.js';
import { length, nullable, number, oneOf } from '../../recipe/params.js';
import { collectorColumns } from './collector_columns.js';
import { columnRows } from './column_rows.js';
import { axesAcross } from './columns_across.js';
import { foilBlocks, normalParam } from './foil_blocks.js';
import { foilTrack, levelReach } from './foil_track.js';
import { findOutgrowths } from './found.js';
import { listedVoxels } from './listed_voxels.js';
import { outgrowthSummary, outgrowthTable } from './outgrowth_table.js';

/** Columns of the window of the base face, by default and at least. */
const WINDOW = 64;
const LEAST_WINDOW = 24;

/** What a search takes, along whatever normal. */
export const searchOptions = {
  regime: oneOf(
    ['auto', 'resolved', 'unresolved'],
    'auto',
    'Whether the faces of the foil are seen; by auto from a thickness of 3 voxels on.',
  ),
  level: nullable(
    number({}, 'Grey level of the faces; halfway from coating to copper if left out.'),
  ),
  copper: nullable(
    number(
      {},
      'Grey level of copper; measured if left out, of an unresolved foil by its thickness.',
    ),
  ),
  coating: nullable(number({}, 'Grey level of the coating; measured if left out.')),
  foil: nullable(length({}, 'Thickness of the foil; measured if left out.')),
  window: nullable(
    length({}, 'Window of the base face, more than twice the area of an outgrowth; 64 columns.'),
  ),
  minHeight: length(
    { zero: true, default: 0 },
    'Least height of what is listed; where the foil is not resolved, least thickness.',
  ),
  minThickness: nullable(
    length(
      { zero: true },
      'Least thickness of what is listed of an unresolved foil; `minHeight` if left out.',
    ),
  ),
  gap: nullable(length({}, 'Distance from the face of the foil to the next collector.')),
  nextCollector: nullable(
    length({}, 'Distance from the middle of the foil to the next collector, in place of `gap`.'),
  ),
  coatingThickness: nullable(length({}, 'Distance from the face of the foil to the separator.')),
  separatorLevel: nullable(
    number({}, 'Grey level below which separator begins: its distance is then measured.'),
  ),
  levelUncertainty: number(
    { default: 0.05, min: 0, max: 0.5 },
    'Standard deviation of the level, as part of the contrast of copper to coating.',
  ),
  density: outgrowthTable.params.density,
};

/** What the operations take. */
export const outgrowthOptions = { normal: normalParam, ...searchOptions };

/** The options of a call; a length in voxels counts rows, and of `window` columns. */
export interface OutgrowthOptions {
  readonly normal: Axis;
  readonly regime: 'auto' | 'resolved' | 'unresolved';
  readonly level: number | undefined;
  readonly copper: number | undefined;
  readonly coating: number | undefined;
  readonly foil: Length | undefined;
  readonly window: Length | undefined;
  readonly minHeight: Length;
  readonly minThickness: Length | undefined;
  readonly gap: Length | undefined;
  readonly nextCollector: Length | undefined;
  readonly coatingThickness: Length | undefined;
  readonly separatorLevel: number | undefined;
  readonly levelUncertainty: number;
  readonly density: number;
}

function searched(volume: Node, options: OutgrowthOptions) {
  const { normal, regime } = options;
  const { spacing, size } = gridMeta(volume);
  const [u, v] = axesAcross(normal);
  const row = spacing[AXIS_INDEX[normal]];
  const rows = (given: Length | undefined): number | null =>
    given === undefined ? null : typeof given === 'number' ? given / row : given.voxels;
  const columns = (given: Length): number =>
    typeof given === 'number' ? given / Math.sqrt(spacing[u] * spacing[v]) : given.voxels;
  const window = options.window === undefined ? WINDOW : columns(options.window);
  if (window < LEAST_WINDOW)
    throw invalidArgument(
      'outgrowths',
      'window',
      options.window,
      `at least ${String(LEAST_WINDOW)} columns`,
    );
  const foil = rows(options.foil);
  const nextCollector = rows(options.nextCollector);
  const stated = rows(options.gap);
  if (stated !== null && nextCollector !== null)
    throw invalidArgument(
      'outgrowths',
      'nextCollector',
      options.nextCollector,
      'left out where `gap` is stated: both are the distance to the next collector',
    );
  // The half of a foil whose thickness is not stated is taken off when it is known.
  const gap =
    nextCollector !== null && foil !== null ? Math.max(0, nextCollector - foil / 2) : stated;
  const reached = nextCollector ?? gap;
  const coatingThickness = rows(options.coatingThickness);
  if (reached !== null && coatingThickness !== null && coatingThickness > reached)
    throw invalidArgument(
      'outgrowths',
      'coatingThickness',
      options.coatingThickness,
      'at most the gap to the next collector',
    );
  const coated = coatingThickness === null ? 0 : Math.ceil(coatingThickness + (foil ?? 4) / 2);
  const reach = Math.min(256, Math.max(levelReach(foil), coated), size[AXIS_INDEX[normal]]);
  const blocks = makeNode(foilBlocks, { volume }, { normal, reach: Math.max(4, reach) });
  const { level, copper, coating } = options;
  const track = makeNode(
    foilTrack,
    { blocks: makeNode(columnRows, { volume: blocks }, { normal }) },
    { regime, level, copper, coating, foil },
  );
  const separator = options.separatorLevel;
  const faces = makeNode(
    collectorColumns,
    { volume, track },
    // From the foil's middle: its own thickness, and rows that a base face may lie off.
    { normal, separator, reach: reached === null ? null : Math.ceil(reached + (foil ?? 8)) },
  );
  const found = makeNode(
    findOutgrowths,
    { faces: makeNode(columnRows, { volume: faces }, { normal }), track },
    {
      ...{ window, gap, coatingThickness, levelUncertainty: options.levelUncertainty },
      nextCollector: gap === null ? nextCollector : null,
      minHeight: rows(options.minHeight) ?? 0,
      minThickness: rows(options.minThickness),
      columnLength: spacing[u] / row,
      columnWidth: spacing[v] / row,
    },
  );
  return { track, found };
}

/** A volume that is computed once for all passes; what is open already is read. */
function readOften(volume: Node): Node {
  return Object.keys(volume.inputs).length === 0 ? volume : makeNode(held, { grid: volume });
}

/** The node of the table of outgrowths. */
export function outgrowthsNode(given: Node, options: OutgrowthOptions) {
  const volume = readOften(given);
  const { found } = searched(volume, options);
  const greys = makeNode(listedVoxels, { volume, found }, { normal: options.normal });
  return makeNode(outgrowthTable, { found, greys }, { density: options.density });
}

/** The node of the summary of outgrowths. */
export function outgrowthSummaryNode(volume: Node, options: OutgrowthOptions) {
  const { found, track } = searched(readOften(volume), options);
  return makeNode(outgrowthSummary, { found, track }, { density: options.density });
}
