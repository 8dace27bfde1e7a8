import { BMP } from './bmp.js';
import { JPEG } from './jpeg.js';
import type { PlaneFormat } from './plane.js';
import { PNG } from './png.js';

/** The format of an image of one slice by its first bytes; undefined where it is another's. */
export function planeFormat(head: Uint8Array): PlaneFormat | undefined {
  const [a, b, c] = head;
  if (a === 0x89 && b === 0x50 && c === 0x4e) return PNG;
  if (a === 0xff && b === 0xd8 && c === 0xff) return JPEG;
  return a === 0x42 && b === 0x4d ? BMP : undefined;
}
