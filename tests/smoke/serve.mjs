// A small static server on the loopback address, for pages that use the built library.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const types = new Map([
  ['.html', 'text/html'],
  ['.js', 'text/javascript'],
  ['.mjs', 'text/javascript'],
  ['.css', 'text/css'],
  ['.json', 'application/json'],
  ['.map', 'application/json'],
]);

/**
 * Serves folders, each under its prefix, and pages given as text; every answer has the headers.
 * @param {{
 *   folders: Record<string, string>,
 *   pages?: Record<string, string>,
 *   headers?: Record<string, string>,
 * }} content
 */
export async function serve({ folders, pages = {}, headers = {} }) {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname));
    const prefix = Object.keys(folders).find((start) => path.startsWith(start));
    const page = pages[path];
    const inside = path.slice(prefix?.length) + (path.endsWith('/') ? 'index.html' : '');
    const file = prefix === undefined ? '' : join(folders[prefix] ?? '', inside);
    const body = page === undefined ? readFile(file) : Promise.resolve(page);
    body.then(
      (data) => {
        const type = page === undefined ? types.get(extname(file)) : 'text/html';
        const content = { 'content-type': type ?? 'application/octet-stream' };
        response.writeHead(200, { ...content, ...headers });
        response.end(data);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve(undefined);
    });
  });
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    origin: `http://127.0.0.1:${address.port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/**
 * A page that runs the main job with the library imported from `from`.
 * @param {string} from
 * @param {string} job
 */
export function jobPage(from, job = '/smoke/main_job.js') {
  return `<!doctype html><meta charset="utf-8"><title>voxmetry</title>
<script type="module">
  import * as voxmetry from '${from}';
  import { runInPage } from '${job}';
  await runInPage(voxmetry);
</script>`;
}
