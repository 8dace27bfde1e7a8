import type { Plugin } from 'vite';

const CDN = 'https://cdn.jsdelivr.net/npm/';
const ADDRESS = new RegExp(`(["'])${CDN}((?:@[\\w.-]+/)?[\\w.-]+)(?:@[\\w.-]+)?(/[^"']*)\\1`, 'g');
const MISSING = '\0missing:';

/** The specifier that an address of the CDN stands for: `npm:NAME` becomes one of these. */
export function packageOfAddress(name: string, path: string): string {
  return name + (path.endsWith('/+esm') ? path.slice(0, -'/+esm'.length) : path);
}

/**
 * Notebook Kit takes its built-ins (Plot, Inputs, html, d3 …) and what cells import by `npm:` from
 * a CDN. This takes them from node_modules: nothing is fetched from elsewhere. A package that is
 * not installed is an error of the cell that uses it.
 */
export function offline(): Plugin {
  return {
    name: 'offline',
    enforce: 'pre',
    transform: {
      filter: { code: CDN },
      handler: (code) => ({
        code: code.replaceAll(
          ADDRESS,
          (_, quote: string, name: string, path: string) =>
            `${quote}${packageOfAddress(name, path)}${quote}`,
        ),
        map: null,
      }),
    },
    resolveId: {
      filter: { id: /^[@a-z]/ },
      async handler(source, importer, options) {
        if (!/notebook-kit|html-proxy/.test(importer ?? '')) return null;
        const found = await this.resolve(source, importer, { ...options, skipSelf: true });
        return found ?? MISSING + source;
      },
    },
    load: {
      filter: { id: /^\0missing:/ },
      handler: (id) => {
        const name = JSON.stringify(id.slice(MISSING.length));
        return `throw new Error(${name} + ' is not among the packages of these notebooks.');`;
      },
    },
  };
}

/**
 * Keeps the modules of `voxmetry/ui`, which define elements and export little that is used. The
 * package says so of its built files alone.
 */
export function keepElements(): Plugin {
  return {
    name: 'keep-elements',
    transform: {
      filter: { id: /\/ui\/.*\.ts$/ },
      handler: (code) => ({ code, map: null, moduleSideEffects: true }),
    },
  };
}
