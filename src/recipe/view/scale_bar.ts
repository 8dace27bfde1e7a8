// The length of a scale bar, and what is written beside it.

/** Units in which lengths are written, by powers of ten of a metre; not 'px' and unknown ones. */
const EXPONENTS: Readonly<Record<string, number>> = { nm: -9, µm: -6, mm: -3, m: 0 };
const OTHERS: Readonly<Record<string, number>> = { pm: -12, Å: -10, cm: -2 };

/** A scale bar. */
export interface ScaleBar {
  /** In the unit of the grids. */
  readonly length: number;
  /** In pixels, not rounded. */
  readonly pixels: number;
  /** Its length with a unit: '20 µm'. */
  readonly label: string;
}

/**
 * The longest bar of 1, 2 or 5 times a power of ten, in the unit that suits it, that is no longer
 * than a share of the picture's width; undefined where none of half a pixel and more is.
 */
export function scaleBar(
  unitsPerPixel: number,
  unit: string,
  width: number,
  share = 0.3,
): ScaleBar | undefined {
  const most = share * width;
  if (!(unitsPerPixel > 0) || !Number.isFinite(unitsPerPixel) || most < 0.5) return undefined;
  const exponent = EXPONENTS[unit] ?? OTHERS[unit];
  // Of the unit of the grids, steps of 1, 2, 5; another unit is a power of ten of it.
  const power = Math.floor(Math.log10(most * unitsPerPixel));
  const [digit, tens] = [
    [5, power],
    [2, power],
    [1, power],
    // Where the logarithm was rounded up.
    [5, power - 1],
  ].find(([d, p]) => Number(`${d!}e${p!}`) <= most * unitsPerPixel * (1 + 1e-12)) as [
    number,
    number,
  ];
  const length = Number(`${digit}e${tens}`);
  return {
    length,
    pixels: length / unitsPerPixel,
    label: exponent === undefined ? `${plain(digit, tens)} ${unit}` : named(digit, tens + exponent),
  };
}

/** A length of so many metres, digit × 10^tens, in the unit that writes it with 1 to 3 digits. */
function named(digit: number, tens: number): string {
  const units = Object.entries(EXPONENTS);
  const [unit, exponent] = units.findLast(([, e]) => tens >= e) ?? units[0]!;
  return `${plain(digit, tens - exponent)} ${unit}`;
}

/** digit × 10^tens without an exponent where it is short. */
function plain(digit: number, tens: number): string {
  return String(Number(`${digit}e${tens}`));
}
