// Under which topic of the reference a name stands, by the folder that declares it.
import { relative } from 'node:path';
import { ReflectionKind } from 'typedoc';
import { root } from '../find-tools.mjs';

/** @type {[pattern: RegExp, topic: string][]} */
const folders = [
  [/^src\/volume\/options/, 'Options of operations'],
  [/^src\/(volume\/view|recipe\/view|view)\//, 'Views'],
  [/^src\/(stats)\//, 'Results of statistics'],
  [/^src\/structure\//, 'Results of structure'],
  [/^src\/transport\//, 'Results of transport'],
  [/^src\/volume\/(results|table|contact_table|plane|mesh|network)/, 'Results and tables'],
  [/^src\/(filters|segmentation)\//, 'Values of options'],
  [/^src\/(io|recipe\/source|exchange)/, 'Opening files'],
  [/^src\/volume\/(save|reading|grid)/, 'Reading and saving'],
  [/^src\/recipe\//, 'Recipes, runs and errors'],
  [/^ui\/elements\/panels/, 'Panels'],
  [/^ui\/elements\//, 'Types of elements'],
  [/^ui\/session\//, 'Types of sessions'],
];

/**
 * The door of the package that an entry point is.
 * @param {string} module TypeDoc's name of it
 */
export function doorOf(module) {
  const name = module.replace(/^(src|ui)\/?/, '').replace(/\/?index$/, '');
  if (module.startsWith('ui')) return `voxmetry/${name === '' ? 'ui' : name}`;
  return name === '' ? 'voxmetry' : `voxmetry/${name}`;
}

/**
 * @param {import('typedoc').DeclarationReflection} declaration
 * @param {string} door
 */
export function topicOf(declaration, door) {
  if (declaration.kindOf([ReflectionKind.Function, ReflectionKind.Variable]))
    return 'Functions and constants';
  if (door !== 'voxmetry' && !door.startsWith('voxmetry/ui')) return 'Types';
  const file = relative(root, declaration.sources?.[0]?.fullFileName ?? '').replaceAll('\\', '/');
  return folders.find(([pattern]) => pattern.test(file))?.[1] ?? 'Other types';
}
