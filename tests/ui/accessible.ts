// What axe finds in an element: in light and dark, and on a narrow screen.
import axe from 'axe-core';
import { expect } from 'vitest';
import { page } from 'vitest/browser';

/** How an element is looked at. */
export const LOOKS = [
  { scheme: 'light', width: 1000 },
  { scheme: 'dark', width: 1000 },
  { scheme: 'light', width: 390 },
] as const;

/** Shows the page in a scheme of colours, at a width. */
export async function show({ scheme, width }: (typeof LOOKS)[number]): Promise<void> {
  document.documentElement.style.colorScheme = scheme;
  document.documentElement.style.background = scheme === 'dark' ? '#000' : '#fff';
  await page.viewport(width, 800);
}

/** The serious and critical findings of axe, as text. */
export async function findings(element: Element): Promise<string[]> {
  const { violations } = await axe.run(element, { resultTypes: ['violations'] });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map((n) => `${n.html} ${n.failureSummary ?? ''}`).join('\n')}`,
    );
}

/** Holds an element to have no serious finding of axe, in every look. */
export async function expectAccessible(element: Element): Promise<void> {
  for (const look of LOOKS) {
    await show(look);
    expect(await findings(element), `${look.scheme}, ${String(look.width)} px`).toEqual([]);
  }
  await show(LOOKS[0]);
}
