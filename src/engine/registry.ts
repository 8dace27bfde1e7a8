import { CELL } from '../cell/ops.js';
import { FILTERS } from '../filters/ops.js';
import { LEARN } from '../learn/ops.js';
import type { Implementation } from '../implement/index.js';
import { eraseOp, type AnyOp, type Node } from '../recipe/op.js';
import { REGISTRATION } from '../registration/ops.js';
import { sourceOp } from '../recipe/source_op.js';
import { SEGMENTATION } from '../segmentation/ops.js';
import { STATS } from '../stats/ops.js';
import { STRUCTURE } from '../structure/ops.js';
import { TRANSPORT } from '../transport/ops.js';

/** Ops whose implementations are loaded together. */
interface Family {
  readonly ops: readonly AnyOp[];
  readonly load: () => Promise<readonly Implementation[]>;
}

const FAMILIES: readonly Family[] = [
  { ops: FILTERS, load: async () => (await import('../filters/ops.gpu.js')).FILTERS_ON_GPU },
  {
    ops: SEGMENTATION,
    load: async () => (await import('../segmentation/ops.gpu.js')).SEGMENTATION_ON_GPU,
  },
  { ops: STATS, load: async () => (await import('../stats/ops.gpu.js')).STATS_ON_GPU },
  { ops: STRUCTURE, load: async () => (await import('../structure/ops.gpu.js')).STRUCTURE_ON_GPU },
  { ops: TRANSPORT, load: async () => (await import('../transport/ops.gpu.js')).TRANSPORT_ON_GPU },
  { ops: CELL, load: async () => (await import('../cell/ops.gpu.js')).CELL_ON_GPU },
  { ops: LEARN, load: async () => (await import('../learn/ops.gpu.js')).LEARN_ON_GPU },
  {
    ops: REGISTRATION,
    load: async () => (await import('../registration/ops.gpu.js')).REGISTRATION_ON_GPU,
  },
];

/** Every op that a recipe may hold, by name. */
export const OPS: ReadonlyMap<string, AnyOp> = new Map(
  [eraseOp(sourceOp), ...FAMILIES.flatMap(({ ops }) => ops)].map((op) => [op.name, op]),
);

const familyOf: ReadonlyMap<string, Family> = new Map(
  FAMILIES.flatMap((family) => family.ops.map(({ name }) => [name, family] as const)),
);

const loaded = new Map<string, Implementation>();

/** The implementations loaded so far, by the name of their op. */
export const implementations: ReadonlyMap<string, Implementation> = loaded;

/** Loads what computes some nodes. Awaited before they are evaluated; what is loaded stays. */
export async function loadImplementations(nodes: Iterable<Node>): Promise<void> {
  const missing = new Set<Family>();
  for (const { op } of nodes) {
    const family = familyOf.get(op.name);
    if (family !== undefined && !loaded.has(op.name)) missing.add(family);
  }
  await Promise.all([...missing].map(loadFamily));
}

/** Loads what computes any op. */
export async function loadAllImplementations(): Promise<ReadonlyMap<string, Implementation>> {
  await Promise.all(FAMILIES.map(loadFamily));
  return loaded;
}

async function loadFamily({ load }: Family): Promise<void> {
  for (const implementation of await load()) loaded.set(implementation.op.name, implementation);
}
