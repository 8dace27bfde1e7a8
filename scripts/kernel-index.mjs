// What a kernel's WGSL declares, read from its text, and the typed index of a family of kernels.
// Pure, so that the contract test runs it in a browser too.

/** @typedef {'read' | 'write' | 'read_write'} Access */

/**
 * @typedef {object} Declared What a kernel declares.
 * @property {string} name
 * @property {readonly string[]} doc the lines of its first comment
 * @property {ReadonlyMap<string, Access>} buffers by name, in the order of their bindings
 * @property {ReadonlyMap<string, string>} params the type of each field
 * @property {readonly string[]} constants overrides
 * @property {readonly number[]} workgroup
 * @property {readonly string[]} modules shared ones, those that they import included
 * @property {boolean} written whether it imports what is no shared module: text written at run time
 * @property {boolean} draws whether it is a render shader, of which the host makes the bindings
 */

/** @typedef {Readonly<Record<string, string>>} Texts WGSL by the name of its file */

const BINDING =
  /@group\(0\)\s*@binding\((\d+)\)\s*var<([^>]+)>\s*(\w+)\s*:[^;]*;(?:[ \t]*(\/\/ write)$)?/gm;

/** @param {string} text */
const importsOf = (text) => [...text.matchAll(/^\s*#import\s+(\w+)\s*$/gm)].map((m) => m[1] ?? '');

/**
 * Reads what a kernel declares. Bindings are numbered in order, `params` last. A comment `// write`
 * at the end of a binding says that every word is written and none read, which WGSL has no word
 * for.
 * @param {string} name
 * @param {string} text
 * @param {Texts} shared
 * @returns {Declared}
 */
export function declaredBy(name, text, shared) {
  /** @type {(why: string) => never} */
  const fail = (why) => {
    throw new Error(`${name}.wgsl: ${why}`);
  };
  const lines = text.split('\n');
  const docEnd = lines.findIndex((line) => !line.startsWith('// '));
  if (docEnd === 0) fail('its first line is no comment that says what it computes');
  const doc = lines.slice(0, docEnd).map((line) => line.slice('// '.length));
  const code = text.replaceAll(/\/\/.*$/gm, '');
  const imports = importsOf(code);
  /** @type {Set<string>} */
  const modules = new Set();
  const add = (/** @type {string} */ module) => {
    const known = shared[module];
    if (known === undefined || modules.has(module)) return;
    modules.add(module);
    importsOf(known).forEach(add);
  };
  imports.forEach(add);
  const linked = {
    ...{ name, doc },
    modules: [...modules].sort(),
    written: imports.some((module) => shared[module] === undefined),
  };
  if (/@fragment\b/.test(code))
    return {
      ...{ ...linked, draws: true },
      ...{ buffers: new Map(), params: new Map(), constants: [], workgroup: [] },
    };

  /** @type {Map<string, Access>} */
  const buffers = new Map();
  let uniform = false;
  for (const [, number, space = '', buffer = '', write] of text.matchAll(BINDING)) {
    if (uniform || Number(number) !== buffers.size)
      fail(`the binding of ${buffer} is out of order`);
    if (space === 'uniform' && buffer === 'params') uniform = true;
    else if (/^storage,\s*read$/.test(space)) buffers.set(buffer, 'read');
    else if (/^storage,\s*read_write$/.test(space))
      buffers.set(buffer, write === undefined ? 'read_write' : 'write');
    else fail(`${buffer} is neither storage nor params`);
  }

  const struct = /struct Params\s*\{([^}]*)\}/.exec(code)?.[1] ?? '';
  const fields = [...struct.matchAll(/(\w+)\s*:\s*([\w<>]+)/g)];
  if (fields.length > 0 !== uniform) fail('Params and the binding of params belong together');
  const size = /@workgroup_size\(([\d\s,]+)\)/.exec(code)?.[1];
  if (size === undefined) fail('@workgroup_size takes numbers');

  return {
    ...{ ...linked, draws: false },
    buffers,
    params: new Map(fields.map((m) => [m[1] ?? '', m[2] ?? ''])),
    constants: [...code.matchAll(/override\s+(\w+)\s*:\s*\w+\s*;/g)].map((m) => m[1] ?? ''),
    workgroup: [...size.split(',').map(Number), 1, 1].slice(0, 3),
  };
}

const CONSTANT = /((?:^\/\/ .*\n)*)^const (\w+) = ([^;]+);(?:[ \t]*\/\/ export (\w+)$)?/gm;

/**
 * The constants that a WGSL file shares with the host, as TypeScript declares them: those whose
 * lines end with a comment `// export NAME`. Each is a number, a product of numbers and earlier
 * constants, or a vector of such.
 * @param {string} file
 * @param {string} text
 * @returns {string[]}
 */
function constantsOf(file, text) {
  /** @type {Map<string, number>} */
  const known = new Map();
  const valueOf = (/** @type {string} */ product) =>
    product.split('*').reduce((value, factor) => {
      const word = factor.trim();
      return value * (known.get(word) ?? Number(word.replace(/u$/, '')));
    }, 1);
  return [...text.matchAll(CONSTANT)].flatMap(([, doc = '', name = '', value = '', as]) => {
    const items = /^vec[234]u\((.*)\)$/.exec(value)?.[1]?.split(',').map(valueOf);
    const number = valueOf(value);
    known.set(name, number);
    if (as === undefined) return [];
    if ((items ?? [number]).some(Number.isNaN))
      throw new Error(`${file}.wgsl: ${name} is no number`);
    const typed = items === undefined ? String(number) : `[${items.join(', ')}] as const`;
    return [...tsdoc(commentLines(doc)), `export const ${as} = ${typed};`, ''].join('\n');
  });
}

/**
 * What the lines of a WGSL comment say.
 * @param {string} comment
 */
const commentLines = (comment) =>
  comment.split('\n').flatMap((line) => (line ? [line.slice('// '.length)] : []));

/** Characters of a line at most, as prettier and the linter have it. */
const WIDTH = 100;

/**
 * A comment as TSDoc, its words in lines anew.
 * @param {readonly string[]} lines
 */
function tsdoc(lines) {
  const text = lines.join(' ');
  if (text === '') return [];
  if (`/** ${text} */`.length <= WIDTH) return [`/** ${text} */`];
  const wrapped = [' *'];
  for (const word of text.split(' ')) {
    const line = `${wrapped.at(-1) ?? ''} ${word}`;
    if (line.length <= WIDTH) wrapped[wrapped.length - 1] = line;
    else wrapped.push(` * ${word}`);
  }
  return ['/**', ...wrapped, ' */'];
}

/** @param {string} name */
const camel = (name) => name.replaceAll(/_(\w)/g, (_, letter) => String(letter).toUpperCase());

/** @param {string} name */
const textOf = (name) => `${camel(name)}Wgsl`;

/**
 * A field of an object as prettier writes it: in a line where it fits.
 * @param {string} key
 * @param {readonly string[]} items
 * @param {readonly [open: string, close: string]} brackets
 */
function field(key, items, [open, close]) {
  const space = open === '{' && items.length > 0 ? ' ' : '';
  const line = `  ${key}: ${open}${space}${items.join(', ')}${space}${close},`;
  if (line.length <= WIDTH) return line;
  return [`  ${key}: ${open}`, ...items.map((item) => `    ${item},`), `  ${close},`].join('\n');
}

/**
 * @param {ReadonlyMap<string, string>} map
 * @returns {string[]}
 */
const entries = (map) => [...map].map(([key, value]) => `${key}: '${value}'`);

/** @param {Declared} declared */
function exportOf({ name, doc, buffers, params, constants, workgroup, modules, written, draws }) {
  const head = [
    ...tsdoc(doc),
    written
      ? `export const ${camel(name)}Template = {`
      : `export const ${camel(name)} = /* @__PURE__ */ ${draws ? 'shader' : 'kernel'}({`,
    `  name: '${name}',`,
    `  wgsl: ${textOf(name)},`,
    field(
      'modules',
      modules.map((module) => `${module}: ${textOf(module)}`),
      ['{', '}'],
    ),
  ];
  if (draws) return [...head, written ? '} as const;' : '});', ''].join('\n');
  return [
    ...head,
    field('buffers', entries(buffers), ['{', '}']),
    field('params', entries(params), ['{', '}']),
    field(
      'constants',
      constants.map((constant) => `'${constant}'`),
      ['[', ']'],
    ),
    field('workgroup', workgroup.map(String), ['[', ']']),
    written ? '} as const;' : '});',
    '',
  ].join('\n');
}

const HEAD = `// Made by scripts/generate.mjs of the .wgsl files beside it.
// Change those, then type: npm run generate`;

/**
 * The text of a family's index.ts: the constants of its WGSL files, and a kernel for each. Of those
 * that import text written at run time, a template: all of the kernel but that text.
 * @param {Texts} family
 * @param {Texts} shared
 */
export function kernelIndex(family, shared) {
  const names = Object.keys(family).sort();
  const kernels = names.map((name) => declaredBy(name, family[name] ?? '', shared));
  const modules = [...new Set(kernels.flatMap((declared) => declared.modules))].sort();
  const makers = [
    ...(kernels.every(({ draws }) => draws) ? [] : ['kernel']),
    ...(kernels.some(({ draws, written }) => draws && !written) ? ['shader'] : []),
  ];
  return [
    HEAD,
    `import { ${makers.join(', ')} } from '../../gpu/index.js';`,
    ...modules.map((name) => `import ${textOf(name)} from '../shared/${name}.wgsl?raw';`),
    ...names.map((name) => `import ${textOf(name)} from './${name}.wgsl?raw';`),
    '',
    ...names.flatMap((name) => constantsOf(name, family[name] ?? '')),
    ...kernels.map(exportOf),
  ].join('\n');
}

/**
 * The text of shared/index.ts: the constants of shared modules.
 * @param {Texts} shared
 */
export function sharedIndex(shared) {
  const names = Object.keys(shared).sort();
  return [HEAD, '', ...names.flatMap((name) => constantsOf(name, shared[name] ?? ''))].join('\n');
}
