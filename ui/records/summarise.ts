// Numbers of groups of samples, which are only pooled where they were measured alike.
import { refused, type TextField } from './fields.js';
import type { RecordColumns } from './record_columns.js';
import { groupRows, type RowGroup } from './selection.js';
import type { SampleTable } from './sample_table.js';
import { spreadOf, type Spread } from './statistics/spread.js';

/** What records must have in common to be pooled, unless they are allowed to differ. */
export type Alike = 'estimator' | 'border' | 'connectivity';

const ALIKE: readonly Alike[] = ['estimator', 'border', 'connectivity'];

/** How records are summarised. */
export interface SummaryOptions {
  /** Columns whose values part the groups; metrics are always apart. Default []. */
  readonly by?: readonly string[] | undefined;
  /** What pooled records may differ in. Default [], nothing. */
  readonly allow?: readonly Alike[] | undefined;
  /** The level of the interval of the mean. Default 0.95. */
  readonly level?: number | undefined;
}

/** A metric of a group of samples. */
export interface Summary extends Spread {
  readonly metric: string;
  /** The values of the columns that part the groups. */
  readonly group: RowGroup['group'];
  readonly unit: string;
  /** The level of `interval`. */
  readonly level: number;
  /** Samples whose measure gave no finite value; they are left out of all else. */
  readonly missing: number;
  /** How many different recipes gave the values; more than one deserves a look. */
  readonly recipes: number;
  /** What gave the values; all of them, joined by ' | ', where they may differ. */
  readonly estimator: string;
}

/**
 * Mean, standard deviation between samples, Student's interval of the mean, least and greatest
 * value of every metric and group.
 */
export function summariseRows(
  columns: RecordColumns,
  samples: SampleTable,
  rows: Uint32Array,
  { by = [], allow = [], level = 0.95 }: SummaryOptions,
): readonly Summary[] {
  if (!(level > 0 && level < 1))
    throw refused(`summarise: level is ${String(level)}; allowed: a number between 0 and 1.`);
  const grouped = groupRows(columns, samples, rows, ['metric', ...by]);
  return grouped.map(({ rows: own, group: { metric, ...group } }) => {
    checkAlike(columns, own, allow);
    const all = columns.numbers.value;
    const values = Float64Array.from(own, (row) => all[row]!).filter(Number.isFinite);
    return {
      metric: String(metric),
      group,
      unit: columns.word('unit', own[0]!),
      level,
      missing: own.length - values.length,
      recipes: wordsOf(columns, own, 'recipe').length,
      estimator: wordsOf(columns, own, 'estimator').join(' | '),
      ...spreadOf(values, level),
    };
  });
}

/** Throws where records must not be pooled: measured unlike, or two of the same sample. */
export function checkAlike(
  columns: RecordColumns,
  rows: Uint32Array,
  allow: readonly Alike[],
): void {
  if (rows.length < 2) return;
  const metric = columns.word('metric', rows[0]!);
  const differing = (['unit', ...ALIKE] as const).find(
    (field) => !allow.some((each) => each === field) && wordsOf(columns, rows, field).length > 1,
  );
  if (differing !== undefined) {
    const words = wordsOf(columns, rows, differing);
    const said = words.map((word) => `'${word}'`).join(', ');
    const remedy =
      differing === 'unit'
        ? 'Choose those of one unit.'
        : `Choose those of one ${differing}, or pool them with allow: ['${differing}'].`;
    throw refused(
      `records: values of '${metric}' differ in their ${differing}: ${said}. ${remedy}`,
      {
        metric,
        field: differing,
        values: words,
      },
    );
  }
  const { codes, words } = columns.text.sample;
  const seen = new Set<number>();
  for (const row of rows) {
    const code = codes[row]!;
    if (seen.has(code))
      throw refused(
        `records: '${metric}' of the sample '${words[code]!}' is there more than once, by different recipes. Choose one recipe.`,
        { metric, field: 'recipe', values: wordsOf(columns, rows, 'recipe') },
      );
    seen.add(code);
  }
}

/** The different texts of rows, in the order in which they are met. */
export function wordsOf(columns: RecordColumns, rows: Uint32Array, field: TextField): string[] {
  const { codes, words } = columns.text[field];
  // Most often they are all the same, which is seen without a list.
  const first = codes[rows[0]!]!;
  let same = 1;
  while (same < rows.length && codes[rows[same]!] === first) same++;
  if (same >= rows.length) return rows.length === 0 ? [] : [words[first]!];
  return [...new Set(Array.from(rows, (row) => codes[row]!))].map((code) => words[code]!);
}
