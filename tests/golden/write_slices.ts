import { mkdirSync, writeFileSync } from 'node:fs';
import { encode } from 'fast-png';

/** Writes pictures of 64 × 48 pixels as the golden ones. */
export function writePictures(
  pictures: readonly { readonly name: string; readonly data: Uint8ClampedArray }[],
): void {
  const folder = new URL('./slices/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  for (const { name, data } of pictures)
    writeFileSync(
      new URL(`${name}.png`, folder),
      encode({ width: 64, height: 48, channels: 4, depth: 8, data: new Uint8Array(data) }),
    );
}
