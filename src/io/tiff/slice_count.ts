import type { ByteSource } from '../byte_source.js';
import type { StackFacts } from './calibration.js';
import { damaged } from './directory.js';
import { unsupported } from './fields.js';
import type { Page } from './page.js';

/** The number of slices: the pages, or what the description states for a single page. */
export function sliceCount(
  facts: StackFacts,
  pages: number,
  page: Page,
  name: string,
  warnings: string[],
): number {
  const axes = Object.entries(facts.axes ?? {});
  const long = axes.filter(([, n]) => n > 1);
  const list = axes.map(([axis, n]) => `${axis} ${n}`).join(', ');
  if (long.length > 1) {
    throw unsupported(
      name,
      `it has more than three axes (${list}); save one channel and one time point`,
    );
  }
  const [[axis, stated] = ['z', 1]] = long;
  if (stated > 1 && (axis === 'c' || axis === 't')) {
    warnings.push(
      `The file has ${axis === 'c' ? 'channels' : 'time points'} (${list}): they are taken as slices.`,
    );
  }
  if (facts.partial === true) {
    warnings.push(
      `The metadata name planes in several files; this one holds ${pages}, which are read.`,
    );
    return pages;
  }
  if (stated === pages || facts.axes === undefined) return pages;
  if (pages === 1 && isPacked(page)) return stated;
  if (stated > pages) {
    throw damaged(name, `its metadata name ${stated} slices, but it has ${pages} pages`);
  }
  warnings.push(
    `The metadata name ${stated} slices; the file has ${pages} pages, and all are read.`,
  );
  return pages;
}

/**
 * Whether the values of a page lie in the file as they are, in one piece, so that others may
 * follow.
 */
export function isPacked(page: Page): boolean {
  if (!isPlain(page)) return false;
  const { offsets, byteCounts } = page;
  for (let i = 1; i < byteCounts.length; i++) {
    if (offsets[i] !== offsets[i - 1]! + byteCounts[i - 1]!) return false;
  }
  return true;
}

/** Whether the rows of a page lie in the file as they are. */
export function isPlain(page: Page): boolean {
  const whole = page.bits === 8 || page.bits === 16 || page.bits === 32 || page.bits === 64;
  return page.compression === 1 && !page.tiled && !page.reversedBits && whole && page.samples === 1;
}

/**
 * Slices that the bytes behind a single page would hold, the page included: up to the next part of
 * the file that something points to. 1 where the page does not lie in one piece.
 */
export function slicesHeld(page: Page, starts: readonly number[], bytes: ByteSource): number {
  if (!isPacked(page)) return 1;
  const begin = page.offsets[0] ?? 0;
  const planeBytes = (page.width * page.height * page.bits) / 8;
  const end = starts.reduce(
    (least, start) => (start >= begin + planeBytes ? Math.min(least, start) : least),
    bytes.size,
  );
  return Math.floor((end - begin) / planeBytes);
}
