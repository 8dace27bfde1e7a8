import type { Machine } from '../report/schema.js';

/** What a page may know of the computer. */
export function browserMachine(): Machine {
  const { hardwareConcurrency, platform } = navigator;
  return { cpu: 'not told by browsers', cores: hardwareConcurrency, system: platform };
}

interface Brand {
  readonly brand: string;
  readonly version: string;
}

/** Name and version of the browser, as short as it tells them. */
export function browserName(): string {
  const brands = (navigator as { userAgentData?: { brands?: readonly Brand[] } }).userAgentData
    ?.brands;
  // Chromium adds a made-up brand, so that nobody relies on the list.
  const named = brands?.filter(
    ({ brand }) => !/not.?a.?brand/i.test(brand.replaceAll(/[^a-z]/gi, '')),
  );
  const best = named?.find(({ brand }) => brand !== 'Chromium') ?? named?.[0];
  if (best !== undefined) return `${best.brand} ${best.version}`;
  const known = /(Firefox|Edg|Chrome|Version)\/(\d+)/.exec(navigator.userAgent);
  if (known === null) return 'unnamed browser';
  return `${known[1] === 'Version' ? 'Safari' : (known[1] ?? '')} ${known[2] ?? ''}`;
}
