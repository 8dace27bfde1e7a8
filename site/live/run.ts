import type { Library } from './outlet.js';
import { Outlet } from './outlet.js';

/** The module that stands between code in a page and the library. */
interface PageModule {
  watchRuns(options: { signal: AbortSignal; onProgress: (fraction: number) => void }): void;
  endLabs(): Promise<void>;
}

/** Where code that runs finds what the page gives it. */
const GIVEN = 'voxmetryLiveCode';

/** Addresses of the built library, which lies beside the pages. */
export function libraryAt(base: string): Library {
  return (door) => new URL(`${base}lib/${door}.js`, location.href).href;
}

/**
 * Code as a module that imports the library from the site, and finds `console` and `show` of its
 * outlet. Lines keep their numbers.
 */
export function moduleOf(code: string, library: Library): string {
  const imports = code
    .replaceAll(
      /(\bfrom\s*|\bimport\s*\(?\s*)(['"])voxmetry(?:\/([\w/]+))?\2/g,
      (_, start, quote, door) => {
        const at = library((door as string | undefined) ?? 'page');
        return `${String(start)}${String(quote)}${at}${String(quote)}`;
      },
    )
    .replaceAll(/^import\s*\{\s*show\s*\}\s*from\s*['"]\.\/show\.js['"];?/gm, '');
  return `const { console, show } = globalThis.${GIVEN}; ${imports}`;
}

/** Why this page cannot run code; null where it can. */
export async function whyNot(): Promise<string | null> {
  if (!globalThis.isSecureContext)
    return 'This page was not loaded over HTTPS or from localhost, and browsers give WebGPU to such pages alone.';
  if (!('gpu' in navigator))
    return 'This browser has no WebGPU. Chrome and Edge from 113 on have it, Firefox from 141 on Windows, Safari from 26.';
  const adapter = await navigator.gpu.requestAdapter().catch(() => null);
  return adapter === null
    ? 'This browser has WebGPU, but gives no adapter: hardware acceleration may be off, or the graphics driver too old.'
    : null;
}

let pageModule: Promise<PageModule> | null = null;

/** Ends what code of this page has opened. */
export async function endRuns(): Promise<void> {
  if (pageModule !== null) await (await pageModule).endLabs();
}

/** Runs code, and writes what it says and shows into an element. */
export async function runCode(
  code: string,
  into: HTMLElement,
  base: string,
  signal: AbortSignal,
  onProgress: (fraction: number) => void,
): Promise<'done' | 'cancelled' | 'failed'> {
  const library = libraryAt(base);
  const outlet = new Outlet(into, library);
  const url = URL.createObjectURL(new Blob([moduleOf(code, library)], { type: 'text/javascript' }));
  try {
    pageModule ??= import(/* @vite-ignore */ library('page')) as Promise<PageModule>;
    const page = await pageModule;
    await page.endLabs();
    page.watchRuns({ signal, onProgress });
    Object.assign(globalThis, { [GIVEN]: outlet });
    await import(/* @vite-ignore */ url);
    return signal.aborted ? 'cancelled' : 'done';
  } catch (error) {
    if (signal.aborted) return 'cancelled';
    outlet.fail(error);
    return 'failed';
  } finally {
    URL.revokeObjectURL(url);
  }
}
