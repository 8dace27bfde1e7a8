import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { observable } from '@observablehq/notebook-kit/vite';
import type { HtmlTagDescriptor, IndexHtmlTransformContext, Plugin } from 'vite';

/** What cells may import by `npm:` in the page that edits; a built page has what its cells name. */
export const PACKAGES = [
  'voxmetry',
  'voxmetry/engine',
  'voxmetry/operations',
  'voxmetry/panels',
  'voxmetry/records',
  'voxmetry/report',
  'voxmetry/session',
  'voxmetry/simulation',
  'voxmetry/synthetic',
  'voxmetry/transform',
  'voxmetry/twin',
  'voxmetry/ui',
  '@observablehq/inputs',
  '@observablehq/plot',
  'd3',
  'htl',
  'react',
  'react-dom/client',
];

/** The entry of `page/furniture.ts`. */
const FURNITURE = 'furniture';

/** The pages of a folder, notebooks and others, by their names. */
export function pagesOf(folder: string): Record<string, string> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.html'));
  return Object.fromEntries(files.map((file) => [basename(file, '.html'), join(folder, file)]));
}

/**
 * Makes pages of notebooks, in the page of `template`. Code that a notebook does not pin is folded;
 * the kit alone leaves it out.
 */
export function notebooks(template: string): Plugin {
  // Pages are made at the same time.
  const folded = new Map<string, Set<number>>();
  const kit = observable({
    template,
    transformTemplate: (html, { path }) => html.replaceAll('{{name}}', basename(path, '.html')),
    transformNotebook: (notebook, { path }) => {
      const code = notebook.cells.filter(({ mode, hidden }) => mode === 'js' && !hidden);
      folded.set(path, new Set(code.filter(({ pinned }) => !pinned).map(({ id }) => id)));
      for (const cell of code) cell.pinned = true;
      return notebook;
    },
  });
  const { handler } = (kit as Plugin).transformIndexHtml as {
    handler: (html: string, context: IndexHtmlTransformContext) => Promise<string>;
  };
  const page = async (html: string, context: IndexHtmlTransformContext): Promise<string> => {
    if (!html.includes('<notebook')) return html;
    const made = await handler(html, context);
    return made.replaceAll(
      /(<div id="cell-(\d+)"[^>]*>)<\/div><pre[^>]*>(<code.*?<\/code>)<\/pre>/gs,
      (_, cell: string, id: string, code: string) =>
        folded.get(context.path)?.has(Number(id))
          ? `${cell}</div><details class="code"><summary>Code</summary><pre>${code}</pre></details>`
          : `${cell}</div><pre class="code">${code}</pre>`,
    );
  };
  return { name: 'notebooks', transformIndexHtml: { order: 'pre', handler: page } };
}

/** Where the page that edits finds what cells import: `import 'npm:d3'` names the CDN. */
function importMap(context: IndexHtmlTransformContext): string {
  const furniture = context.bundle ? addressIn(context, FURNITURE) : './page/furniture.ts';
  const imports: Record<string, string> = { './page/furniture.js': furniture };
  for (const name of PACKAGES) {
    const address = context.bundle ? addressIn(context, entryName(name)) : `/@id/${name}`;
    imports[name] = imports[addressOf(name)] = address;
  }
  return JSON.stringify({ imports });
}

/** Where the entry of a name lies among the built pages. */
function addressIn(context: IndexHtmlTransformContext, name: string): string {
  const chunk = Object.values(context.bundle ?? {}).find(
    (file) => file.type === 'chunk' && file.isEntry && file.name === name,
  );
  if (!chunk) throw new Error(`The pages were built without ${name}.`);
  return `./${chunk.fileName}`;
}

/** The address of the CDN by which the kit's `transpile` writes `npm:NAME`. */
function addressOf(name: string): string {
  return `https://cdn.jsdelivr.net/npm/${name}/+esm`;
}

/** The name of the entry of a package in the built pages. */
function entryName(name: string): string {
  return `package-${name.replaceAll(/[@/]/g, '_')}`;
}

/** The entries of all that cells import, for the page that edits. */
export function importEntries(folder: string): Record<string, string> {
  const packages = PACKAGES.map((name): [string, string] => [entryName(name), name]);
  return { ...Object.fromEntries(packages), [FURNITURE]: join(folder, 'page/furniture.ts') };
}

/**
 * The policy of a built page: nothing from elsewhere, no inline code. `scripts` are what is allowed
 * beside the page's own files.
 */
function policy(scripts: string): HtmlTagDescriptor {
  const content = [
    `default-src 'none'`,
    `script-src 'self' 'wasm-unsafe-eval'${scripts}`,
    `worker-src 'self'`,
    `connect-src 'self'`,
    `img-src 'self' data: blob:`,
    `font-src 'self'`,
    `style-src 'self' 'unsafe-inline'`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  const attrs = { 'http-equiv': 'Content-Security-Policy', content };
  return { tag: 'meta', attrs, injectTo: 'head-prepend' };
}

/** Writes the policy of every page, and the import map of the page that edits. */
export function policies(): Plugin {
  return {
    name: 'policies',
    transformIndexHtml: {
      order: 'post',
      handler: (_, context) => {
        const edits = basename(context.path) === 'edit.html';
        if (!edits) return context.bundle ? [policy('')] : [];
        const map = importMap(context);
        const hash = createHash('sha256').update(map).digest('base64');
        const script: HtmlTagDescriptor = {
          tag: 'script',
          attrs: { type: 'importmap' },
          children: map,
          injectTo: 'head-prepend',
        };
        // Edited cells are modules of the page's own making; no other page allows such.
        return context.bundle ? [policy(` blob: 'sha256-${hash}'`), script] : [script];
      },
    },
  };
}
