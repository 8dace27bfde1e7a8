// What tests of elements with pictures share: a lab with a scan, its page, and a hand.
import { openLab, type Labels, type Lab, type Vec3, type Volume } from 'voxmetry';
import type { VoxSliceView } from 'voxmetry/ui';

export const SIZE: Vec3 = [40, 30, 20];
export const SPACING: Vec3 = [0.5, 0.5, 2];

/** A lab with a scan whose voxels all differ, and with two boxes as objects. */
export interface PicturePage {
  readonly lab: Lab;
  readonly scan: Volume<'u16'>;
  readonly objects: Labels;
}

export async function openPicturePage(): Promise<PicturePage> {
  const lab = await openLab();
  const [nx, ny, nz] = SIZE;
  const data = Uint16Array.from({ length: nx * ny * nz }, (_, i) => (i * 40503) % 65536);
  const placed = { spacing: SPACING, unit: 'µm' };
  const scan = await lab.open({ data, size: SIZE }, placed);
  const inside = new Uint8Array(data.length);
  for (let z = 4; z < 16; z++)
    for (let y = 5; y < 25; y++)
      for (let x = 3; x < 37; x++) if (x < 18 || x > 21) inside[x + nx * (y + ny * z)] = 1;
  const boxes = await lab.open({ data: inside, size: SIZE }, placed);
  return { lab, scan, objects: boxes.threshold({ lo: 1 }).components() };
}

/** Puts a slice view on the page, and waits for its first picture. */
export async function placed(
  given: Partial<VoxSliceView>,
  [width, height]: readonly [number, number] = [240, 200],
): Promise<VoxSliceView> {
  const view = document.createElement('vox-slice-view');
  Object.assign(view, given);
  Object.assign(view.style, sizeOf(width, height));
  document.body.append(view);
  await drawnOf(view);
  return view;
}

export function sizeOf(width: number, height: number): Readonly<Record<string, string>> {
  return { width: `${String(width)}px`, height: `${String(height)}px`, aspectRatio: 'auto' };
}

/** Waits until an element shows what it was set to. */
export async function drawnOf(view: {
  readonly updateComplete: Promise<boolean>;
  readonly drawn: Promise<unknown> | undefined;
}): Promise<void> {
  await view.updateComplete;
  while (view.drawn === undefined) await nextFrame();
  await view.drawn;
  await view.updateComplete;
}

export function nextFrame(): Promise<number> {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}

/** A hand on an element: points are CSS pixels from its upper left corner. */
export class Hand {
  readonly #target: HTMLElement;
  readonly #host: HTMLElement;

  constructor(host: HTMLElement) {
    this.#host = host;
    this.#target = host.shadowRoot!.querySelector('.frame')!;
  }

  pointer(type: string, x: number, y: number, init: PointerEventInit = {}): void {
    const { left, top } = this.#host.getBoundingClientRect();
    const at = { clientX: left + x, clientY: top + y };
    const options = { bubbles: true, composed: true, pointerId: 1, ...at, ...init };
    this.#target.dispatchEvent(new PointerEvent(`pointer${type}`, options));
  }

  click(x: number, y: number, init: PointerEventInit = {}): void {
    this.pointer('down', x, y, { button: 0, buttons: 1, ...init });
    this.pointer('up', x, y, { button: 0, ...init });
  }

  drag(from: readonly [number, number], to: readonly [number, number], button = 0): void {
    this.pointer('down', ...from, { button });
    this.pointer('move', (from[0] + to[0]) / 2, (from[1] + to[1]) / 2, { button: -1 });
    this.pointer('move', ...to, { button: -1 });
    this.pointer('up', ...to, { button });
  }

  wheel(deltaY: number, init: WheelEventInit = {}): void {
    const { left, top } = this.#host.getBoundingClientRect();
    const at = { clientX: left + 60, clientY: top + 50 };
    const options = { bubbles: true, cancelable: true, deltaY, ...at, ...init };
    this.#target.dispatchEvent(new WheelEvent('wheel', options));
  }

  key(key: string, init: KeyboardEventInit = {}): void {
    this.#target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, ...init }));
  }

  keyUp(key: string): void {
    this.#target.dispatchEvent(new KeyboardEvent('keyup', { key, bubbles: true }));
  }
}
