import type { ColumnData } from '../recipe/table_data.js';

/** What a file says of a column besides its values. */
export function columnFacts({ name, unit, description }: ColumnData): {
  readonly name: string;
  readonly unit: string;
  readonly description: string;
} {
  return { name, unit, description };
}
