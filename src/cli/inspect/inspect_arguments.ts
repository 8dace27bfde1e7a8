import { parseArgs } from 'citty';
import type { ArgsDef } from 'citty';
import { refuseUnknown } from '../flag_values.js';
import { usageError } from '../usage.js';

const FLAGS = {
  json: { type: 'boolean', description: 'print it as JSON, an object per line and file' },
  help: { type: 'boolean', alias: 'h', description: 'show this help' },
} as const satisfies ArgsDef;

/** The arguments of `voxmetry inspect`, for its help. */
export const INSPECT_ARGUMENTS = {
  'file…': { type: 'positional', description: 'files or folders of scans (docs/formats.md)' },
  ...FLAGS,
} as const satisfies ArgsDef;

/** What to list, and how. */
export interface InspectJob {
  readonly files: readonly string[];
  readonly json: boolean;
}

/** What `voxmetry inspect` is asked for. */
export type InspectCommand =
  { readonly show: 'help' } | { readonly show: 'contents'; readonly job: InspectJob };

/** Reads what follows `voxmetry inspect`. Throws a one-line error. */
export function readInspectCommand(rawArgs: readonly string[]): InspectCommand {
  const args = parseArgs<typeof FLAGS>([...rawArgs], FLAGS);
  if (args.help) return { show: 'help' };
  refuseUnknown(args, FLAGS);
  if (args._.length === 0)
    throw usageError('inspect needs a FILE or folder; see voxmetry inspect --help');
  return { show: 'contents', job: { files: args._, json: args.json === true } };
}
