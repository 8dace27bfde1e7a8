// A small static server on the loopback address: of the workbench, and of pages of tests.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const types = new Map([
  ['.css', 'text/css'],
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript'],
  ['.json', 'application/json'],
  ['.map', 'application/json'],
  ['.mjs', 'text/javascript'],
  ['.png', 'image/png'],
  ['.svg', 'image/svg+xml'],
  ['.wasm', 'application/wasm'],
]);

/**
 * Serves folders, each under its prefix, and pages given as text. A path that ends with a slash is
 * that of `index.html`. Rejects where the port is taken.
 * @param {{
 *   folders: Record<string, string>,
 *   pages?: Record<string, string>,
 *   headers?: Record<string, string>,
 *   port?: number,
 * }} content
 */
export async function serve({ folders, pages = {}, headers = {}, port = 0 }) {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname));
    const page = pages[path];
    const asked = path.endsWith('/') ? `${path}index.html` : path;
    const prefix = Object.keys(folders).find((start) => asked.startsWith(start));
    const file = prefix && join(folders[prefix] ?? '', asked.slice(prefix.length));
    const body = page === undefined ? readFile(file ?? '') : Promise.resolve(page);
    body.then(
      (data) => {
        const type = types.get(page === undefined ? extname(file ?? '') : '.html');
        response.writeHead(200, { 'content-type': type ?? 'application/octet-stream', ...headers });
        response.end(data);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
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
