/** How pixels are coded in a file. */
export interface TransferSyntax {
  readonly name: string;
  readonly bigEndian: boolean;
  /** What decodes its frames; undefined where these are not read. */
  readonly coding: 'native' | 'rle' | 'jpeg' | undefined;
}

/** Deflated files are compressed from the data set on, so that nothing of them can be looked up. */
export const DEFLATED = '1.2.840.10008.1.2.1.99';

const SYNTAXES: Readonly<Record<string, TransferSyntax>> = {
  '1.2.840.10008.1.2': native('implicit little-endian'),
  '1.2.840.10008.1.2.1': native('explicit little-endian'),
  '1.2.840.10008.1.2.2': { ...native('explicit big-endian'), bigEndian: true },
  '1.2.840.10008.1.2.5': { name: 'RLE', bigEndian: false, coding: 'rle' },
  '1.2.840.10008.1.2.4.50': { name: 'JPEG baseline', bigEndian: false, coding: 'jpeg' },
  '1.2.840.10008.1.2.4.51': unread('JPEG of 12 bits'),
  '1.2.840.10008.1.2.4.57': unread('lossless JPEG'),
  '1.2.840.10008.1.2.4.70': unread('lossless JPEG'),
  '1.2.840.10008.1.2.4.80': unread('JPEG-LS'),
  '1.2.840.10008.1.2.4.81': unread('JPEG-LS'),
  '1.2.840.10008.1.2.4.90': unread('JPEG 2000'),
  '1.2.840.10008.1.2.4.91': unread('JPEG 2000'),
  '1.2.840.10008.1.2.4.92': unread('JPEG 2000'),
  '1.2.840.10008.1.2.4.93': unread('JPEG 2000'),
  '1.2.840.10008.1.2.4.201': unread('high-throughput JPEG 2000'),
  '1.2.840.10008.1.2.4.202': unread('high-throughput JPEG 2000'),
  '1.2.840.10008.1.2.4.203': unread('high-throughput JPEG 2000'),
};

/** The transfer syntax of a UID (PS3.6, annex A); one that is not known is not read. */
export function transferSyntax(uid: string): TransferSyntax {
  return SYNTAXES[uid] ?? unread(`the transfer syntax ${uid}`);
}

function native(name: string): TransferSyntax {
  return { name, bigEndian: false, coding: 'native' };
}

function unread(name: string): TransferSyntax {
  return { name, bigEndian: false, coding: undefined };
}
