// The workbench: `npm start` builds what is stale and serves it on loopback; with `build` it only
// builds. What it makes lies in examples/workbench/dist, and works from any static server.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isStale } from './build.mjs';
import { root } from './find-tools.mjs';
import { run } from './run.mjs';
import { serve } from './serve.mjs';

export const built = join(root, 'examples/workbench/dist');
const source = 'examples/workbench';
const PORT = 5170;

/** What a page of the workbench may do, as a header; the page itself says the same. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "worker-src 'self'",
  "connect-src 'self' blob: https: http://127.0.0.1:* http://localhost:*",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Builds the files; resolves to an exit code. */
export async function buildWorkbench() {
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const config = join(root, source, 'vite.config.ts');
  // Whoever served pages before, Vite may have left its mode in this process.
  const env = { ...process.env, NODE_ENV: 'production' };
  return run(process.execPath, [vite, 'build', '--config', config, '--logLevel', 'warn'], { env });
}

/** Builds them where the sources are newer; resolves to an exit code. */
export async function buildWorkbenchIfStale() {
  const sources = readdirSync(join(root, source)).filter((name) => /\.(ts|css|html)$/.test(name));
  const isOld = isStale(
    join(source, 'dist/index.html'),
    root,
    sources.map((name) => join(source, name)),
  );
  return isOld ? buildWorkbench() : 0;
}

/**
 * Serves the files on the loopback address.
 * @param {{ port?: number, under?: string }} [options] `under`: the path before theirs
 */
export async function serveWorkbench({ port = 0, under = '/' } = {}) {
  const headers = {
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-cache',
  };
  const { origin, close } = await serve({ folders: { [under]: built }, headers, port });
  return { address: `${origin}${under}`, close };
}

if (process.argv[1] === import.meta.filename) {
  if (process.argv.includes('build')) process.exitCode = await buildWorkbench();
  else {
    const code = await buildWorkbenchIfStale();
    if (code !== 0) process.exit(code);
    const { address } = await serveWorkbench({ port: PORT }).catch(() => serveWorkbench());
    console.log(`Voxmetry: ${address}   (Ctrl+C ends it)`);
  }
}
