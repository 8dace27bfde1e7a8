import type { OpenOptions } from '../../index.js';
import { usageError } from '../usage.js';

/** How a study's file was opened. */
export interface StudySource {
  readonly bytes: number;
  readonly options: OpenOptions;
}

/** The options of opening that a study may hold; the reader of the file checks their values. */
const OPTIONS = [
  'size',
  'dtype',
  'spacing',
  'unit',
  'origin',
  'dataset',
  'channel',
  'time',
  'level',
  'headerBytes',
  'bigEndian',
] as const satisfies readonly (keyof OpenOptions)[];

/** Whether what a file holds is a study: a session with its steps, its sources and its recipe. */
export function isStudy(given: unknown): given is Readonly<Record<string, unknown>> {
  return (
    isRecord(given) &&
    typeof given['format'] === 'string' &&
    given['format'].startsWith('voxmetry-study/')
  );
}

/**
 * How the files of a study were opened, by the names of the recipe's inputs. Throws one line where
 * the study is of another version.
 */
export function studySources(
  path: string,
  study: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, StudySource> {
  if (study['format'] !== 'voxmetry-study/1')
    throw usageError(
      `${path} is a ${String(study['format'])}, and this version reads voxmetry-study/1`,
    );
  const { sources } = study;
  const found = new Map<string, StudySource>();
  for (const source of Array.isArray(sources) ? (sources as readonly unknown[]) : []) {
    if (!isRecord(source)) continue;
    const { name, bytes, options } = source;
    if (typeof name !== 'string' || !isRecord(options)) continue;
    const stated = OPTIONS.filter((key) => Object.hasOwn(options, key));
    found.set(name, {
      bytes: typeof bytes === 'number' ? bytes : NaN,
      options: Object.fromEntries(stated.map((key) => [key, options[key]])),
    });
  }
  return found;
}

function isRecord(given: unknown): given is Readonly<Record<string, unknown>> {
  return typeof given === 'object' && given !== null && !Array.isArray(given);
}
