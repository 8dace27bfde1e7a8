// WGSL linker: resolves #import and maps lines back to their files.
import { VoxmetryError } from '../recipe/errors.js';

/** Where a line of linked WGSL came from. */
export interface SourceLine {
  readonly file: string;
  readonly line: number;
}

/** WGSL with its imports resolved; `origin[i]` says where line i (from 0) was written. */
export interface LinkedWgsl {
  readonly code: string;
  readonly origin: readonly SourceLine[];
}

const IMPORT = /^\s*#import\s+([\w/]+)\s*$/;

/**
 * Resolves `#import name` lines against shared modules. Each module is inserted once, before its
 * first importer, so modules may import each other as long as they form no circle.
 */
export function linkWgsl(
  name: string,
  source: string,
  modules: Readonly<Record<string, string>>,
): LinkedWgsl {
  const lines: string[] = [];
  const origin: SourceLine[] = [];
  const done = new Set<string>();

  const add = (file: string, text: string): void => {
    text.split('\n').forEach((line, index) => {
      const imported = IMPORT.exec(line)?.[1];
      if (imported === undefined) {
        lines.push(line);
        origin.push({ file, line: index + 1 });
      } else if (!done.has(imported)) {
        done.add(imported);
        const module = modules[imported];
        if (module === undefined)
          throw new VoxmetryError(
            'internal',
            `${file}.wgsl:${String(index + 1)} imports '${imported}', which is no shared module.`,
          );
        add(`shared/${imported}`, module);
      }
    });
  };
  add(name, source);
  return { code: lines.join('\n'), origin };
}

/** Rewrites compiler messages so that they name the file and line that a person wrote. */
export function describeMessages(
  linked: LinkedWgsl,
  messages: readonly GPUCompilationMessage[],
): string {
  return messages
    .map((message) => {
      const at = linked.origin[message.lineNum - 1];
      const where =
        at === undefined ? '?' : `${at.file}.wgsl:${String(at.line)}:${String(message.linePos)}`;
      return `${where}: ${message.type}: ${message.message}`;
    })
    .join('\n');
}
