// The lists of a folder's ops and of their implementations, read from the text of its files.

/**
 * @typedef {Readonly<Record<string, string>>} Texts TypeScript by the path of its file within the
 * folder
 */

const HEAD =
  '// Made by scripts/generate.mjs of the files of this folder. After a change: npm run generate';
const DECLARED = /^export const (\w+) = declareOp\(\{(?:\s*\.\.\.\w+,)*\s*name: '(\w+)'/gm;
const IMPLEMENTED = /^export const (\w+) = implement\w*\(\s*(\w+)/gm;

/**
 * What the files of a folder export by a call.
 * @param {Texts} texts
 * @param {{ call: RegExp, exported: RegExp }} wanted
 */
function exportsOf(texts, { call, exported }) {
  return Object.keys(texts)
    .sort()
    .flatMap((file) => {
      const text = texts[file] ?? '';
      const found = [...text.matchAll(exported)];
      if (found.length !== (text.match(call)?.length ?? 0))
        throw new Error(
          `${file}: write \`export const name = declareOp({ name: 'name', …\` of ops, and \`export const nameOnGpu = ` +
            'implement(name, …` of implementations, at the start of a line each',
        );
      return found.map(([, name = '', op = '']) => ({
        file: file.replace(/\.ts$/, '.js'),
        name,
        op,
      }));
    });
}

/** @param {ReturnType<typeof exportsOf>} found */
function importLines(found) {
  const files = [...new Set(found.map(({ file }) => file))];
  return files.map((file) => {
    const names = found.filter((each) => each.file === file).map(({ name }) => name);
    return `import { ${names.join(', ')} } from './${file}';`;
  });
}

/**
 * The texts of a folder's ops.ts and ops.gpu.ts, before they are formatted.
 * @param {string} folder
 * @param {Texts} texts
 * @returns {{ ops: string, implementations: string }}
 */
export function opLists(folder, texts) {
  const isGpu = (/** @type {string} */ file) => file.endsWith('.gpu.ts');
  const pick = (/** @type {(file: string) => boolean} */ wanted) =>
    Object.fromEntries(Object.entries(texts).filter(([file]) => wanted(file)));
  const declared = exportsOf(
    pick((file) => !isGpu(file)),
    {
      call: /\bdeclareOp\(/g,
      exported: DECLARED,
    },
  );
  const implemented = exportsOf(pick(isGpu), {
    call: /\bimplement(?:Reduce|OnHost)?\(/g,
    exported: IMPLEMENTED,
  });
  for (const { file, name, op } of declared) {
    if (name !== op) throw new Error(`${folder}/${file}: the op ${name} is named '${op}'`);
    if (!implemented.some((each) => each.op === name))
      throw new Error(`${folder}: no .gpu.ts says how ${name} is computed: implement(${name}, …)`);
  }
  const list = folder.toUpperCase();
  return {
    ops: [
      HEAD,
      "import { eraseOp, type AnyOp } from '../recipe/op.js';",
      ...importLines(declared),
      '',
      '/** The ops of this folder, as they are declared. */',
      `export const ${list}: readonly AnyOp[] = [`,
      ...declared.map(({ name }) => `  eraseOp(${name}),`),
      '];',
      '',
    ].join('\n'),
    implementations: [
      HEAD,
      "import type { Implementation } from '../implement/index.js';",
      ...importLines(implemented),
      '',
      '/** How the ops of this folder are computed. Loaded when a recipe first needs one of them. */',
      `export const ${list}_ON_GPU: readonly Implementation[] = [`,
      ...implemented.map(({ name }) => `  ${name},`),
      '];',
      '',
    ].join('\n'),
  };
}
