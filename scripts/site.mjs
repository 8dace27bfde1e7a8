// The documentation site: npm run docs:site builds it into site/.vitepress/dist.
// `--dev` serves it on the loopback address instead, `--base /path/` is where it will stand,
// `--out FOLDER` where it is written.
import { rmSync, watch } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build, createServer } from 'vitepress';
import { buildIfStale } from './build.mjs';
import { root } from './find-tools.mjs';
import { assemble, copyDocs, copyPages } from './site/assemble.mjs';
import { moveInlineScripts } from './site/inline-scripts.mjs';
import { makeReference } from './site/reference.mjs';

const { values } = parseArgs({
  options: {
    dev: { type: 'boolean', default: false },
    base: { type: 'string', default: '/' },
    out: { type: 'string', default: 'site/.vitepress/dist' },
    port: { type: 'string', default: '5180' },
  },
});
const base = `/${values.base.replaceAll(/^\/+|\/+$/g, '')}/`.replace('//', '/');
const site = join(root, 'site');

const built = await buildIfStale();
if (built !== 0) process.exit(built);
await assemble(makeReference);
if (values.dev) {
  const server = await createServer(site, { base, host: '127.0.0.1', port: Number(values.port) });
  await server.listen();
  server.printUrls();
  for (const [folder, copy] of /** @type {const} */ ([
    ['docs', copyDocs],
    ['site/pages', copyPages],
  ]))
    watch(join(root, folder), { recursive: true }, () => {
      copy();
    });
} else {
  const out = resolve(root, values.out);
  rmSync(out, { recursive: true, force: true });
  await build(site, { base, outDir: out });
  moveInlineScripts(out, base);
}
