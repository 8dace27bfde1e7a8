import type { ArgsDef } from 'citty';
import { isByteSource } from '../recipe/source_kinds.js';
import { isFilling } from '../io/byte_source.js';
import { asStage } from '../recipe/as_stage.js';
import type { Stages, StageTime } from '../recipe/stages.js';
import type { InputFile } from './input_file.js';

/** The flag that asks where the time goes. */
export const PROFILE_ARGUMENT = {
  profile: {
    type: 'boolean',
    description:
      'print where the time went, stage by stage; it takes longer, by a wait for each submission to the GPU',
  },
} as const satisfies ArgsDef;

/** Stages that are many, each with a name of its own behind this. */
const GROUPS = [
  ['kernel ', 'kernels'],
  ['host ', 'on the host'],
] as const;

/** A single stage of less than this part of the time is summed up with others of its group. */
const LEAST = 0.005;

/** Where the time of a run went: a line for every stage, and for every kernel and op in it. */
export function profileText(times: readonly StageTime[]): string {
  const total = sumOf(times);
  const line = (name: string, ms: number, indent = ''): string =>
    `${(ms / 1000).toFixed(3).padStart(9)} s ${((100 * ms) / total).toFixed(1).padStart(5)} %  ${indent}${name}`;
  const groups = GROUPS.map(([prefix, name]) => ({
    name,
    parts: times
      .filter((time) => time.name.startsWith(prefix))
      .map((time) => ({ name: time.name.slice(prefix.length), ms: time.ms })),
  }));
  const single = times
    .filter(({ name }) => !GROUPS.some(([prefix]) => name.startsWith(prefix)))
    .map(({ name, ms }) => ({ name, ms, parts: [] as readonly StageTime[] }));
  const rows = [...single, ...groups.map((group) => ({ ...group, ms: sumOf(group.parts) }))];
  const lines = rows
    .sort((a, b) => b.ms - a.ms)
    .flatMap(({ name, ms, parts }) => {
      const shown = parts.filter((part) => part.ms >= LEAST * total);
      const rest = parts.slice(shown.length);
      return [
        line(name, ms),
        ...shown.map((part) => line(part.name, part.ms, '  ')),
        ...(rest.length === 0 ? [] : [line(`${String(rest.length)} more`, sumOf(rest), '  ')]),
      ];
    });
  return [line('profile', total), ...lines, ''].join('\n');
}

function sumOf(times: readonly StageTime[]): number {
  return times.reduce((sum, { ms }) => sum + ms, 0);
}

/** A file whose reads are a stage; what a folder reads counts as decoding. */
export function staged(file: InputFile, stages: Stages | undefined): InputFile {
  const { source } = file;
  if (stages === undefined || !isByteSource(source)) return file;
  const reading = <T>(work: () => Promise<T>): Promise<T> => asStage(stages, 'read', work);
  return {
    ...file,
    source: {
      name: source.name,
      size: source.size,
      read: (...range) => reading(() => source.read(...range)),
      ...(isFilling(source)
        ? {
            readInto: (...range: Parameters<typeof source.readInto>) =>
              reading(() => source.readInto(...range)),
          }
        : {}),
      close: () => {
        source.close();
      },
    },
  };
}
