import type { Streams } from './streams.js';

/** Back to the start of the line, and what stands on it is gone. */
const CLEAR_LINE = '\r\u001B[K';

/**
 * Streams of a terminal: while somebody watches, progress stands on a line that other text takes
 * the place of.
 */
export function terminalStreams({
  out,
  error,
  watched,
}: Pick<Streams, 'out' | 'error'> & { readonly watched: boolean }): Streams {
  if (!watched) return { out, error };
  let shown = false;
  const clear = (): void => {
    if (shown) error(CLEAR_LINE);
    shown = false;
  };
  return {
    out: (text) => {
      clear();
      out(text);
    },
    error: (text) => {
      clear();
      error(text);
    },
    progress: (text) => {
      error(`${CLEAR_LINE}${text}`);
      shown = true;
    },
  };
}
