import { invalidArgument } from '../../recipe/errors.js';

/** Canvases that a view has; none can be given away twice. */
const TAKEN = new WeakSet();

/** A canvas for a backend, and its size in pixels. */
export interface TakenCanvas {
  readonly canvas: OffscreenCanvas | null;
  readonly size: readonly [width: number, height: number];
}

/** Takes a canvas of a page, or one that is off its screen; null gives none, of no size. */
export function takeCanvas(given: HTMLCanvasElement | OffscreenCanvas | null): TakenCanvas {
  if (given === null) return { canvas: null, size: [0, 0] };
  const canvas: unknown = given;
  if (typeof canvas !== 'object' || canvas === null || !('getContext' in canvas))
    throw invalidArgument('view', 'canvas', canvas, 'a canvas, or null for pictures alone');
  const { width, height } = given;
  const taken = (): never => {
    throw invalidArgument(
      'view',
      'canvas',
      'a canvas that is in use',
      'a fresh canvas for each view; a canvas cannot be given away twice',
    );
  };
  if (TAKEN.has(given)) taken();
  try {
    const offscreen =
      'transferControlToOffscreen' in given ? given.transferControlToOffscreen() : given;
    TAKEN.add(given);
    return { canvas: offscreen, size: [width, height] };
  } catch {
    return taken();
  }
}
