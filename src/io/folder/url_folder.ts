import { urlSource } from '../url_source.js';
import type { Folder } from './folder.js';

/** The folder that a URL lies in. What else is there is not known; a file can be asked for. */
export function urlFolder(url: URL, signal: AbortSignal | undefined): Folder {
  return {
    name: url.href,
    paths: [],
    open: (path) => {
      const encoded = path.split('/').map(encodeURIComponent).join('/');
      return urlSource(new URL(encoded, url), { signal });
    },
    close: () => undefined,
  };
}
