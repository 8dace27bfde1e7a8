import type { PictureSize } from '../../recipe/view/camera.js';
import type { SpaceState } from '../../recipe/view/state.js';
import type { MarchQuality } from './scene_params.js';

// How finely a scene can be drawn in a time, by what its pixels took so far.

/** For frames that others follow at once. */
export const COARSE: MarchQuality = { step: 1, reach: 1 };
/** For frames that stay. */
const FINE: MarchQuality = { step: 0.5, reach: 2 };
/** The same where rays go on through labels that are not selected: so many steps take long. */
const FINE_THROUGH_GLASS: MarchQuality = { ...FINE, step: 1 };

/** The quality of frames that stay. */
export function fineFor({ layers }: SpaceState): MarchQuality {
  return layers.some((layer) => layer.kind === 'labels' && layer.selected !== undefined)
    ? FINE_THROUGH_GLASS
    : FINE;
}

/** Milliseconds for a frame while the scene moves, and for the first frame when it stands still. */
const MOVING_MS = 90;
/** What a full frame may take without a coarse one before it. */
const AT_ONCE_MS = 150;
/** Milliseconds of a pixel, before one was measured. */
const FIRST_GUESS = { software: 0.008, hardware: 2e-5 };
/** A frame has so many pixels at least, where the picture has them. */
const LEAST_PIXELS = 72 * 72;

/** Knows what a pixel takes, coarse and fine. */
export class Pace {
  #coarse: number;
  #fine: number;

  constructor(software: boolean) {
    this.#coarse = software ? FIRST_GUESS.software : FIRST_GUESS.hardware;
    this.#fine = 4 * this.#coarse;
  }

  guess(quality: MarchQuality): number {
    return quality === COARSE ? this.#coarse : this.#fine;
  }

  /** Learns from a frame: at once where it took longer, slowly where it was quick. */
  learn(quality: MarchQuality, perPixel: number): void {
    const known = this.guess(quality);
    const next = perPixel > known ? perPixel : (known + perPixel) / 2;
    if (quality === COARSE) this.#coarse = next;
    else this.#fine = next;
  }

  /** Whether a full frame may come at once. */
  isQuick([width, height]: PictureSize): boolean {
    return this.#fine * width * height <= AT_ONCE_MS;
  }

  /** The pixels of a coarse frame: no more than the picture has. */
  coarseSize([width, height]: PictureSize): PictureSize {
    const pixels = Math.max(LEAST_PIXELS, MOVING_MS / this.#coarse);
    const scale = Math.min(1, Math.sqrt(pixels / (width * height)));
    return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
  }
}
