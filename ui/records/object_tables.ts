import type { Column } from 'voxmetry';

/** Where a Parquet file of objects says whose they are. */
export const OBJECTS_KEY = 'voxmetry.objects';

/** The objects of a sample that a measure found: one row each. */
export interface ObjectTable {
  /** The title of the measure. */
  readonly measure: string;
  /** The hash of its steps. */
  readonly recipe: string;
  readonly columns: readonly Column[];
}

/** A table of objects that is kept, without its values. */
export interface KeptObjects {
  readonly sample: string;
  readonly measure: string;
  readonly recipe: string;
  /** How many objects there are. */
  readonly rows: number;
  readonly columns: readonly Omit<Column, 'data'>[];
}
