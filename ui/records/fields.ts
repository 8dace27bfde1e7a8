// What a record holds, field by field: one number of one sample, and all that is known of it.
import { VoxmetryError } from 'voxmetry';

/** Texts of a record, in the order in which files have them. */
export const TEXT_FIELDS = [
  'sample',
  'metric',
  'unit',
  'reason',
  'estimator',
  'border',
  'connectivity',
  'recipe',
  'operation',
  'measure',
  'quantity',
  'adapter',
  'library',
  'date',
] as const;

/** Numbers of a record. */
export const NUMBER_FIELDS = ['value', 'lo', 'hi', 'level'] as const;

/** What is known of a sample beside what its user says of it. */
export const SAMPLE_FIELDS = ['file', 'content', 'voxel'] as const;

export type TextField = (typeof TEXT_FIELDS)[number];
export type NumberField = (typeof NUMBER_FIELDS)[number];
export type SampleField = (typeof SAMPLE_FIELDS)[number];

/** One number of one sample, and how it was measured. */
export interface MeasuredValue {
  /** The name of the number among all of a study: `measure.quantity`. */
  readonly metric: string;
  /** The title of the measure that gave it, `Solid`. */
  readonly measure: string;
  /** Which of its numbers it is, `D50 byVolume`. */
  readonly quantity: string;
  /** The operation that gave it, `fraction`. */
  readonly operation: string;
  /** NaN where there is no value. */
  readonly value: number;
  /** '1' of a pure number; '%' of a part, whose value is in per cent. */
  readonly unit: string;
  /** Bounds of the interval; NaN where there is none. */
  readonly lo: number;
  readonly hi: number;
  /** The level of the interval, 0.95; NaN where there is none. */
  readonly level: number;
  /** Why there is no interval; '' where there is one. */
  readonly reason: string;
  readonly estimator: string;
  /** The rule at the border of the volume; '' where the operation has none. */
  readonly border: string;
  /** Connectivities of the recipe's steps; '' where none has one. */
  readonly connectivity: string;
  /** The hash of the steps that lead to it: the same steps on another sample have the same. */
  readonly recipe: string;
  readonly adapter: string;
  readonly library: string;
  /** When it was computed, ISO 8601. */
  readonly date: string;
}

/** A record: a number, and the name of its sample. */
export interface RecordRow extends MeasuredValue {
  readonly sample: string;
}

/** What a user says of a sample: a number or a text by the name of the column. */
export type Metadata = Readonly<Record<string, string | number>>;

/** A column of metadata. */
export interface MetadataColumn {
  readonly name: string;
  /** What its values are. */
  readonly kind: 'number' | 'text';
  /** '' where it has none. */
  readonly unit: string;
}

/** One scan that was measured. */
export interface Sample {
  /** Its name; no two samples have the same. */
  readonly sample: string;
  /** The name of its file. */
  readonly file: string;
  /** The hash of the file's content; '' where it has none. */
  readonly content: string;
  /** The distances of voxels and their unit as it was opened: `0.5 0.5 1 µm`. */
  readonly voxel: string;
  readonly metadata: Metadata;
}

const FIXED: ReadonlySet<string> = new Set([...TEXT_FIELDS, ...NUMBER_FIELDS, ...SAMPLE_FIELDS]);

/** Whether a name is that of a field, which no column of metadata may have. */
export function isField(name: string): boolean {
  return FIXED.has(name);
}

/** An `invalid-argument` error of the records. */
export function refused(message: string, details: Record<string, unknown> = {}): VoxmetryError {
  return new VoxmetryError('invalid-argument', message, { op: 'records', details });
}
