/** Codes of the operators, as in `mask_logic.wgsl`. */
export const MASK_OPERATOR_CODE = { and: 0, or: 1, xor: 2, subtract: 3, not: 4 } as const;
