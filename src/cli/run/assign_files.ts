import { usageError } from '../usage.js';

/** The path of a file for each input of a recipe, by name. */
export type Assignment = ReadonlyMap<string, string>;

/**
 * Gives files to the inputs of a recipe: those that are named first, the others in order. A recipe
 * of one input takes any number, each for a run of its own. Throws one line that names the inputs.
 *
 * @param exists - Whether there is a file of that path, since paths may have an = in them.
 */
export function assignFiles(
  inputs: readonly string[],
  files: readonly string[],
  exists: (path: string) => boolean,
): readonly Assignment[] {
  const given = files.map((file) => read(inputs, file, exists));
  const [only, ...others] = inputs;
  if (only !== undefined && others.length === 0) {
    if (given.length === 0) throw usageError(`${describe(inputs)}, and no file is given`);
    return given.map(({ path }) => new Map([[only, path]]));
  }
  const assigned = new Map<string, string>();
  for (const { name, path } of given) {
    if (name === undefined) continue;
    if (assigned.has(name))
      throw usageError(`${describe(inputs)}, and two files are given for ${name}`);
    assigned.set(name, path);
  }
  const open = inputs.filter((name) => !assigned.has(name));
  const unnamed = given.filter(({ name }) => name === undefined);
  if (unnamed.length > open.length)
    throw usageError(
      `${describe(inputs)}, and ${given.length === 1 ? 'a file is' : `${String(given.length)} files are`} given`,
    );
  unnamed.forEach(({ path }, i) => assigned.set(open[i]!, path));
  const missing = open.slice(unnamed.length);
  if (missing.length > 0)
    throw usageError(`${describe(inputs)}, and no file is given for ${missing.join(', ')}`);
  return [assigned];
}

interface Given {
  /** The input that is named; undefined where none is. */
  readonly name: string | undefined;
  readonly path: string;
}

function read(inputs: readonly string[], file: string, exists: (path: string) => boolean): Given {
  const name = inputs
    .filter((input) => file.startsWith(`${input}=`))
    .reduce<string | undefined>(
      (longest, input) => (input.length > (longest?.length ?? -1) ? input : longest),
      undefined,
    );
  if (name !== undefined) return { name, path: file.slice(name.length + 1) };
  if (file.includes('=') && !exists(file))
    throw usageError(
      `${describe(inputs)}, and none is named ${file.slice(0, file.indexOf('='))}, as in ${file}`,
    );
  return { name: undefined, path: file };
}

function describe(inputs: readonly string[]): string {
  if (inputs.length === 0) return 'the recipe reads no volume';
  return `the recipe reads ${inputs.length === 1 ? 'one volume' : `${String(inputs.length)} volumes`}: ${inputs.join(', ')}`;
}
