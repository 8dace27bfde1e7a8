import axe from 'axe-core';
import { expect } from 'vitest';

/** Holds an element to have no serious finding of axe, in light and in dark. */
export async function expectAccessible(element: Element): Promise<void> {
  for (const scheme of ['light', 'dark']) {
    document.documentElement.style.colorScheme = scheme;
    document.body.style.background = scheme === 'dark' ? '#16191d' : '#ffffff';
    const { violations } = await axe.run(element, { resultTypes: ['violations'] });
    const serious = violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(
        ({ id, help, nodes }) =>
          `${scheme}: ${id}: ${help}: ${nodes.map(({ html }) => html).join(' | ')}`,
      );
    expect(serious).toEqual([]);
  }
  document.documentElement.style.colorScheme = '';
}
