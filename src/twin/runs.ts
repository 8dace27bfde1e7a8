import type { Backend } from '../recipe/backend.js';
import type { GridArray } from '../recipe/dtype.js';
import { VoxmetryError } from '../recipe/errors.js';
import { toRecipeJson } from '../recipe/json.js';
import { makeNode, type Node } from '../recipe/op.js';
import { sourceNode } from '../recipe/source_op.js';
import { threshold } from '../segmentation/threshold.js';
import type { VoxelGrid } from '../synthetic/voxelise.js';
import type { MaskArray } from './curves.js';
import type { TwinMetric } from './metrics.js';
import { substitute } from './substitute.js';

/** What is replayed on twins: the recipe of a mask, and what is measured of it. */
export interface Replayed {
  readonly backend: Backend;
  /** The scan that the recipe reads. */
  readonly source: Node;
  readonly mask: Node;
  readonly metrics: Readonly<Record<string, TwinMetric>>;
  readonly grid: VoxelGrid;
  readonly unit: string;
  readonly signal: AbortSignal | undefined;
}

/** Values by the names of metrics. */
export type MetricValues = Readonly<Record<string, number | null>>;

/** Opens an array of the twins' grid, runs something on it, and closes it. */
export async function withSource<T>(
  { backend, grid, unit }: Replayed,
  data: GridArray,
  name: string,
  use: (source: Node) => Promise<T>,
): Promise<T> {
  const { size, spacing } = grid;
  const opened = await backend.open({ data, size }, { name, spacing, unit });
  try {
    return await use(sourceNode(opened.id, opened.name, opened.meta));
  } finally {
    backend.closeSource(opened.id);
  }
}

/** The mask that the recipe makes of another image. */
export async function maskBy(replayed: Replayed, source: Node): Promise<MaskArray> {
  const nodes = substitute({ mask: replayed.mask }, new Map([[replayed.source, source]]));
  const { outputs } = await replayed.backend.run(
    { recipe: toRecipeJson(nodes) },
    { signal: replayed.signal },
  );
  const output = outputs['mask'];
  if (output?.type !== 'grid')
    throw new VoxmetryError('internal', 'A mask gave no grid. Please report it.');
  return { data: output.data as Uint8Array, ...replayed.grid };
}

/** The metrics of an image by the recipe, or of a structure in the place of its mask. */
export async function metricsBy(
  replayed: Replayed,
  source: Node,
  structure?: Node,
): Promise<MetricValues> {
  const { backend, metrics, mask, signal } = replayed;
  const by = new Map([[replayed.source, source]]);
  if (structure !== undefined) by.set(mask, structureNode(structure));
  const nodes = substitute(
    Object.fromEntries(Object.entries(metrics).map(([name, { query }]) => [name, query.plan.node])),
    by,
  );
  const { outputs, provenance } = await backend.run({ recipe: toRecipeJson(nodes) }, { signal });
  return Object.fromEntries(
    Object.entries(metrics).map(([name, { query, value }]) => {
      const number = value(query.plan.read(outputs[name]!, provenance));
      return [name, number !== null && Number.isFinite(number) ? number : null];
    }),
  );
}

/** The mask of a structure's bytes. */
export function structureNode(source: Node): Node {
  return makeNode(threshold, { volume: source }, { lo: 1, hi: null });
}
