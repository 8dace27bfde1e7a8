/**
 * Columns of the table, each of `ids` words, that `measureLabels` adds to, from zero: 0 count; 1 Σ
 * x, 3 Σ y, 5 Σ z (low word, high word); 7 … 9 complements of the least indices; 10 … 12 greatest
 * indices; 13 bits of the greatest distance; 14 finite intensities (f32 alone: of integers, all
 * are); 15 the sum of keys and 17 that of their squares (low, high; none of 32 bits); 19 complement
 * of the least key; 20 greatest key.
 */
export const MEASURE_COLUMNS = { plain: 13, distance: 14, intensity: 21 } as const;
