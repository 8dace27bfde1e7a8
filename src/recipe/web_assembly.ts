import { VoxmetryError } from './errors.js';

/** The directive that a policy has to hold, as messages name it. */
const DIRECTIVE = "script-src 'wasm-unsafe-eval'";

/** The smallest module there is: a magic number and a version. */
const EMPTY_MODULE = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

/**
 * Throws where WebAssembly may not be compiled here, before a decoder fails of it and a sound file
 * is called damaged.
 *
 * @param what - What needs it, as a sentence that goes on with "WebAssembly".
 */
export function needWebAssembly(what: string): void {
  if (!isRefused()) return;
  throw new VoxmetryError(
    'unsupported-format',
    `${what} WebAssembly, which the page's content security policy forbids. Add ${DIRECTIVE} to it.`,
    { details: { directive: DIRECTIVE } },
  );
}

function isRefused(): boolean {
  try {
    new WebAssembly.Module(EMPTY_MODULE);
    return false;
  } catch {
    return true;
  }
}
