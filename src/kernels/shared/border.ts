import { BORDER_CONSTANT, BORDER_NEAREST, BORDER_REFLECT } from './index.js';

/** Codes of the border rules. */
export const BORDER_CODE = {
  reflect: BORDER_REFLECT,
  nearest: BORDER_NEAREST,
  constant: BORDER_CONSTANT,
} as const;
