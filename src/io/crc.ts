/** A checksum of 32 bits, reflected, by its polynomial. */
function crcBy(polynomial: number): (bytes: Uint8Array) => number {
  const table = Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? polynomial : 0);
    return value >>> 0;
  });
  return (bytes) => {
    let crc = 0xffffffff;
    for (const byte of bytes) crc = table[(crc ^ byte) & 255]! ^ (crc >>> 8);
    return (crc ^ 0xffffffff) >>> 0;
  };
}

/** CRC-32 of zip archives (ISO 3309). */
export const crc32 = crcBy(0xedb88320);

/** CRC-32C (Castagnoli, RFC 3720) of the index of a shard. */
export const crc32c = crcBy(0x82f63b78);
