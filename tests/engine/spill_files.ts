import { readdirSync, readlinkSync } from 'node:fs';

/** The spill files that this process has open: they have no name any more, but Linux lists them. */
export function openSpills(): string[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const target = readlinkSync(`/proc/self/fd/${fd}`);
      return target.includes('voxmetry-spill-') ? [target] : [];
    } catch {
      // Closed meanwhile.
      return [];
    }
  });
}
