import { readFile, stat } from 'node:fs/promises';
import type { ArgsDef } from 'citty';
import type { About } from './analysis.js';
import { filled, optional } from './flag_values.js';
import { reasonOf } from './input_file.js';
import { usageError } from './usage.js';

/** The flags that say what a sample is. */
export const ABOUT_ARGUMENTS = {
  sample: { type: 'string', valueHint: 'NAME', description: 'name of the sample, for the report' },
  note: { type: 'string', valueHint: 'TEXT', description: 'a note on it, for the report' },
  about: {
    type: 'string',
    valueHint: 'FILE',
    description:
      'JSON of { sample, notes, facts: { name: value }, phases: { bright | dark | label: name } }',
  },
} as const satisfies ArgsDef;

/** What the command line says of a sample, before the file is read. */
export interface AboutFlags {
  readonly sample: string | undefined;
  readonly note: string | undefined;
  readonly about: string | undefined;
}

/** Reads the flags that say what a sample is. */
export function readAboutFlags(
  args: Readonly<Record<keyof typeof ABOUT_ARGUMENTS, string | undefined>>,
): AboutFlags {
  return {
    sample: optional(args.sample, (text) => filled('sample', text)),
    note: optional(args.note, (text) => filled('note', text)),
    about: optional(args.about, (text) => filled('about', text)),
  };
}

/** More is no description of a sample. */
const MOST_BYTES = 2 ** 20;
const ALLOWED =
  '{ "sample": text, "notes": [texts], "facts": { name: text or number }, "phases": { "bright", "dark" or a label: name } }, all of which may be left out';

/** What is said of a sample, of the flags and the file that they name. */
export async function readAbout({ sample, note, about }: AboutFlags): Promise<About> {
  const said = about === undefined ? EMPTY : aboutOf(await contentOf(about), about);
  return {
    ...said,
    sample: sample ?? said.sample,
    notes: note === undefined ? said.notes : [...said.notes, note],
  };
}

const EMPTY: About = { sample: null, notes: [], facts: {}, phases: {} };

async function contentOf(path: string): Promise<unknown> {
  try {
    const { size } = await stat(path);
    if (size > MOST_BYTES)
      throw usageError(`--about ${path} is larger than 1 MiB; give ${ALLOWED}`);
    return JSON.parse(await readFile(path, 'utf8')) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError)
      throw usageError(`--about ${path} is no JSON; give ${ALLOWED}`);
    if (error instanceof Error && 'code' in error && error.code !== 'invalid-argument')
      throw usageError(`cannot read --about ${path}: ${reasonOf(error)}`);
    throw error;
  }
}

/** Checks what a file says of a sample. */
function aboutOf(content: unknown, path: string): About {
  const wrong = (what: string): Error =>
    usageError(`--about ${path}: ${what} is not as it should be; allowed: ${ALLOWED}`);
  if (!isRecord(content)) throw wrong('the content');
  const { sample = null, notes = [], facts = {}, phases = {}, ...others } = content;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw wrong(`"${unknown}"`);
  if (sample !== null && typeof sample !== 'string') throw wrong('"sample"');
  if (!Array.isArray(notes) || !notes.every((each) => typeof each === 'string'))
    throw wrong('"notes"');
  return {
    sample,
    notes,
    facts: texts(facts, () => wrong('"facts"')),
    phases: texts(phases, () => wrong('"phases"')),
  };
}

function texts(given: unknown, wrong: () => Error): Readonly<Record<string, string>> {
  if (!isRecord(given)) throw wrong();
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      if (typeof value !== 'string' && typeof value !== 'number') throw wrong();
      return [name, String(value)];
    }),
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
