// Puts the options of operations, as they are declared, into the pages of the API.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  Comment,
  CommentTag,
  DeclarationReflection,
  ReflectionKind,
  ReflectionType,
} from 'typedoc';
import { root } from './find-tools.mjs';

/** @typedef {import('../src/operations/describe.js').OptionDescription} OptionDescription */
/** @typedef {import('../src/operations/describe.js').OperationDescription} OperationDescription */

/** @param {unknown} value */
const code = (value) => `\`${JSON.stringify(value)}\``;

/**
 * What an option is where it is left out.
 * @param {OptionDescription} option
 */
function fallback({ optional, default: value, unit }) {
  if (!optional) return 'required';
  if (value === null) return '';
  if (typeof value === 'object' && 'voxels' in value)
    return `voxels(${JSON.stringify(value['voxels'])})`;
  return typeof value === 'number' && unit === 'length' ? String(value) : code(value);
}

/** @param {string} text */
const cell = (text) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');

/**
 * A table of options in Markdown.
 * @param {readonly OptionDescription[]} options
 */
export function optionsTable(options) {
  const rows = options.map((option) => {
    const { name, doc, allowed, unit } = option;
    const what = [
      `\`${name}\``,
      cell(doc),
      cell(allowed),
      fallback(option),
      unit === 'length' ? '' : unit,
    ];
    return `| ${what.join(' | ')} |`;
  });
  return [
    '| option | | allowed | default | unit |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

/**
 * What types of options are made of, which no user names; their pages hold tables in place of it.
 */
export function machinery() {
  const text = ['options', 'handles'].map((name) =>
    readFileSync(join(root, `src/volume/${name}.ts`), 'utf8'),
  );
  const named = text.flatMap((lines) =>
    Array.from(
      lines.matchAll(/export type \w+[^;]*?typeof \w+\.(\w+)/g),
      ([, operation = '']) => operation,
    ),
  );
  // What hands and keys may tell an element of pictures: its own methods.
  const hands = ['SliceActions', 'SpaceActions'];
  const types = [
    'Coefficients',
    'Columns',
    'HandleOption',
    'OfActive',
    'Operation',
    'OptionsOf',
    'Param',
  ];
  // Of the searches of rolls and stacks.
  return [...new Set(named), ...types, 'Triple', 'ValueMeta', 'outgrowths', ...hands];
}

/**
 * The operations that the types of options are of, by the type's name: read from the lines that say
 * so.
 */
function operationsOfTypes() {
  const text = readFileSync(join(root, 'src/volume/options.ts'), 'utf8');
  const folders = new Map(
    Array.from(
      text.matchAll(/import type \* as (\w+) from '\.\.\/operations\/(?:(\w+)\/)?\w+\.js'/g),
      ([, alias = '', folder = 'volume']) => [alias, folder],
    ),
  );
  return new Map(
    Array.from(
      text.matchAll(/export type (\w+)[^=]*=[^;]*?typeof (\w+)\.(\w+)/g),
      ([, type = '', alias = '', name = '']) => [
        type,
        { name, kind: folders.get(alias) ?? 'volume' },
      ],
    ),
  );
}

/**
 * Shows a property that is a function as the method that it is.
 * @param {import('typedoc').Reflection} reflection
 */
function asMethod(reflection) {
  if (!(reflection instanceof DeclarationReflection)) return;
  const { type, comment } = reflection;
  if (!(type instanceof ReflectionType) || type.declaration.signatures === undefined) return;
  const { signatures } = type.declaration;
  for (const signature of signatures) {
    signature.parent = reflection;
    signature.name = reflection.name;
    if (comment !== undefined) signature.comment = comment;
  }
  Object.assign(reflection, {
    kind: ReflectionKind.Method,
    signatures,
    type: undefined,
    comment: undefined,
    defaultValue: undefined,
  });
}

/**
 * Operations without the methods of rolls and stacks, which are written out in their classes.
 * @param {readonly OperationDescription[]} operations
 */
export function declaredOperations(operations) {
  return operations.filter(
    ({ of, gives }) =>
      !('waits' in gives) && !of.some((kind) => kind === 'roll' || kind === 'stack'),
  );
}

/**
 * Adds a table of options to the comments of every method that is an operation, and of the types of
 * its options. Gives the methods that have no doc with an example.
 * @param {import('typedoc').ProjectReflection} project
 * @param {readonly OperationDescription[]} operations
 */
export function documentOptions(project, operations) {
  const types = operationsOfTypes();
  /** @param {string} name @param {string} kind */
  const find = (name, kind) =>
    operations.find((o) => o.name === name && o.of.some((each) => each === kind));
  const bare = new Set(
    declaredOperations(operations).flatMap(({ name, of }) => of.map((kind) => `${kind}.${name}`)),
  );
  for (const reflection of Object.values(project.reflections)) {
    const owner = reflection.parent?.name.toLowerCase() ?? '';
    const of = types.get(reflection.name);
    const operation = of === undefined ? find(reflection.name, owner) : find(of.name, of.kind);
    if (operation === undefined) continue;
    if (of === undefined && reflection.comment === undefined) continue;
    if (reflection.comment?.getTag('@example') !== undefined)
      bare.delete(`${owner}.${operation.name}`);
    if (operation.options.length === 0) {
      if (of === undefined) asMethod(reflection);
      continue;
    }
    const tag = new CommentTag('@remarks', [
      { kind: 'text', text: optionsTable(operation.options) },
    ]);
    reflection.comment ??= new Comment();
    reflection.comment.blockTags.unshift(tag);
    if (of === undefined) asMethod(reflection);
  }
  return [...bare];
}
