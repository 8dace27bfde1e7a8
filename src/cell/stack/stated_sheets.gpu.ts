import { implementOnHost } from '../../implement/index.js';
import type { SheetsData } from './sheets_data.js';
import { statedSheets } from './stated_sheets.js';

/** {@link statedSheets}, on the host. */
export const statedSheetsOnHost = implementOnHost(
  statedSheets,
  ({ params: { sheets } }): SheetsData => ({
    ...sheets,
    middle: Float32Array.from(sheets.middle),
    thickness: Float32Array.from(sheets.thickness),
  }),
);
