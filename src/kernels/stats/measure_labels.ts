/**
 * Columns of the table, each of `ids` words, that `measureLabels` adds to, from zero: 0 count; 1 Σ
 * x, 3 Σ y, 5 Σ z (low word, high word); 7 … 9 complements of the least indices; 10 … 12 greatest
 * indices; 13 bits of the greatest distance; 14 finite intensities (f32 alone: of integers, all
 * are); 15 their sum and 17 that of squares in fixed point (low, high); 19 complement of the least
 * key; 20 greatest key; 21 sum of the bits that squares leave away (low, high).
 */
export const MEASURE_COLUMNS = { plain: 13, distance: 14, intensity: 23 } as const;
