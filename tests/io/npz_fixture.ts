import { zipOf } from './zip_fixture.js';

/** An npy file of 0, 1, 2, … */
export function npy(descr: string, shape: readonly number[]): Uint8Array<ArrayBuffer> {
  const count = shape.reduce((product, n) => product * n, 1);
  const item = Number(/\d+$/.exec(descr)?.[0] ?? 1);
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape.join(', ')},), }\n`;
  const bytes = new Uint8Array(10 + text.length + count * item);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, text.length, 0]);
  bytes.set(new TextEncoder().encode(text), 10);
  for (let i = 0; i < count; i++) bytes[10 + text.length + i * item] = i;
  return bytes;
}

/** An archive as `np.savez_compressed` writes it. */
export async function npz(
  arrays: Readonly<Record<string, BlobPart>>,
  name = 'a.npz',
): Promise<File> {
  const files = Object.entries(arrays).map(([key, data]) => new File([data], `${key}.npy`));
  return new File([await zipOf(files)], name);
}
