import { crc32 } from './crc32.js';

/** A zip archive of deflated files. `claims` is what each states as its own length. */
export async function zipOf(
  files: readonly (File | { readonly path: string; readonly file: Blob })[],
  { claims }: { readonly claims?: number } = {},
): Promise<File> {
  const parts: BlobPart[] = [];
  const directory: BlobPart[] = [];
  let at = 0;
  let directoryBytes = 0;
  for (const given of files) {
    const { path, file } = given instanceof File ? { path: given.name, file: given } : given;
    const bytes = await file.arrayBuffer();
    const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'));
    const small = await new Response(stream).arrayBuffer();
    const name = new TextEncoder().encode(path);
    const common = new DataView(new ArrayBuffer(26));
    common.setUint16(0, 20, true);
    common.setUint16(4, 8, true);
    common.setUint32(10, parseInt(crc32(new Uint8Array(bytes)), 16), true);
    common.setUint32(14, small.byteLength, true);
    common.setUint32(18, claims ?? bytes.byteLength, true);
    common.setUint16(22, name.length, true);
    const start = at;
    parts.push('PK\x03\x04', common.buffer, name, small);
    at += 4 + 26 + name.length + small.byteLength;
    const tail = new DataView(new ArrayBuffer(14));
    tail.setUint32(10, start, true);
    directory.push('PK\x01\x02', Uint16Array.of(20), common.buffer, tail.buffer, name);
    directoryBytes += 4 + 2 + 26 + 14 + name.length;
  }
  const end = new DataView(new ArrayBuffer(18));
  end.setUint16(4, files.length, true);
  end.setUint16(6, files.length, true);
  end.setUint32(8, directoryBytes, true);
  end.setUint32(12, at, true);
  return new File([...parts, ...directory, 'PK\x05\x06', end.buffer], 'files.zip');
}
