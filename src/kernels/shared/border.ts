/** Codes of the border rules, as in `border.wgsl`. */
export const BORDER_CODE = { reflect: 0, nearest: 1, constant: 2 } as const;
