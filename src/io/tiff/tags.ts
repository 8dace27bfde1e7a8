/** The TIFF tags that are read or written, by their names in the specification. */
export const TAG = {
  newSubfileType: 254,
  subfileType: 255,
  imageWidth: 256,
  imageLength: 257,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  fillOrder: 266,
  imageDescription: 270,
  stripOffsets: 273,
  samplesPerPixel: 277,
  rowsPerStrip: 278,
  stripByteCounts: 279,
  xResolution: 282,
  yResolution: 283,
  planarConfiguration: 284,
  resolutionUnit: 296,
  software: 305,
  predictor: 317,
  colorMap: 320,
  tileWidth: 322,
  tileLength: 323,
  tileOffsets: 324,
  tileByteCounts: 325,
  subDirectories: 330,
  extraSamples: 338,
  sampleFormat: 339,
  jpegTables: 347,
  imageDepth: 32997,
  uic2: 33629,
  uic3: 33630,
  zeissSem: 34118,
  feiSfeg: 34680,
  feiHelios: 34682,
} as const;

/** Numbers per plane of MetaMorph's UIC2: the distance as a fraction, two dates and two times. */
export const UIC2_NUMBERS = 6;

/** Bytes per value of each field type of TIFF 6.0 and BigTIFF. */
export const TYPE_BYTES: Readonly<Record<number, number>> = {
  1: 1,
  2: 1,
  3: 2,
  4: 4,
  5: 8,
  6: 1,
  7: 1,
  8: 2,
  9: 4,
  10: 8,
  11: 4,
  12: 8,
  13: 4,
  16: 8,
  17: 8,
  18: 8,
};

const COMPRESSIONS: Readonly<Record<number, string>> = {
  1: 'none',
  2: 'CCITT RLE',
  3: 'CCITT fax 3',
  4: 'CCITT fax 4',
  5: 'LZW',
  6: 'old-style JPEG',
  7: 'JPEG',
  8: 'deflate',
  32773: 'PackBits',
  32946: 'deflate',
  33003: 'JPEG 2000',
  33004: 'JPEG 2000',
  33005: 'JPEG 2000',
  34676: 'SGI log',
  34712: 'JPEG 2000',
  34887: 'LERC',
  34925: 'LZMA',
  50000: 'zstd',
  50001: 'WebP',
  50002: 'JPEG XL',
};

const PHOTOMETRICS: Readonly<Record<number, string>> = {
  0: 'greyscale, white is zero',
  1: 'greyscale',
  2: 'RGB',
  3: 'palette colour',
  4: 'transparency mask',
  5: 'CMYK',
  6: 'YCbCr',
  8: 'CIELab',
  32803: 'colour filter array',
  32844: 'LogL',
  32845: 'LogLuv',
};

/** The name of a compression, or its number. */
export function compressionName(code: number): string {
  return COMPRESSIONS[code] ?? `compression ${code}`;
}

/** The name of a photometric interpretation, or its number. */
export function photometricName(code: number): string {
  return PHOTOMETRICS[code] ?? `photometric interpretation ${code}`;
}
