import type { Provenance } from '../../src/recipe/backend.js';
import { Table, type ColumnData } from '../../src/volume/table.js';

/** A table of columns that a test makes; nothing computed it. */
export function madeTable(columns: Readonly<Record<string, ColumnData>>, unit = 'µm'): Table {
  return new Table(
    Object.entries(columns).map(([name, data]) => ({
      name,
      unit: name === 'label' ? '' : unit,
      description: `The ${name} of an object.`,
      data,
    })),
    {} as Provenance,
  );
}

/** Numbers from 0 to below 1 that are the same in every run. */
export function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
