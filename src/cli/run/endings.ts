import { MESH_FORMATS } from '../../exchange/mesh_file.js';
import type { Result } from './result_kinds.js';

/** Endings of files that a kind of result is stored in, the first of them where none is named. */
const ENDINGS: Readonly<Partial<Record<Result['kind'], readonly string[]>>> = {
  table: ['csv', 'json', 'parquet', 'arrow'],
  contacts: ['csv', 'json', 'parquet', 'arrow', 'graphml'],
  network: ['graphml', 'csv', 'json'],
  mesh: ['ply', ...MESH_FORMATS.filter((format) => format !== 'ply')],
};

/** A result's name without its ending, and the ending where it names a format of its kind. */
export interface NamedResult {
  readonly name: string;
  readonly ending: string | undefined;
}

/** Reads from a result's name in which format it is wanted: 'particles.parquet'. */
export function splitEnding(name: string, { kind }: Result): NamedResult {
  const [, stem, given] = /^(.+)\.([a-z]+)$/i.exec(name) ?? [];
  const ending = given?.toLowerCase();
  return stem !== undefined && ending !== undefined && ENDINGS[kind]?.includes(ending) === true
    ? { name: stem, ending }
    : { name, ending: undefined };
}

/** The format of a result whose name says none. */
export function usualEnding(kind: 'table' | 'contacts' | 'mesh'): string {
  return ENDINGS[kind]![0]!;
}
