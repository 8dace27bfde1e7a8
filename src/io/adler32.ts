/** Sums stay below 2³² for so many bytes before they are reduced. */
const RUN = 5552;

/** The checksum that ends a zlib stream (RFC 1950). */
export function adler32(bytes: Uint8Array): number {
  let [a, b] = [1, 0];
  for (let at = 0; at < bytes.length; at += RUN) {
    const end = Math.min(bytes.length, at + RUN);
    for (let i = at; i < end; i += 1) {
      a += bytes[i]!;
      b += a;
    }
    a %= 65521;
    b %= 65521;
  }
  return ((b << 16) | a) >>> 0;
}
