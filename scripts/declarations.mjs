// Makes the type declarations in dist/types fit programs that have less than we do: TypeScript from
// 5.4 on, `lib` of ES2022 and DOM alone, no types of WebGPU, and no package that is bundled.
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { root } from './find-tools.mjs';

/** Names of WebGPU that are unions of texts, which an empty interface can't stand for. */
const TEXTS = /** @type {const} */ ({
  GPUPowerPreference: "'low-power' | 'high-performance'",
  GPUTextureFormat: 'string',
});

/** Arrays in buffers of their own; before TypeScript 5.7 they take no argument. */
const OWN_ARRAY = /\b((?:Uint|Int|Float)\d+(?:Clamped)?Array)<ArrayBuffer>/g;

/** Files that are none of the compiler's. */
const ADDED = ['webgpu.d.ts', 'signals.d.ts'];

/**
 * The code of a declaration, without what its comments say.
 * @param {string} text
 */
const codeOf = (text) => text.replaceAll(/\/\*[^]*?\*\/|\/\/.*/g, '');

/**
 * Changes code and leaves comments as they are.
 * @param {string} text
 * @param {(code: string) => string} change
 */
const inCode = (text, change) =>
  text
    .split(/(\/\*[^]*?\*\/)/)
    .map((part) => (part.startsWith('/*') ? part : change(part)))
    .join('');

/**
 * The text of a declaration file as it is shipped.
 * @param {string} text
 * @param {string} up the way from its folder to dist/types, as `../`
 */
export function shipped(text, up) {
  const code = inCode(text, (part) => {
    let out = part
      .replaceAll(OWN_ARRAY, 'ReturnType<$1Constructor["from"]>')
      .replaceAll(/(Array|ArrayBufferView)<ArrayBuffer(Like)?>/g, '$1')
      .replaceAll(/(['"])@preact\/signals-core\1/g, `"${up}signals.js"`)
      .replaceAll('import("lit").CSSResult', 'unknown')
      // Members that are ours alone are stripped, and with them what an interface asks for.
      .replaceAll(/(declare class \w+ extends \w+) implements \w+/g, '$1');
    for (const [name, type] of Object.entries(TEXTS))
      out = out.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), `(${type})`);
    return out;
  });
  const plain = codeOf(code);
  return [
    /\bSymbol\.(asyncD|d)ispose\b|\b(Async)?Disposable\b/.test(plain)
      ? '/// <reference lib="esnext.disposable" />\n'
      : '',
    /\bGPU[A-Z]/.test(plain) ? `/// <reference path="${up}webgpu.d.ts" />\n` : '',
    code,
  ].join('');
}

/**
 * The interfaces of WebGPU that declarations name, empty: what `lib.dom` (from TypeScript 6 on) or
 * `@webgpu/types` say of them is merged into these.
 * @param {Iterable<string>} texts
 */
export function webgpuNames(texts) {
  const names = new Set([...texts].flatMap((text) => codeOf(text).match(/\bGPU[A-Z]\w*/g) ?? []));
  const lines = [...names].sort().map((name) => `interface ${name} {}\n`);
  return `// Filled by lib.dom (TypeScript 6 and later) or by @webgpu/types.\n${lines.join('')}`;
}

/** Makes the declarations in a folder fit; resolves to how many there are. */
export function shipDeclarations(folder = join(root, 'dist/types')) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.d.ts') && !ADDED.includes(name),
  );
  const texts = files.map((name) => {
    const up = relative(dirname(join(folder, name)), folder).replaceAll(sep, '/');
    return shipped(readFileSync(join(folder, name), 'utf8'), up === '' ? './' : `${up}/`);
  });
  for (const [i, name] of files.entries()) writeFileSync(join(folder, name), texts[i] ?? '');
  writeFileSync(join(folder, 'webgpu.d.ts'), webgpuNames(texts));
  copyFileSync(
    join(root, 'node_modules/@preact/signals-core/dist/signals-core.d.ts'),
    join(folder, 'signals.d.ts'),
  );
  return files.length;
}

if (process.argv[1] === import.meta.filename) shipDeclarations();
